"""Classroom 50's `result.json` (classroom50/result/v1): whole numbers only, and tests that add up to the score.

Points are multiplied, and what is lost by rounding goes to the largest remainders. A late penalty is taken from all
tests in proportion; extra credit fills up what was lost elsewhere, for that platform takes no score above the maximum.
What waits and what broke counts on neither side.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.export.readiness import Terms, mark_of
from grader.export.wording import passed, title_of
from grader.grading.report import Mark, Report
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.policy.gradebook import Row
from grader.report.audience import seen_by
from grader.report.text import one_line, without_surrogates
from grader.report.words import points
from grader.submission.text import shown

FILE = "result.json"
SCHEMA = "classroom50/result/v1"
FACTOR = 100
#: What its runner tells an autograder by environment variables, and the keys they belong to.
_VARIABLES = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
}
_TAG = re.compile(r"submit/(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\b.*")


@dataclass(frozen=True)
class Run:
    """Which submission a result is of, in the platform's words."""

    classroom: str
    assignment: str
    submission: str
    commit: str
    release: str
    review: str
    datetime: str
    owner: str = ""
    kind: str = ""  # "individual" or "group"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Run":
        """What the runner says. Raises UserMistake with the variables that are missing."""
        missing = [name for name in _VARIABLES.values() if not environment.get(name)]
        if missing:
            what = "A result.json says which submission it is of, and the runner of Classroom 50 did not say it."
            advice = "Run this inside its autograder.py, or set these variables as it does."
            raise UserMistake(Finding(what, f"not set: {', '.join(missing)}", advice))
        given = {key: environment[name] for key, name in _VARIABLES.items()}
        owner = environment.get("OWNER") or environment.get("USERNAME", "")
        review = environment.get("REVIEW_URL") or given["commit"]
        when = _when(given["submission"])
        return cls(**given, review=review, datetime=when, owner=owner, kind=environment.get("ASSIGNMENT_TYPE", ""))


def _when(tag: str) -> str:
    """The instant of the submission: it stands in its tag, so no clock is asked."""
    match = _TAG.fullmatch(tag)
    if match is None:
        what = f"The submission's tag “{shown(tag)}” does not say when it was handed in."
        raise UserMistake(Finding(what, "$SUBMISSION_TAG", "It is written like submit/2026-06-01T14-32-05Z-a1b2c3d."))
    return f"{match[1]}T{match[2]}:{match[3]}:{match[4]}Z"


def classroom50(row: Row, run: Run, terms: Terms, factor: int = FACTOR) -> bytes | None:
    """The file, as students may see it: the release is theirs to read. None where there is no mark."""
    if mark_of(row, terms) is None or row.report is None:
        return None
    tests = _tests(seen_by(row.report, "student"), factor)
    who = {"owner": run.owner} if run.owner else {}
    kind = {"assignment_type": run.kind} if run.kind else {}
    values = {
        "schema": SCHEMA,
        "classroom": run.classroom,
        "assignment": run.assignment,
        **kind,
        **who,
        "submission": run.submission,
        "commit": run.commit,
        "release": run.release,
        "review": run.review,
        "datetime": run.datetime,
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return (without_surrogates(json.dumps(values, indent=2, ensure_ascii=False)) + "\n").encode()


def _tests(report: Report, factor: int) -> list[dict[str, Any]]:
    marks = [(question, mark) for question in report.questions for mark in question.marks]
    caps = whole_parts([Fraction(str(mark.max_score)) * factor for _, mark in marks])
    earned = [Fraction(str(min(mark.score, mark.max_score))) * factor for _, mark in marks]
    target = min(round(Fraction(str(report.final)) * factor), sum(caps))
    scores = shared(target, earned, caps)
    tests = [
        _test(title_of(question, mark) + _beside(mark), passed(mark) is True, score, cap)
        for (question, mark), score, cap in zip(marks, scores, caps, strict=True)
    ]
    # A line of its own says why the tests add up to less than they show.
    return tests + [_test(one_line(one.what), one.points >= 0, 0, 0) for one in report.adjustments]


def _test(name: str, passed: bool, score: int, cap: int) -> dict[str, Any]:
    return {"test-name": name, "passed": passed, "score": score, "max-score": cap}


def _beside(mark: Mark) -> str:
    if mark.pending:
        return f" ({points(mark.points)} {'waits' if mark.points == 1 else 'wait'})"
    if mark.excluded:
        return " (not counted: our fault)"
    return f" (extra credit: {points(mark.score)})" if mark.extra_credit else ""


def whole_parts(parts: Sequence[Fraction]) -> list[int]:
    """Whole numbers that add up to the rounded sum: the largest remainders are rounded up, the first of equals."""
    floors = [int(part) for part in parts]
    missing = round(sum(parts)) - sum(floors)
    order = sorted(range(len(parts)), key=lambda number: (floors[number] - parts[number], number))
    for number in order[:missing]:
        floors[number] += 1
    return floors


def shared(target: int, earned: Sequence[Fraction], caps: Sequence[int]) -> list[int]:
    """Whole scores that add up to the target, none above its cap: as earned, scaled down, or filled up."""
    have, room = sum(earned), sum(caps)
    if target <= have:
        scale = Fraction(target) / have if have else Fraction(0)
        parts = [min(part, Fraction(cap)) * scale for part, cap in zip(earned, caps, strict=True)]
    else:
        fill = Fraction(target - have) / (room - have)
        parts = [part + (cap - part) * fill for part, cap in zip(earned, caps, strict=True)]
    return _within(target, parts, caps)


def _within(target: int, parts: Sequence[Fraction], caps: Sequence[int]) -> list[int]:
    scores = [min(max(int(part), 0), cap) for part, cap in zip(parts, caps, strict=True)]
    order = sorted(range(len(parts)), key=lambda number: (scores[number] - parts[number], number))
    while sum(scores) < target:  # the target is at most the sum of the caps, so this ends
        for number in order:
            if sum(scores) < target and scores[number] < caps[number]:
                scores[number] += 1
    return scores
