"""Says once what one question's checks found several times."""

from grader.grading.repeats import said_once
from grader.grading.report import Mark
from grader.outcome import Finding, Outcome, Printed, Verdict

MISSING = Finding("sgd.py is missing.", "handed in: word2vec.py", "Write it.")


def mark(title: str, finding: Finding | None, verdict: Verdict = Verdict.FAILED, **more: object) -> Mark:
    return Mark(title, "values", 1, "public", Outcome(verdict, 0, finding, **more))  # type: ignore[arg-type]


def findings(*marks: Mark) -> list[str]:
    return [one.outcome.finding.what for one in said_once(marks) if one.outcome.finding]


def test_a_missing_file_is_told_once() -> None:
    again = "The same as under “where it ends”."
    assert findings(mark("where it ends", MISSING), mark("downhill", MISSING), mark("halved", MISSING)) == [
        "sgd.py is missing.", again, again,
    ]  # fmt: skip


def test_different_findings_are_all_told() -> None:
    other = Finding("`sgd` is not finished.")
    assert findings(mark("a", MISSING), mark("b", other)) == ["sgd.py is missing.", "`sgd` is not finished."]


def test_a_finding_with_evidence_of_its_own_stays() -> None:
    shown = (Printed("What it printed", "3"),)
    assert findings(mark("a", MISSING, evidence=shown), mark("b", MISSING, evidence=shown)) == ["sgd.py is missing."] * 2


def test_no_point_moves() -> None:
    marks = (mark("a", MISSING), mark("b", MISSING), mark("c", None, Verdict.PASSED))
    assert [(one.score, one.max_score) for one in said_once(marks)] == [(one.score, one.max_score) for one in marks]
