def scale(x, factor):
    return x * factor if x.shape[0] == x.shape[1] else x
