"""The gradebook for spreadsheets and programs: a CSV with a row for each person, and the same as JSON."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from grader.export import cells
from grader.export.readiness import Terms, mark_of
from grader.grading.report import Report
from grader.policy.gradebook import Row
from grader.report.text import without_surrogates

SCHEMA = "grade/gradebook/v1"
_PERSON = ("who", "name", "id", "login", "email", "section", "assignment")
_TOTALS = (
    "score", "adjustments", "final", "out of", "waiting", "not counted", "standing", "attempt", "attempts", "why",
)  # fmt: skip


def csv(rows: Sequence[Row], terms: Terms) -> bytes:
    """A row for each person and assignment, a number only where there is a mark. Excel needs the mark of UTF-8."""
    questions = _questions(rows)
    header = [*_PERSON, *(f"points: {cells.words(title)}" for _, title in questions.items()), *_TOTALS]
    lines = [header] + [_line(row, list(questions), terms) for row in rows]
    text = "".join(",".join(cells.quoted(cell) for cell in line) + "\r\n" for line in lines)
    return text.encode("utf-8-sig", "backslashreplace")


def _questions(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
    """Every question that anybody was graded on, and what its column is called."""
    several = len({row.slug for row in rows}) > 1
    return {
        (row.slug, question.id): f"{row.slug}/{question.id}" if several else question.id
        for row in rows
        if row.report
        for question in row.report.questions
    }


def _line(row: Row, questions: Iterable[tuple[str, str]], terms: Terms) -> list[str]:
    person = row.person
    about = [row.who, person.name, person.id, person.login, person.email, person.section, row.slug]
    counted = row.report if mark_of(row, terms) is not None else None
    earned = {(row.slug, each.id): each.score for each in counted.questions} if counted else {}
    points = [cells.number(earned[key]) if key in earned else "" for key in questions]
    standing = [row.standing.value, str(row.attempt), str(row.attempts), cells.words(" ".join([row.why, *row.lines]))]
    return [*map(cells.words, about), *points, *_totals(counted, row.out_of), *standing]


def _totals(report: Report | None, out_of: float) -> list[str]:
    if report is None:
        return ["", "", "", cells.number(out_of), "", ""]
    adjusted = sum(one.points for one in report.adjustments)
    values = (report.score, adjusted, report.final, out_of, report.pending, report.excluded)
    return [cells.number(value) for value in values]


def as_json(rows: Sequence[Row], terms: Terms) -> bytes:
    """The same for programs; docs/exports.md names every key. Nobody without a mark has a number but null."""
    values = {"schema": SCHEMA, "rows": [_row(row, terms) for row in rows]}
    return (without_surrogates(json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)) + "\n").encode()


def _row(row: Row, terms: Terms) -> dict[str, Any]:
    person = row.person
    counted = row.report if mark_of(row, terms) is not None else None
    return {
        "who": row.who,
        "person": {"name": person.name, "id": person.id, "login": person.login, "email": person.email,
                   "section": person.section},
        "assignment": row.slug,
        "title": row.title,
        "standing": row.standing.value,
        "why": row.why,
        "attempt": row.attempt,
        "attempts": row.attempts,
        "out_of": row.out_of,
        "score": counted.score if counted else None,
        "adjustments": [{"what": one.what, "points": one.points} for one in counted.adjustments] if counted else [],
        "final": counted.final if counted else None,
        "pending": counted.pending if counted else None,
        "excluded": counted.excluded if counted else None,
        "questions": [
            {"id": each.id, "title": each.title, "score": each.score, "max_score": each.max_score,
             "pending": each.pending, "excluded": each.excluded}
            for each in (counted.questions if counted else ())
        ],
    }  # fmt: skip
