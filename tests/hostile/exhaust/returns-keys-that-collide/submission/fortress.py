KEYS = {(2**61 - 1) * number * 2**64: None for number in range(6_000)}


def scale(x, factor):
    return KEYS
