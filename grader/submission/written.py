"""The written part: which text answers which question. Finds it by label, says where it stands, judges nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from grader.submission.answer import Format, WrittenAnswer
from grader.submission.cells import Cell
from grader.submission.headings import BARE, BOLD, Heading, markdown_headings
from grader.submission.labels import is_roman, key
from grader.submission.latex_headings import latex_headings

#: The longest written text that is looked at.
LONGEST = 1_000_000
_MOST_HEADINGS = 2000

_PICTURES = re.compile(
    r"!\[[^\]\n]{0,300}\]\([ \t]*<?([^)\s>]{1,300})|<img\b[^>]{0,300}?\bsrc[ \t]*=[ \t]*[\"']([^\"'\n]{1,300})"
    r"|\\includegraphics[ \t]*(?:\[[^\]\n]{0,200}\])?[ \t]*\{([^}\n]{1,300})\}"
)
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
    texts = [line.text for line in lines]
    headings = islice(latex_headings(texts) if kind == "latex" else markdown_headings(texts), _MOST_HEADINGS)
    found = list(_labelled(headings))
    for place, beginning in enumerate(found):
        if not beginning.parts:
            continue
        end = next((other.heading.index for other in found[place + 1 :] if _ends(beginning, other)), len(lines))
        start = beginning.heading.index
        # Of its own line only what stands after the label belongs to the answer.
        own = replace(lines[start], text=beginning.heading.body)
        yield key(beginning.parts), document([own, *lines[start + 1 : end]], kind)


def _ends(beginning: _Labelled, other: _Labelled) -> bool:
    if other.parts:
        length = len(beginning.parts)
        return len(other.parts) <= length or other.parts[:length] != beginning.parts
    return other.heading.rank <= beginning.bound and not _SOLUTION.match(other.heading.title)


def _labelled(headings: Iterable[Heading]) -> Iterator[_Labelled]:
    """The headings with their whole labels: "(b)" under "Question 2" is 2b."""
    above: list[tuple[float, tuple[str, ...]]] = []
    question = ""
    proper = 0.0  # the rank of the heading proper that we are under
    for heading in headings:
        if not heading.parts:
            while above and above[-1][0] >= heading.rank and heading.title and not _SOLUTION.match(heading.title):
                above.pop()
            proper = heading.rank if heading.rank < BOLD else proper
            yield _Labelled(heading, (), 0.0)
            continue
        rank = _rank(heading, above)
        while above and above[-1][0] >= rank:
            above.pop()
        parts = heading.parts
        if heading.counted or not parts[0].isdigit():
            around = above[-1][1] if above else (question,) if question and not heading.counted else ()
            parts = (*around, *parts)
        if parts[0].isdigit():
            question = parts[0]
        above.append((rank, parts))
        proper = heading.rank if heading.rank < BOLD else proper
        yield _Labelled(heading, parts, heading.rank if heading.rank < BOLD or heading.rank > BARE else proper)


def _rank(heading: Heading, above: list[tuple[float, tuple[str, ...]]]) -> float:
    """A heading's rank; a Roman numeral that does not go on with the alphabet stands below the letter before it."""
    if heading.counted or len(heading.parts) > 1 or not is_roman(heading.parts[0]):
        return heading.rank
    same = next((parts[-1] for rank, parts in reversed(above) if rank == heading.rank), "")
    goes_on = len(same) == len(heading.parts[0]) == 1 and ord(same) + 1 == ord(heading.parts[0])
    return heading.rank + 0.5 if same.isalpha() and not goes_on else heading.rank
