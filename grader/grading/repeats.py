"""Says once what one question's checks found several times: a missing file is missing for each of them."""

from collections.abc import Sequence
from dataclasses import replace

from grader.grading.report import Mark
from grader.outcome import Finding, Outcome, Verdict

#: A skipped check names what closed it, and a waiting one has an answer of its own.
TOLD_ANYWAY = (Verdict.SKIPPED, Verdict.NEEDS_PERSON, Verdict.BROKEN)
UNKNOWN = "We can't tell"  # as the explanations say it


def said_once(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of one question; what a check before already said is named instead of repeated, and so are notes."""
    first: dict[str, Mark] = {}
    noted: set[str] = set()
    told = []
    for mark in marks:
        outcome = replace(mark.outcome, notes=tuple(note for note in mark.outcome.notes if note not in noted))
        finding = outcome.finding
        # What nobody could tell may have another reason each time.
        if finding and outcome.verdict not in TOLD_ANYWAY and UNKNOWN not in finding.what:
            if finding.what in first:
                mark = replace(mark, same_as=first[finding.what].title)
                outcome = _again(outcome, finding, first[finding.what])
            elif mark.visibility == "public":  # what a student may not read cannot be pointed at
                first[finding.what] = mark
        if mark.visibility == "public":
            noted.update(outcome.notes)
        told.append(replace(mark, outcome=outcome))
    return tuple(told)


def _again(outcome: Outcome, finding: Finding, before: Mark) -> Outcome:
    """The same outcome, its finding short; where it was found stays, if that is another place."""
    what = f"The same as under “{before.title}”."
    told = before.outcome.finding or Finding("")
    place = "" if finding.where == told.where else finding.where
    advice = "" if finding.advice == told.advice else finding.advice
    return replace(outcome, finding=Finding(what, place, advice, what))
