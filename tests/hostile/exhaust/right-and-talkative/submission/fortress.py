def scale(x, factor):
    for number in range(5000):
        print("row", number, "of x times the factor, as a check; one more of many lines")
    return x * factor
