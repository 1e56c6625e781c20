"""Reports and what they are made of as bytes, and back: frozen dataclasses by their names, everything else as msgpack.

A field that a later version added takes its default, one that it dropped is passed over, so that marks of an older
grader stay readable. What cannot be read raises `Unreadable` and nothing else: a file on disk is nobody's promise.
"""

import zlib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any, get_type_hints

import msgpack

from grader import outcome
from grader.grading import looked, report
from grader.submission import module

_NAME = "_"  # the key under which a dataclass's name stands
_AS_THEY_ARE = frozenset({str, int, float, bool, bytes, type(None)})
_LEVEL = 1  # of zlib: a tenth of the size at a third of the time of its default


class Unreadable(Exception):
    """The bytes are none of ours, or of a version that wrote something else."""


def packed(value: Any) -> bytes:
    """The value as bytes; the same value gives the same bytes."""
    raw: bytes = msgpack.packb(_plain(value), unicode_errors="surrogatepass")
    return zlib.compress(raw, _LEVEL)


def unpacked(data: bytes) -> Any:
    """The value again. Raises Unreadable."""
    try:
        raw = zlib.decompress(data)
        plain = msgpack.unpackb(raw, use_list=False, strict_map_key=False, unicode_errors="surrogatepass")
        return _value(plain)
    except (zlib.error, ValueError, TypeError, KeyError, msgpack.exceptions.UnpackException) as trouble:
        raise Unreadable(str(trouble)) from trouble


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        kind: type = type(value)
        given = {one.name: _plain(getattr(value, one.name)) for one in _fields(kind)}
        return {_NAME: kind.__name__, **{name: one for name, one in given.items() if one != _unset(kind, name)}}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if hasattr(value, "item"):  # a number of numpy's, where a check measured something
        return value.item()
    return value


def _unset(kind: type, name: str) -> Any:
    """What a field is when nobody says anything; it is left out."""
    return _defaults(kind).get(name, MISSING)


def _value(plain: Any) -> Any:
    if isinstance(plain, tuple):
        return tuple(_value(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    if _NAME not in plain:
        return {key: _value(each) for key, each in plain.items()}
    kind = _kinds()[plain[_NAME]]
    enums = _enums(kind)
    known = {one.name for one in _fields(kind)}
    given = {name: _value(each) for name, each in plain.items() if name in known}
    return kind(**{name: enums[name](each) if name in enums else each for name, each in given.items()})


@cache
def _kinds() -> dict[str, type]:
    """Every dataclass that a report may hold, by its name."""
    rooms: tuple[ModuleType, ...] = (outcome, report, looked, module)
    found = {name: kind for room in rooms for name, kind in vars(room).items() if isinstance(kind, type)}
    return {name: kind for name, kind in found.items() if is_dataclass(kind)}


@cache
def _fields(kind: type) -> tuple[Field[Any], ...]:
    return tuple(one for one in fields(kind) if one.init)


@cache
def _defaults(kind: type) -> dict[str, Any]:
    """The defaults as they are packed. A default that is made afresh is left in: it costs a byte."""
    return {one.name: _plain(one.default) for one in _fields(kind) if one.default is not MISSING}


@cache
def _enums(kind: type) -> dict[str, type[Enum]]:
    hints = get_type_hints(kind)
    return {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, Enum)}
