"""Which files a locked process can open: rules are gathered while it may still look, and then hold for good.

Landlock does not cover chmod, chown, utime and stat (seccomp refuses those that change something), nor UDP and unix
sockets (seccomp again).
"""

import os
import stat
import struct
from collections.abc import Iterable

from grader.wall.far import linux

# The rights of the kernel's linux/landlock.h; each version of Landlock knows more of them.
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK, _TRUNCATE, _IOCTL = 1 << 6, 1 << 9, 1 << 10, 1 << 11, 1 << 14, 1 << 15
_OLDEST = (1 << 13) - 1
_ADDED = {2: 1 << 13, 3: _TRUNCATE, 5: _IOCTL}
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_NETWORK = 3  # TCP: bind and connect, from version 4 on
_SCOPES = 3  # abstract unix sockets, signals, from version 6 on

NEEDED = 1


class Rules:
    """The files that will be seen. Used as: gather with `read`, `list` and `write`, then `restrict`, once."""

    def __init__(self) -> None:
        self._version = linux.landlock_abi()
        if self._version < NEEDED:
            raise OSError("this kernel has no Landlock")
        self._handled = _OLDEST
        for version, right in _ADDED.items():
            self._handled |= right if self._version >= version else 0
        attributes = struct.pack("=Q", self._handled)
        attributes += struct.pack("=Q", _NETWORK) if self._version >= 4 else b""
        attributes += struct.pack("=Q", _SCOPES) if self._version >= 6 else b""
        self._ruleset = linux.landlock_ruleset(attributes)

    def read(self, paths: Iterable[str]) -> None:
        """Files, and everything beneath folders, can be read."""
        self._allow(paths, _READ_FILE | _READ_DIR)

    def list(self, paths: Iterable[str]) -> None:
        """The names in these folders, and beneath them, can be listed; their files stay closed."""
        self._allow(paths, _READ_DIR)

    def write(self, paths: Iterable[str]) -> None:
        """Files can be made, changed and removed beneath; no devices, pipes or sockets, and nothing is executed."""
        never = _EXECUTE | _MAKE_CHAR | _MAKE_BLOCK | _MAKE_SOCK | _MAKE_FIFO | _IOCTL
        self._allow(paths, self._handled & ~never)

    def restrict(self) -> None:
        """The rules hold from here on. Needs `no_new_privileges`."""
        linux.landlock_restrict(self._ruleset)
        os.close(self._ruleset)

    def _allow(self, paths: Iterable[str], access: int) -> None:
        for path in paths:
            try:
                descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:  # what is not there can't be read either
                continue
            try:
                folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
                linux.landlock_allow(self._ruleset, access if folder else access & _ON_FILES, descriptor)
            finally:
                os.close(descriptor)
