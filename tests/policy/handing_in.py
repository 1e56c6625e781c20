"""Hand-ins for an assignment of 80 points, as stored results have them."""

from datetime import datetime
from typing import Any

from grader.grading.report import Mark, QuestionMark, Report
from grader.outcome import Outcome, Verdict
from grader.policy.result import Result
from grader.submission.person import Person


def report_of(score: float, out_of: float = 80.0, pending: float = 0.0) -> Report:
    right = Mark("computed", "values", out_of - pending, "public", Outcome(Verdict.PARTIAL, score / (out_of - pending)))
    waits = Mark("written", "essay", pending, "public", Outcome(Verdict.NEEDS_PERSON))
    marks = (right, waits) if pending else (right,)
    return Report(
        "word2vec", "Word vectors", "ann", "A", "", "public", (QuestionMark("q", "Q", marks),), due="the spec's"
    )


def handed_in(
    who: str = "ann", when: str | None = "2026-11-20 12:00+01:00", score: float | None = 80, **more: Any
) -> Result:
    """One hand-in for an assignment of 80 points; times are written with their zone."""
    pending = more.pop("pending", 0.0)
    values: dict[str, Any] = {
        "slug": "word2vec",
        "title": "Word vectors",
        "out_of": 80.0,
        "person": Person(),
        "submitted": datetime.fromisoformat(when) if when else None,
        "report": report_of(score, pending=pending) if score is not None else None,
    }
    return Result(who, **{**values, **more})
