"""What the far side may say, told apart and checked to the last type: an answer, an exception or a call back.

It is said by student code, if student code wants to: whatever has not exactly the expected form is `Malformed`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.wall.wire import Malformed

TROUBLE = {"type", "message", "frames", "kinds", "cannot_cross", "standin", "at"}


@dataclass(frozen=True)
class CallBack:
    """A call of a function that the student's code was given."""

    number: int
    arguments: Sequence[Any]
    named: Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One of a request's calls: its value, and the arguments it changed in place, by position."""

    value: Any
    changed: Mapping[int, Any]


@dataclass(frozen=True)
class Values:
    """The answer to a request: a row for each of its calls."""

    rows: Sequence[Row]
    printed: str


@dataclass(frozen=True)
class Raised:
    """The exception that ended a request, as text that nobody needs to believe."""

    type: str
    message: str
    frames: Sequence[tuple[str, int, str]]  # file, line, function
    kinds: Sequence[str]  # the names of its type and of that one's bases
    cannot_cross: bool  # no exception of the student's: the value is of a kind that cannot come over
    standin: str | None  # what was needed of an absent package
    at: int  # which of the calls it was
    printed: str = ""  # until then


def read_answer(message: Any, number: int, calls: int) -> Values | Raised | CallBack:
    """One message of the far side while request `number`, of so many calls, is open. Raises Malformed."""
    if type(message) is not dict:
        raise Malformed("no message")
    if message.keys() == {"callback", "arguments", "named"}:
        return _call_back(message)
    if not _is(message.get("id"), int) or message["id"] != number:
        raise Malformed("an answer to another request")
    if message.keys() == {"ok", "value", "id", "printed"} and message["ok"] is True and _is(message["printed"], str):
        return Values(_rows(message["value"], calls), message["printed"])
    if message.keys() == {"ok", "trouble", "id", "printed"} and message["ok"] is False and _is(message["printed"], str):
        return replace(_raised(message["trouble"], calls), printed=message["printed"])
    raise Malformed("an answer in another form")


def _is(value: Any, kind: type) -> bool:
    return type(value) is kind


def _is_position(value: Any) -> bool:
    return type(value) is int and value >= 0


def _call_back(message: Mapping[str, Any]) -> CallBack:
    number, arguments, named = message["callback"], message["arguments"], message["named"]
    if not (_is(number, int) and _is(arguments, list) and _is(named, dict) and all(_is(name, str) for name in named)):
        raise Malformed("a call back in another form")
    return CallBack(number, arguments, named)


def _rows(value: Any, calls: int) -> list[Row]:
    if calls == 0 and value is None:
        return []
    if not _is(value, list) or len(value) != calls:
        raise Malformed("more or fewer values than there were calls")
    rows = []
    for row in value:
        if not (_is(row, list) and len(row) == 2 and _is(row[1], dict) and all(map(_is_position, row[1]))):
            raise Malformed("a value in another form")
        rows.append(Row(*row))
    return rows


def _raised(told: Any, calls: int) -> Raised:
    if not _is(told, dict) or told.keys() != TROUBLE:
        raise Malformed("an exception in another form")
    frames, kinds = told["frames"], told["kinds"]
    good = (
        _is(told["type"], str)
        and _is(told["message"], str)
        and _is(told["cannot_cross"], bool)
        and (told["standin"] is None or _is(told["standin"], str))
        and _is(told["at"], int)
        and -1 <= told["at"] < max(calls, 1)
        and _is(kinds, list)
        and all(_is(kind, str) for kind in kinds)
        and _is(frames, list)
        and all(_is(frame, list) and [type(part) for part in frame] == [str, int, str] for frame in frames)
    )
    if not good:
        raise Malformed("an exception in another form")
    return Raised(**{**told, "frames": [tuple(frame) for frame in frames]})
