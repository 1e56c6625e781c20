"""The system calls that a locked process may make: a filter for the kernel, written beforehand for each machine type.

Decides nothing: what is allowed, and why, stands in `scripts/seccomp_filter.py`, which writes the programs in the
folder `filters/` beside this file. Here one is read, told the number of the process it is for, and installed, for good.
"""

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

PROGRAMS = Path(__file__).parent / "filters"
#: Stands in a program for the number of the process, which may signal itself and nobody else.
OWN_PID = 0x7FFDEAD7

_INSTRUCTION = struct.Struct("<HBBI")  # code, jump if true, jump if false, constant: the kernel's sock_filter
_JUMP_IF_EQUAL = 0x15
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER = 1
_ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC
_SECCOMP = {"x86_64": 317, "aarch64": 277}


class NoFilter(RuntimeError):
    """There is no program for this machine."""


class _Program(ctypes.Structure):
    """The kernel's sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def program() -> bytes:
    """The filter for this type of machine. Raises NoFilter where there is none."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _SECCOMP:
        known = " and ".join(_SECCOMP)
        raise NoFilter(f"there is no filter of system calls for {sys.platform} on {machine}; there is one for {known}")
    return (PROGRAMS / f"{machine}.bpf").read_bytes()


def install(blob: bytes) -> None:
    """Puts all threads of this process under the filter. Raises OSError, and then nothing may be run in it."""
    filled = for_process(blob, os.getpid())
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        raise _refused("no_new_privs")
    told = _Program(len(filled) // _INSTRUCTION.size, filled)
    number = ctypes.c_long(_SECCOMP[platform.machine()])
    # Zero is the only success: the number of a thread means that this one could not be brought under the filter.
    if libc.syscall(number, ctypes.c_ulong(_SET_MODE_FILTER), ctypes.c_ulong(_ALL_THREADS), ctypes.byref(told)):
        raise _refused("the filter of system calls")


def for_process(blob: bytes, pid: int) -> bytes:
    """The program with the process's number where its mark stands: a constant that something is compared with."""
    if not blob or len(blob) % _INSTRUCTION.size:
        raise OSError("the filter of system calls is damaged")
    filled, marks = [], 0
    for code, true, false, constant in _INSTRUCTION.iter_unpack(blob):
        mark = code == _JUMP_IF_EQUAL and constant == OWN_PID
        filled.append(_INSTRUCTION.pack(code, true, false, pid if mark else constant))
        marks += mark
    if not marks:  # it would work, and a process could not even abort()
        raise OSError("the filter of system calls has no place for the process's number")
    return b"".join(filled)


def _refused(what: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{what}: {os.strerror(number)}")
