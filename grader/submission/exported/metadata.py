"""Reads Gradescope's list of submissions: YAML as Ruby writes it, of which four keys matter.

The rest of it, the results of an earlier autograder above all, can be many times as long and is skipped line by line.
Nothing in it is trusted: no tags, no aliases but of single words, bounds on size and depth.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

LARGEST = 64_000_000  # bytes
_LARGEST_KEPT = 8_000_000
_DEEPEST = 20
#: Keys whose contents are skipped; all that is indented deeper than one of them is its own.
_SKIPPED = re.compile(rb"(?P<indent> *)(?P<dash>- )?:(?:results|test_cases|files|text_files|answers|annotations): *")
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ]+(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? *(?:(Z|UTC)|([+-])(\d\d):?(\d\d))"
)  # fmt: skip


class Unread(Exception):
    """The list can't be read; the words say why."""


@dataclass(frozen=True)
class Submitter:
    """One person as Gradescope has it."""

    name: str
    sid: str
    email: str


@dataclass(frozen=True)
class Earlier:
    """An earlier submission of the same people."""

    name: str
    created_at: datetime | None


@dataclass(frozen=True)
class Submitted:
    """One submission."""

    submitters: tuple[Submitter, ...]
    created_at: datetime | None
    history: tuple[Earlier, ...]


def read(content: bytes) -> Mapping[str, Submitted]:
    """The submissions by the name of their folder or file. Raises Unread."""
    if len(content) > LARGEST:
        raise Unread(f"it has more than {LARGEST // 1_000_000} MB")
    kept = b"\n".join(_kept(content))
    if len(kept) > _LARGEST_KEPT:
        raise Unread("it says more about people than a class can have")
    data = _data(kept)
    if not isinstance(data, dict):
        raise Unread("it is no list of submissions")
    return {name: _submitted(one) for name, one in data.items() if isinstance(one, dict)}


def _kept(content: bytes) -> Iterator[bytes]:
    """Its lines, without what stands under a key that does not matter."""
    within = -1  # the indentation of the key whose contents are skipped
    for line in content.splitlines():
        words = line.lstrip(b" ")
        indent = len(line) - len(words)
        # Ruby does not indent a list under its key.
        if within >= 0 and (not words or indent > within or (indent == within and words.startswith(b"- "))):
            continue
        match = _SKIPPED.match(line)
        within = len(match["indent"]) + len(match["dash"] or b"") if match else -1
        yield match[0].rstrip() if match else line


def _data(kept: bytes) -> Any:
    """Mappings, lists and texts; a word that stands for nothing is "". Raises Unread."""
    import yaml  # only who reads this export waits for it

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = yaml.parse(kept, Loader=loader)
        return _Composer(events).document()
    except (yaml.YAMLError, UnicodeError) as trouble:
        mark = getattr(trouble, "problem_mark", None)
        raise Unread(f"it is no YAML{f' (line {mark.line + 1} without results)' if mark else ''}") from None


class _Composer:
    """Puts a document together from the parser's events."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._words: dict[str, str] = {}  # those that have an anchor: Ruby writes a text once where it comes twice

    def document(self) -> Any:
        """The first document; None of an empty one."""
        for event in self._events:
            if type(event).__name__ == "DocumentStartEvent":
                return self._value(next(self._events), _DEEPEST)
        return None

    def _value(self, event: Any, depth: int) -> Any:
        kind = type(event).__name__
        if depth == 0:
            raise Unread("it is nested too deeply")
        if kind == "ScalarEvent":
            text = "" if event.implicit[0] and event.value in ("~", "null") else str(event.value)
            if event.anchor:
                self._words[event.anchor] = text
            return text
        if kind == "AliasEvent":
            return self._words.get(event.anchor, "")
        if kind == "SequenceStartEvent":
            return [self._value(item, depth - 1) for item in self._until("SequenceEndEvent")]
        return self._mapping(depth)

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._until("MappingEndEvent"):
            key = self._value(event, depth - 1)
            value = self._value(next(self._events), depth - 1)
            if isinstance(key, str):
                found.setdefault(key, value)
        return found

    def _until(self, end: str) -> Iterator[Any]:
        for event in self._events:
            if type(event).__name__ == end:
                return
            yield event


def _submitted(data: Mapping[str, Any]) -> Submitted:
    people = [one for one in _list(data.get(":submitters")) if isinstance(one, dict)]
    history = [one for one in _list(data.get(":history")) if isinstance(one, dict)]
    return Submitted(
        tuple(Submitter(_word(one, ":name"), _word(one, ":sid"), _word(one, ":email")) for one in people),
        _time(_word(data, ":created_at")),
        tuple(Earlier(f"submission_{_word(one, ':id')}", _time(_word(one, ":created_at"))) for one in history),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _word(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _time(words: str) -> datetime | None:
    """A time with its zone; None of anything else, because nobody knows what it means."""
    match = _TIME.fullmatch(words)
    if match is None:
        return None
    *numbers, fraction, _, sign, hours, minutes = match.groups()
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        year, month, day, hour, minute, second = map(int, numbers)
        micro = int((fraction or "0").ljust(6, "0")[:6])
        return datetime(year, month, day, hour, minute, second, micro, tzinfo=timezone(ahead))
    except ValueError:  # the 31st of February
        return None
