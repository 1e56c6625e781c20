def scale(x, factor):
    return x * factor


while True:
    pass
