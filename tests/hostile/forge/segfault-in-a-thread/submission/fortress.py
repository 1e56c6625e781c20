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
    one, other = [], []
    for _ in range(150_000):
        one, other = [one], [other]
    return one == other


def scale(x, factor):
    threading.Thread(target=ctypes.string_at, args=(0,)).start(); threading.Event().wait(5)
