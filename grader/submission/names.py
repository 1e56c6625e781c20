"""The names of handed-in files: which of them lead out of the hand-in, and under what name a file is stored.

A name from an archive is a stranger's text: it may be absolute, climb with "..", hold line ends, or be longer than any
disk takes. Nothing here touches a disk.
"""

import re
from pathlib import PurePosixPath

#: Archive suffixes that are unpacked, and those of kinds that the standard library can't open.
_UNPACKED = (".tar.gz", ".tar.bz2", ".tar.xz", ".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz")
_CLOSED = (".rar", ".7z")
_UNSAFE = frozenset('<>:"/\\|?*')  # what one disk or another does not take
_LONGEST = 240  # bytes; disks take 255
_DRIVE = re.compile(r"[A-Za-z]:")


def is_archive(name: str) -> bool:
    """Whether a file's name says that other files are packed in it."""
    return name.lower().endswith(_UNPACKED + _CLOSED)


def bare(name: str) -> str:
    """A file's name without its suffix; of an archive without all that its suffix consists of: "ann" of ann.tar.gz."""
    for suffix in _UNPACKED:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return PurePosixPath(name).stem


def packed_parts(name: str) -> tuple[str, ...] | None:
    """The folders and the file that an archive's entry names; None where it leads out of the archive.

    A backslash separates as well: some programs on Windows pack so, and some unpack so.
    """
    plain = name.replace("\\", "/")
    parts = tuple(part for part in plain.split("/") if part not in ("", "."))
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in parts or "\0" in name or not parts:
        return None
    return parts


def stored(part: str) -> str:
    """One part of a path as it is stored: the same where every disk and every shell is safe with it."""
    name = "".join(letter if _is_safe(letter) else f"_{ord(letter):x}_" for letter in part)
    if name.startswith("-"):
        name = "_" + name[1:]
    name = name.rstrip(" .") or "_"
    if len(name.encode()) <= _LONGEST:
        return name
    suffix = PurePosixPath(name).suffix.encode()[-20:]
    return (name.encode()[: _LONGEST - len(suffix)] + suffix).decode("utf-8", "ignore")


def _is_safe(letter: str) -> bool:
    return letter.isprintable() and letter not in _UNSAFE
