"""A piece as lines of text: what was written, the rubric, why it waits, what was given. For a terminal and a table.

Bounded, and nothing that a student wrote can move the cursor.
"""

import textwrap
from collections.abc import Iterator, Sequence

from grader.marking.decisions import LETTERS
from grader.marking.piece import Piece
from grader.outcome import Answer, Evidence
from grader.report.evidence_text import lines_of
from grader.report.text import cut, one_line, visible
from grader.report.words import number, points

NOTHING = "No answer was found."
SOMEBODY = "somebody"
MOST_SAID = 800  # columns of why something waits
MOST_CHARACTERS = 100_000  # of one answer, on a screen or in a file beside a table


def heading(piece: Piece, width: int) -> Iterator[str]:
    """Whose it is, the question, the check and its worth, why it waits."""
    if piece.called:
        yield cut(piece.called, width)
    yield from _wrapped(f"{piece.asks}, out of {points(piece.mark.points)}", width)
    if piece.finding:
        where = f" ({piece.finding.where})" if piece.finding.where else ""
        yield from _wrapped(cut(one_line(f"{piece.finding.what}{where}"), MOST_SAID), width)


def answer_text(piece: Piece, width: int) -> Iterator[str]:
    """What was written, its lines wrapped; a derivation's with what became of each step."""
    parts = [lines for evidence in piece.mark.outcome.evidence if (lines := list(_part(evidence, width)))]
    for number_of, lines in enumerate(parts):
        yield from ["", *lines] if number_of else lines
    if not parts:
        yield NOTHING


def _part(evidence: Evidence, width: int) -> Iterator[str]:
    if isinstance(evidence, Answer):
        yield from _written(evidence.text, width)
        yield from _attached(evidence, width)
    else:
        yield from (cut(text, width) for text, _ in lines_of(evidence, width))


def rubric(piece: Piece, width: int) -> Iterator[str]:
    """A letter for each criterion, its points, its words."""
    letters = LETTERS.ljust(len(piece.rubric))
    column = max((len(number(worth)) for _, worth in piece.rubric), default=0)
    for letter, (criterion, worth) in zip(letters, piece.rubric, strict=False):
        lead = f"{letter}  {number(worth):>{column}}  "
        yield from _wrapped(criterion, width, lead)


def given(piece: Piece) -> str:
    """What a person gave before: "Given before: 2 of 3 by bob: “well argued”"; "" where nobody did."""
    before = piece.given
    if before is None:
        return ""
    by = f" by {one_line(before.by)}" if before.by and piece.called else ""
    words = f": “{one_line(before.comment)}”" if before.comment else "."
    changed = " The answer has changed since." if before.changed_since else ""
    return f"Given before: {number(before.points)} of {points(piece.mark.points)}{by}{words}{changed}"


def _written(text: str, width: int) -> Iterator[str]:
    """The text as it stands, each line wrapped and its begin kept."""
    bounded = visible(text[:MOST_CHARACTERS]).strip("\n")
    for line in bounded.expandtabs(4).split("\n") if bounded.strip() else ():
        begin = line[: len(line) - len(line.lstrip())][: width // 2]
        yield from textwrap.wrap(line.strip(), width, initial_indent=begin, subsequent_indent=begin,
                                 break_on_hyphens=False) or [""]  # fmt: skip
    if len(text) > MOST_CHARACTERS:
        yield f"… and {len(text) - MOST_CHARACTERS:,} more characters stand in what was handed in."


def _attached(answer: Answer, width: int) -> Iterator[str]:
    if answer.attachments:
        yield from _wrapped(", ".join(map(one_line, answer.attachments)), width, "attached: ")


def _wrapped(words: str, width: int, lead: str = "") -> list[str]:
    return textwrap.wrap(one_line(words), width, initial_indent=lead, subsequent_indent=" " * len(lead),
                         break_on_hyphens=False) or [lead.rstrip()]  # fmt: skip


def listed(queue: Sequence[Piece]) -> Iterator[str]:
    """The whole queue: a line for each check, and one for each piece beneath it."""
    before = None
    for piece in queue:
        check = (piece.place.slug, piece.place.question, piece.place.check)
        if check != before:
            yield one_line(f"{piece.place.slug}, {piece.asks}, out of {points(piece.mark.points)}")
        before = check
        why = given(piece) or (piece.finding.what if piece.finding else "")
        yield f"    {one_line(f'{piece.called or SOMEBODY}: {why}')}"
    checks = len({(piece.place.slug, piece.place.question) for piece in queue})
    what = f"{len(queue)} {'answer waits' if len(queue) == 1 else 'answers wait'} for a person"
    yield (
        f"{what}, {checks} {'question' if checks == 1 else 'questions'}." if queue else "Nothing waits for a person."
    )
