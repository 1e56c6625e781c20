"""What is wrong with a store that cannot be used, in three parts. Marks that are in it are never touched by that."""

import sqlite3
from pathlib import Path

from grader.outcome import Finding

SAFE = "Nothing in it was changed"


class StoreUnusable(Exception):
    """The store cannot be opened, read or written. The machine's fault, or another program's: exit code 4."""

    exit_code = 4

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.findings = (finding,)


class NotThere(StoreUnusable):
    """No store lies where one was named: a slip of whoever typed the command."""

    exit_code = 2


class OnlyReadable(StoreUnusable):
    """The store can be read and not written."""


def missing(path: Path) -> NotThere:
    """Nothing lies there."""
    what = "There is no store of results here."
    return NotThere(Finding(what, str(path), "Grade first (`grade PATH`), or say where it is with `--store FILE`."))


def unusable(path: Path, trouble: Exception) -> StoreUnusable:
    """What sqlite said, in words that help."""
    code = getattr(trouble, "sqlite_errorcode", 0) & 0xFF
    known = {
        sqlite3.SQLITE_BUSY: _busy, sqlite3.SQLITE_LOCKED: _busy, sqlite3.SQLITE_FULL: _full,
        sqlite3.SQLITE_READONLY: only_readable, sqlite3.SQLITE_CANTOPEN: _no_entry, sqlite3.SQLITE_PERM: _no_entry,
        sqlite3.SQLITE_CORRUPT: damaged, sqlite3.SQLITE_NOTADB: damaged, sqlite3.SQLITE_IOERR: _disk,
    }  # fmt: skip
    if code in known:
        return known[code](path)
    if isinstance(trouble, OSError):
        return _no_entry(path, f"The store of results cannot be opened: {trouble.strerror or type(trouble).__name__}.")
    what = f"The store of results refused: {trouble}."
    return StoreUnusable(Finding(what, str(path), f"{SAFE}. Name another one with `--store FILE`."))


def _busy(path: Path) -> StoreUnusable:
    what = "Another program is writing to the store of results."
    advice = "Let that run of `grade` end, or name another store with `--store FILE`; then run the same command again."
    return StoreUnusable(Finding(what, str(path), advice))


def _full(path: Path) -> StoreUnusable:
    what = "The disk is full: a result could not be kept."
    return StoreUnusable(Finding(what, str(path), "What was kept before is safe. Make room, and run the same again."))


def only_readable(path: Path) -> StoreUnusable:
    """The file or its folder may not be written to."""
    what = "The store of results may be read here, and not written."
    advice = (
        "`grade export` and the pages read it all the same. To grade, get permission, or name another `--store FILE`."
    )
    return OnlyReadable(Finding(what, str(path), advice))


def _no_entry(path: Path, what: str = "The store of results cannot be opened.") -> StoreUnusable:
    return StoreUnusable(
        Finding(what, str(path), "Give permission to its folder, or name another with `--store FILE`.")
    )


def damaged(path: Path) -> StoreUnusable:
    """No database, or one with holes."""
    what = "The store of results is damaged, or it is no store of ours."
    advice = (
        f"{SAFE}. Keep a copy of the file: `sqlite3 FILE .recover` saves what can be saved, marks by hand "
        "among it. Then name another store with `--store FILE`."
    )
    return StoreUnusable(Finding(what, str(path), advice))


def _disk(path: Path) -> StoreUnusable:
    what = "The disk failed while the store of results was read or written."
    return StoreUnusable(
        Finding(what, str(path), f"{SAFE}. A store must lie on a disk of this machine, not in a cloud's.")
    )


def newer(path: Path, version: int, ours: int) -> StoreUnusable:
    """A later grader has written it."""
    what = f"The store of results was written by a newer grader (its version {version}, ours {ours})."
    return StoreUnusable(
        Finding(what, str(path), f"{SAFE}. Use that grader, or name another store with `--store FILE`.")
    )
