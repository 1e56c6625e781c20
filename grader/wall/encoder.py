"""From values to a frame: what may cross the wall leaves in its simplest form, anything else is refused or exported.

Refuses, and says why, whatever the decoder would not read: a frame that cannot be read looks like an attack.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import msgpack
import numpy as np
from numpy import asarray  # now: on the far side `np.asarray` may be somebody else's later

from grader.wall.wire import DTYPES, FROM_STUDENT, HEAD, MAGIC, Caps, Malformed

#: Turns an object that is no plain value into (tag, content), or raises Malformed.
Export = Callable[[object], tuple[str, Any]]


MOST_OBJECTS = 100_000  # of an array of objects that is looked through for numbers
DEPTH_OF_AN_ANSWER = 2  # where a packed value stands: in the list of values, in the message
_SCALARS = frozenset(np.sctypeDict.values())


def _refuse(value: object) -> tuple[str, Any]:
    raise Malformed(f"a {type(value).__qualname__} cannot cross")


@dataclass(frozen=True)
class Packed:
    """A value that was encoded already, and only by the encoder that will write its frame."""

    node: Any


class Encoder:
    """Turns one message into one frame."""

    def __init__(self, export: Export = _refuse, caps: Caps = FROM_STUDENT) -> None:
        self._export = export
        self._caps = caps
        self._buffers: list[bytes] = []
        self._nodes = self._bytes = self._costly = 0

    def pack(self, value: object) -> Packed:
        """The value as it is now; what happens to it before the frame is written changes nothing."""
        return Packed(self._node(value, DEPTH_OF_AN_ANSWER))

    def frame(self, message: object) -> bytes:
        """The whole frame. Raises Malformed for what must not cross."""
        tree = self._node(message, 0)
        header = msgpack.packb([tree, [len(buffer) for buffer in self._buffers]], use_bin_type=True)
        if len(header) > self._caps.header:
            raise Malformed(f"{len(header):,} bytes of single values are more than may cross at once")
        return b"".join([HEAD.pack(MAGIC, len(header), self._bytes), header, *self._buffers])

    def _node(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is Packed and depth <= DEPTH_OF_AN_ANSWER:
            return value.node  # its values were counted when it was packed
        self._nodes += 1
        if depth > self._caps.depth:
            raise Malformed(f"nested more than {self._caps.depth} deep")
        if self._nodes > self._caps.nodes:
            raise Malformed(f"more than {self._caps.nodes:,} single values: an array can hold them")
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else {"i": _wide(value)}
        if kind is str:
            return self._text(value)
        return self._composite(value, kind, depth)

    def _text(self, value: str) -> Any:
        if value.isascii():
            return value if len(value) <= self._caps.text else self._too_long(len(value))
        data = value.encode("utf-8", "surrogatepass")
        return {"u": data} if len(data) <= self._caps.text else self._too_long(len(data))

    def _too_long(self, length: int) -> NoReturn:
        raise Malformed(f"a text of {length:,} bytes is more than the {self._caps.text:,} that may cross")

    def _composite(self, value: Any, kind: type, depth: int) -> Any:
        if kind is list:
            return [self._node(item, depth + 1) for item in value]
        if kind is tuple:
            return {"t": [self._node(item, depth + 1) for item in value]}
        if kind is dict:
            return {"d": [[self._key(k, depth + 1), self._node(v, depth + 1)] for k, v in value.items()]}
        if kind is set or kind is frozenset:
            return {"n": [self._key(item, depth + 1) for item in value]}
        if kind is bytes:
            return {"b": value} if len(value) <= self._caps.text else self._too_long(len(value))
        if kind is complex:
            return {"c": [value.real, value.imag]}
        if kind is np.ndarray or kind is np.matrix:
            return {"a": self._array(asarray(value))}
        if kind is np.str_:
            return self._text(str.__str__(value))
        if kind in _SCALARS:
            return {"s": self._array(asarray(value))}
        tag, content = self._export(value)
        return {tag: content if content is None or type(content) is int else self._node(content, depth + 1)}

    def _key(self, value: Any, depth: int) -> Any:
        """A key of a dictionary or an item of a set, where it is one that the decoder trusts."""
        before = self._nodes
        node = self._node(value, depth)
        if not _is_key(node):
            raise Malformed(f"a {type(value).__qualname__} as a key or in a set cannot cross; numbers and texts can")
        if type(node) is dict and "i" in node:
            self._costly += value.bit_length() > 64
        elif type(node) is dict and not node.keys().isdisjoint("tp"):
            self._costly += (self._nodes - before + 2) // 4
        if self._costly > self._caps.costly_keys:
            raise Malformed(f"more than {self._caps.costly_keys:,} keys that are tuples or wide integers")
        return node

    def _array(self, array: Any) -> list[Any]:
        crossing = _dtype_that_crosses(array)
        if crossing.str not in DTYPES:
            raise Malformed(f"an array of dtype {array.dtype} cannot cross; numbers and booleans can")
        if array.ndim > self._caps.axes:
            raise Malformed(f"an array of {array.ndim} axes cannot cross")
        if array.size == 0 and math.prod(filter(None, array.shape)) > self._caps.nodes:
            raise Malformed(f"an empty array of shape {array.shape} cannot cross")
        self._bytes += array.size * crossing.itemsize  # counted before anything is copied
        if self._bytes > self._caps.body:
            raise Malformed(f"{self._bytes:,} bytes of arrays are more than may cross at once")
        self._buffers.append(_converted(array, crossing).tobytes())
        return [len(self._buffers) - 1, crossing.str, list(array.shape)]


def _is_key(node: Any) -> bool:
    """Whether a dictionary can be trusted with what will be made of the node; see the decoder's `_key`."""
    if type(node) is not dict:
        return type(node) is not list
    ((tag, content),) = node.items()
    if tag == "s":
        return DTYPES[content[1]].kind != "c"
    if tag == "t":
        return all(map(_is_hashable, content))
    return tag in "ubi" or (tag == "p" and _is_key(content))


def _is_hashable(node: Any) -> bool:
    """The same for an item of a tuple that is a key; an object of the student's, too, is told by its number."""
    if type(node) is not dict:
        return type(node) is not list
    ((tag, content),) = node.items()
    if tag in "tp":
        return all(map(_is_hashable, content)) if tag == "t" else _is_hashable(content)
    return tag not in "adn"


def _dtype_that_crosses(array: Any) -> Any:
    """Wide floats, and plain numbers in an array of objects, cross as float64; any other array as it is."""
    kind, size = array.dtype.kind, array.dtype.itemsize
    if (kind == "f" and size > 8) or (kind == "O" and _holds_numbers(array)):
        return DTYPES["<f8"]
    return array.dtype.newbyteorder("<")


def _holds_numbers(array: Any) -> bool:
    return array.size <= MOST_OBJECTS and all(_is_number(one) for one in array.reshape(-1).tolist())


def _is_number(value: Any) -> bool:
    kind = type(value)
    return kind in (int, float) or (kind in _SCALARS and issubclass(kind, (np.integer, np.floating)))


def _converted(array: Any, dtype: Any) -> Any:
    try:
        return array.astype(dtype, copy=False)
    except OverflowError:
        raise Malformed("an integer that is too large for a float cannot cross in an array") from None


def _wide(value: int) -> str:
    if value.bit_length() > 8192:
        raise Malformed("an integer of more than 8,192 bits")
    return hex(value)
