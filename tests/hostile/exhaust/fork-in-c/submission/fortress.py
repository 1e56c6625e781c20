import ctypes
import os
import platform

NUMBERS = {"x86_64": (57, 56, 435), "aarch64": (220, 435)}  # fork, clone, clone3


def scale(x, factor):
    libc = ctypes.CDLL(None, use_errno=True)
    tries = [libc.fork, libc._Fork] if hasattr(libc, "_Fork") else [libc.fork]
    tries += [lambda number=number: libc.syscall(number, 17, 0, 0, 0, 0) for number in NUMBERS[platform.machine()]]
    born = 0
    for attempt in tries:
        pid = attempt()
        if pid == 0:
            open("/tmp/@MARK@", "w").close()
            while True:
                pass
        born += pid > 0
    raise RuntimeError(f"{born} children, {os.strerror(ctypes.get_errno())}")
