"""The Linux system calls that Python has no names for. Each raises OSError where the kernel refuses."""

import ctypes
import errno
import os
import struct
import sys

NEW_MOUNTS, NEW_IPC, NEW_USERS, NEW_PIDS = 0x00020000, 0x08000000, 0x10000000, 0x20000000  # CLONE_NEW…
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_SLAVE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 19
BARE = MS_NOSUID | MS_NODEV | MS_NOEXEC  # a file system of which nothing can be executed

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_CAPABILITY_VERSION_3 = 0x20080522
# The same numbers on every architecture.
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_SIGKILL = 9

if sys.platform == "linux":  # the grader's side reads this file everywhere
    _libc = ctypes.CDLL(None, use_errno=True)
    _libc.syscall.restype = ctypes.c_long


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _prctl(what: str, option: int, *arguments: int) -> None:
    filled = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(ctypes.c_int(option), *filled), what)


def unshare(namespaces: int) -> None:
    """Moves this process (for PIDs: its next child) into namespaces of its own."""
    _checked(_libc.unshare(ctypes.c_int(namespaces)), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Moves this process (for PIDs: its next child) into a namespace that an open file names."""
    _checked(_libc.setns(ctypes.c_int(descriptor), ctypes.c_int(kind)), "setns")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mounts, as mount(2)."""
    done = _libc.mount(source.encode(), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), options.encode())
    _checked(done, f"mount {kind or source} on {target}")


def die_with_parent() -> None:
    """Has the kernel kill this process when the thread that started it ends."""
    _prctl("PR_SET_PDEATHSIG", _PR_SET_PDEATHSIG, _SIGKILL)


def forbid_tracing() -> None:
    """Closes this process's memory to other processes of the same user."""
    _prctl("PR_SET_DUMPABLE", _PR_SET_DUMPABLE, 0)


def no_new_privileges() -> None:
    """No program that this process starts can have more rights than it has; Landlock and seccomp ask for it."""
    _prctl("PR_SET_NO_NEW_PRIVS", _PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Gives up every capability, for good."""
    for capability in range(64):
        try:
            _prctl("PR_CAPBSET_DROP", _PR_CAPBSET_DROP, capability)
        except OSError as refused:
            if refused.errno == errno.EINVAL and capability > 0:  # past the last one that this kernel knows
                break
            raise
    _prctl("PR_CAP_AMBIENT", _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    head = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(ctypes.create_string_buffer(head, len(head)), ctypes.create_string_buffer(24)), "capset")


def use_huge_pages() -> None:
    """Gathers this process's memory in pages of 2 MB, where the kernel can (6.1 and later): a fork copies the list of
    pages, an end takes it apart, and with torch that list would be the dearest part of a child."""
    huge, collapse = 2 << 20, 25
    with open("/proc/self/maps") as areas:  # noqa: PTH123 - pathlib is not needed otherwise
        rows = [line.split() for line in areas]
    for span, rights, *_, inode in (row[:5] for row in rows):
        start, end = (int(address, 16) for address in span.split("-"))
        start, end = -(-start // huge) * huge, end // huge * huge
        if "w" in rights and inode == "0" and end > start:
            _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), ctypes.c_int(collapse))


def landlock_abi() -> int:
    """The kernel's version of Landlock; 0 where there is none."""
    version = 1  # LANDLOCK_CREATE_RULESET_VERSION
    return max(int(_libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(version))), 0)


def landlock_ruleset(attributes: bytes) -> int:
    """A new set of rules, as an open file."""
    size = ctypes.c_size_t(len(attributes))
    made = _libc.syscall(_LANDLOCK_CREATE_RULESET, ctypes.c_char_p(attributes), size, ctypes.c_uint(0))
    return _checked(made, "landlock_create_ruleset")


def landlock_allow(ruleset: int, access: int, descriptor: int) -> None:
    """Adds the rule that beneath an open file or folder these rights are given."""
    rule = struct.pack("=Qi", access, descriptor)
    beneath_path, flags = ctypes.c_int(1), ctypes.c_uint(0)
    added = _libc.syscall(_LANDLOCK_ADD_RULE, ctypes.c_int(ruleset), beneath_path, ctypes.c_char_p(rule), flags)
    _checked(added, "landlock_add_rule")


def landlock_restrict(ruleset: int) -> None:
    """From here on this process has the rights of the rules alone."""
    _checked(_libc.syscall(_LANDLOCK_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0)), "landlock_restrict_self")
