"""An exception as plain text, without trusting it to describe itself."""

import errno
from collections.abc import Iterator
from typing import Any

from grader.wall.wire import Malformed

LONGEST_MESSAGE = 2000
DEEPEST = 40  # frames of a traceback, the innermost ones


def told(trouble: BaseException, here: str, at: int) -> dict[str, Any]:
    """What the grader is told about an exception; `here` is the folder of our own files, `at` the call's number."""
    kinds = [_text(_name(base), 100) for base in type.mro(type(trouble)) if base is not object][:8]
    if isinstance(trouble, OSError) and trouble.errno == errno.ENOMEM:
        kinds.append("MemoryError")
    frames = [frame for frame in _frames(trouble) if not frame[0].startswith(here)][-DEEPEST:]
    return {
        "type": kinds[0],
        "message": message_of(trouble),
        "frames": [*frames, *_place_of_bad_syntax(trouble)],
        "kinds": kinds,
        "cannot_cross": isinstance(trouble, Malformed),
        "standin": _standin(trouble),
        "at": at,
    }


def message_of(trouble: BaseException) -> str:
    """The exception's own words, where it has any that can be read."""
    try:
        return _text(str(trouble), LONGEST_MESSAGE)
    except Exception:
        return "(its message could not be read)"


def _text(words: str, longest: int) -> str:
    # A subclass of str may do anything; a slice made by str itself is a plain string.
    return str.__getitem__(words, slice(0, longest)) if isinstance(words, str) else ""


def _name(kind: type) -> str:
    return type.__dict__["__name__"].__get__(kind)  # type: ignore[no-any-return]  # past any metaclass of theirs


def _frames(trouble: BaseException) -> Iterator[list[Any]]:
    step = BaseException.__dict__["__traceback__"].__get__(trouble)
    while step is not None:
        code = step.tb_frame.f_code
        yield [code.co_filename[:300], step.tb_lineno or 0, code.co_name[:200]]
        step = step.tb_next


def _place_of_bad_syntax(trouble: BaseException) -> list[list[Any]]:
    if isinstance(trouble, SyntaxError) and type(trouble.filename) is str and type(trouble.lineno) is int:
        return [[trouble.filename[:300], trouble.lineno, "<module>"]]
    return []


def _standin(trouble: BaseException) -> str | None:
    name = vars(trouble).get("standin") if isinstance(trouble, ImportError) else None
    return name[:200] if type(name) is str else None
