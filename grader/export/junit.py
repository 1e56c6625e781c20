"""JUnit XML: a test suite for each submission and a case for each check, with the score in the suite's properties.

What waits for a person is skipped, what broke on our side is an error, what lost points a failure. Times are left out:
the same marks give the same file.
"""

import re
from collections.abc import Sequence

from grader.export.readiness import Terms, mark_of
from grader.export.wording import output_of, passed, result_of
from grader.grading.report import Mark, QuestionMark, Report
from grader.policy.gradebook import Row
from grader.report.audience import seen_by
from grader.report.text import one_line, visible
from grader.report.words import number

# What XML 1.0 has no way to say, not even as an entity.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_SPECIAL = re.compile('[&<>"\n\t\r]')


def junit(rows: Sequence[Row], terms: Terms) -> bytes:
    """The file, with every check as its student may see it."""
    suites = [_suite(row, terms) for row in rows]
    return (
        "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", *suites, "</testsuites>"]) + "\n"
    ).encode()


def attribute(text: str) -> str:
    """Any text inside an attribute or an element: escaped, with what cannot be in XML spelled out or gone."""
    return _SPECIAL.sub(lambda match: _ENTITIES[match.group()], _NO_XML.sub("", visible(text)))


def _suite(row: Row, terms: Terms) -> str:
    score = mark_of(row, terms)
    report = seen_by(row.report, "student") if row.report is not None and score is not None else None
    cases = _cases(row, report) if report else [_nobody(row)]
    failures, errors, skipped = (sum(f"<{kind} " in case for case in cases) for kind in ("failure", "error", "skipped"))
    name = attribute(one_line(f"{row.who}/{row.slug}"))
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    properties = [
        f'      <property name="{key}" value="{attribute(value)}"/>' for key, value in _properties(row, report).items()
    ]
    lines = [f'  <testsuite name="{name}" {counts}>', "    <properties>", *properties, "    </properties>", *cases]
    return "\n".join([*lines, "  </testsuite>"])


def _properties(row: Row, report: Report | None) -> dict[str, str]:
    about = {"who": row.who, "name": row.person.name, "id": row.person.id, "assignment": row.slug,
             "standing": row.standing.value, "out_of": number(row.out_of)}  # fmt: skip
    if report is None:
        return about
    figures = {"score": report.final, "earned": report.score, "max_score": report.max_score, "pending": report.pending}
    return about | {key: number(value) for key, value in figures.items()}


def _nobody(row: Row) -> str:
    return _case(row.slug, "marks", f'<skipped message="{attribute(row.why or row.standing.value)}"/>')


def _cases(row: Row, report: Report) -> list[str]:
    return [
        _case(f"{row.slug}.{question.id}", mark.title, _ended(question, mark))
        for question in report.questions
        for mark in question.marks
    ]


def _case(group: str, name: str, inside: str) -> str:
    head = f'    <testcase classname="{attribute(one_line(group))}" name="{attribute(one_line(name))}"'
    return f"{head}>{inside}</testcase>" if inside else f"{head}/>"


def _ended(question: QuestionMark, mark: Mark) -> str:
    decided = passed(mark)
    if decided:
        return ""
    said = output_of(mark)
    first = attribute(said.partition("\n")[0] or f"{question.id}: {result_of(mark)}")
    if mark.pending:
        return f'<skipped message="{first}"/>'
    kind = "error" if mark.excluded else "failure"
    return f'<{kind} message="{first}" type="{attribute(mark.outcome.verdict.value)}">{attribute(said)}</{kind}>'
