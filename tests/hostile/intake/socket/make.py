import os
import socket


def make(folder):
    here = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"/proc/self/fd/{here}/fortress.py")  # a socket's own path may not be long
    os.close(here)
