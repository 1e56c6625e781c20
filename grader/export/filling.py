"""Fills one column of a downloaded sheet, and says what does not fit. Which column, and whose line, others found."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.export.cells import number
from grader.export.readiness import Terms, mark_of, name_of, named
from grader.export.sheet import Sheet
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.gradebook import Row
from grader.report.words import points
from grader.submission.text import shown

_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,15})?", re.ASCII)


@dataclass(frozen=True)
class Filled:
    """A sheet with marks in it, and the lines that have one now."""

    sheet: Sheet
    lines: tuple[int, ...]
    said: tuple[Finding, ...] = ()


def one_assignment(rows: Sequence[Row]) -> Row | None:
    """Any row of the one assignment, None of nobody's. Raises UserMistake where there are several."""
    slugs = list(dict.fromkeys(row.slug for row in rows))
    if len(slugs) > 1:
        advice = f"Name one with `--assignment`, such as `--assignment {slugs[0]}`."
        what = f"A column holds one assignment, and there are {len(slugs)}."
        raise UserMistake(Finding(what, ", ".join(slugs), advice))
    return rows[0] if rows else None


def filled(sheet: Sheet, column: int, rows: Mapping[int, Row], terms: Terms, comma: bool) -> Filled:
    """The sheet with everybody's points; who has none keeps what stands there. Tells whose points were replaced."""
    marks = {line: mark for line, row in rows.items() if (mark := mark_of(row, terms)) is not None}
    values = {line: number(mark, comma) for line, mark in marks.items()}
    replaced = [rows[line] for line, mark in marks.items() if _another(sheet.text(line, column), mark)]
    said = []
    if replaced:
        many = "mark was" if len(replaced) == 1 else "marks were"
        what = f"{len(replaced)} other {many} replaced: {named(replaced)}."
        where = f"column “{shown(sheet.header[column])}”"
        said.append(Finding(what, where, "Look at these before you upload, if they were entered by hand."))
    return Filled(
        sheet.filled({(line, column): text for line, text in values.items()}), tuple(sorted(marks)), tuple(said)
    )


def misfit(row: Row, most: float | None, where: str) -> tuple[Finding, ...]:
    """A finding where the platform's maximum is not the assignment's."""
    if most is None or abs(most - row.out_of) < 1e-9:
        return ()
    what = f"The platform expects at most {points(most)}, and this assignment has {points(row.out_of)}."
    return (
        Finding(f"{what} Nothing was scaled.", where, "Set the maximum there to the assignment's, and upload then."),
    )


def parsed(text: str) -> float | None:
    """The number that a cell says, with a point or a comma; None where it says none."""
    return float(text.strip().replace(",", ".")) if _NUMBER.fullmatch(text.strip()) else None


def too_many(rows: Mapping[int, Row], most: float | None, terms: Terms, where: str) -> tuple[Finding, ...]:
    """Who has more points than the platform takes."""
    over = [row for row in rows.values() if most is not None and (mark_of(row, terms) or 0) > most]
    if not over or most is None:
        return ()
    what = f"{name_of(over[0])} has more than {points(most)}" if len(over) == 1 else (
        f"{len(over)} people have more than {points(most)}: {named(over)}"
    )  # fmt: skip
    return (Finding(f"{what}. The platform skips such marks.", where, "Raise the maximum there, and upload then."),)


def _another(before: str, mark: float) -> bool:
    """Whether a cell held something else than this mark. Platforms show two digits."""
    there = parsed(before)
    # "-" is how Moodle writes that there is no grade.
    return before.strip() not in ("", "-") and (there is None or abs(there - mark) > 0.005)
