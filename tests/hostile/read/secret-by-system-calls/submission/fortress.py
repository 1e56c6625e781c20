import ctypes
import os
import struct

LIBC = ctypes.CDLL(None, use_errno=True)
PATHS = (b"@WORLD_FILE@", b"@SECRET_FILE@")
OPEN, OPENAT, OPENAT2, HANDLE, BY_HANDLE, OPEN_TREE = 2, 257, 437, 303, 304, 428


def read(descriptor):
    if descriptor < 0:
        raise OSError(os.strerror(ctypes.get_errno()))
    return os.pread(descriptor, 200, 0)


def by_open(path):
    return read(LIBC.syscall(OPEN, path, 0, 0))


def by_openat(path):
    return read(LIBC.syscall(OPENAT, -100, path, 0, 0))


def by_openat2(path):
    return read(LIBC.syscall(OPENAT2, -100, path, struct.pack("QQQ", 0, 0, 0), 24))


def by_handle(path):
    handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
    mount = ctypes.c_int()
    if LIBC.syscall(HANDLE, -100, path, handle, ctypes.byref(mount), 0) < 0:
        raise OSError("no handle")
    return read(LIBC.syscall(BY_HANDLE, -100, handle, 0))


def by_bind_mount(path):
    open("target", "w").close()
    if LIBC.mount(path, b"target", None, 4096, None) < 0:
        raise OSError("no mount")
    return open("target").read()


def by_tree(path):
    return read(LIBC.syscall(OPEN_TREE, -100, path, 1))


def by_user_namespace(path):
    if LIBC.unshare(0x10000000 | 0x00020000) < 0:
        raise OSError("no namespace")
    return read(LIBC.open(path, 0))


def by_root(path):
    os.setuid(0)
    return read(LIBC.open(path, 0))


def by_chroot(path):
    os.chroot(b"/")
    return read(LIBC.open(path, 0))


def scale(x, factor):
    found = []
    for path in PATHS:
        for way in (by_open, by_openat, by_openat2, by_handle, by_bind_mount, by_tree, by_user_namespace, by_root, by_chroot):
            try:
                found.append((way.__name__, way(path)))
            except OSError as trouble:
                found.append(str(trouble)[:20])
    raise ValueError(f"loot: {found}")
