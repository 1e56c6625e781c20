"""A tar archive, also a compressed one, as a list of what is packed in it. Nothing it says of itself is believed."""

import bz2
import lzma
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Protocol, cast

from grader.submission.entry import DAMAGED, PIECE, Content, Kind, Packed, TooLarge, Unreadable

TOO_LARGE = "It unpacks to more than {} MB. Leave out what the sheet does not ask for: data sets, downloaded models."
TOO_MANY = "It holds more than {:,} files. Leave out what the sheet does not ask for."
#: All that tarfile raises on bytes that are no archive, or a broken one.
_FAULTS = (tarfile.TarError, EOFError, OSError, ValueError, RuntimeError, LookupError, OverflowError)
_LONGEST_HEADER = 9 * tarfile.BLOCKSIZE  # a path of 4,096 bytes
_HEADERS = "It says more about its files than it holds. Pack the folder again as a .zip."
_IN_MEMORY = 8_000_000
_MOST_STREAMS = 1_000
_XZ_MEMORY = 128_000_000  # what `xz -9` needs, twice; an archive may ask for 4 GB


class _Headers:
    """An archive while its headers are read: tarfile reads a long one at once and searches it with slow expressions."""

    def __init__(self, stream: Content, room: int) -> None:
        self._room = room
        self._stream = stream
        self.seek, self.tell = stream.seek, stream.tell

    def read(self, most: int) -> bytes:
        if most > tarfile.BLOCKSIZE:
            self._room -= most
        if not 0 <= most <= _LONGEST_HEADER or self._room < 0:
            raise Unreadable(_HEADERS)
        return self._stream.read(most)


class _Decompressor(Protocol):
    """What bz2 and lzma give, and zlib nearly."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor with bz2's manners: it keeps what it did not get to."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


Start = Callable[[], _Decompressor]
#: By the first bytes of the file.
COMPRESSED: dict[bytes, Start] = {
    b"\x1f\x8b": _Gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _XZ_MEMORY),
}


def tar_list(stream: Content, most: int, headers: int) -> list[Packed]:
    """What the archive lists. Raises Unreadable where the whole of it is unusable.

    most: files. headers: bytes of all headers that are longer than usual.
    """
    try:
        archive = tarfile.TarFile(fileobj=cast(IO[bytes], _Headers(stream, headers)))
        members = list(_members(archive, most))
        archive.fileobj = cast(IO[bytes], stream)
        stream.seek(archive.offset)
        rest = stream.read(tarfile.BLOCKSIZE)
    except _FAULTS:
        raise Unreadable(DAMAGED) from None
    if rest.strip(b"\0"):  # tarfile takes a broken header for the end
        raise Unreadable(DAMAGED)
    return [_packed(archive, member) for member in members]


def _members(archive: tarfile.TarFile, most: int) -> Iterator[tarfile.TarInfo]:
    count, offset = 0, -1
    while (member := archive.next()) is not None:
        # A negative size would lead back to where we have been, for ever.
        if member.size < 0 or member.offset <= offset:
            raise Unreadable(DAMAGED)
        offset = member.offset
        yield member
        count += 1
        if count > most:
            raise TooLarge(TOO_MANY.format(most))


def _packed(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Packed:
    # A sparse file claims to be larger than what is packed of it: terabytes, if it likes.
    ordinary = member.isreg() and not member.issparse()
    link = member.issym() or member.islnk()
    kind: Kind = "file" if ordinary else "link" if link else "folder" if member.isdir() else "special"
    return Packed(member.name, kind, member.size, partial(_content, archive, member))


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Content:
    return Content(cast(IO[bytes], archive.extractfile(member)), _FAULTS)


@contextmanager
def decompressed(stream: Content, start: Start, room: int, scratch: Path) -> Iterator[Content]:
    """What was compressed, as a file that can be read anywhere; at most `room` bytes. Raises Unreadable."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(scratch)) as plain:
        count = 0
        for piece in _pieces(stream, start):
            count += len(piece)
            if count > room:
                raise TooLarge(TOO_LARGE.format(room // 1_000_000))
            plain.write(piece)
        plain.seek(0)
        yield Content(cast(IO[bytes], plain))


def _pieces(source: Content, start: Start) -> Iterator[bytes]:
    """What is compressed, in pieces of bounded size, counted as they come. Raises Unreadable."""
    inner, data = start(), b""
    for _ in range(_MOST_STREAMS):
        while not inner.eof:
            try:
                piece = inner.decompress(data, PIECE)
            except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError):
                raise Unreadable(DAMAGED) from None
            data = b""
            if piece:
                yield piece
            elif not inner.eof:
                data = source.read(PIECE)
                if not data:
                    raise Unreadable(DAMAGED)
        # Some programs pack in several streams, one after the other; what else follows is filling.
        data = inner.unused_data + source.read(PIECE - len(inner.unused_data))
        if not data.startswith(tuple(COMPRESSED)):
            return
        inner = start()
    raise Unreadable(DAMAGED)
