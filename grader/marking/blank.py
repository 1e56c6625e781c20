"""Answers that are really empty, so that nobody has to look at each of forty blanks. In doubt none is.

Not empty is what may stand somewhere else: under no known number, in an attached file, in one that was not read.
"""

from collections.abc import Iterable, Sequence

from grader.checks.essay import NO_ANSWER, NOTHING_BELOW
from grader.grading.report import Report
from grader.marking.piece import Piece
from grader.policy.gradebook import Row
from grader.submission.names import is_archive
from grader.submission.places import HANDED_IN


def blanks(queue: Iterable[Piece], rows: Sequence[Row]) -> tuple[Piece, ...]:
    """Those of the queue that are empty and that nobody has marked yet. rows: with whole reports."""
    reports = {(row.handed_in_as or row.who, row.slug): row.report for row in rows if row.report is not None}
    return tuple(one for one in queue if _is_blank(one, reports[one.place.who, one.place.slug]))


def _is_blank(piece: Piece, report: Report) -> bool:
    said = piece.finding.what if piece.finding else ""
    if piece.given is not None or said not in (NO_ANSWER, NOTHING_BELOW):
        return False
    if piece.answer is not None and (piece.answer.text.strip() or piece.answer.attachments):
        return False
    # Where nothing at all was found, what is attached was looked at before that was said.
    elsewhere = said == NOTHING_BELOW and bool(report.attachments)
    return not elsewhere and not any(_may_hold_it(left.what) for left in report.left_out)


def _may_hold_it(left_out: str) -> bool:
    """Whether a file that was left out is one in which answers are handed in; a line of code is none."""
    name = left_out.lower()
    return is_archive(name) or (name.endswith(HANDED_IN) and not name.endswith(".py"))
