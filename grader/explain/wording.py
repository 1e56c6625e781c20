"""How numbers, shapes, types and lists are written in a sentence. Four digits, the dimensions' letters, no clutter."""

import reprlib
from collections.abc import Sequence
from typing import Any

from grader.wall.calls import Handle

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


def number(value: float) -> str:
    """Four digits, as everywhere in the report; -0 is written 0."""
    return f"{value + 0.0:.4g}"


def number_pair(yours: float, expected: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart, four at least."""
    digits = 4
    while digits < 12 and f"{yours:.{digits}g}" == f"{expected:.{digits}g}" and yours != expected:
        digits += 1
    return f"{yours + 0.0:.{digits}g}", f"{expected + 0.0:.{digits}g}"


def tuple_of(parts: Sequence[object]) -> str:
    """A shape as Python writes it: (), (D,), (V, D)."""
    inside = ", ".join(str(part) for part in parts)
    return f"({inside},)" if len(parts) == 1 else f"({inside})"


def listed(parts: Sequence[str]) -> str:
    """One, "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def quoted(value: object) -> str:
    """A text or a key as Python writes it, however long it is."""
    return _SHORT.repr(value)


def type_of(value: Any) -> str:
    """The name of a value's type; an object of the student's own goes by the name that the student gave its class."""
    return value.type_name if isinstance(value, Handle) else plain_type_of(value)


def plain_type_of(value: Any) -> str:
    """The same without a name of the student's choice: what may be said of a hidden check."""
    return type(value).__name__ if type(value).__module__ in ("builtins", "numpy") else "object"


def mention(name: str) -> str:
    """A returned value inside a sentence: "the loss", "the gradient of `X`", "`pred`"."""
    if name.startswith("d "):
        return f"the gradient of `{name[2:]}`"
    if name in ("loss", "cost"):
        return f"the {name}"
    return f"`{name}`" if name.isidentifier() else name


def sentence(text: str) -> str:
    """The text with a capital letter in front; code at its beginning keeps its own."""
    return text[:1].upper() + text[1:]
