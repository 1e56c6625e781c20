"""Plain values, as draws and answers are made of: told apart by what they hold, and copied, so that what is kept for
later is nobody's to change. Keeps nothing, and knows no check.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np

from grader.code import Given, Instance
from grader.draws.case import FunctionName

_NUMBERS = "biufc"  # kinds of arrays: an array of objects would share what it holds
_UNCHANGING = frozenset({int, str, bool, bytes, type(None), Given, FunctionName})
_ONE_VALUE = 64  # bytes, more or less


class NotPlain(Exception):
    """A value that may hold anything: it cannot be told apart from others, nor copied for sure."""


def copied(value: Any) -> Any:
    """The same value, which shares nothing that can be changed. Raises NotPlain."""
    kind = type(value)
    if kind is float or kind is complex or kind in _UNCHANGING or _is_number(value):
        return value
    if kind is np.ndarray and value.dtype.kind in _NUMBERS:
        return value.copy("K")  # in its own order: the last bits of a sum depend on it
    if kind in (list, tuple, set, frozenset):
        return kind(map(copied, value))
    if kind is dict:
        return {copied(key): copied(one) for key, one in value.items()}
    if kind is Instance:
        return Instance(value.name, copied(dict(value.arguments)))
    raise NotPlain(kind.__qualname__)


def told(value: Any) -> Hashable:
    """What it holds, to the last bit and in its order: equal for no two values that any function could tell apart, as
    long as it is given copies. Raises NotPlain."""
    return _told(value, set())


def _told(value: Any, seen: set[int]) -> Hashable:
    kind = type(value)
    if kind in _UNCHANGING:
        return kind, value
    if kind is float or kind is complex:
        return kind, repr(value)  # 0.0 and -0.0 are two, nan is one
    if _is_number(value):
        return kind, value.tobytes()
    if id(value) in seen:  # one list at two places: changed at one, it is at the other
        raise NotPlain("a value that holds another one twice")
    seen.add(id(value))
    if kind is np.ndarray and value.dtype.kind in _NUMBERS:
        return value.dtype.str, value.shape, value.strides, value.tobytes()
    if kind in (list, tuple, set, frozenset):
        return kind, tuple([_told(one, seen) for one in value])
    if kind is dict:
        return kind, tuple([(_told(key, seen), _told(one, seen)) for key, one in value.items()])
    if kind is Instance:
        return kind, value.name, _told(dict(value.arguments), seen)
    raise NotPlain(kind.__qualname__)


def _is_number(value: Any) -> bool:
    return isinstance(value, np.generic) and value.dtype.kind in _NUMBERS


def weight(value: Any) -> int:
    """About how many bytes it takes, of a value that `copied` or `told` gave."""
    kind = type(value)
    if kind is np.ndarray:
        return int(value.nbytes) + _ONE_VALUE
    if kind is Instance:
        return weight(dict(value.arguments)) + _ONE_VALUE
    if kind is dict:
        return sum(weight(key) + weight(one) for key, one in value.items()) + _ONE_VALUE
    if kind in (list, tuple, set, frozenset):
        return sum(map(weight, value)) + _ONE_VALUE
    return _ONE_VALUE + (len(value) if kind in (str, bytes) else 0)
