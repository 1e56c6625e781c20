"""What was written and belongs to no question, going by the numbers it has: it may be an answer that was not found."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.submission.answer import WrittenAnswer
from grader.submission.sheet import Sections

_DISPLAY = re.compile(r"\$\$|\\\[|\\begin\{(?:align|equation|gather|multline|eqnarray)")


@dataclass(frozen=True)
class Unplaced:
    """A text without a question: where it stands, and what is told of it."""

    where: str
    said: str
    #: Whether it may well be an answer: a notebook's words beside its code are none where answers stand elsewhere.
    likely: bool = True


def unplaced(documents: Sequence[WrittenAnswer], sections: Sections, labels: Collection[str]) -> Iterator[Unplaced]:
    """Every text that belongs to none of the questions with these labels, which are in their normal form."""
    yield from _without_headings(documents, sections)
    yield from _above_headings(documents, sections)
    # The same text may stand under two labels, as "Problem 2 (a)" below "2 Drills" does.
    placed = {_place(one) for place, answers in sections.items() if _is_near(place, labels) for one in answers}
    numbered = {_place(one) for place, answers in sections.items() if place[:1].isdigit() for one in answers}
    yield from _by_letters(sections, labels, numbered)
    for place, answers in sections.items():
        for answer in answers if place[:1].isdigit() else ():
            if _place(answer) not in placed:
                where = f"{answer.file}, line {answer.line}"
                what = f"What stands under “{place}” ({where}) is no question's answer, going by that number."
                yield Unplaced(where, what)


def _without_headings(documents: Sequence[WrittenAnswer], sections: Sections) -> Iterator[Unplaced]:
    files = {_file(answer) for answers in sections.values() for answer in answers}
    for document in documents:
        if document.text.strip() and _file(document) not in files:
            what = f"No heading in {document.file} begins with a question's number, so nothing in it was taken for an"
            yield Unplaced(document.file, f"{what} answer.", document.format != "notebook" or not files)


def _above_headings(documents: Sequence[WrittenAnswer], sections: Sections) -> Iterator[Unplaced]:
    """Formulas on lines of their own that stand above the first question's heading of their file."""
    for document in documents:
        begins = [one.line for answers in sections.values() for one in answers if one.file == document.file]
        body = document.text.partition("\\begin{document}")
        start = len(body[0]) if body[1] else 0
        formula = _DISPLAY.search(document.text, start)
        line = document.line + document.text.count("\n", 0, formula.start()) if formula else 0
        if formula and begins and line < min(begins):
            what = f"The formula on line {line} of {document.file} stands above the first question's heading"
            said = f"{what}, so it was taken for no answer; move it below its question's."
            yield Unplaced(f"{document.file}, line {line}", said)


def _by_letters(
    sections: Sections, labels: Collection[str], numbered: Collection[tuple[str, int]]
) -> Iterator[Unplaced]:
    """Files in which parts have letters and no question's number above them."""
    places: dict[str, list[str]] = {}
    for place, answers in sections.items():
        if not place[:1].isdigit() and not any(one.startswith(place) for one in labels):
            for file in dict.fromkeys(_file(answer) for answer in answers if _place(answer) not in numbered):
                places.setdefault(file, []).append(f"“{place}”")
    for file, found in places.items():
        said = f"{', '.join(found[:5])} in {file}: no question's number stands above, so nothing there was taken for an"
        yield Unplaced(file, f"{said} answer.")


def _is_near(place: str, known: Collection[str]) -> bool:
    """Whether a label is a question's, a part of one, or what several belong to."""
    return any(one.startswith(place) or place.startswith(one) for one in known)


def _place(answer: WrittenAnswer) -> tuple[str, int]:
    return answer.file, answer.line


def _file(answer: WrittenAnswer) -> str:
    return answer.file.split(", cell ")[0]
