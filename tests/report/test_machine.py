import json
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args, get_type_hints

import jsonschema
import pytest

from grader.grading.report import QuestionMark
from grader.outcome import ClaimedNumber, DifferenceMap, Finding, GivenExample, Outcome, Verdict
from grader.report import rows
from grader.report.machine import as_json, dumps
from tests.report.measured import BROKEN_LOSS, CLAIMS, EXAMPLES, INFINITE, LEVELS, SENTIMENT, TEXTS

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


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_keys_of_what_a_person_gave_are_the_documented_ones(marked, audience):
    given = [check["by_hand"] for check in as_json(marked, audience)["questions"][0]["checks"]]
    assert {tuple(each) for each in given} == {tuple(documented("By hand"))}


def test_every_documented_kind_of_evidence_is_produced_with_its_documented_keys(everything, measured):
    text = (DOCS / "report-format.md").read_text("utf-8").split("## Evidence\n")[1].split("\n### ")[0]
    kinds = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE)[1:])
    found = [
        each
        for report in (everything, measured)
        for question in as_json(report)["questions"]
        for check in question["checks"]
        for each in check["evidence"]
    ]
    assert {each["kind"] for each in found} == set(kinds)
    for each in found:
        assert [f"`{key}`" in kinds[each["kind"]] for key in each if key != "kind"].count(False) == 0


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ["perfect", "everything", "measured", "marked"])
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


def test_models_are_told_in_plain_numbers_and_words(make):
    def evidence_of(found):
        check = make.mark("a", 1, Outcome(Verdict.FAILED, evidence=(found,)))
        return json.loads(dumps(as_json(make.report(QuestionMark("1", "One", (check,))))))["questions"][0]["checks"][0][
            "evidence"
        ][0]

    scale = evidence_of(replace(INFINITE, about=(("tokens", "4"),)))
    assert scale["yours"] is None and scale["bound"] == 51.0 and scale["about"] == [["tokens", "4"]]
    assert scale["levels"][0] == {"name": "oracle", "value": 43.68, "meaning": LEVELS[0].meaning}
    assert evidence_of(BROKEN_LOSS)["yours"][-3:] == [None, 5.0, None]
    assert evidence_of(SENTIMENT)["counts"][0] == [12, 100, 20, 7, 0]
    assert evidence_of(CLAIMS)["rows"][2]["verdict"] == "missing"
    assert evidence_of(EXAMPLES)["rows"][0]["label"] == "positive"


def test_the_report_says_which_texts_were_used(measured, perfect):
    assert as_json(measured)["texts"] == list(TEXTS) and as_json(perfect)["texts"] == []


@pytest.mark.parametrize(("of", "kind", "verdicts"), [("a claim", ClaimedNumber, rows.CLAIMS),
                                                      ("an example", GivenExample, rows.EXAMPLES)])  # fmt: skip
def test_every_verdict_of_a_row_is_documented_and_shown(of, kind, verdicts):
    page = (DOCS / "report-format.md").read_text("utf-8")
    text = page.split(f"| `verdict` of {of} | meaning |\n")[1].split("\n\n")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == tuple(verdicts)
    assert get_args(get_type_hints(kind)["verdict"]) == tuple(verdicts)
