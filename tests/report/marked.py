"""A report after a person and a policy: a mark given, marks replaced, one that is stale, a day late."""

from grader.grading.report import Adjustment, ByHand, Mark, QuestionMark, Report
from grader.outcome import Answer, Derivation, DerivationChain, DerivationStep, Finding, Outcome, Part, Printed, Verdict

COMMENT = "You name both effects.\n\nThe *second* one has a name: `underflow`.\nSee the notes <of week 3>."
STEPS = Derivation(
    "answers.md",
    (DerivationChain("J", 3, (DerivationStep("", "J", "holds"), DerivationStep("=", "K", "not_read", "no name"))),),
)
WRONG = Outcome(
    Verdict.PARTIAL, 1 / 3,
    Finding("The sign of the gradient is flipped.", "draw 2", "Recheck the sign."),
    (Printed("What it printed", "debug 1"),), parts=(Part("loss", 1, 1), Part("grad", 0, 2)),
)  # fmt: skip
WAITS = Outcome(Verdict.NEEDS_PERSON, 0.0, Finding("A person will read this answer.", "found in answers.md, line 12"),
                (Answer("It *overflows*."),))  # fmt: skip
REASON, BY = "SECRET-REASON the sheet was unclear", "SECRET-BY Dr. Who"


def given(
    title: str, points: float, outcome: Outcome, by_hand: ByHand | None, kind: str = "gradient", **more: str
) -> Mark:
    return Mark(title, kind, points, more.pop("visibility", "public"), outcome, by_hand=by_hand, **more)


def marked() -> Report:
    """71 of 80 earned, 8 of them lost by being late."""
    marks = (
        given("the explanation", 4, WAITS, ByHand(3, COMMENT, by=BY), "essay"),
        given("the steps", 4, Outcome(Verdict.NEEDS_PERSON, 0.0, None, (STEPS,)), ByHand(4), "derivation"),
        given("the gradient", 3, WRONG, ByHand(2, "Half of it is right.", REASON, BY)),
        given("the loss", 3, Outcome(Verdict.PASSED, 1.0), ByHand(1, "", REASON, BY, changed_since=True)),
        given("the window", 2, Outcome(Verdict.BROKEN, 0.0, Finding("This check failed on our side.")), ByHand(2)),
    )
    rest = Mark("all else", "values", 64, "public", Outcome(Verdict.PARTIAL, 59 / 64, Finding("Five are missing.")))
    adjustments = (
        Adjustment("Handed in 1 day late: 10 % of what can be earned is taken off.", -8),
        Adjustment("An extension of two hours was granted."),
    )
    questions = (QuestionMark("1", "By hand", marks), QuestionMark("2", "By machine", (rest,)))
    return Report("word2vec", "Word2vec", "alice", "C", "limited", "secret", questions, adjustments=adjustments)
