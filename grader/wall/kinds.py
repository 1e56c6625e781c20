"""The names of exceptions that may be told of a hidden check: Python's own and numpy's, none of a student's choice.

A class can be named after a hidden input, and would carry it out.
"""

import builtins

from grader.wall.answers import Raised

#: These alone say nothing about what went wrong.
_BARE = ("Exception", "BaseException")
KNOWN = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
) | {"LinAlgError", "AxisError"}


def known_kind(trouble: Raised) -> str:
    """The exception's name where it is a known one, else its nearest base that is: "a kind of ValueError"."""
    if trouble.type in KNOWN:
        return trouble.type
    base = next((kind for kind in trouble.kinds if kind in KNOWN and kind not in _BARE), "")
    return f"a kind of {base}" if base else "an exception of its own"
