"""Canvas's gradebook: the CSV that was downloaded, with one assignment's column filled in.

    Student,ID,SIS User ID,SIS Login ID,Section,Word2vec (1234),Current Score
        Points Possible,,,,,20,(read only)
    "Lee, Ann",501,a17,ann@example.org,Section 1,17.5,87.5

Only people with a mark are in it: for everybody else Canvas keeps what it has. An excused person is written "EX".
A title without its number would make a new assignment there, so only a column with one is filled.
"""

import re
from collections.abc import Mapping, Sequence

from grader.export.filling import filled, misfit, one_assignment, parsed
from grader.export.matching import Entry, matched
from grader.export.parcel import Parcel
from grader.export.readiness import Terms, named, told_unready
from grader.export.sheet import Sheet
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.gradebook import Row, Standing
from grader.submission.text import shown, shown_name

_IDS = ("id", "sis user id", "sis login id", "integration id")
_TITLED = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)\s*", re.DOTALL)
_POINTS_POSSIBLE = "Points Possible"
_READ_ONLY = re.compile(r"\(?\s*read only\s*\)?", re.IGNORECASE)
_NOT_ASSIGNED = "N/A"


def canvas(rows: Sequence[Row], sheet: Sheet, terms: Terms, column: str = "") -> Parcel:
    """The gradebook to import. Raises UserMistake where its column cannot be told, or marks are missing."""
    unready = told_unready(rows, terms)
    any_row = one_assignment(rows)
    where = shown_name(sheet.name)
    _is_canvas(sheet, where)
    place = _column(sheet, column, any_row, where)
    described = [line for line in sheet.people if _POINTS_POSSIBLE in sheet.text(line, 0)]
    if any(_READ_ONLY.fullmatch(sheet.text(line, place)) for line in described):
        raise UserMistake(Finding(f"The column “{shown(sheet.header[place])}” is read only.", where, _PICK))
    found = matched(rows, [_entry(sheet, line) for line in sheet.people if line not in described], where)
    assigned = {line: row for line, row in found.rows.items() if sheet.text(line, place).strip() != _NOT_ASSIGNED}
    done = filled(sheet, place, assigned, terms, sheet.decimal_comma)
    excused = {line for line, row in assigned.items() if row.standing is Standing.EXCUSED}
    whole = done.sheet.filled({(line, place): "EX" for line in excused})
    kept = {*done.lines, *excused, *(line for line in range(1 + max(described, default=0)))}
    said = [*unready, *found.said, *done.said, *_unassigned(found.rows, assigned, where)]
    most = next((parsed(sheet.text(line, place)) for line in described), None)
    said += misfit(any_row, most, where) if any_row else ()
    return Parcel(((sheet.name, whole.only(kept).to_bytes()),), tuple(said))


_PICK = "Name the column with `--column`, as it stands in the first line: `--column 'Word2vec (1234)'`."


def _is_canvas(sheet: Sheet, where: str) -> None:
    titles = [title.strip().casefold() for title in sheet.header]
    if not ({"student", "lastname"} & set(titles) and "id" in titles):
        what = f"{where} is no gradebook of Canvas: its first line has no “Student” and “ID”."
        raise UserMistake(Finding(what, f"{where}, line 1", "In Canvas: Grades, Export, Export Entire Gradebook."))


def _column(sheet: Sheet, asked: str, row: Row | None, where: str) -> int:
    """Where the assignment's column stands. Raises UserMistake where that is not one column with its number."""
    words = [_plain(asked)] if asked else [_plain(row.title), _plain(row.slug)] if row else []
    fits = []
    for number, title in enumerate(sheet.header):
        match = _TITLED.fullmatch(title)
        names = {_plain(title), *((_plain(match["title"]), match["id"]) if match else ())}
        if names & set(words):
            fits.append((number, bool(match)))
    if len(fits) != 1:
        called = shown(asked or (row.title if row else ""))
        what = f"{'No' if not fits else len(fits)} column{'s' if len(fits) > 1 else ''} of {where} "
        what += f"{'are' if len(fits) > 1 else 'is'} called “{called}”."
        raise UserMistake(Finding(what, _titles(sheet, where), _PICK))
    number, has_id = fits[0]
    if not has_id:
        what = f"The column “{shown(sheet.header[number])}” has no number behind its title."
        advice = "Canvas would make a new assignment of it. Create it there, and export the gradebook once more."
        raise UserMistake(Finding(what, f"{where}, line 1", advice))
    return number


def _titles(sheet: Sheet, where: str) -> str:
    titled = [shown(title, 60) for title in sheet.header if _TITLED.fullmatch(title)]
    return f"{where}: {', '.join(titled[:8])}{', …' if len(titled) > 8 else ''}" if titled else f"{where}, line 1"


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _entry(sheet: Sheet, line: int) -> Entry:
    titles = [title.strip().casefold() for title in sheet.header]
    cells = {title: sheet.text(line, number) for number, title in reversed(list(enumerate(titles)))}
    name = cells.get("student") or f"{cells.get('lastname', '')} {cells.get('firstname', '')}"
    return Entry(line, tuple(cells.get(title, "") for title in _IDS), name)


def _unassigned(found: Mapping[int, Row], assigned: Mapping[int, Row], where: str) -> tuple[Finding, ...]:
    left = [row for line, row in found.items() if line not in assigned and row.report]
    if not left:
        return ()
    what = f"In Canvas this assignment is not assigned to {named(left)}; their points were left out."
    return (Finding(what, where, "Assign it to them there, and export the gradebook once more."),)
