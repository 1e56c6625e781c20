"""A zip archive as a list of what is packed in it. The list is read within bounds, and nothing of it is believed."""

import stat
import struct
import zipfile
import zlib
from functools import partial
from itertools import pairwise
from typing import IO, cast

from grader.submission.entry import DAMAGED, Content, Kind, Packed, Unreadable

#: All that zipfile raises on bytes that are no archive, or a broken one.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error,
    EOFError, OSError, ValueError, RuntimeError, LookupError, OverflowError,
)  # fmt: skip
_HEADER = 30  # bytes before each packed file, at the least
_ENCRYPTED = 0x1
_PASSWORD = "It is protected by a password. Pack it again without one."
_OVERLAP = "Its files overlap, as no program packs them. Pack the folder again as a .zip."
_UNUSUAL = "It is packed in an unusual way. Pack the folder again as an ordinary .zip."


def zip_list(stream: Content, longest: int) -> list[Packed]:
    """What the archive lists. Raises Unreadable where the whole of it is unusable.

    longest: bytes of the list itself, which is read at once by zipfile, and some 20 times as large in memory.
    """
    try:
        archive = zipfile.ZipFile(cast(IO[bytes], stream.asked_for(longest)))
    except _FAULTS:
        raise Unreadable(DAMAGED) from None
    files = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.flag_bits & _ENCRYPTED for info in files):
        raise Unreadable(_PASSWORD)
    if _overlap(files):
        raise Unreadable(_OVERLAP, "holds files that overlap, as archives do that are made to fill a disk")
    listed = archive.infolist()
    return [Packed(_name(info), _kind(info), info.file_size, partial(_content, archive, info)) for info in listed]


def _overlap(files: list[zipfile.ZipInfo]) -> bool:
    """Whether two files share bytes: that is how a small archive unpacks to more than any disk holds."""
    spans = sorted((info.header_offset, info.header_offset + _HEADER + info.compress_size) for info in files)
    return any(end > begin for (_, end), (begin, _) in pairwise(spans))


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: a program that writes UTF-8 does not always say so."""
    name = info.orig_filename
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _kind(info: zipfile.ZipInfo) -> Kind:
    if info.is_dir():
        return "folder"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "link"
    return "file" if stat.S_IFMT(mode) in (0, stat.S_IFREG) else "special"


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Content:
    """One file's bytes. zipfile checks them against their sum and never gives more than were claimed."""
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The others unpack whole pieces at once, a few kilobytes to a hundred megabytes.
        raise Unreadable(_UNUSUAL)
    try:
        return Content(archive.open(info), _FAULTS)
    except _FAULTS:
        raise Unreadable(DAMAGED) from None
