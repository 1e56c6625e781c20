"""A small picture of dots, as somebody's plot of word vectors."""

import struct
import zlib
from random import Random

WIDTH, HEIGHT = 320, 240


def plot(random: Random) -> bytes:
    """A PNG in grey, with three dozen dots."""
    rows = [bytearray(b"\xff" * WIDTH) for _ in range(HEIGHT)]
    for _ in range(36):
        left, top = random.randrange(10, WIDTH - 16), random.randrange(10, HEIGHT - 16)
        for row in rows[top : top + 6]:
            row[left : left + 6] = b"\x20" * 6
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 6)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
