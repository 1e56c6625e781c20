"""An exception as plain text, without trusting it to describe itself."""

import errno
from collections.abc import Iterator
from typing import Any

from grader.wall.far.standins import NotInstalled
from grader.wall.wire import Malformed

LONGEST_MESSAGE = 2000
DEEPEST = 40  # frames of a traceback, the innermost ones
LONGEST_CHAIN = 20  # exceptions that led to one another

#: Errors of the system that are a limit, and the name under which that is told. Not every system has every number.
_LIMITS = {
    getattr(errno, number): limit
    for number, limit in {
        "ENOMEM": "MemoryError", "ENOSPC": "NoSpaceLeft", "EDQUOT": "NoSpaceLeft", "EFBIG": "FileTooLarge",
    }.items()
    if hasattr(errno, number)
}  # fmt: skip
#: How C code says in an exception of its own that it was given no memory: torch, C++, the loader of libraries.
_NO_MEMORY = ("can't allocate memory", "Cannot allocate memory", "bad_alloc", "failed to map segment")


def told(trouble: BaseException, here: str, at: int) -> dict[str, Any]:
    """What the grader is told about an exception; `here` is the folder of our own files, `at` the call's number."""
    kind = type(trouble)
    kinds = [_text(_name(base), 100) for base in type.mro(kind) if base is not object][:8]
    kinds += dict.fromkeys(limit for cause in _chain(trouble) if (limit := _limit_hit(cause)))
    frames = [frame for frame in _frames(trouble) if not frame[0].startswith(here)][-DEEPEST:]
    if issubclass(kind, SyntaxError):
        frames += _place_of_bad_syntax(trouble)
    return {
        "type": kinds[0],
        "message": message_of(trouble),
        "frames": frames,
        "kinds": kinds,
        "cannot_cross": issubclass(kind, Malformed),
        "standin": _text(_own(NotInstalled, "standin", trouble), 200) if issubclass(kind, NotInstalled) else None,
        "at": at,
    }


def _chain(trouble: BaseException) -> Iterator[BaseException]:
    """An exception and those that it was raised for, or while they were handled."""
    cause: BaseException | None = trouble
    for _ in range(LONGEST_CHAIN):
        if cause is None:
            return
        yield cause
        before = _own(BaseException, "__cause__", cause)
        cause = _own(BaseException, "__context__", cause) if before is None else before


def _limit_hit(trouble: BaseException) -> str:
    """The limit behind an exception, whatever C code made of it; "" for none."""
    kind = type(trouble)
    if issubclass(kind, MemoryError):
        return "MemoryError"
    if issubclass(kind, OSError):
        number = _own(OSError, "errno", trouble)
        return _LIMITS.get(number, "") if type(number) is int else ""
    told = message_of(trouble) if issubclass(kind, (RuntimeError, ImportError, SystemError)) else ""
    return "MemoryError" if any(words in told for words in _NO_MEMORY) else ""


def _own(owner: type, attribute: str, trouble: BaseException) -> Any:
    """What Python itself keeps under this name, whatever the exception's class has put there."""
    return vars(owner)[attribute].__get__(trouble)


def message_of(trouble: BaseException) -> str:
    """The exception's own words, where it has any that can be read."""
    try:
        return _text(str(trouble), LONGEST_MESSAGE)
    except Exception:
        return "(its message could not be read)"


def _text(words: Any, longest: int) -> str:
    # A subclass of str may do anything; a slice made by str itself is a plain string.
    return str.__getitem__(words, slice(0, longest)) if issubclass(type(words), str) else ""


def _name(kind: type) -> str:
    return str(vars(type)["__name__"].__get__(kind))


def _frames(trouble: BaseException) -> Iterator[list[Any]]:
    step = _own(BaseException, "__traceback__", trouble)
    while step is not None:
        code = step.tb_frame.f_code
        yield [code.co_filename[:300], step.tb_lineno or 0, code.co_name[:200]]
        step = step.tb_next


def _place_of_bad_syntax(trouble: BaseException) -> list[list[Any]]:
    file, line = _own(SyntaxError, "filename", trouble), _own(SyntaxError, "lineno", trouble)
    return [[file[:300], line, "<module>"]] if type(file) is str and type(line) is int else []
