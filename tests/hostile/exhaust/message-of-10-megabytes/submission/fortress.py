def scale(x, factor):
    raise ValueError("x" * 10_000_000)
