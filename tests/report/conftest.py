"""Reports to look at: a perfect one, one with every verdict and kind of evidence, one full of hostile names."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from grader.grading.report import Adjustment, ByHand, LeftOut, Mark, QuestionMark, Report
from grader.outcome import (
    Answer,
    Derivation,
    DerivationChain,
    DerivationStep,
    Diagnosis,
    DifferenceMap,
    Entry,
    Finding,
    Outcome,
    Part,
    Printed,
    Shapes,
    Source,
    UnreadFormula,
    Verdict,
    WorstEntries,
)  # fmt: skip
from tests.report.marked import marked
from tests.report.measured import USUAL, hostile_evidence, measured

LEVEL = ("C", "limited: a process of its own with limits on time, memory and output, not confined")
VERSIONS = (("grader", "0.1.0"), ("Python", "3.11"), ("numpy", "2.3"))

REPEATS = DifferenceMap(
    "gradOutsideVecs",
    ("V", "D"),
    tuple(tuple(shade if row in (2, 4) else 0.0 for shade in (0.4, 1.0, 0.15, 0.7, 0.05)) for row in range(7)),
    {2: "drawn 3 times", 4: "drawn twice", 5: "the target word"},
)
WORST = WorstEntries(
    "gradOutsideVecs",
    ("V", "D"),
    (
        Entry((2, 1), "-0.0831", "-0.2493", "1e-08"),
        Entry((2, 3), "0.0512", "0.1536", "1e-08"),
        Entry((4, 1), "1.2040", "2.4080", "1e-08"),
    ),
)
DERIVATION = r"""## 2b

The loss is $J = -\log \hat y_o$ with $\hat y = \mathrm{softmax}(U^\top v_c)$, so

$$
\frac{\partial J}{\partial v_c} = U(\hat y - y)
$$

where $y$ is one-hot. Repeated negatives count *as often as they were drawn*; see [the paper](https://example.org/x).

1. expand the logarithm
2. `U @ (y_hat - y)` in code
"""


CHAIN = DerivationChain(
    r"\frac{\partial J}{\partial v_c}",
    31,
    (
        DerivationStep("", r"\frac{\partial J}{\partial v_c}", "holds", understood="∂J/∂v_c"),
        DerivationStep("=", r"-u_o + \sum_x \hat y_x u_x", "holds", "The sum runs over all words.", "(-u_o + …)"),
        DerivationStep("=", r"u_o + U \hat y", "breaks", "It is not equal to the line above.", "(u_o + [U ŷ])"),
        DerivationStep("=", r"U(y + \hat y)", "breaks", understood="[U (y + ŷ)]", carried=True),
        DerivationStep("≈", r"U(\hat y - 2y)", "breaks", understood="[U (ŷ - [2 y])]"),
        DerivationStep("=", r"U(\hat y - y)", "holds", understood="[U (ŷ - y)]"),
        DerivationStep("=", r"\mystery{U}", "not_read", r"`\mystery` is no name that we know."),
    ),
    2,
    5,
    ("The sign of `u_o` is flipped.", "The one-hot `y` is missing."),
)
ASIDE = DerivationChain("J", 40, (DerivationStep("", r"-\log \hat y_o", "breaks", "A loss is asked for."),), 0, None,
                        (), "With V = 2 yours is 0.31, and 0.62 is due.")  # fmt: skip
LEFT_TO_A_PERSON = UnreadFormula(52, "J >> 0", "`≫` compares sizes.", "Say what is equal to what.")
STEPS = Derivation("answers.md", (CHAIN, ASIDE), (LEFT_TO_A_PERSON,), ((r"\hat y", "the softmax, (V,)"),))


def mark(title, points, outcome, visibility="public", kind="gradient", **more):
    return Mark(title, kind, points, visibility, outcome, **more)


def right(title, points=1, **more):
    return mark(title, points, Outcome(Verdict.PASSED, 1.0), **more)


def report(*questions, **more):
    given = {"due": "14 October 2025", "versions": VERSIONS, "seed": "secret", **more}
    title, seed = "Word2vec: naive softmax and negative sampling", given.pop("seed")
    return Report("word2vec", title, "alice", *LEVEL, seed, questions, **given)


def perfect():
    return report(
        QuestionMark("1a", "Sigmoid", (right("values", 2, kind="values"), right("finite at ±1000", 2))),
        QuestionMark("1b", "Naive softmax loss and its gradient", tuple(right(f"case {n}", 3) for n in range(1, 5))),
        QuestionMark("2", "Stochastic gradient descent", (right("halves its step", 4, kind="prints"),)),
    )


def repeated_negatives():
    return mark(
        "the repeated negatives",
        5,
        Outcome(
            Verdict.PARTIAL,
            0.4,
            Finding(
                "Your loss is right. The gradient of `outsideVectors` differs in rows 2 and 4 only: the words drawn "
                "more than once.",
                "case 3, K = 12: 10 of 35 entries differ, all in rows 2 and 4; worst at (2, 1): yours -0.0831, "
                "expected -0.2493 (allowed gap 1e-08)",
                "Each draw must add its own contribution; `grad[idx] += …` adds a repeated index once "
                "(see `np.add.at`).",
                "Repeated negatives count once where each draw counts.",
            ),
            (WORST, REPEATS, Source("word2vec.py", 118, "    idx = [outsideWordIdx] + negs\n    grad[idx] += delta\n")),
            parts=(Part("loss", 1, 1), Part("d centerWordVec", 1, 1), Part("d outsideVectors", 0, 3)),
            diagnoses=(Diagnosis("repeats-once", "`grad[idx] += …` loses repeated rows.", "3.1e-16"),),
            flags=("The same line stands in two other submissions.",),
            notes=("Your gradient of `centerWordVec` is (1, D); the sheet asks for (D,).",),
        ),
        reproduce="grade --assignment word2vec --only '2b/the repeated negatives' submissions/alice",
        function="word2vec.negSamplingLossAndGradient",
    )


def secret_check():
    return mark(
        "loss on unseen words",
        3,
        Outcome(
            Verdict.FAILED,
            0.0,
            Finding(
                "SECRET-WHAT 0.7315 is given where 1.4630 is due.",
                "SECRET-WHERE case 9",
                "Compare your loss with the sheet's sum over the negatives.",
                "The loss is half of what is due.",
            ),
            (
                *(replace(WORST, name="SECRET-ENTRIES"), Printed("SECRET-TITLE", "SECRET-PRINT")),
                *(replace(each, **{field: "SECRET-MEASURED"}) for each in USUAL for field in ("name", "title")
                  if hasattr(each, field)),
                *(Answer("SECRET-ANSWER"), Derivation("SECRET-FILE", (replace(ASIDE, goal="SECRET-GOAL"),))),
            ),
            notes=("SECRET-NOTE 0.7315",),
            flags=("SECRET-FLAG",),
            parts=(Part("SECRET-PART", 0, 3),),
            diagnoses=(Diagnosis("SECRET-MISTAKE", "SECRET-SENTENCE", "SECRET-GAP"),),
        ),
        visibility="hidden",
        reproduce="SECRET-COMMAND",
        function="SECRET-FUNCTION",
    )


def later_check():
    hidden = secret_check()
    outcome = replace(hidden.outcome, finding=Finding("SECRET", "SECRET", "SECRET-ADVICE", "SECRET-CATEGORY"))
    return replace(hidden, title="speed of a full epoch", points=2, visibility="after release", outcome=outcome)


TRACEBACK = "word2vec.py, line 41, in skipgram\n    loss += f(v, idx, U)\nword2vec.py, line 12, in naive\n    y = 1 / 0"


def trouble(verdict, title, what, where="", advice="", evidence=(), points=2):
    return mark(title, points, Outcome(verdict, 0.0, Finding(what, where, advice), evidence))


def everything():
    stops = (
        trouble(Verdict.CRASHED, "one window", "`skipgram` raised ZeroDivisionError: division by zero",
                "word2vec.py, line 12", "Guard the division; the window may be empty.",
                (Printed("The way to that line", TRACEBACK),)),
        trouble(Verdict.SKIPPED, "all windows", "Not looked at, because “one window” does not pass yet.", "",
                "Mend that first; this follows.", points=1),
        trouble(Verdict.TIMED_OUT, "a long text", "`skipgram` did not come back within 10 seconds.", "",
                "A `while` whose condition never changes is the usual reason.", points=3),
        trouble(Verdict.OUT_OF_MEMORY, "many words", "`skipgram` asked for more than 512 MiB.", "",
                "Build the (V, D) array once, not once per word."),
        trouble(Verdict.OUTPUT_EXCEEDED, "quietly", "`skipgram` printed more than 1 MiB.", "", "Remove the `print`."),
        trouble(Verdict.REJECTED, "the saved weights", "`weights.npy` holds Python objects, which are never opened.",
                "weights.npy", "Save plain arrays: `np.save(path, array)`."),
        trouble(Verdict.FAILED, "shapes", "The gradient is transposed: (D, V) where (V, D) is due.", "case 1",
                "Return the transpose.", (Shapes("gradCenterVecs", "(D, V)", "(V, D)"),)),
    )  # fmt: skip
    broken = mark(
        "the whole window",
        4,
        Outcome(
            Verdict.BROKEN,
            0.0,
            Finding("This check failed on our side, and costs you nothing.", "", "Tell your instructor."),
            (Printed("What failed (for the instructor)", "SECRET-TRACE reference/word2vec.py"),),
            flags=("SECRET-FLAG the reference raised",),
        ),
    )
    essay = mark(
        "derive the gradients",
        10,
        Outcome(
            Verdict.NEEDS_PERSON,
            0.0,
            Finding("A person will read this answer.", "found in answers.md, line 12"),
            (Answer(DERIVATION, ("word_vectors.png",), (("SECRET-RUBRIC names the outer product", 4), ("signs", 6))),),
        ),
        kind="essay",
    )
    steps = mark("show the steps", 4, Outcome(Verdict.NEEDS_PERSON, 0.0, None, (STEPS,)), kind="derivation")
    long_title = "Skip-gram: the loss and the gradients of a window, words that repeat, and what one word alone gives"
    return report(
        QuestionMark("1", "Sigmoid", (right("values", 2, kind="values"), right("finite at ±1000", 2))),
        QuestionMark("2a", "Naive softmax loss and its gradient", (right("loss and gradients", 8),)),
        QuestionMark("2b", "Negative sampling", (right("loss, K from 1 to 12", 3), repeated_negatives(),
                                                 secret_check(), later_check())),
        QuestionMark("2c", long_title, (*stops, broken)),
        QuestionMark("3", "The derivations", (essay, steps)),
        QuestionMark("4", "For the curious", (right("hierarchical softmax", 2.5, extra_credit=True),)),
        seed="public",
        notes=("`word2vec (1).py` was read as `word2vec.py`.", "Python 2 code was translated."),
        flags=("SECRET-FLAG imports `ctypes`",),
        left_out=(LeftOut("q4_DAN.ipynb, cell 7", "it trains at top level; `Trainer` is not installed"),),
        attachments=("written.pdf",),
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "`<b onclick=alert(1)>x</b>`",
    "' onfocus='alert(1)' autofocus='",
    "\x1b]0;owned\x07\x1b[2J\x00",
    "\u202egnp.exe\u2066 \ud800 \u200b\ufeff \x9b31m",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <iframe src=//evil.example>",
    "$\\href{javascript:alert(1)}{x}$ $\\text{<script>alert(1)</script>}$ &#x202e; &lt;script&gt;",
)


def _hostile_steps(h, verdict):
    steps = (DerivationStep(h, h, verdict, h, h),) * 2
    return Derivation(h, (DerivationChain(h, 1, steps, 1, None, (h, h), h),), (UnreadFormula(2, h, h, h),), ((h, h),))


def hostile():
    """Every field that may carry a student's words carries all of them."""
    h = "\n".join(HOSTILE)
    finding = Finding(h, h, h, h)
    evidence = (
        WorstEntries(h, (h, h), (Entry((0, 1), h, h, h),)),
        DifferenceMap(h, (h, h), ((0.0, float("nan")), (float("inf"), -1.0)), {0: h, 1: h, 99: h}),
        Shapes(h, h, h),
        Printed(h, h),
        Source(h, 3, h),
        Answer(h, (h,), ((h, 1.0),)),
        *(_hostile_steps(h, verdict) for verdict in ("holds", "breaks", "not_read")),
        *hostile_evidence(h),
    )
    outcome = Outcome(Verdict.PARTIAL, 0.5, finding, evidence, (h,), (h,), (Part(h, 1, 2),), (Diagnosis(h, h, h),))
    waits = replace(outcome, verdict=Verdict.NEEDS_PERSON)
    marks = tuple(Mark(h, h, 2, seen, each, reproduce=h, function=h, by_hand=given)
                  for seen in ("public", "hidden", "after release") for each in (outcome, waits)
                  for given in (None, ByHand(1, h, h, h, True)))  # fmt: skip
    return Report(h, h, h, h, h, h, (QuestionMark(h, h, marks),), h, (h,), (h,), (LeftOut(h, h),), (h,), ((h, h),),
                  (h, "W" * 10_000), (Adjustment(h, -1), Adjustment(h)))  # fmt: skip


@pytest.fixture(name="perfect")
def perfect_report():
    return perfect()


@pytest.fixture(name="everything")
def report_with_everything():
    return everything()


@pytest.fixture(name="hostile")
def hostile_report():
    return hostile()


@pytest.fixture(name="measured")
def report_of_models():
    return measured()


@pytest.fixture(name="marked")
def report_with_marks_by_hand():
    return marked()


@pytest.fixture
def make():
    """What tests build their own reports from."""
    return SimpleNamespace(
        mark=mark, right=right, report=report, question=QuestionMark, trouble=trouble, secret_check=secret_check,
        later_check=later_check, hostile=HOSTILE, steps=STEPS,
    )  # fmt: skip
