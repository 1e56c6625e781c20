"""What a notebook's cell may hold that is not Python: `%magics`, `!shell`, `help?`. Turned into comments, line by line.

The number of lines stays, so that a message can name the line of the cell.
"""

import re
from dataclasses import dataclass

from grader.submission.text import shown

#: Cell magics whose cell is still Python; of any other the whole cell is left out.
_STILL_PYTHON = frozenset({"time", "timeit", "capture", "prun", "python", "python3"})
_MAGIC = re.compile(r"[ \t]*(?:[%!]|\?{1,2}[A-Za-z_%])")
_HELP = re.compile(r"[ \t]*[%A-Za-z_][\w.%]*\?{1,2}[ \t]*(?:#.*)?$")
_INSTALL = re.compile(r"[ \t]*(?:pip3?|conda)[ \t]+(?:install|list|freeze)\b")
_ASSIGNED = re.compile(r"([ \t]*[A-Za-z_][\w, \t.]*=[ \t]*)([%!][^=].*)$")
_CELL = re.compile(r"\s*%%(\w+)[ \t]*([^\n]*)")
_QUOTES = ('"""', "'''", '"', "'")


@dataclass(frozen=True)
class Neutralised:
    """A cell's text without what is not Python, and what was taken out."""

    text: str
    left_out: tuple[str, ...] = ()  # the lines, as they may be shown
    whole: str = ""  # the cell magic for which the whole cell was left out


def neutralised(text: str) -> Neutralised:
    """The cell with its magics as comments."""
    cell = _CELL.match(text[:500])
    if cell and not _is_python(cell.group(1), cell.group(2)):
        return Neutralised(_commented(text), (), shown(f"%%{cell.group(1)} {cell.group(2)}".strip(), 60))
    lines = text.split("\n")
    left_out: list[str] = []
    for first, last in _statements_to_remove(lines):
        left_out.append(shown(lines[first].strip(), 60))
        lines[first] = _without_magic(lines[first])
        for number in range(first + 1, last + 1):
            lines[number] = "# " + lines[number].lstrip()
    return Neutralised("\n".join(lines), tuple(left_out))


def _is_python(magic: str, rest: str) -> bool:
    return magic in _STILL_PYTHON or (magic in ("writefile", "file") and rest.strip().endswith(".py"))


def _commented(text: str) -> str:
    return "\n".join("# " + line for line in text.split("\n"))


def _without_magic(line: str) -> str:
    """One line with its magic as a comment; a `pass` keeps the block that it may be the only line of."""
    assigned = _ASSIGNED.match(line)
    if assigned and not _MAGIC.match(line):
        return f"{assigned.group(1)}None  # {assigned.group(2)}"
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}{'pass  ' if indent else ''}# {line.lstrip()}"


def _statements_to_remove(lines: list[str]) -> list[tuple[int, int]]:
    """First and last line of every statement that is no Python; lines inside strings and brackets are none."""
    found: list[tuple[int, int]] = []
    if not any(map(_is_no_python, lines)):
        return found  # most cells: no look at every letter
    state = _State()
    number = 0
    while number < len(lines):
        line = lines[number]
        if state.at_start and _is_no_python(line):
            first = number
            while lines[number].endswith("\\") and number + 1 < len(lines):
                number += 1
            found.append((first, number))
        else:
            state = state.after(line)
        number += 1
    return found


def _is_no_python(line: str) -> bool:
    head = line[:2000]
    return any(pattern.match(head) for pattern in (_MAGIC, _HELP, _INSTALL, _ASSIGNED))


@dataclass(frozen=True)
class _State:
    """Where a line begins: in a long string, in brackets, after a backslash, or at a statement's start."""

    quote: str = ""
    depth: int = 0
    continued: bool = False

    @property
    def at_start(self) -> bool:
        return not self.quote and self.depth == 0 and not self.continued

    def after(self, line: str) -> "_State":
        """The state at the next line's beginning."""
        quote, depth, place = self.quote, self.depth, 0
        while place < len(line):
            letter = line[place]
            if letter == "\\":
                place += 2
                continue
            if quote:
                if line.startswith(quote, place):
                    place += len(quote)
                    quote = ""
                    continue
            elif letter == "#":
                return _State("", depth)
            elif letter in "\"'":
                quote = next(mark for mark in _QUOTES if line.startswith(mark, place))
                place += len(quote)
                continue
            elif letter in "([{":
                depth += 1
            elif letter in ")]}":
                depth = max(0, depth - 1)
            place += 1
        backslash = line.endswith("\\")
        return _State(quote if len(quote) == 3 or backslash else "", depth, backslash and not quote)
