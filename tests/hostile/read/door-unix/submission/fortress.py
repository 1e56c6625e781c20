import ctypes
import os
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)



def by_path():
    with socket.socket(socket.AF_UNIX) as door:
        door.connect("@UNIX_SOCKET@")
        return door.recv(100)


def by_abstract_name():
    with socket.socket(socket.AF_UNIX) as door:
        door.connect("\0@ABSTRACT_SOCKET@")
        return door.recv(100)


def by_datagram():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.bind("\0@MARK@-abstract")
        return "bound"


WAYS = (by_path, by_abstract_name, by_datagram)


def scale(x, factor):
    out = []
    for way in WAYS:
        try:
            out.append(("got out", way.__name__, way()))
        except BaseException as trouble:
            out.append(f"{type(trouble).__name__}: {str(trouble)[:40]}")
    raise ValueError(f"{'got out' if any(type(one) is tuple for one in out) else 'kept in'}: {out}")
