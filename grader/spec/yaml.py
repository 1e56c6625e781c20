"""Strict YAML: plain data and the line of every place in it.

PyYAML's C parser gives the events; what they mean is decided here: YAML 1.2's core schema, no aliases, anchors,
tags or directives, no key twice, no hidden characters, limits on size and depth. Knows nothing of assignments.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from grader.spec.scalars import hidden_character, resolve

Place = tuple[str | int, ...]

LARGEST_FILE = 1_000_000  # bytes
DEEPEST = 30
MOST_MISTAKES = 50

# The C parser is twenty times as fast; some builds of PyYAML come without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """Something that strict YAML refuses: what, on which line, what to do."""

    line: int
    what: str
    advice: str


class NotYaml(Exception):
    """The text is no YAML, or YAML that is refused; every reason that could be found."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].what)
        self.problems = problems


@dataclass(frozen=True)
class Document:
    """Plain data (mappings with text keys, lists, scalars) and the line, from 1, of every place in it."""

    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read(content: bytes) -> Document:
    """The document of one file. Raises NotYaml with everything that is wrong with it as YAML."""
    if len(content) > LARGEST_FILE:
        what = f"The file has {len(content):,} bytes; {LARGEST_FILE:,} is the limit."
        raise NotYaml(Problem(1, what, "Keep data in files of their own beside the spec."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotYaml(Problem(line, "This line isn't UTF-8 text.", "Save the file as UTF-8.")) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if hidden := list(_hidden(text)):
        raise NotYaml(*hidden)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise NotYaml(*builder.problems, _syntax(error, text)) from error
    except _Enough:
        pass
    if builder.problems:
        raise NotYaml(*builder.problems)
    return Document(builder.root, builder.lines)


def _hidden(text: str) -> Iterator[Problem]:
    if text.replace("\n", "").isprintable():
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if name := hidden_character(line):
            yield Problem(number, f"This line contains the hidden character {name}.", "Type the line again.")


class _Enough(Exception):
    """Nothing after this place can be read sensibly."""


@dataclass
class _Open:
    """A mapping or a list that is being read."""

    place: Place
    container: Any
    key: str | None = None  # a mapping's key that waits for its value
    keys: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds plain data from the parser's events, noting lines and problems."""

    def __init__(self) -> None:
        self.root: Any = None
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._start({}, event)
        elif kind is yaml.SequenceStartEvent:
            self._start([], event)
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._open.pop()
        elif kind is yaml.AliasEvent:
            self._refuse(event, f"`*{event.anchor}` is an alias; a spec has none.", "Write the value out.")
            self._add(None, event)
        elif kind is yaml.DocumentStartEvent:
            self._document(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if event.version or event.tags:
            self._refuse(event, "A line starts with `%`, a directive; a spec has none.", "Take the directive out.")
        if self._documents > 1:
            self._refuse(event, "`---` starts a second document.", "One file holds one assignment.")
            raise _Enough

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        self._undecorated(event)
        hidden = hidden_character(text)
        if hidden:
            self._refuse(event, f"A text contains the hidden character {hidden}.", "Type the line again.")
        waiting = self._open[-1] if self._open else None
        if waiting is not None and waiting.key is None and isinstance(waiting.container, dict):
            self._key(waiting, text, event)
            return
        value: Any = text
        if not event.style:  # quoted and block texts are texts, whatever they look like
            try:
                value = resolve(text)
            except ValueError as error:
                self._refuse(event, f"{str(error).capitalize()}.", "Put quotes around it if it is a text.")
        self._add(value, event)

    def _key(self, mapping: _Open, text: str, event: Any) -> None:
        line = event.start_mark.line + 1
        if text in mapping.keys:
            first = mapping.keys[text]
            self._refuse(event, f"The key `{text}` is there twice; first on line {first}.", "Keep one of the two.")
        mapping.keys.setdefault(text, line)
        mapping.key = text
        self.lines[(*mapping.place, text)] = line

    def _start(self, container: Any, event: Any) -> None:
        self._undecorated(event)
        place = self._add(container, event)
        if len(self._open) >= DEEPEST:
            self._refuse(event, f"Nested more than {DEEPEST} deep.", "An assignment never needs that: check brackets.")
            raise _Enough
        self._open.append(_Open(place, container))

    def _add(self, value: Any, event: Any) -> Place:
        """Puts a value where it belongs and answers where that is."""
        if not self._open:
            self.root = value
            self.lines[()] = event.start_mark.line + 1
            return ()
        around = self._open[-1]
        if isinstance(around.container, list):
            place = (*around.place, len(around.container))
            around.container.append(value)
            self.lines[place] = event.start_mark.line + 1
            return place
        if around.key is None:
            self._refuse(event, "A list or mapping stands where a key is due.", "Keys are words: `key: value`.")
            raise _Enough
        place = (*around.place, around.key)
        around.container[around.key] = value
        around.key = None
        return place

    def _undecorated(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, f"`&{event.anchor}` is an anchor; a spec has none.", "Write the value where needed.")
        if event.tag is not None:
            self._refuse(event, f"`{event.tag}` is a tag; a spec has none.", "Take it out: a value's look is its type.")

    def _refuse(self, event: Any, what: str, advice: str) -> None:
        self.problems.append(Problem(event.start_mark.line + 1, what, advice))
        if len(self.problems) >= MOST_MISTAKES:
            raise _Enough


def _syntax(error: yaml.YAMLError, text: str) -> Problem:
    """The parser's complaint in words that help."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Problem(1, f"This isn't YAML: {error}.", "Check which program wrote the file.")
    shown = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    problem = str(getattr(error, "problem", "") or error)
    what = f"This isn't YAML: {problem} (column {mark.column + 1})."
    return Problem(mark.line + 1, what, next(_advice(shown, problem)))


def _advice(line: str, problem: str) -> Iterator[str]:
    """What most often causes it, the surest first."""
    value = line.partition(":")[2].strip() or line.strip().removeprefix("- ")
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in problem:
        yield "Indent with spaces: YAML does not take tabs."
    if value[:1] in ("`", "@", "%"):
        yield f"A text can't start with `{value[0]}` unless it stands in quotes."
    if "mapping values are not allowed" in problem:
        yield "A text with `: ` in it needs quotes; else check that this line is indented like its neighbours."
    if "flow" in problem or "expected ',' or" in problem:
        yield "Check that every `[` and `{` is closed, and that commas stand between the parts."
    if "end of stream" in problem or "quoted scalar" in problem:
        yield "Check that every quote is closed."
    if "could not find expected ':'" in problem:
        yield "A key needs a colon and a space after it, here or on the line above."
    yield "Check this line and the one above: indentation, quotes, brackets, the space after a colon."
