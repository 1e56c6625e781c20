"""`behaviour`: a driver's values and a judge of the reference; what the judge cannot decide waits for a person."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.checks.attempt import Attempt
from grader.checks.reference import Reference
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Figures, Outcome, Verdict
from grader.wall.given import GivenFiles
from tests.checks.bench import check

DRIVER = """
    def doubled(numbers, /, double, source="none given"):
        print("asked")
        return [[double(one) for one in numbers], source]
"""
REFERENCE = """
    from dataclasses import dataclass

    from reference.judgement import Judgement
    from reference.mistake import mistake, mistakes_of


    @dataclass(frozen=True)
    class Numbers:
        numbers: list

        @property
        def given(self):
            return (self.numbers,)


    def double(x):
        return 2 * x


    @mistake(of=double, name="squares", sentence="You square.", advice="Add it to itself.")
    def squared(x):
        return x * x


    def numbers(rng):
        return Numbers([int(one) for one in rng.integers(3, 9, size=4)])


    def judged(asked, found, printed):
        values, source = found
        sizes = [v == 2 * n for v, n in zip(values, asked.numbers, strict=True)]
        known = next((m for m in mistakes_of(double) if values == [m.wrong(n) for n in asked.numbers]), None)
        what = known.sentence if known else "Not doubled."
        whole = all(isinstance(v, int) for v in values)
        return [
            Judgement(
                "doubles", all(sizes), what, "where", "Add.", mistake=known,
                figures=(("asked", printed.strip()),), measured=(("first", float(values[0])),),
            ),
            Judgement("stays whole", None if values[0] == 0 else whole, "No whole number.", notes=(source,)),
        ]
"""


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    (tmp_path / "drivers").mkdir()
    (tmp_path / "drivers" / "doubling.py").write_text(dedent(DRIVER), "utf-8")
    (tmp_path / "reference.py").write_text(dedent(REFERENCE), "utf-8")
    return Reference(GivenFiles(tmp_path / "given"), tmp_path / "reference.py")


def made(**more: Any) -> Any:
    return check(
        """
        kind: behaviour
        driver: doubling.doubled
        uses: {double: own.double}
        reference: {double: double}
        material: numbers
        judge: judged
        """,
        **{"points": {"doubles": 2, "stays whole": 1}, **more},
    )


def said(reference: Reference, function: Any, **more: Any) -> Outcome:
    student = reference.pretender({"own.double": function})
    return judge(made(**more), Attempt(student, reference, Draws("a seed", "small", "one", "it")))


def test_what_every_aspect_finds_right_passes_with_its_figures(reference: Reference) -> None:
    outcome = said(reference, lambda x: 2 * x)
    assert outcome.verdict is Verdict.PASSED and outcome.fraction == 1.0
    assert outcome.evidence == (Figures("What was measured", (("asked", "asked"),)),)
    assert dict(outcome.measured)["first"] >= 6


def test_a_near_miss_loses_the_aspect_that_it_misses(reference: Reference) -> None:
    outcome = said(reference, lambda x: 2 * x + (x == 8))
    assert outcome.verdict in (Verdict.PASSED, Verdict.PARTIAL)
    outcome = said(reference, lambda x: 2 * x + 1)
    assert outcome.verdict is Verdict.PARTIAL and outcome.fraction == pytest.approx(1 / 3)
    assert [(part.name, part.earned) for part in outcome.parts] == [("doubles", 0.0), ("stays whole", 1.0)]
    assert outcome.finding and (outcome.finding.what, outcome.finding.advice) == ("Not doubled.", "Add.")


def test_a_known_mistake_is_named(reference: Reference) -> None:
    outcome = said(reference, lambda x: x * x)
    assert [(one.mistake, one.sentence) for one in outcome.diagnoses] == [("squares", "You square.")]


def test_the_words_of_a_hidden_check_hold_no_values(reference: Reference) -> None:
    finding = said(reference, lambda x: 2 * x + 1).finding
    assert finding and finding.category == "“doubles” is not as the sheet asks."


def test_what_the_judge_leaves_open_waits_for_a_person_with_all_that_was_found(reference: Reference) -> None:
    outcome = said(reference, lambda x: 0)
    assert outcome.verdict is Verdict.NEEDS_PERSON and outcome.fraction == 0.0
    assert outcome.flags == ("doubles: wrong: Not doubled.", "stays whole: undecided: No whole number.")


def test_values_that_the_judge_cannot_read_wait_for_a_person(reference: Reference) -> None:
    outcome = said(reference, lambda x: None)
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding and "could not be read" in outcome.finding.what and "TypeError" in outcome.flags[0]


def test_aspects_that_the_judge_does_not_know_are_the_instructors_fault(reference: Reference) -> None:
    outcome = said(reference, lambda x: 2 * x, points={"doubles": 1, "trebles": 1})
    assert outcome.verdict is Verdict.BROKEN and "trebles" in outcome.flags[0]


def test_the_source_is_told_where_the_check_says_so(reference: Reference) -> None:
    assert said(reference, lambda x: 2 * x).notes == ("none given",)
    assert said(reference, lambda x: 2 * x, with_source=True).notes == ("",)


def test_one_number_for_all_points_is_a_mistake_of_the_spec() -> None:
    assert "one number" in next(iter(made(points=3).mistakes())).what
