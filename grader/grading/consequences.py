"""What follows from a mistake that has cost its marks in another check of the question already: it costs none again.

This is what a spec declares to `follows`, where both ran. Functions that another check relies on are lent to it before,
and `said.cannot_be_lent` is for what runs with neither theirs nor ours: another question, and no answer to this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.checks.base import CheckBase
from grader.grading.report import Mark
from grader.outcome import Finding, Outcome, Verdict

#: It ran, and what was found is wrong. What could not be run at all is the same trouble in every check.
MEASURED = (Verdict.FAILED, Verdict.PARTIAL)


def spared(checks: Sequence[CheckBase], marks: Sequence[Mark], unasked: Sequence[Mark] = ()) -> list[Mark]:
    """The marks of one question's checks; one that `follows` another waits where both are wrong.

    unasked: marks of checks that count for nothing here, but that one may follow.
    """
    wrong = {mark.title: mark for mark in (*marks, *unasked) if mark.outcome.verdict in MEASURED}
    return [
        _waiting(mark, cause) if (cause := _cause(check, mark, wrong)) else mark
        for check, mark in zip(checks, marks, strict=True)
    ]


def _cause(check: CheckBase, mark: Mark, wrong: Mapping[str, Mark]) -> str:
    """The title of the first check that a wrong one follows and that is wrong, too; "" for none."""
    if mark.title not in wrong:
        return ""
    causes = [wrong[title] for title in check.follows if title in wrong]
    # What is found twice in the same words is no consequence: a missing function is missing for both.
    return next((one.title for one in causes if _what(one) != _what(mark)), "")


def _what(mark: Mark) -> str:
    return mark.outcome.finding.what if mark.outcome.finding else ""


def _waiting(mark: Mark, cause: str) -> Mark:
    found = mark.outcome.finding or Finding("")
    what = f"This may follow from what “{cause}” lost marks for, so nothing more is lost here."
    finding = Finding(f"{what} {found.what}", found.where, "Mend that first; a person will look at this.", what)
    old = mark.outcome
    outcome = Outcome(Verdict.NEEDS_PERSON, 0.0, finding, old.evidence, old.notes, old.flags, measured=old.measured)
    return replace(mark, outcome=outcome)
