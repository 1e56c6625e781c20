import ctypes
import os
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)



def by_socket():
    with socket.create_connection(("127.0.0.1", @TCP_PORT@), 0.3) as door:
        return door.recv(100)


def by_syscall():
    door = LIBC.socket(2, 1, 0)
    assert door >= 0, os.strerror(ctypes.get_errno())
    address = struct.pack("=HHI8x", 2, socket.htons(@TCP_PORT@), 0x0100007F)
    assert LIBC.connect(door, address, len(address)) == 0, os.strerror(ctypes.get_errno())
    return os.read(door, 100)


def by_http():
    import urllib.request

    return urllib.request.urlopen("http://127.0.0.1:@TCP_PORT@/", timeout=0.3).read()


WAYS = (by_socket, by_syscall, by_http)


def scale(x, factor):
    out = []
    for way in WAYS:
        try:
            out.append(("got out", way.__name__, way()))
        except BaseException as trouble:
            out.append(f"{type(trouble).__name__}: {str(trouble)[:40]}")
    raise ValueError(f"{'got out' if any(type(one) is tuple for one in out) else 'kept in'}: {out}")
