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


def test_evidence_and_a_place_of_its_own_stay() -> None:
    shown = (Printed("What it printed", "3"),)
    uphill = [Finding("Your sgd walks uphill.", f"draw {n}: yours {n}", "Subtract.") for n in (1, 2)]
    _, second = said_once([mark(title, finding, evidence=shown) for title, finding in zip("ab", uphill, strict=True)])
    assert second.outcome.evidence == shown
    again = "The same as under “a”."
    assert second.outcome.finding == Finding(again, "draw 2: yours 2", "", again)


def test_a_mark_knows_which_check_it_repeats() -> None:
    assert [one.same_as for one in said_once([mark("a", MISSING), mark("b", MISSING)])] == ["", "a"]


def test_advice_that_is_another_stays() -> None:
    _, second = said_once([mark("a", MISSING), mark("b", Finding(MISSING.what, advice="Hand it in."))])
    assert second.outcome.finding is not None and second.outcome.finding.advice == "Hand it in."


def test_a_hidden_check_points_at_a_public_one_and_never_the_other_way() -> None:
    hidden = Mark("h", "values", 1, "hidden", Outcome(Verdict.FAILED, 0, MISSING))
    _, told = said_once([mark("a", MISSING), hidden])
    assert told.outcome.finding is not None and told.outcome.finding.category == "The same as under “a”."
    assert findings(hidden, mark("a", MISSING)) == ["sgd.py is missing."] * 2


def test_what_is_skipped_keeps_its_words() -> None:
    behind = Finding("Not looked at, because “a” does not pass yet.")
    marks = [mark(title, behind, Verdict.SKIPPED) for title in "bc"]
    assert findings(*marks) == [behind.what] * 2


def test_what_nobody_could_tell_need_not_be_the_same() -> None:
    unknown = Finding("The loss disagrees with the value due. We can't tell which slip this is.")
    assert findings(mark("a", unknown), mark("b", unknown)) == [unknown.what] * 2


def test_a_note_is_told_once() -> None:
    marks = [mark(title, None, Verdict.PASSED, notes=("`x` is changed in place.",)) for title in "ab"]
    assert [one.outcome.notes for one in said_once(marks)] == [("`x` is changed in place.",), ()]


def test_no_point_moves() -> None:
    marks = (mark("a", MISSING), mark("b", MISSING), mark("c", None, Verdict.PASSED))
    assert [(one.score, one.max_score) for one in said_once(marks)] == [(one.score, one.max_score) for one in marks]
