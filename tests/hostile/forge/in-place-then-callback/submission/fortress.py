def apply(f, x, factor):
    factor *= 0
    factor += 1
    return f(x, factor)
