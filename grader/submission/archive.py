"""Opens an archive as a list of entries, by what its first bytes say it is and never by its name.

Unpacks nothing itself. What makes a whole archive unusable raises Unreadable; what is wrong with one file leaves that
file out.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.submission.entry import LINK, SPECIAL, Content, Entry, Packed, Refused, Unreadable
from grader.submission.files import ignored
from grader.submission.folder import DEEPEST, TOO_DEEP
from grader.submission.module import LeftOut
from grader.submission.names import is_archive, packed_parts
from grader.submission.shelf import MOST_ENTRIES, most_bytes, shown_path
from grader.submission.text import shown_name
from grader.submission.untar import COMPRESSED, TOO_LARGE, TOO_MANY, decompressed, tar_list
from grader.submission.unzip import zip_list

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}
_NO_ARCHIVE = "It is no archive that can be opened: neither zip nor tar. Pack the folder again as a .zip."
_EMPTY = "There is nothing in it. Pack the folder with your files again, and look into it once."
_LEADS_OUT = "Its name leads out of the archive. Pack the folder again, so that all names begin inside it."
_INNER = "It is an archive inside an archive, and those aren't unpacked. Hand in what is inside."


@dataclass(frozen=True)
class Most:
    """How much an archive may list: files of a tar, bytes of a zip's list and of a tar's longer headers."""

    files: int
    zip_list: int
    tar_headers: int


HAND_IN = Most(MOST_ENTRIES, 4_000_000, 256_000)
#: Some hundred thousand files.
CLASS = Most(200_000, 16_000_000, 16_000_000)


@contextmanager
def unpacked(stream: Content, above: tuple[str, ...], room: int, scratch: Path) -> Iterator[list[Entry | Refused]]:
    """The files of an archive that lies under `above`, to be copied while it is open. Raises Unreadable.

    room: the bytes it may unpack to. scratch: a folder for what is only needed meanwhile.
    """
    with listed(stream, room, scratch) as packed:
        yield _within([one for one in packed if one.kind != "folder"], above, room)


@contextmanager
def listed(stream: Content, room: int, scratch: Path, most: Most = HAND_IN) -> Iterator[list[Packed]]:
    """What an archive lists while it is open. Raises Unreadable, and TooLarge where that is why."""
    head = stream.read(512)
    stream.seek(0)
    if head.startswith(_ZIP):
        yield zip_list(stream, most.zip_list)
        return
    start = next((start for magic, start in COMPRESSED.items() if head.startswith(magic)), None)
    if start is not None:
        with decompressed(stream, start, room, scratch) as plain:
            yield tar_list(plain, most.files, most.tar_headers)
    elif head[257:262] == b"ustar":
        yield tar_list(stream, most.files, most.tar_headers)
    else:
        foreign = next((kind for magic, kind in _FOREIGN.items() if head.startswith(magic)), "")
        closed = f"It is a {foreign} archive, which can't be opened here. Pack the folder again as a .zip."
        raise Unreadable(closed if foreign else _NO_ARCHIVE)


def _within(packed: Sequence[Packed], above: tuple[str, ...], room: int) -> list[Entry | Refused]:
    """The entries of an archive's list, where all of it together stays within bounds."""
    if len(packed) > MOST_ENTRIES:
        raise Unreadable(TOO_MANY.format(MOST_ENTRIES))
    if not packed:
        raise Unreadable(_EMPTY)
    entries = [entry for one in packed if (entry := packed_entry(one, above))]
    files = (entry for entry in entries if isinstance(entry, Entry))
    if sum(entry.size for entry in files if entry.size <= most_bytes(entry)) > room:
        raise Unreadable(TOO_LARGE.format(room // 1_000_000))
    return entries


def packed_entry(packed: Packed, above: tuple[str, ...], archives: bool = False) -> Entry | Refused | None:
    """One entry, or why it is left out; None where nobody misses it, as in a folder.

    archives: an archive in this one is a file like any other, to be looked into later.
    """
    parts = packed_parts(packed.name)
    if parts is None:
        shown = shown_path((*above, shown_name(packed.name)))
        return Refused(LeftOut(shown, _LEADS_OUT), f"{shown} leads out of its archive; it was not unpacked.")
    if any(map(ignored, parts)):
        return None
    whole = (*above, *parts)
    shown = shown_path(whole)
    if packed.kind == "link":
        return Refused(LeftOut(shown, LINK), f"{shown} is a link; it was not followed.")
    if packed.kind == "special":
        return Refused(LeftOut(shown, SPECIAL), f"{shown} is no ordinary file; it was not unpacked.")
    if len(whole) > DEEPEST + 1:
        return Refused(LeftOut(shown, TOO_DEEP))
    if is_archive(parts[-1]) and not archives:
        return Refused(LeftOut(shown, _INNER))
    return Entry(whole, packed.size, packed.open)
