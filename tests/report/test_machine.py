import json
import re
from pathlib import Path

import jsonschema
import pytest

from grader.grading.report import QuestionMark
from grader.outcome import DifferenceMap, Finding, Outcome, Verdict
from grader.report.machine import as_json, dumps

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "json-report.schema.json").read_text("utf-8"))
AUDIENCES = ("student", "instructor")


def documented(section):
    """The keys in the first column of one section's table."""
    text = (DOCS / "report-format.md").read_text("utf-8")
    part = text.split(f"## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_keys_are_the_documented_ones(everything, audience):
    report = as_json(everything, audience)
    assert list(report) == documented("Report")
    for question in report["questions"]:
        assert list(question) == documented("Question")
        for check in question["checks"]:
            assert list(check) == documented("Check")
            if check["finding"]:
                assert list(check["finding"]) == documented("Finding")


def test_every_documented_kind_of_evidence_is_produced_with_its_documented_keys(everything, measured):
    text = (DOCS / "report-format.md").read_text("utf-8").split("## Evidence\n")[1].split("\n### ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE)[1:])
    found = [
        each
        for report in (everything, measured)
        for question in as_json(report)["questions"]
        for check in question["checks"]
        for each in check["evidence"]
    ]
    assert {each["kind"] for each in found} == set(rows)
    for each in found:
        assert [f"`{key}`" in rows[each["kind"]] for key in each if key != "kind"].count(False) == 0


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ["perfect", "everything", "measured"])
def test_the_schema_describes_what_is_written(request, name, audience):
    report = json.loads(dumps(as_json(request.getfixturevalue(name), audience)))
    jsonschema.validate(report, SCHEMA)
    jsonschema.validate([report, report], SCHEMA)


def test_the_schema_refuses_another_key(perfect):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**as_json(perfect), "surprise": 1}, SCHEMA)


def test_totals_and_points_are_those_of_the_report(everything):
    values = as_json(everything)
    assert [values[key] for key in ("score", "max_score", "pending", "excluded")] == [19.5, 39.0, 14.0, 4.0]
    assert values["questions"][2]["checks"][1]["score"] == 2.0


def test_nothing_found_is_null(perfect):
    assert as_json(perfect)["questions"][0]["checks"][0]["finding"] is None


def test_a_check_that_is_shown_after_the_release_has_neither_verdict_nor_score(everything):
    late = as_json(everything, "student")["questions"][2]["checks"][3]
    assert late["verdict"] is None and late["score"] is None and late["finding"] is None
    assert as_json(everything)["questions"][2]["checks"][3]["verdict"] == "failed"


def test_numbers_have_four_digits_and_what_is_no_number_is_null(make):
    shades = DifferenceMap("g", ("V",), ((1 / 3, float("nan"), float("inf")),))
    check = make.mark("a", 1, Outcome(Verdict.PARTIAL, 1 / 3, Finding("x"), (shades,)))
    found = as_json(make.report(QuestionMark("1", "One", (check,))))["questions"][0]["checks"][0]
    assert found["score"] == 0.3333
    assert found["evidence"][0]["shades"] == [[0.3333, None, None]]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_text_is_ascii_that_any_strict_reader_takes(hostile, audience):
    text = dumps(as_json(hostile, audience))
    assert text.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)
    json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


def test_what_students_wrote_stays_data(make):
    hostile = Outcome(Verdict.FAILED, 0.0, Finding("\x1b[2J\n<b>"))
    report = make.report(QuestionMark("1", "One", (make.mark("a", 1, hostile),)))
    assert json.loads(dumps(as_json(report)))["questions"][0]["checks"][0]["finding"]["what"] == "\x1b[2J\n<b>"


def test_the_same_report_gives_the_same_text(everything):
    assert dumps(as_json(everything)) == dumps(as_json(everything))
