import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
SEIZE = 0x4206
PIDFD_OPEN, PIDFD_GETFD = 434, 438


class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def by_file(process):
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory, open(f"/proc/{process}/maps") as maps:
        memory.seek(int(maps.readline().split("-")[0], 16))
        return memory.read(100)


def by_call(process):
    buffer = ctypes.create_string_buffer(100)
    mine = Span(ctypes.addressof(buffer), 100)
    theirs = Span(id(LIBC), 100)
    count = LIBC.process_vm_readv(process, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
    assert count > 0, os.strerror(ctypes.get_errno())
    return buffer.raw


def by_ptrace(process):
    assert LIBC.ptrace(SEIZE, process, None, None) == 0, os.strerror(ctypes.get_errno())
    return "seized"


def by_descriptor(process):
    handle = LIBC.syscall(PIDFD_OPEN, process, 0)
    assert handle >= 0, os.strerror(ctypes.get_errno())
    taken = LIBC.syscall(PIDFD_GETFD, handle, @SECRET_DESCRIPTOR@, 0)
    assert taken >= 0, os.strerror(ctypes.get_errno())
    return os.pread(taken, 100, 0)


def scale(x, factor):
    found = []
    for process in (@GRADER_PID@, os.getppid(), 1):
        for way in (by_file, by_call, by_ptrace, by_descriptor):
            try:
                found.append(("got", way.__name__, process, way(process)))
            except BaseException as trouble:
                found.append(str(trouble)[:20])
    raise ValueError(f"{'got in' if any(type(one) is tuple for one in found) else 'kept out'}: {found}")
