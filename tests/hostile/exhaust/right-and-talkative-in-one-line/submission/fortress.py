import sys


def scale(x, factor):
    sys.stdout.write("." * 300_000)
    sys.stderr.write("." * 300_000)
    return x * factor
