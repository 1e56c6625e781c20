"""Gradescope's `results.json`: one submission, with its tests as a student may see them there.

Formats are always said: the top level of a results.json is HTML otherwise, and a student's text would be markup.
"""

import json
from dataclasses import replace
from typing import Any

from grader.export.readiness import Terms, mark_of
from grader.export.wording import output_of, passed, title_of, whole
from grader.grading.report import Mark, QuestionMark
from grader.policy.gradebook import Row
from grader.report.audience import AFTER_RELEASE, seen_by
from grader.report.text import without_surrogates

FILE = "results.json"
VISIBILITY = {"public": "visible", "hidden": "hidden", AFTER_RELEASE: "after_published"}


def gradescope(row: Row, terms: Terms, leave_out_hidden: bool = False) -> bytes | None:
    """The file; None where there is no mark. The score of the top level counts there, whatever the tests add up to.

    leave_out_hidden: a hidden test hides the total from students; without them it is shown.
    """
    score = mark_of(row, terms)
    if score is None or row.report is None:
        return None
    # Gradescope itself holds these back until marks are published, so they carry what is readable then.
    published = [replace(question, marks=tuple(map(_published, question.marks))) for question in row.report.questions]
    seen = seen_by(replace(row.report, questions=tuple(published)), "student")
    after = {(i, j) for i, question in enumerate(row.report.questions) for j, mark in enumerate(question.marks)
             if mark.visibility == AFTER_RELEASE}  # fmt: skip
    tests = [
        _test(question, mark, f"{i + 1}.{j + 1}", AFTER_RELEASE if (i, j) in after else mark.visibility)
        for i, question in enumerate(seen.questions)
        for j, mark in enumerate(question.marks)
        if not (leave_out_hidden and mark.visibility == "hidden")
    ]
    values = {
        "score": score,
        "output": whole(seen),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"assignment": row.slug, "out_of": row.out_of, "waiting": row.report.pending,
                       "standing": row.standing.value},
        "tests": tests,
    }  # fmt: skip
    return (without_surrogates(json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)) + "\n").encode()


def _published(mark: Mark) -> Mark:
    return replace(mark, visibility="public") if mark.visibility == AFTER_RELEASE else mark


def _test(question: QuestionMark, mark: Mark, number: str, visibility: str) -> dict[str, Any]:
    """One check. What waits and what broke on our side has neither score nor status: both would read as a zero."""
    decided = passed(mark)
    points: dict[str, Any] = {}
    if decided is not None:
        points = {"score": mark.score, "max_score": mark.max_score, "status": "passed" if decided else "failed"}
    return {
        **points,
        "name": title_of(question, mark),
        "name_format": "text",
        "number": number,
        "output": output_of(mark),
        "output_format": "text",
        "tags": [mark.kind],
        # What nobody has thought of yet is rather hidden than shown.
        "visibility": VISIBILITY.get(visibility, "hidden"),
    }
