"""What crosses the wall, as bytes: one frame is a fixed head, a msgpack header and the arrays' raw buffers.

Never pickle. Both sides use this file, and it imports nothing of the project. The reader trusts nothing: every length
is checked before anything is allocated, every type is exact, and whatever is wrong with a frame is one exception,
`Malformed`.
"""

import os
import struct
from dataclasses import dataclass

import numpy as np

HEAD = struct.Struct("<4sIQ")  # magic, header's bytes, buffers' bytes
MAGIC = b"GRD1"
READ_AT_ONCE = 1 << 20

# Only plain numbers: an object, a string or a structured dtype would carry something to run or to trust.
DTYPES = {
    name: np.dtype(name)
    for name in ("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
}


class Malformed(Exception):
    """A frame that is not one, or a value that must not cross."""


@dataclass(frozen=True)
class Caps:
    """The largest frame that one side writes and the other accepts."""

    header: int = 4 << 20
    body: int = 64 << 20
    depth: int = 16
    nodes: int = 200_000
    axes: int = 16
    text: int = 1 << 20
    #: Tuples and wide integers in sets and as keys: their hashes can be made to collide, and then time is quadratic.
    #: A tuple counts once for every four values in it.
    costly_keys: int = 5_000


FROM_STUDENT = Caps()
TO_STUDENT = Caps(header=64 << 20, body=256 << 20, nodes=5_000_000, text=16 << 20)


def write_frame(descriptor: int, frame: bytes) -> None:
    """Writes all of it. Raises BrokenPipeError where nobody reads any more."""
    view = memoryview(frame)
    while view:
        view = view[os.write(descriptor, view[:READ_AT_ONCE]) :]


def read_frame(descriptor: int, caps: Caps) -> tuple[bytes, bytes]:
    """The next frame's header and body. Raises EOFError where the other side is gone, Malformed for anything else."""
    magic, header, body = HEAD.unpack(_read_exactly(descriptor, HEAD.size))
    if magic != MAGIC or header > caps.header or body > caps.body:
        raise Malformed("not a frame of ours")
    if header + body <= READ_AT_ONCE:  # in one go: a small frame is one wake-up of this process
        data = _read_exactly(descriptor, header + body)
        return data[:header], data[header:]
    return _read_exactly(descriptor, header), _read_exactly(descriptor, body)


def _read_exactly(descriptor: int, count: int) -> bytes:
    data = bytearray()  # and no list of parts: sent byte by byte, those would take thirty times their content
    while len(data) < count:
        part = os.read(descriptor, min(count - len(data), READ_AT_ONCE))
        if not part:
            raise EOFError
        data += part
    return bytes(data)
