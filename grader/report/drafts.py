"""Drafts: files that are being written beside the one that they will replace. Those of whoever was killed are removed.

A draft is locked for as long as somebody writes it, and the system gives the lock back however that ends. Where there
are no such locks, nothing is removed.
"""

import os
import re
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX, _SUFFIX = ".draft-", ".grade"
_OURS = re.compile(re.escape(_PREFIX) + "[a-z0-9_]{8}" + re.escape(_SUFFIX))


def write_whole(path: Path, text: str | bytes) -> None:
    """All of the text or none of it. Raises OSError, and leaves no half of a file behind."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    handle, draft = _new(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            draft.chmod(0o644)
            if sys.platform == "win32":  # where nothing that is open gets another name
                file.close()
            draft.replace(path)  # before the lock is gone
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def remove_left(folder: Path) -> None:
    """Removes the drafts in a folder that nobody writes any more; nothing else, and nothing of somebody else's."""
    with suppress(OSError), os.scandir(folder) as there:
        for entry in there:
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    _remove(Path(entry.path))


def _new(folder: Path) -> tuple[int, Path]:
    """A new draft, locked."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
        if sys.platform == "win32":
            return handle, Path(name)
        with suppress(OSError):  # a disk that knows no locks: then nobody else gets one, either
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # taken for one that was left, in the moment before it was locked


def _remove(draft: Path) -> None:
    """Raises OSError where it is no file, another user's, or still being written."""
    if sys.platform == "win32":
        return
    handle = os.open(draft, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            return
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        draft.unlink()
    finally:
        os.close(handle)
