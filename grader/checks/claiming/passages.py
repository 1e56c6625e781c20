"""Where numbers stand in a text: every number with the words around it, nearest first.

Nearest are the words of its own clause, or the heads of its row and column; then the rest of its sentence, the
sentences before it, and the headings above it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from grader.checks.claiming.numbers import Number, numbers, spelled
from grader.checks.claiming.tables import Grid, columned, headed, in_columns, marked_up, piped

#: Characters of one text, and of one line, that are read.
CAP, LONGEST = 200_000, 4_000
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s*(.*)$")
_SECTION = re.compile(r"\s*\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*\{(.*)\}\s*$")
_BOLD = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__|\\textbf\{|\\underline\{|<b>|<u>)(.{1,160}?)(?:\*\*|__|\}|</b>|</u>):?\s*(?:\\\\)?\s*$"
)
_HTML_HEADING = re.compile(r"\s*<h([1-6])[^>]*>(.*?)(?:</h|$)", re.IGNORECASE)
_ITEM = re.compile(r"(\s*)(?:[-*+•]\s+|\(?\d{1,2}[.)]\s+|\\item\b)")
_SECTIONS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_LEAD = 10.0  # a line that ends with a colon ranks below all headings; deeper ones by their indentation
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z$\\(*\"“])|\v")
_CLAUSE = re.compile(
    r"[,;|\t/→()\n]|\s[–—-]+\s|\\to\b|\\rightarrow\b|\s&\s|\b(?:and|while|whereas|but|vs\.?|versus|und|compared|than|then)\b"
)
#: A line that ends with its number begins no sentence that goes on below.
_ENDS = re.compile(r"(?:\d[%$)\]}*`.,;]{0,4}|\\\\|\s\s)\s*$")
#: Numbers of one sentence that are read; whoever writes more reports a series.
_MOST = 40
#: Words after which what a line with a colon announced has been said.
_MANY_WORDS = 25


@dataclass(frozen=True)
class Context:
    """Words near a number. firm: whether they say what it is, and not only what it may be."""

    text: str
    firm: bool


@dataclass(frozen=True)
class Standing:
    """A number with its contexts, nearest first, and the whole sentence or row that it stands in."""

    number: Number
    line: int  # from 0
    contexts: tuple[Context, ...]
    sentence: str
    order: int = 0  # which of the sentence's numbers it is
    among: int = 1


@dataclass
class _Scroll:
    """What has been read of a text so far: the headings that hold, and the sentences of this paragraph."""

    headings: list[tuple[float, str]] = field(default_factory=list)

    def head(self, rank: float, text: str) -> None:
        while self.headings and self.headings[-1][0] >= rank:
            self.headings.pop()
        self.headings.append((rank, text))

    def forget_leads(self) -> None:
        while self.headings and self.headings[-1][0] >= _LEAD:
            self.headings.pop()

    def contexts(self) -> tuple[Context, ...]:
        return tuple(Context(text, True) for _, text in reversed(self.headings))


def standings(text: str, printed: bool = False) -> Iterator[Standing]:
    """Every number of a text. printed: each line stands for itself, as in a program's output."""
    kept = spelled("\n".join(line[:LONGEST] for line in text[:CAP].split("\n")))
    scroll = _Scroll()
    tables = sorted(marked_up(kept), key=lambda one: one[0])
    place = 0
    for start, end, grid in tables:
        if start >= place:
            yield from _lines(kept[place:start], kept.count("\n", 0, place), scroll, printed)
            caption = re.search(r"\\caption\{([^{}]{0,400})", kept[end : end + 600].partition("\\end{table}")[0])
            yield from _table(grid, kept.count("\n", 0, start), scroll, caption.group(1) if caption else "")
            place = end
    yield from _lines(kept[place:], kept.count("\n", 0, place), scroll, printed)


def _lines(text: str, first: int, scroll: _Scroll, printed: bool) -> Iterator[Standing]:
    """The numbers of a text without marked-up tables."""
    block: list[str] = []
    lines = text.split("\n")
    fenced = printed
    for index, line in enumerate([*lines, ""]):
        fence = line.lstrip().startswith(("```", "~~~"))
        heading = None if fenced or fence else _heading(line)
        ends = index == len(lines) or heading is not None or fence or not line.strip() or _ITEM.match(line)
        if ends and block:
            yield from _blocks(block, first + index - len(block), scroll, fenced)
            block = []
        if fence:
            fenced = printed or not fenced
        elif heading:
            scroll.head(*heading)
        elif line.strip():
            block.append(line)


def _heading(line: str) -> tuple[float, str] | None:
    """A heading's rank, the lower the further out, and its words."""
    if match := _HEADING.match(line):
        return float(len(match.group(1))), match.group(2)
    if match := _HTML_HEADING.match(line):
        return float(match.group(1)), match.group(2)
    if match := _SECTION.match(line):
        return 1.0 + 0.5 * _SECTIONS.index(match.group(1)), match.group(2)
    match = _BOLD.match(line)
    return (8.0, match.group(1)) if match and not list(numbers(match.group(1))) else None


def _blocks(block: list[str], first: int, scroll: _Scroll, printed: bool) -> Iterator[Standing]:
    """Lines without an empty one between them; of what was printed, columns and other lines apart."""
    start = 0
    for number in range(1, len(block) + 1):
        if number == len(block) or (printed and in_columns(block[number]) != in_columns(block[start])):
            yield from _block(block[start:number], first + start, scroll, printed)
            start = number


def _block(block: Sequence[str], first: int, scroll: _Scroll, printed: bool) -> Iterator[Standing]:
    grid = piped(block) or (columned(block) if printed else None)
    if grid:
        yield from _table(grid, first, scroll)
        return
    last = block[-1].rstrip(" \t*_\\")
    if last.endswith((":", ":}")) and not any(list(numbers(line)) for line in block):
        item = _ITEM.match(block[0])
        indent = len(block[0]) - len(block[0].lstrip())
        scroll.head(_LEAD + (1 + indent if item else 0), " ".join(block))
        return
    joined = "".join(
        line + ("" if line is block[-1] else "\v" if printed or _ENDS.search(line) else "\n") for line in block
    )
    yield from _prose(joined, first, scroll)
    if len(joined.split()) > _MANY_WORDS:
        scroll.forget_leads()


def _prose(text: str, first: int, scroll: _Scroll) -> Iterator[Standing]:
    earlier: list[str] = []
    place, line = 0, first
    for end in (*_SENTENCE.finditer(text), None):
        sentence = text[place : end.start() if end else len(text)]
        before = tuple(Context(one, False) for one in reversed(earlier[-3:]))
        yield from _sentence(sentence, line, (*before, *scroll.contexts()))
        earlier.append(sentence)
        line += _breaks(text[place : end.end()]) if end else 0
        place = end.end() if end else len(text)


def _sentence(sentence: str, line: int, around: tuple[Context, ...]) -> Iterator[Standing]:
    found = list(islice(numbers(sentence), _MOST))
    clauses = [_clause(sentence, found, order) for order in range(len(found))]
    for order, number in enumerate(found):
        start, end = clauses[order]
        own = sentence[start : number.start] + " " + sentence[number.end : end]
        left = sentence[clauses[order - 1][1] if order else 0 : start]
        right = sentence[end : clauses[order + 1][0] if order + 1 < len(found) else len(sentence)]
        rest = f"{left} {right}"
        alone = len(found) == 1
        # What stands before the first number may be about all of them.
        lead = () if alone else (Context(sentence[: found[0].start], False),)
        contexts = (Context(own, True), Context(rest, alone), *lead, *around)
        at = line + _breaks(sentence[: number.start])
        yield Standing(number, at, contexts, sentence, order, len(found))


def _breaks(text: str) -> int:
    return text.count("\n") + text.count("\v")


def _clause(sentence: str, found: Sequence[Number], order: int) -> tuple[int, int]:
    """Where the clause of a number begins and ends: at the nearest separator, and never beyond another number."""
    number = found[order]
    left = found[order - 1].end if order else 0
    right = found[order + 1].start if order + 1 < len(found) else len(sentence)
    breaks = [match.end() for match in _CLAUSE.finditer(sentence, left, number.start)]
    # A bracket right before or after a number belongs to it: "7.12 (Shakespeare)", "Shakespeare (7.12)".
    start = _with_bracket(sentence, left, number.start, breaks[-1] if breaks else left)
    after = sentence[number.end : right]
    bracket = re.match(r"[\s$%\\*]*\(([^()]*)\)", after)
    if bracket:
        return start, number.end + bracket.end()
    end = next((match.start() for match in _CLAUSE.finditer(sentence, number.end, right)), right)
    return start, end


def _with_bracket(sentence: str, left: int, number: int, start: int) -> int:
    if start and sentence[start - 1 : start] == "(" and not sentence[start:number].strip(" $"):
        outer = [match.end() for match in _CLAUSE.finditer(sentence, left, start - 1)]
        return outer[-1] if outer else left
    return start


def _table(grid: Grid, first: int, scroll: _Scroll, caption: str = "") -> Iterator[Standing]:
    for one in headed(grid):
        found = list(numbers(one.cell.text))
        for order, number in enumerate(found):
            own = one.cell.text[: number.start] + " " + one.cell.text[number.end :]
            contexts = (
                Context(own, True),
                Context(f"{one.row} | {one.column}", True),
                Context(one.corner, True),
                Context(caption, True),
                *scroll.contexts(),
            )
            row = f"{one.row} | {one.column} | {one.cell.text}"
            yield Standing(number, first + one.cell.line, contexts, row, order, len(found))
