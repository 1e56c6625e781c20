import ctypes
import time


def scale(x, factor):
    if ctypes.CDLL(None, use_errno=True).daemon(1, 1) == 0:
        open("/tmp/@MARK@", "w").close()
        time.sleep(1000)
    raise OSError(ctypes.get_errno(), "no daemon")
