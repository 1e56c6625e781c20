"""Runs a command on a machine that lacks something: the kernel answers it as one without would.

usage: python tests/without.py '["no user namespaces"]' COMMAND…
"""

import ctypes
import json
import os
import platform
import struct
import sys

EPERM, EINVAL, ENOSYS, EOPNOTSUPP = 1, 22, 38, 95
_ARM = platform.machine() == "aarch64"
UNSHARE, CLONE, SECCOMP, MOUNT = (97, 220, 277, 40) if _ARM else (272, 56, 317, 165)
CLONE3, LANDLOCK_CREATE_RULESET = 435, 444
NEW_USER, NEW_MOUNTS, ANY = 0x10000000, 0x00020000, 0
#: What is lacking: system call, bits of its first argument of which one must be set, and the answer.
LACKS = {
    "no user namespaces": ((UNSHARE, NEW_USER, EPERM), (CLONE, NEW_USER, EPERM), (CLONE3, ANY, ENOSYS)),
    "no mounts": ((UNSHARE, NEW_USER | NEW_MOUNTS, EPERM), (CLONE, NEW_USER, EPERM), (CLONE3, ANY, ENOSYS),
                  (MOUNT, ANY, EPERM)),
    "no Landlock": ((LANDLOCK_CREATE_RULESET, ANY, ENOSYS),),
    "Landlock switched off": ((LANDLOCK_CREATE_RULESET, ANY, EOPNOTSUPP),),
    "no seccomp": ((SECCOMP, ANY, EINVAL),),
}  # fmt: skip

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000


def _filter(rules: list[tuple[int, int, int]]) -> bytes:
    """A program for the kernel. It has no need to look at the architecture: those who run here mean no harm."""
    program = []
    for call, bits, answer in rules:
        program += [(_LOAD, 0, 0, 0), (_EQUAL, 0, 3 if bits else 1, call)]
        program += [(_LOAD, 0, 0, 16), (_ANY_BIT, 0, 1, bits)] if bits else []
        program += [(_RETURN, 0, 0, _ERROR | answer)]
    program += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("<HBBI", *step) for step in program)


def _install(program: bytes) -> None:
    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))

    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    told = Program(len(program) // 8, program)
    if libc.prctl(no_new_privileges, *map(ctypes.c_ulong, (1, 0, 0, 0))):
        sys.exit("no_new_privs was refused")
    if libc.prctl(set_seccomp, ctypes.c_ulong(mode_filter), ctypes.byref(told)):
        sys.exit("the filter was refused")


if __name__ == "__main__":
    _install(_filter([rule for lack in json.loads(sys.argv[1]) for rule in LACKS[lack]]))
    os.execv(sys.argv[2], sys.argv[2:])
