"""The temporary folders of graders: made, locked for as long as the grader lives, and removed, also those of graders
that were killed. What lies in them may have been made by student code: names and depths that no honest program makes.
"""

import contextlib
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "grade-slot-"
_OURS = re.compile(_PREFIX + r"\d+-[a-z0-9_]{8}")


class Folder:
    """A new folder that nobody else may enter, gone when it is closed or, where it never is, at a later grader's start.

    The system gives the lock back however the grader ends, and knows of no numbers of processes that another one has by
    now, or that are counted anew in every container. Tools that empty temporary folders respect such locks, too.
    """

    def __init__(self) -> None:
        remove_left()
        self._lock = -1
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
            try:
                self._lock = _locked(self.path)
                return
            except (FileNotFoundError, BlockingIOError):
                continue  # it was taken for a dead grader's before it was locked
            except OSError:
                return  # no locks here; then nobody removes what is left, either

    def close(self) -> None:
        """Removes the folder and everything in it."""
        remove(self.path)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def remove_left() -> None:
    """Removes the folders of this user's graders that have ended without a chance to do so."""
    if sys.platform == "win32":
        return
    for path in _left():
        with contextlib.suppress(OSError):  # it is gone, not ours, or its grader lives
            lock = _locked(path)
            try:
                remove(path)
            finally:
                os.close(lock)


def remove(folder: Path) -> None:
    """Removes a folder of which no process writes any more, however deep it is; what cannot be removed stays.

    Folders in it are moved up before they are emptied: a path through all of them could be too long for the system, and
    a function that calls itself for each too deep for Python.
    """
    if sys.platform == "win32":
        shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        top = _opened(folder)
        try:
            _empty(top)
        finally:
            os.close(top)
        folder.rmdir()


def _empty(top: int) -> None:
    """Files go at once; what folders hold is moved to the top and has its turn there."""
    waiting = [_moved(name, top, top) for name in _emptied_but_for_folders(top)]
    while waiting:
        with contextlib.suppress(OSError):
            name = waiting.pop()
            folder = _opened(name, top)
            try:
                waiting += [_moved(inner, folder, top) for inner in _emptied_but_for_folders(folder)]
            finally:
                os.close(folder)
            os.rmdir(name, dir_fd=top)


def _emptied_but_for_folders(folder: int) -> list[str]:
    """Removes the files of a folder; the names of its folders."""
    names = []
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            names.append(entry.name)
        else:
            with contextlib.suppress(OSError):
                os.unlink(entry.name, dir_fd=folder)
    return names


def _moved(name: str, folder: int, top: int) -> str:
    """Moves a folder to the top, open to us; its name there, which nobody could have taken before."""
    new = secrets.token_hex(16)
    with contextlib.suppress(OSError):
        if os.geteuid() != 0:  # root needs no right, and should give none by a name that may lead elsewhere
            os.chmod(name, 0o700, dir_fd=folder)
        os.rename(name, new, src_dir_fd=folder, dst_dir_fd=top)
    return new


def _left() -> Iterator[Path]:
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        yield from (Path(entry.path) for entry in entries if _OURS.fullmatch(entry.name))


def _opened(path: str | Path, folder: int | None = None) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)


def _locked(path: Path) -> int:
    """The folder, opened and locked. Raises OSError where it is another user's, another grader's, or gone."""
    if sys.platform == "win32":
        raise OSError("a folder cannot be opened there")
    lock = _opened(path)
    try:
        if os.fstat(lock).st_uid != os.geteuid():
            raise PermissionError(path)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.stat()  # whoever removed it gave up the lock afterwards
    except BaseException:
        os.close(lock)
        raise
    return lock
