"""The written part: which text answers which question. Finds it by label, says where it stands, judges nothing."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from grader.submission.answer import Format, WrittenAnswer
from grader.submission.cells import Cell
from grader.submission.headings import BARE, BOLD, Heading, markdown_headings
from grader.submission.labels import follows, is_problem, is_roman, key
from grader.submission.latex_headings import latex_headings
from grader.submission.latex_numbers import with_own_numbers

#: The longest written text that is looked at.
LONGEST = 1_000_000
_MOST_HEADINGS = 2000

_PICTURES = re.compile(
    r"!\[[^\]\n]{0,300}\]\([ \t]*<?([^)\s>]{1,300})|<img\b[^>]{0,300}?\bsrc[ \t]*=[ \t]*[\"']([^\"'\n]{1,300})"
    r"|\\includegraphics[ \t]*(?:\[[^\]\n]{0,200}\][ \t]*)?\{([^}\n]{1,300})\}"
)
_DEFINES = re.compile(r"\\(?:(?:re|provide)?newcommand|DeclareMathOperator|DeclareRobustCommand|g?def|let)(?![A-Za-z])")
_MOST_DEFINITIONS = 20_000  # characters of them that are kept
_SOLUTION = re.compile(r"(?:my |our )?(?:solutions?|answers?|proof|derivation|code|plot|results?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a written text, and where it stands."""

    text: str
    file: str
    number: int


@dataclass(frozen=True)
class _Labelled:
    """A heading with the whole label that it has by what stands around it."""

    heading: Heading
    parts: tuple[str, ...]  # () without a label
    bound: float  # an unlabelled heading of this rank or above ends the section
    also: tuple[str, ...] = ()  # another label that may be meant: "Problem 1" below no section is also P1

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The labels it may have, each with the one that is meant where the sheet has that."""
        own, also = key(self.parts), key(self.also)
        if not also or also == own:
            return ((own, ""),)
        return ((own, also), (also, "")) if is_problem(self.also[0]) else ((own, ""), (also, own))


@dataclass(frozen=True)
class _Above:
    """A label that is open at some line: its rank and its parts."""

    rank: float
    parts: tuple[str, ...]
    also: tuple[str, ...] = ()


def text_lines(text: str, file: str) -> list[Line]:
    """A file's lines with their numbers."""
    return [Line(line, file, number) for number, line in enumerate(text.split("\n"), 1)]


def cell_lines(cells: Sequence[Cell], file: str) -> list[Line]:
    """The lines of a notebook's Markdown cells, one after another; an empty line between two cells."""
    found: list[Line] = []
    for cell in cells:
        if cell.kind == "markdown":
            where = f"{file}, cell {cell.number}"
            found.extend(text_lines(cell.text, where))
            found.append(Line("", where, cell.text.count("\n") + 1))
    return found


def document(lines: Sequence[Line], kind: Format) -> WrittenAnswer:
    """A text as one answer, from its first line that is not empty."""
    first = next((place for place, line in enumerate(lines) if line.text.strip()), 0)
    text = "\n".join(line.text for line in lines[first:]).rstrip()
    where = lines[first] if lines else Line("", "", 1)
    pictures = (next(filter(None, groups)) for groups in _PICTURES.findall(text))
    return WrittenAnswer(text, kind, where.file, where.number, tuple(dict.fromkeys(pictures)))


def sections(lines: Sequence[Line], kind: Format) -> Iterator[tuple[str, WrittenAnswer]]:
    """Every labelled text: its label's normal form, and what stands under it."""
    lines = _body(lines, kind)
    texts = [line.text for line in lines]
    yield from _under(latex_headings(texts) if kind == "latex" else markdown_headings(texts), lines, kind)


def numbered_sections(lines: Sequence[Line], kind: Format) -> Iterator[tuple[str, WrittenAnswer]]:
    """The same by the numbers that LaTeX prints by itself; nothing where it prints none, or the text has its own."""
    if kind == "latex":
        lines = _body(lines, kind)
        texts = [line.text for line in lines]
        yield from _under(with_own_numbers(list(islice(latex_headings(texts), _MOST_HEADINGS)), texts), lines, kind)


def _body(lines: Sequence[Line], kind: Format) -> list[Line]:
    if kind != "latex":
        return list(lines)
    return list(takewhile(lambda line: not line.text.lstrip().startswith(r"\end{document}"), lines))


def _under(headings: Iterable[Heading], lines: Sequence[Line], kind: Format) -> Iterator[tuple[str, WrittenAnswer]]:
    found = list(_labelled(islice(headings, _MOST_HEADINGS)))
    # A command that is defined once, at the top or under an earlier question, is used under all.
    definitions = "\n".join(line.text for line in lines if _DEFINES.search(line.text))[:_MOST_DEFINITIONS]
    for place, beginning in enumerate(found):
        if not beginning.parts:
            continue
        end = next((other.heading.index for other in found[place + 1 :] if _ends(beginning, other)), len(lines))
        start = beginning.heading.index
        # Of its own line only what stands after the label belongs to the answer.
        own = replace(lines[start], text=beginning.heading.body)
        answer = document([own, *lines[start + beginning.heading.lines : end]], kind)
        for label, rather in beginning.labels:
            yield label, replace(answer, definitions=definitions, rather=rather)


def _ends(beginning: _Labelled, other: _Labelled) -> bool:
    if other.parts:
        length = len(beginning.parts)
        return len(other.parts) <= length or other.parts[:length] != beginning.parts
    rank, title = other.heading.rank, other.heading.title
    return rank <= beginning.bound and not (rank == beginning.heading.rank and _SOLUTION.match(title))


def _labelled(headings: Iterable[Heading]) -> Iterator[_Labelled]:
    """The headings with their whole labels: "(b)" under "Question 2" is 2b, and so is "(b)" after 2a."""
    above: list[_Above] = []
    question = ""
    seen: set[str] = set()  # the questions so far
    proper = 0.0  # the rank of the heading proper that we are under
    for heading in headings:
        if heading.rank < BOLD:
            proper = heading.rank
        if not heading.parts:
            ends = heading.title and not _SOLUTION.match(heading.title)
            above = [one for one in above if one.rank < heading.rank] if ends else above
            yield _Labelled(heading, (), 0.0)
            continue
        one = _whole(heading, above, question, seen)
        above = [*(other for other in above if other.rank < one.rank), one]
        question = one.parts[0] if one.parts[0].isdigit() else question
        seen.add(question)
        bound = heading.rank if heading.rank < BOLD or heading.rank > BARE else proper
        # "Problem 1" below "2 Drills" is no question 1; "Problem 1 (b)" is 1b where the sheet has no 2.1b.
        also = one.also if len(one.also) > 1 or not one.also[:1] or not one.also[0].isdigit() else ()
        yield _Labelled(heading, one.parts, bound, also)


def _whole(heading: Heading, above: Sequence[_Above], question: str, seen: Collection[str]) -> _Above:
    """A heading's rank and whole label. "(i)" after "(a)" stands below it."""
    part = heading.parts[0]
    if part.isdigit() and not heading.counted:
        return _numbered(heading, above, seen)
    rank = heading.rank
    if len(heading.parts) == 1 and not heading.counted:
        for one in reversed(above):
            if follows(part, one.parts[-1]):
                return _Above(one.rank, (*one.parts[:-1], part), one.also and (*one.also[:-1], part))
        if is_roman(part) and any(one.rank == rank and one.parts[-1].isalpha() for one in above):
            rank += 0.5
    around = [one for one in above if one.rank < rank]
    if around:
        also = around[-1].also
        return _Above(rank, (*around[-1].parts, *heading.parts), also and (*also, *heading.parts))
    return _Above(rank, (question, *heading.parts) if question and not heading.counted else heading.parts)


def _numbered(heading: Heading, above: Sequence[_Above], seen: Collection[str]) -> _Above:
    """A label that begins with a number. "Problem 1" below "2 Drills" is 2.1; below no section it may be P1, too."""
    around = [one for one in above if one.rank < heading.rank and len(one.parts) == 1 and one.parts[0].isdigit()]
    number, *below = heading.parts
    if not heading.numbered_within:
        return _Above(heading.rank, heading.parts)
    if not around:
        return _Above(heading.rank, heading.parts, (f"p{number}", *below))
    [section] = around[-1].parts
    # Below "2 Word vectors", "Problem 2 (b)" may say once more which question it is.
    again = number == section or number not in seen
    return _Above(heading.rank, (section, *heading.parts), heading.parts if again else ())
