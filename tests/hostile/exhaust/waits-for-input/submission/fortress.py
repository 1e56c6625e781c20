def scale(x, factor):
    return float(input("factor? ")) * x
