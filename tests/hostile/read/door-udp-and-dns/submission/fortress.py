import ctypes
import os
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)



def by_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        return door.sendto(b"loot", ("127.0.0.1", @UDP_PORT@))


def by_version_6():
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as door:
        return door.sendto(b"loot", ("::ffff:127.0.0.1", @UDP_PORT@))


WAYS = (by_datagram, by_version_6)


def scale(x, factor):
    out = []
    for way in WAYS:
        try:
            out.append(("got out", way.__name__, way()))
        except BaseException as trouble:
            out.append(f"{type(trouble).__name__}: {str(trouble)[:40]}")
    raise ValueError(f"{'got out' if any(type(one) is tuple for one in out) else 'kept in'}: {out}")
