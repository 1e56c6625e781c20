"""From a frame to values, trusting nothing: whatever a header says, the answer is a plain value or `Malformed`."""

import math
from collections.abc import Callable
from typing import Any

import msgpack
import numpy as np

from grader.wall.wire import DTYPES, FROM_STUDENT, Caps, Malformed

KEY_TYPES = (str, int, float, bool, tuple, bytes, type(None))

#: The way back, for the tags that are not this file's.
Import = Callable[[str, Any], Any]

# What msgpack, numpy and Python raise for bytes that make no sense; msgpack's own errors are ValueErrors, but for one.
_OF_A_HOSTILE_FRAME = (
    ValueError, TypeError, LookupError, ArithmeticError, MemoryError, RecursionError, msgpack.UnpackException,
)  # fmt: skip


# What a msgpack value's first byte says: bytes until the next value, values inside, and whether it is a list or a map.
# What our encoder never writes (extensions, narrow floats, maps of more or less than one pair) is not there.
_SCALARS = {
    1: (*range(0x80), *range(0xE0, 0x100), 0xC0, 0xC2, 0xC3),
    2: (0xCC, 0xD0), 3: (0xCD, 0xD1), 5: (0xCE, 0xD2), 9: (0xCF, 0xD3, 0xCB),
}  # fmt: skip
_FIRST = {
    **{first: (step, 0, False) for step, several in _SCALARS.items() for first in several},
    **{0xA0 + length: (1 + length, 0, False) for length in range(32)},
    **{0x90 + length: (1, length, True) for length in range(16)},
    0x81: (1, 2, True),
}
# Bytes of the length that follows: of bytes, of texts, of lists.
_LENGTH = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xDC: 2, 0xDD: 4}
_LISTS = (0xDC, 0xDD)
_CONTAINERS_OF_A_VALUE = 4  # a key that is an array: the pair, its tag, the array's header, its shape


def _weigh(header: bytes, caps: Caps) -> None:
    """Goes through a header before anything is made of it: an empty list is one byte here, and sixty in memory.

    Raises Malformed or LookupError for what announces more than it holds, or more than may cross.
    """
    at, due, left = 0, 1, _CONTAINERS_OF_A_VALUE * caps.nodes
    while due:
        first = header[at]
        if first in _FIRST:
            step, inside, container = _FIRST[first]
        else:
            start = at + 1 + _LENGTH[first]
            length, container = int.from_bytes(header[at + 1 : start], "big"), first in _LISTS
            step, inside = (start - at, length) if container else (start - at + length, 0)
        at += step
        due += inside - 1
        left -= container
        if due > len(header) - at or left < 0:
            raise Malformed("a header that announces more than it holds, or too many values")


def _unknown(tag: str, content: Any) -> Any:
    raise Malformed(f"unknown tag {tag!r}")


class Decoder:
    """Turns a frame's header and body into values, trusting nothing."""

    def __init__(self, recall: Import = _unknown, caps: Caps = FROM_STUDENT) -> None:
        self._recall = recall
        self.caps = caps

    def message(self, header: bytes, body: bytes) -> Any:
        """The message. Raises Malformed and nothing else."""
        try:
            return self._open(header, body)
        except _OF_A_HOSTILE_FRAME as trouble:
            raise Malformed(f"{type(trouble).__name__} while reading a frame") from trouble

    def _open(self, header: bytes, body: bytes) -> Any:
        caps = self.caps
        _weigh(header, caps)
        top = msgpack.unpackb(header, max_str_len=caps.text, max_bin_len=caps.text)
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
        self._costly = 0
        return self._value(tree, 0)

    def _value(self, node: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > self.caps.depth:
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
            case "n", list():
                return {self._key(item, depth) for item in content}
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
        return self._key(pair[0], depth), self._value(pair[1], depth + 1)

    def _key(self, node: Any, depth: int) -> Any:
        """A key, where it is one that a dictionary can be trusted with."""
        before = self._left
        key = self._value(node, depth + 1)
        kind = type(key)
        # No complex number: any two real parts fit one hash, and a dictionary of those takes quadratic time.
        if kind not in KEY_TYPES and not isinstance(key, (np.integer, np.floating, np.bool_)):
            raise Malformed("a dictionary's key")
        if kind is tuple:
            self._costly += (before - self._left + 2) // 4
        elif kind is int:
            self._costly += key.bit_length() > 64
        if self._costly > self.caps.costly_keys:
            raise Malformed(f"more than {self.caps.costly_keys:,} keys that are tuples")
        return key

    def _array(self, header: list[Any]) -> Any:
        if len(header) != 3:
            raise Malformed("an array's header")
        index, name, shape = header
        if type(index) is not int or not 0 <= index < len(self._starts) - 1 or index in self._used:
            raise Malformed("an array's buffer")
        self._used.add(index)
        if type(name) is not str or name not in DTYPES or type(shape) is not list or len(shape) > self.caps.axes:
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
        if count == 0 and math.prod(filter(None, shape)) > self.caps.nodes:
            raise Malformed("an empty array that says it is long")  # two thousand million rows of nothing
        array = np.frombuffer(self._body, dtype=dtype, count=count, offset=start) if count else np.zeros(0, dtype)
        if dtype.kind == "b":
            array = array.view(np.uint8) != 0  # a boolean byte of 7 would be neither true nor false
        return array.reshape(shape).copy()  # writable and nobody else's
