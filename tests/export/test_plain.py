"""The gradebook as CSV and JSON."""

import csv
import io
import json

from grader.export.plain import as_json
from grader.export.plain import csv as as_csv
from grader.export.readiness import Terms
from tests.export.rows import EXCUSED, LATE, MISSING, UNGRADED, WAITING, mark, part, report, row

ann = row("ann", made=report(mark(part(0.5)), adjustments=(LATE,)), of=4, id="5", section="S")


def table(*rows, terms=Terms()):  # noqa: B008 - it is frozen
    text = as_csv(rows, terms).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_each_with_points_totals_adjustments_and_standing():
    (line,) = table(ann)
    assert line == {
        "who": "ann", "name": "Ann", "id": "5", "login": "", "email": "", "section": "S", "assignment": "word2vec",
        "points: 1a": "2", "score": "2", "adjustments": "-2", "final": "0", "out of": "4", "waiting": "0",
        "not counted": "0", "standing": "graded", "attempt": "1", "attempts": "1", "why": LATE.what,
    }  # fmt: skip


def test_nobody_without_a_mark_has_a_number():
    for line in table(UNGRADED, MISSING, EXCUSED, WAITING, terms=Terms(mark_ungraded=True)):
        assert [line[key] for key in ("score", "adjustments", "final", "waiting")] == [""] * 4
        assert line["standing"] in ("ungraded", "missing", "excused", "waiting")


def test_a_name_is_no_formula_and_a_negative_number_stays_one():
    (line,) = table(row("=1+1", made=ann.report, name='@SUM("a"),\nb', id="-5"))
    assert (line["who"], line["name"], line["id"]) == ("'=1+1", '\'@SUM("a"), b', "'-5") and line["adjustments"] == "-2"


def test_several_assignments_keep_their_questions_apart():
    lines = table(ann, row("ann", 3, slug="glove"))
    assert lines[0]["points: word2vec/1a"] == "2" and lines[0]["points: glove/1a"] == ""


def test_people_of_one_name_are_both_kept():
    assert [line["id"] for line in table(row("a", id="1", name="Wei"), row("b", id="2", name="Wei"))] == ["1", "2"]


def test_json_says_the_same_with_a_version():
    values = json.loads(as_json([ann, MISSING], Terms()))
    first, second = values["rows"]
    assert values["schema"] == "grade/gradebook/v1" and (first["score"], first["final"]) == (2.0, 0.0)
    assert first["adjustments"] == [{"what": LATE.what, "points": -2.0}] and first["questions"][0]["id"] == "1a"
    assert (second["score"], second["final"], second["standing"], second["questions"]) == (None, None, "missing", [])


def test_the_same_rows_give_the_same_bytes():
    assert as_json([ann, WAITING], Terms()) == as_json([ann, WAITING], Terms())
