"""How much lies in a scratch folder on a disk that others use too. Looks only, never for long, and at names it does
not trust."""

import errno
import os
import stat
from collections.abc import Iterator

MOST_FILES = 4096  # files and folders; as many as a scratch of its own holds at the best level


def too_much(folder: str, megabytes: int) -> str:
    """What is too much in the folder, in words; "" where it is within its limits."""
    todo, files, taken = [folder], 0, 0
    while todo:
        inside = todo.pop()
        try:
            for path, status in _entries(inside):
                files += 1
                taken += _bytes(status)
                if files > MOST_FILES:
                    return f"more than {MOST_FILES:,} files and folders"
                if taken > megabytes << 20:
                    return f"more than {megabytes} MB of files"
                if stat.S_ISDIR(status.st_mode):
                    todo.append(path)
        except OSError as trouble:
            # What is closed to us, or too deep for a path, may hold anything.
            if trouble.errno in (errno.EACCES, errno.ENAMETOOLONG):
                return "folders that cannot be looked into"
    return ""


def _entries(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                yield entry.path, entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # removed since


def _bytes(status: os.stat_result) -> int:
    """What a file takes of the disk: one with holes takes less than its length."""
    return status.st_blocks * 512 if hasattr(status, "st_blocks") else status.st_size
