"""What crosses the wall, as bytes: one frame is a fixed head, a msgpack header and the arrays' raw buffers.

Never pickle. Both sides use this file; it imports nothing of the project, because the far side loads it alone.
The reader trusts nothing: every length is checked before anything is allocated, every type is exact, and whatever
is wrong with a frame is one exception, `Malformed`.
"""

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

HEAD = struct.Struct("<4sIQ")  # magic, header's bytes, buffers' bytes
MAGIC = b"GRD1"
READ_AT_ONCE = 1 << 20

# Only plain numbers: an object, a string or a structured dtype would carry something to run or to trust.
DTYPES = {
    name: np.dtype(name)
    for name in ("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
}
KEY_TYPES = (str, int, float, bool, tuple, bytes, type(None))


class Malformed(Exception):
    """A frame that is not one, or a value that must not cross."""


@dataclass(frozen=True)
class Caps:
    """The largest frame that one side accepts."""

    header: int = 4 << 20
    body: int = 256 << 20
    depth: int = 16
    nodes: int = 200_000
    axes: int = 16
    text: int = 1 << 20


#: Turns an object that is no plain value into (tag, content), or raises Malformed.
Export = Callable[[object], tuple[str, Any]]
#: The way back, for the tags that are not this file's.
Import = Callable[[str, Any], Any]


def _refuse(value: object) -> tuple[str, Any]:
    raise Malformed(f"a {type(value).__qualname__} cannot cross")


def _unknown(tag: str, content: Any) -> Any:
    raise Malformed(f"unknown tag {tag!r}")


class Encoder:
    """Turns one message into the parts of a frame."""

    def __init__(self, export: Export = _refuse, caps: Caps | None = None) -> None:
        self._export = export
        self._caps = caps or Caps()
        self._buffers: list[bytes] = []
        self._nodes = 0

    def frame(self, message: object) -> bytes:
        """The whole frame. Raises Malformed for what must not cross."""
        tree = self._node(message, 0)
        header = msgpack.packb([tree, [len(buffer) for buffer in self._buffers]], use_bin_type=True)
        body = b"".join(self._buffers)
        if len(header) > self._caps.header or len(body) > self._caps.body:
            raise Malformed(f"{len(header) + len(body):,} bytes are more than may cross at once")
        return HEAD.pack(MAGIC, len(header), len(body)) + header + body

    def _node(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > self._caps.depth:
            raise Malformed(f"nested more than {self._caps.depth} deep")
        if self._nodes > self._caps.nodes:
            raise Malformed(f"more than {self._caps.nodes:,} single values: an array can hold them")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else {"i": self._wide(value)}
        if kind is str:
            return value if value.isascii() else {"u": value.encode("utf-8", "surrogatepass")}
        return self._composite(value, kind, depth)

    def _wide(self, value: int) -> str:
        if value.bit_length() > 8192:
            raise Malformed("an integer of more than 8,192 bits")
        return hex(value)

    def _composite(self, value: Any, kind: type, depth: int) -> Any:
        if kind is list:
            return [self._node(item, depth + 1) for item in value]
        if kind is tuple:
            return {"t": [self._node(item, depth + 1) for item in value]}
        if kind is dict:
            return {"d": [[self._node(k, depth + 1), self._node(v, depth + 1)] for k, v in value.items()]}
        if kind is bytes:
            return {"b": value}
        if kind is complex:
            return {"c": [value.real, value.imag]}
        if kind is np.ndarray or kind is np.matrix:
            return {"a": self._array(np.asarray(value))}
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return {"s": self._array(np.asarray(value))}
        tag, content = self._export(value)
        return {tag: content if content is None or type(content) is int else self._node(content, depth + 1)}

    def _array(self, array: Any) -> list[Any]:
        little = array.dtype.newbyteorder("<")
        if little.str not in DTYPES:
            raise Malformed(f"an array of dtype {array.dtype} cannot cross; numbers and booleans can")
        if array.ndim > self._caps.axes:
            raise Malformed(f"an array of {array.ndim} axes cannot cross")
        self._buffers.append(np.ascontiguousarray(array, dtype=little).tobytes())
        return [len(self._buffers) - 1, little.str, list(array.shape)]


class Decoder:
    """Turns a frame's header and body into values, trusting nothing."""

    def __init__(self, recall: Import = _unknown, caps: Caps | None = None) -> None:
        self._recall = recall
        self._caps = caps or Caps()

    def message(self, header: bytes, body: bytes) -> Any:
        """The message. Raises Malformed and nothing else."""
        try:
            return self._open(header, body)
        except Malformed:
            raise
        except Exception as trouble:  # a hostile header may fail anywhere in msgpack or numpy
            raise Malformed(f"{type(trouble).__name__} while reading a frame") from trouble

    def _open(self, header: bytes, body: bytes) -> Any:
        caps = self._caps
        top = msgpack.unpackb(
            header, raw=False, strict_map_key=True, use_list=True, max_str_len=caps.text, max_bin_len=caps.text,
            max_array_len=caps.nodes, max_map_len=1, max_ext_len=0,
        )  # fmt: skip
        if type(top) is not list or len(top) != 2 or type(top[1]) is not list:
            raise Malformed("not a message")
        tree, sizes = top
        starts = [0]
        for size in sizes:
            if type(size) is not int or size < 0:
                raise Malformed("a buffer's size")
            starts.append(starts[-1] + size)
        if starts[-1] != len(body):
            raise Malformed("the buffers' sizes do not add up")
        self._body, self._starts, self._left, self._used = body, starts, caps.nodes, set[int]()
        return self._value(tree, 0)

    def _value(self, node: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > self._caps.depth:
            raise Malformed("too many values, or nested too deeply")
        kind = type(node)
        if node is None or kind in (bool, int, float, str):
            return node
        if kind is list:
            return [self._value(item, depth + 1) for item in node]
        if kind is not dict or len(node) != 1:
            raise Malformed("not a value")
        ((tag, content),) = node.items()
        return self._tagged(tag, content, depth)

    def _tagged(self, tag: str, content: Any, depth: int) -> Any:
        match tag, content:
            case "a", list():
                return self._array(content)
            case "s", list():
                array = self._array(content)
                if array.ndim:
                    raise Malformed("a scalar with axes")
                return array[()]
            case "t", list():
                return tuple(self._value(item, depth + 1) for item in content)
            case "d", list():
                return dict(self._pair(pair, depth) for pair in content)
            case "b", bytes():
                return content
            case "u", bytes():
                return content.decode("utf-8", "surrogatepass")
            case "i", str() if len(content) <= 2060:
                return int(content, 16)
            case "c", [float(), float()]:
                return complex(*content)
            case str(), _ if content is None or type(content) is int:
                return self._recall(tag, content)
            case str(), _:
                return self._recall(tag, self._value(content, depth + 1))
        raise Malformed("not a tagged value")

    def _pair(self, pair: Any, depth: int) -> tuple[Any, Any]:
        if type(pair) is not list or len(pair) != 2:
            raise Malformed("not a dictionary")
        key = self._value(pair[0], depth + 1)
        if type(key) not in KEY_TYPES and not isinstance(key, np.generic):
            raise Malformed("a dictionary's key")
        return key, self._value(pair[1], depth + 1)

    def _array(self, header: list[Any]) -> Any:
        if len(header) != 3:
            raise Malformed("an array's header")
        index, name, shape = header
        if type(index) is not int or not 0 <= index < len(self._starts) - 1 or index in self._used:
            raise Malformed("an array's buffer")
        self._used.add(index)
        if type(name) is not str or name not in DTYPES or type(shape) is not list or len(shape) > self._caps.axes:
            raise Malformed("an array's dtype or shape")
        count = 1
        for length in shape:
            if type(length) is not int or not 0 <= length < 2**31:
                raise Malformed("an axis's length")
            count *= length
        dtype = DTYPES[name]
        start, stop = self._starts[index], self._starts[index + 1]
        if count * dtype.itemsize != stop - start:
            raise Malformed("an array's bytes do not fit its shape")
        array = np.frombuffer(self._body, dtype=dtype, count=count, offset=start) if count else np.zeros(0, dtype)
        if dtype.kind == "b":
            array = array.view(np.uint8) != 0  # a boolean byte of 7 would be neither true nor false
        return array.reshape(shape).copy()  # writable and nobody else's


def write_frame(descriptor: int, frame: bytes) -> None:
    """Writes all of it. Raises BrokenPipeError where nobody reads any more."""
    view = memoryview(frame)
    while view:
        view = view[os.write(descriptor, view[:READ_AT_ONCE]) :]


def read_frame(descriptor: int, decoder: Decoder, caps: Caps | None = None) -> Any:
    """The next message. Raises EOFError where the other side is gone, Malformed where it talks nonsense."""
    caps = caps or Caps()
    magic, header, body = HEAD.unpack(_read_exactly(descriptor, HEAD.size))
    if magic != MAGIC or header > caps.header or body > caps.body:
        raise Malformed("not a frame of ours")
    return decoder.message(_read_exactly(descriptor, header), _read_exactly(descriptor, body))


def _read_exactly(descriptor: int, count: int) -> bytes:
    parts = []
    while count:
        part = os.read(descriptor, min(count, READ_AT_ONCE))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
