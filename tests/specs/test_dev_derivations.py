"""Real formulas of two homework documents, judged as `grade formula` does, against what was found out by hand.

The documents are no part of the project; where they are not beside it, nothing is tried. `-s` shows the rates.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from grader.derivation.judged import Judged
from grader.derivation.verdicts import Status
from tests.specs.deriving import answer, breaks, formula, statuses

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "derivations.jsonl"
pytestmark = pytest.mark.skipif(not DATA.is_file(), reason="the documents' formulas are not on this machine")

SLUGS = {"000": "language-models", "003": "cbow"}
QUESTIONS = {
    "000": {
        "1.a": "cross-entropy-gradient",
        "1.b": "network-gradient",
        "3.a": "perplexity-in-both-bases",
        "5.a.i": "attention-weights",
        "5.a.iii": "dominated-output",
        "5.b.i": "projection",
        "5.b.ii": "average-of-two",
        "5.c.i": "average-of-two-narrow",
        "5.c.ii": "wide-key",
        "5.d.i": "two-heads",
        "5.d.ii": "two-heads-wide-key",
    },
    "003": {
        "1": "objective",
        "2.P1": "sigmoid-and-tanh",
        "P1a": "sigmoid-and-tanh",
        "P1b": "sigmoid-and-tanh",
        "2.P3": "scalar-network",
        "P3.w1": "scalar-network",
        "P3.w2": "scalar-network",
        "P3.b1": "scalar-network",
        "P3.b2": "scalar-network",
    },
}
#: What the document chooses before it goes on; without it, nobody could say what c_1 is.
CHOICES = {"5.d.i": ("000-49", "000-50"), "5.d.ii": ("000-49", "000-50")}
#: Of the formulas that a machine can check, the share that must get a verdict.
VERDICTS = 0.9
#: Of the wrong ones that are found, the share whose slip must be named.
NAMED = 0.6


@dataclass(frozen=True)
class Tried:
    """One formula: what is true of it, and what was found."""

    name: str
    checkable: bool
    first_wrong: int | None
    found: Status
    found_first_wrong: int | None
    named: bool

    @property
    def right(self) -> bool:
        """Whether the verdict is the true one, the step included."""
        if self.first_wrong is None:
            return self.found is Status.HOLDS
        return self.found is Status.BREAKS and self.found_first_wrong == self.first_wrong


@cache
def tried() -> tuple[Tried, ...]:
    """Every formula whose question has a derivation check."""
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    texts = {row["id"]: row["latex"] for row in rows}
    return tuple(_tried(row, texts) for row in rows if row["question"] in QUESTIONS[row["seed"]])


def _judged(row: dict[str, str | int | None], texts: dict[str, str]) -> Judged:
    seed, question, latex = str(row["seed"]), str(row["question"]), str(row["latex"])
    slug, ours = SLUGS[seed], QUESTIONS[seed][question]
    before = [texts[name] for name in CHOICES.get(question, ())]
    if not before or latex in before:
        return formula(slug, ours, latex, explained=True)
    judged = answer(slug, ours, "\n\n".join(f"$$\n{each}\n$$" for each in [*before, latex]))
    return replace(judged, chains=judged.chains[len(before) :])


def _tried(row: dict[str, str | int | None], texts: dict[str, str]) -> Tried:
    judged = _judged(row, texts)
    broken = breaks(judged)
    whole = set(statuses(judged)) == {Status.HOLDS} and not judged.unread
    found = Status.BREAKS if broken else Status.HOLDS if whole else Status.NOT_READ
    first = row["first_wrong_step"]
    return Tried(
        str(row["id"]),
        row["checkable"] in ("auto", "limit"),
        int(first) if first is not None else None,
        found,
        broken.first_wrong if broken else None,
        bool(broken and broken.slips),
    )


def test_no_right_formula_is_called_wrong_and_no_wrong_one_right() -> None:
    decided = [one for one in tried() if one.found is not Status.NOT_READ]
    assert [one for one in decided if not one.right] == []


def test_most_formulas_that_a_machine_can_check_get_a_verdict() -> None:
    checkable = [one for one in tried() if one.checkable]
    decided = [one for one in checkable if one.found is not Status.NOT_READ]
    unread = ", ".join(one.name for one in checkable if one.found is Status.NOT_READ)
    print(f"\n{len(decided)} of {len(checkable)} formulas got a verdict; for a person: {unread}")
    assert len(decided) >= VERDICTS * len(checkable)


def test_most_slips_are_named() -> None:
    wrong = [one for one in tried() if one.checkable and one.found is Status.BREAKS]
    named = [one for one in wrong if one.named]
    print(f"\n{len(named)} of {len(wrong)} wrong formulas have their slip named")
    assert len(named) >= NAMED * len(wrong)
