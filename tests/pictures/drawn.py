"""Pictures for tests, written without a library: every row with the filter that is asked for."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KINDS = {1: 0, 2: 4, 3: 2, 4: 6}  # channels: kind


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(pixels: NDArray[np.uint8], filters: tuple[int, ...] = (0,), kind: int | None = None, depth: int = 8,
        extra: bytes = b"", interlaced: int = 0) -> bytes:  # fmt: skip
    """pixels: (height, width, channels), or rows of bytes as they are where a depth below 8 is given."""
    height, width = pixels.shape[:2]
    step = pixels.shape[2]
    rows = pixels.reshape(height, -1).astype(np.int64)
    above = np.zeros_like(rows[0])
    packed = b""
    for number, row in enumerate(rows):
        how = filters[number % len(filters)]
        packed += bytes([how]) + ((row - _guess(how, row, above, step)) % 256).astype(np.uint8).tobytes()
        above = row
    header = struct.pack(">IIBBBBB", width * 8 // depth, height, depth, KINDS[step] if kind is None else kind, 0, 0,
                         interlaced)  # fmt: skip
    body = chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(packed)) + chunk(b"IEND", b"")
    return SIGNATURE + body


def _guess(how: int, row: NDArray[np.int64], above: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    left = np.concatenate([np.zeros(step, np.int64), row[:-step]])
    corner = np.concatenate([np.zeros(step, np.int64), above[:-step]])
    if how == 4:
        gaps = np.stack([abs(above - corner), abs(left - corner), abs(left + above - 2 * corner)])
        return np.choose(gaps.argmin(axis=0), [left, above, corner])
    return (np.zeros_like(row), left, above, (left + above) // 2)[how]


def plot(width: int = 320, height: int = 240, channels: int = 4) -> NDArray[np.uint8]:
    """A falling line on white paper."""
    pixels = np.full((height, width, channels), 255, dtype=np.uint8)
    for x in range(width):
        y = 20 + (height - 40) * x // width
        pixels[y : y + 2, x, : min(channels, 3)] = 20
    return pixels


def blank(width: int = 320, height: int = 240, channels: int = 4, value: int = 255) -> NDArray[np.uint8]:
    return np.full((height, width, channels), value, dtype=np.uint8)
