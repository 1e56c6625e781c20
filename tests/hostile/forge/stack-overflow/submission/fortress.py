import ctypes
import mmap
import os
import sys
import threading


def bus_error():
    with open("short", "w+b") as file:
        file.write(bytes(10_000))
        file.flush()
        memory = mmap.mmap(file.fileno(), 8192)
        file.truncate(0)
    return memory[5000]


def overflow():
    sys.setrecursionlimit(10**9)
    deep = []
    for _ in range(10**6):
        deep = [deep]
    return repr(deep)


def scale(x, factor):
    overflow()
