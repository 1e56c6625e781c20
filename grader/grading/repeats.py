"""Says once what one question's checks found several times: a missing file is missing for each of them."""

from collections.abc import Sequence
from dataclasses import replace

from grader.grading.report import Mark
from grader.outcome import Finding, Verdict

#: These end a check before any value is compared, so the finding is about the function and not about the check.
BEFORE_VALUES = (Verdict.FAILED, Verdict.CRASHED, Verdict.REJECTED)


def said_once(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of one question; a finding that a check before already has is named instead of repeated."""
    first: dict[Finding, str] = {}
    told = []
    for mark in marks:
        finding = mark.outcome.finding
        if finding is None or mark.outcome.verdict not in BEFORE_VALUES or mark.outcome.evidence:
            told.append(mark)
            continue
        if finding in first:
            again = Finding(f"The same as under “{first[finding]}”.")
            mark = replace(mark, outcome=replace(mark.outcome, finding=again))
        else:
            first[finding] = mark.title
        told.append(mark)
    return tuple(told)
