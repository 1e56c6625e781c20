def apply(f, x, factor):
    while True:
        f(x, factor)
