"""Moodle's grading worksheet with its grades filled in, and a zip of feedback pages beside it.

    Identifier,"Full name",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)"
    "Participant 1234","Ann Lee","Submitted for grading - ",17.5,20.00,Yes,-

The headers are in the language of whoever downloaded the sheet, and Moodle takes no others back: they are kept. So the
columns are told by what stands in them, and by the words for "Grade" that are known.
"""

import re
from collections.abc import Mapping, Sequence

from grader.export.filling import filled, misfit, one_assignment, parsed, too_many
from grader.export.matching import Entry, matched
from grader.export.parcel import Parcel
from grader.export.readiness import Terms, told_unready
from grader.export.sheet import Sheet
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.gradebook import Row
from grader.submission.text import shown, shown_name

_PARTICIPANT = re.compile(r"(\D+)(\d{1,20})\s*")
#: What Moodle calls the column, in the languages of its largest sites.
_GRADE = frozenset(
    (
        "grade", "bewertung", "note", "nota", "calificación", "cualificación", "qualificació", "valutazione", "cijfer",
        "beoordeling", "avaliação", "karakter", "betyg", "arvosana", "ocena", "známka", "оценка", "оцінка", "βαθμός",
        "הערכה", "التقدير", "العلامة", "الدرجة", "not", "成绩", "評分", "成績", "評点", "성적",
    )
)  # fmt: skip


def moodle(rows: Sequence[Row], sheet: Sheet, terms: Terms, column: str = "") -> tuple[Parcel, Mapping[int, Row]]:
    """The worksheet to upload, and whose rows are whose by participant number. Raises UserMistake as Canvas's does."""
    unready = told_unready(rows, terms)
    any_row = one_assignment(rows)
    where = shown_name(sheet.name)
    identifier = _identifier(sheet, where)
    place = _column(sheet, column, where)
    most = _maximum(sheet, place + 1)
    found = matched(rows, [_entry(sheet, line, identifier, place) for line in sheet.people], where)
    done = filled(sheet, place, found.rows, terms, sheet.decimal_comma)
    said = [*unready, *found.said, *done.said, *too_many(found.rows, most, terms, where)]
    said += misfit(any_row, most, where) if any_row else ()
    numbers = {int(_number(sheet.text(line, identifier))): row for line, row in found.rows.items()}
    return Parcel(((sheet.name, done.sheet.to_bytes()),), tuple(said)), numbers


def _identifier(sheet: Sheet, where: str) -> int:
    """The column of "Participant 1234", whatever the word for it."""
    for number in range(len(sheet.header)):
        matches = [_PARTICIPANT.fullmatch(text) for text in sheet.column(number)]
        if matches and all(matches) and len({match[1] for match in matches if match}) == 1:
            return number
    what = f"{where} is no grading worksheet of Moodle: no column says “Participant 1234” in every row."
    advice = "In Moodle: the assignment, Submissions, Actions, Download grading worksheet."
    raise UserMistake(Finding(what, where, advice))


def _maximum(sheet: Sheet, number: int) -> float | None:
    """What a column says in every row, where that is one positive number; None where it is not."""
    texts = set(sheet.column(number)) if number < len(sheet.header) else set()
    value = parsed(next(iter(texts))) if len(texts) == 1 else None
    return value if value and value > 0 else None


def _column(sheet: Sheet, asked: str, where: str) -> int:
    """The column of grades: as asked, by a known word, or the one before the maximum."""
    words = {_plain(asked)} if asked else _GRADE
    fits = [number for number, title in enumerate(sheet.header) if _plain(title) in words]
    if not fits and not asked:
        columns = range(1, len(sheet.header))
        graded = [number for number in columns if all(_is_grade(text) for text in sheet.column(number))]
        fits = [number for number in graded if _maximum(sheet, number + 1)][:1]
    if len(fits) == 1:
        return fits[0]
    what = f"Which column of {where} holds the grades cannot be told" if not asked else (
        f"{'No' if not fits else len(fits)} column of {where} is called “{shown(asked)}”"
    )  # fmt: skip
    titles = ", ".join(shown(title, 40) for title in sheet.header)
    raise UserMistake(Finding(f"{what}.", titles, "Name it with `--column`, as it stands in the first line."))


def _is_grade(text: str) -> bool:
    return text.strip() in ("", "-") or parsed(text) is not None


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _number(text: str) -> str:
    match = _PARTICIPANT.fullmatch(text)
    return match[2] if match else ""


def _entry(sheet: Sheet, line: int, identifier: int, grade: int) -> Entry:
    before = [sheet.text(line, number) for number in range(identifier + 1, grade)]
    addresses = tuple(text for text in before if "@" in text and " " not in text.strip())
    number = _number(sheet.text(line, identifier))
    return Entry(line, (number, str(int(number)), *addresses), before[0] if before else "")
