"""Reads a PNG far enough to know that it is whole and not blank. Pure Python and zlib: no decoder of ours to attack.

Every step is bounded: sizes before anything is unpacked, bytes as they are unpacked, work where it goes byte by byte.
Rows are read from the top until the picture is known to show something. Other formats are for a person.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Pixels, sides, and bytes that are unfiltered one by one (half a second for a million).
MOST_PIXELS, LONGEST_SIDE, MOST_WORK = 40_000_000, 30_000, 4_000_000
#: Pixels whose colours are counted, in rows that are not as the one above: a tenth of a second for a million.
MOST_COUNTED = 12_000_000
#: Of all pixels, so many must differ from the background, and by so much, where a picture shows anything.
_LEAST_INK, _FEWEST_PIXELS, _DIFFERS = 0.0005, 30, 16
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_UNPACKED = 1 << 20

Bytes = NDArray[np.uint8]


class NotAPicture(Exception):
    """The bytes are no whole PNG. Says why, in words for a student."""


class NotRead(Exception):
    """It may be a good picture, of a kind that is not read here. Says why."""


@dataclass(frozen=True)
class Picture:
    """What was found of a picture. shows: whether enough of it differs from its background."""

    width: int
    height: int
    shows: bool


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    depth: int
    kind: int

    @property
    def row(self) -> int:
        """Bytes of one row, its filter's byte left out."""
        return (self.width * _CHANNELS[self.kind] * self.depth + 7) // 8

    @property
    def step(self) -> int:
        """Bytes between a byte and the one that it is filtered by."""
        return max(1, _CHANNELS[self.kind] * self.depth // 8)


def look(data: bytes) -> Picture:
    """The picture in these bytes. Raises NotAPicture, NotRead."""
    header, palette, packed = _parts(data)
    ink = _Ink(header.width * header.height)
    above: Bytes | None = None
    counted = 0
    for number, row in enumerate(_rows(header, packed)):
        if above is not None and np.array_equal(row, above):
            ink.again()
        else:
            counted += header.width
            if counted > MOST_COUNTED:
                raise NotRead("reading it takes too long")
            ink.add(_colours(header, palette, row))
        above = row
        if number % 16 == 0 and ink.shows:
            break
    return Picture(header.width, header.height, ink.shows)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk's name and content, to the last; each is whole."""
    if not data.startswith(SIGNATURE):
        raise NotAPicture("it does not begin as a PNG does")
    place = len(SIGNATURE)
    name = b""
    while name != b"IEND":
        if place + 12 > len(data):
            raise NotAPicture("it ends in the middle")
        (length,) = struct.unpack_from(">I", data, place)
        name, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        end = place + 12 + length
        if end > len(data):
            raise NotAPicture("it ends in the middle")
        if zlib.crc32(name + content) != struct.unpack_from(">I", data, end - 4)[0]:
            raise NotAPicture("a part of it is damaged")
        yield name, content
        place = end


def _parts(data: bytes) -> tuple[_Header, Bytes, bytes]:
    """Header, palette as rows of red, green, blue and alpha, and the packed rows."""
    header: _Header | None = None
    colours, alphas, packed = b"", b"", []
    for name, content in _chunks(data):
        if header is None:
            header = _header(name, content)
        elif name == b"PLTE":
            colours = content[: 3 * 256]
        elif name == b"tRNS" and header.kind == 3:
            alphas = content[:256]
        elif name == b"IDAT":
            packed.append(content)
    if header is None or not packed:
        raise NotAPicture("it holds no picture")
    palette = np.full((256, 4), 255, dtype=np.uint8)
    count = len(colours) // 3
    palette[:count, :3] = np.frombuffer(colours[: 3 * count], dtype=np.uint8).reshape(count, 3)
    palette[: len(alphas), 3] = np.frombuffer(alphas, dtype=np.uint8)
    return header, palette, b"".join(packed)


def _header(name: bytes, content: bytes) -> _Header:
    if name != b"IHDR" or len(content) != 13:
        raise NotAPicture("its first part is not a header")
    width, height, depth, kind, packing, filters, interlaced = struct.unpack(">IIBBBBB", content)
    if not width or not height or depth not in _DEPTHS.get(kind, ()) or packing or filters:
        raise NotAPicture("its header is none that a PNG can have")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise NotRead(f"it is very large, {width} by {height}")
    if interlaced:
        raise NotRead("it is interlaced")
    return _Header(width, height, depth, kind)


def _rows(header: _Header, packed: bytes) -> Iterator[Bytes]:
    """The rows as they were before filtering, from the top."""
    previous: Bytes = np.zeros(header.row, dtype=np.uint8)
    unpacker = zlib.decompressobj()
    waiting, rest, work = b"", packed, 0
    for _ in range(header.height):
        while len(waiting) <= header.row:
            try:
                more = unpacker.decompress(rest, _UNPACKED)
            except zlib.error:
                raise NotAPicture("its rows are damaged") from None
            if not more:
                raise NotAPicture("some of its rows are missing")
            waiting, rest = waiting + more, unpacker.unconsumed_tail
        how, row = waiting[0], np.frombuffer(waiting, dtype=np.uint8, count=header.row, offset=1)
        waiting = waiting[header.row + 1 :]
        work += header.row if how > 2 else 0
        if work > MOST_WORK:
            raise NotRead("reading it takes too long")
        previous = _unfiltered(how, row, previous, header.step)
        yield previous


def _unfiltered(how: int, row: Bytes, above: Bytes, step: int) -> Bytes:
    if how == 0:
        return row
    if how == 1:
        steps = row.reshape(-1, step)
        return np.cumsum(steps, axis=0, dtype=np.uint8).reshape(-1)
    if how == 2:
        return row + above
    if how not in (3, 4):
        raise NotAPicture("a row is filtered in no known way")
    if how == 4 and not row.any() and (above.reshape(-1, step) == above[:step]).all():
        return above  # a blank row, as most are
    return _byte_by_byte(how, row.tolist(), above.tolist(), step)


def _byte_by_byte(how: int, row: list[int], above: list[int], step: int) -> Bytes:
    """The filters in which every byte needs the one before it: 3 is Average, 4 is Paeth."""
    for place, value in enumerate(row):
        left = row[place - step] if place >= step else 0
        up = above[place]
        if how == 3:
            row[place] = (value + (left + up) // 2) & 255
            continue
        corner = above[place - step] if place >= step else 0
        to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
        guess = left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner
        row[place] = (value + guess) & 255
    return np.array(row, dtype=np.uint8)


def _colours(header: _Header, palette: Bytes, row: Bytes) -> NDArray[np.int64]:
    """One number for each pixel's colour as it looks on white paper."""
    channels = _CHANNELS[header.kind]
    if header.depth < 8:
        bits = np.unpackbits(row).reshape(-1, header.depth)[: header.width]
        values = bits @ (1 << np.arange(header.depth)[::-1])
        values = values if header.kind == 3 else values * 255 // ((1 << header.depth) - 1)
    else:
        values = row[:: header.depth // 8].astype(np.int64)
    pixels = values.astype(np.int64).reshape(-1, channels)
    if header.kind == 3:
        pixels = palette[pixels[:, 0]].astype(np.int64)
        channels = 4
    if channels in (2, 4):
        alpha = pixels[:, -1:]
        pixels = (pixels[:, :-1] * alpha + 255 * (255 - alpha)) // 255
    if pixels.shape[1] == 1:
        pixels = np.repeat(pixels, 3, axis=1)
    return (pixels[:, 0] << 16) | (pixels[:, 1] << 8) | pixels[:, 2]


@dataclass
class _Ink:
    """How often each colour occurs, of a picture with `pixels` of them."""

    pixels: int
    counts: dict[int, int] = field(default_factory=dict)
    row: list[tuple[int, int]] = field(default_factory=list)  # the colours of the last one, and how often each is there

    def add(self, colours: NDArray[np.int64]) -> None:
        found, counts = np.unique(colours, return_counts=True)
        self.row = list(zip(found.tolist(), counts.tolist(), strict=True))
        self.again()

    def again(self) -> None:
        """A row as the last one."""
        # Thousands of colours are a photograph's, which shows something long before.
        for colour, count in self.row:
            if colour in self.counts or len(self.counts) < 4096:
                self.counts[colour] = self.counts.get(colour, 0) + count

    @property
    def shows(self) -> bool:
        """Whether enough pixels differ from the commonest colour."""
        background = max(self.counts, key=lambda colour: self.counts[colour], default=0)
        ink = sum(count for colour, count in self.counts.items() if _gap(colour, background) > _DIFFERS)
        return ink >= max(_LEAST_INK * self.pixels, min(_FEWEST_PIXELS, self.pixels / 10))


def _gap(one: int, other: int) -> int:
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (16, 8, 0))
