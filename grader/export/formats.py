"""Every format by its name: rows in, a parcel out. One place to add one."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.export.canvas import canvas
from grader.export.classroom50 import FACTOR, Run, classroom50
from grader.export.feedback import FILE as FEEDBACK
from grader.export.feedback import feedback
from grader.export.filling import one_assignment
from grader.export.gradescope import gradescope
from grader.export.junit import junit
from grader.export.moodle import moodle
from grader.export.parcel import Parcel
from grader.export.plain import as_json, csv
from grader.export.readiness import Terms, told_unready
from grader.export.sheet import Sheet
from grader.export.summary import summary
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.gradebook import Row
from grader.report.files import file_name


@dataclass(frozen=True)
class Asked:
    """What whoever exports wants besides a format."""

    terms: Terms
    sheet: Sheet | None = None  # the gradebook that was downloaded
    column: str = ""
    leave_out_hidden: bool = False
    factor: int = FACTOR


def export(name: str, rows: Sequence[Row], asked: Asked) -> Parcel:
    """The files of one format. Raises UserMistake where marks are missing or something does not fit."""
    if not rows:
        what = "There is nobody to export: no results and nobody enrolled."
        raise UserMistake(Finding(what, "", "Grade first (`grade PATH`), or name another `--store` or `--assignment`."))
    return _FORMATS[name](rows, asked)


def _canvas(rows: Sequence[Row], asked: Asked) -> Parcel:
    return canvas(rows, _sheet(asked, "Canvas", "Grades, Export"), asked.terms, asked.column)


def _moodle(rows: Sequence[Row], asked: Asked) -> Parcel:
    sheet = _sheet(asked, "Moodle", "Submissions, Download grading worksheet")
    parcel, by_number = moodle(rows, sheet, asked.terms, asked.column)
    return Parcel((*parcel.files, (FEEDBACK, feedback(by_number, asked.terms))), parcel.said)


def _sheet(asked: Asked, platform: str, way: str) -> Sheet:
    if asked.sheet is None:
        what = f"{platform} takes back the gradebook that it gave out, and none was named."
        raise UserMistake(Finding(what, "", f"Download it there ({way}), and name it with `--gradebook FILE`."))
    return asked.sheet


def _each(rows: Sequence[Row], terms: Terms, file: str, make: Callable[[Row], bytes | None]) -> Parcel:
    """A file for everybody with a mark: alone, or in a folder of the person's own."""
    said = told_unready(rows, terms)
    one_assignment(rows)
    made = [(row, data) for row in rows if (data := make(row)) is not None]
    if len(rows) == 1:
        return Parcel(tuple((file, data) for _, data in made), said)
    return Parcel(tuple((f"{file_name(row.who)}/{file}", data) for row, data in made), said)


def _gradescope(rows: Sequence[Row], asked: Asked) -> Parcel:
    return _each(rows, asked.terms, "results.json", lambda row: gradescope(row, asked.terms, asked.leave_out_hidden))


def _classroom50(rows: Sequence[Row], asked: Asked) -> Parcel:
    if len(rows) > 1:
        what = f"A result.json is about one submission, and there are {len(rows)}."
        raise UserMistake(Finding(what, "", "Run this where one was graded, as in the recipe of docs/exports.md."))
    run = Run.of(os.environ)
    return _each(rows, asked.terms, "result.json", lambda row: classroom50(row, run, asked.terms, asked.factor))


def _whole(name: str, make: Callable[[Sequence[Row], Terms], bytes]) -> Callable[[Sequence[Row], Asked], Parcel]:
    def made(rows: Sequence[Row], asked: Asked) -> Parcel:
        said = told_unready(rows, asked.terms)
        return Parcel(((name, make(rows, asked.terms)),), said)

    return made


_FORMATS: Mapping[str, Callable[[Sequence[Row], Asked], Parcel]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
    "classroom50": _classroom50,
    "github-summary": _whole("summary.md", summary),
    "junit": _whole("junit.xml", junit),
    "csv": _whole("grades.csv", csv),
    "json": _whole("grades.json", as_json),
}
