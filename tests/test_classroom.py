"""The invented class: its right hand-ins are right, all different, and each slip costs where it is said to."""

import ast
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from grader.cli.line import Line
from grader.grading.report import Report
from grader.grading.seed import PUBLIC, Seed
from reference import word2vec as reference
from tests.classroom.hand_ins import Class, HandIn, made, write
from tests.classroom.layouts import LAYOUTS, Manner, as_one_text
from tests.classroom.mischief import MISCHIEF
from tests.classroom.names import ROLES, STYLES, TAKEN
from tests.classroom.plans import FUNCTIONS, Plan, chosen, covering
from tests.classroom.slips import SLIPS, Slip
from tests.classroom.writing import DERIVATIONS, WORDS
from tests.slots import shared_slot

ROOT = Path(__file__).parent.parent
COVERING = covering()
PLAIN = Manner("paper", "camelCase", LAYOUTS[0], documented=True)


class Tokens:
    """Words that are drawn in a known order."""

    def __init__(self) -> None:
        self.random = Random(4)

    def sampleTokenIdx(self) -> int:
        return self.random.randrange(6)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "specs/word2vec/given"))


def test_no_two_places_have_one_name() -> None:
    for style, names in STYLES.items():
        assert set(names) == set(ROLES)
        assert len(set(names.values())) == len(ROLES), style
        assert not TAKEN & set(names.values()), style


def test_every_way_stands_in_one_of_the_covering_plans() -> None:
    stands = {
        (one.function.name, one.shape.name, way) for plan in COVERING for one in plan.values() for way in one.ways
    }
    for function in FUNCTIONS:
        for shape in function.shapes:
            assert {(function.name, shape.name, way) for step in shape.steps for way in step.ways} <= stands


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("plan", COVERING, ids=range(len(COVERING)))
def test_every_way_is_right(plan: Plan) -> None:
    head, texts = as_one_text(plan, PLAIN)
    mine: dict[str, Any] = {}
    with np.errstate(all="ignore"):
        exec(head + "\n".join(texts.values()), mine)
        for yours, due in pairs(mine):
            for value, wanted in zip(yours, due, strict=True):
                np.testing.assert_allclose(value, wanted, rtol=1e-9, atol=1e-12)


def bowl(x: Any) -> tuple[float, Any]:
    """A cost that is only printed, and a slope."""
    return float(x[0, 0]), 1e-3 * x


#: Far enough that the step is halved.
DESCENT = (bowl, np.random.default_rng(8).normal(size=(3, 5)), 1e-3, 20030)


@cache
def due_descent() -> Any:
    """Where it ends: 20,030 steps, which are taken once."""
    return reference.sgd(*DESCENT)


def pairs(mine: Mapping[str, Callable[..., Any]]) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """What the functions give, and the reference's."""
    rng = np.random.default_rng(7)
    v, U, C, x = rng.normal(size=4), rng.normal(size=(6, 4)), rng.normal(size=(6, 4)), rng.normal(size=(3, 5))
    words = {f"w{row}": row for row in range(6)}
    window = ("w2", 2, ["w1", "w5", "w1", "w2"], words, C, U)
    naive, neg = mine["naiveSoftmaxLossAndGradient"], mine["negSamplingLossAndGradient"]
    return [
        ((mine["sigmoid"](x),), (reference.sigmoid(x),)),
        ((mine["sigmoid"](np.array([-999.0, 999.0])),), (np.array([0.0, 1.0]),)),
        (naive(v, 3, U, Tokens()), reference.naive_softmax(v, 3, U, Tokens())),
        (neg(v, 3, U, Tokens(), 9), reference.neg_sampling(v, 3, U, Tokens(), 9)),
        (mine["skipgram"](*window, Tokens(), naive), reference.skipgram(*window, Tokens(), reference.naive_softmax)),
        ((mine["sgd"](*DESCENT, None, False, 20000),), (due_descent(),)),
    ]


def test_a_class_is_the_same_again() -> None:
    once, again = (list(Class(12, seed=3, wrong=0.3, hostile=0.2)) for _ in range(2))
    assert [(one.who, one.files) for one in once] == [(one.who, one.files) for one in again]
    assert [one.files for one in Class(12, seed=4)] != [one.files for one in Class(12, seed=3)]


def test_three_hundred_right_hand_ins_are_three_hundred_computations() -> None:
    handed_in = list(Class(300, plain=True))
    computations = {tuple(one.ways for one in hand_in.plan.values()) for hand_in in handed_in}
    assert len({one.who for one in handed_in}) == len(computations) == 300
    assert all(one.right for one in handed_in)


def test_shares_of_the_class_are_wrong_and_hostile() -> None:
    abouts = [one.about for one in Class(400, wrong=0.3, hostile=0.1)]
    assert 80 < sum(about in {slip.name for slip in SLIPS} for about in abouts) < 160
    assert 20 < sum(about in MISCHIEF for about in abouts) < 60


def test_what_is_handed_in_is_written_and_its_key_stands_beside_it(tmp_path: Path) -> None:
    [one] = write(Class(1, wrong=1.0, torch=True), tmp_path / "class")
    key = json.loads((tmp_path / "class.key.json").read_text())
    assert key == {one.who: {"about": one.about, "costs": list(one.costs)}}
    assert {path.name for path in (tmp_path / "class" / one.who / "word2vec").iterdir()} == set(one.files)


def test_every_hand_in_can_be_parsed() -> None:
    for one in Class(60, seed=1):
        for name, content in one.files.items():
            if name.endswith(".py"):
                ast.parse(content)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_right_hand_in_earns_everything(layout: str, tmp_path: Path) -> None:
    plan = COVERING[LAYOUTS.index(layout)]
    report = graded(made("ada", Random(layout), plan, Manner("terse", "snake_case", layout, True)), tmp_path)
    assert lost(report) == {}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_costs_where_it_was_made(slip: Slip, tmp_path: Path) -> None:
    random = Random(slip.name)
    report = graded(made("ada", random, chosen(random, slip), PLAIN, slip), tmp_path, slip.questions[0])
    assert set(lost(report)) == {slip.questions[0]}


@pytest.mark.parametrize("label", DERIVATIONS)
def test_every_step_and_every_result_of_a_derivation_earns_everything(label: str, tmp_path: Path) -> None:
    for number, text in enumerate(derived(label)):
        slip = Slip("none", (), answers={label: text + " " + WORDS.get(label, ("",))[0]})
        report = graded(made(f"ada{number}", Random(0), COVERING[0], PLAIN, slip), tmp_path, QUESTIONS[label])
        assert lost(report) == {}, text
        assert not [mark for question in report.questions for mark in question.marks
                    if mark.outcome.verdict.value == "needs_person" and mark.kind == "derivation"], text  # fmt: skip


def derived(label: str) -> list[str]:
    """Answers in which every target, every result and every step alone occurs."""
    answers = []
    for chains in DERIVATIONS[label]:
        for number in range(max(max(len(chain.steps), len(chain.results), len(chain.targets)) for chain in chains)):
            answers.append(
                " ".join(
                    chain.with_steps(
                        chain.steps[number % len(chain.steps) :][:1] if chain.steps else (),
                        chain.targets[number % len(chain.targets)],
                        chain.results[number % len(chain.results)],
                    )
                    for chain in chains
                )
            )
        answers.append(" ".join(chain.with_steps(chain.steps) for chain in chains))
    return answers


QUESTIONS = dict(
    zip("abcdefgh", ["cross-entropy-is-naive-softmax", "center-gradient", "outside-gradient", "outside-matrix-gradient",
                     "sigmoid-derivative", "negative-sampling-gradients", "repeated-negatives", "window-gradients"],
        strict=True)
)  # fmt: skip


@cache
def line(only: str) -> Line:
    """One for all tests that ask for this question: the spec is read once."""
    return Line(Seed(PUBLIC, secret=False), only=only)


def graded(hand_in: HandIn, folder: Path, only: str = "") -> Report:
    hand_in.write(folder)
    found = line(only).found([folder / hand_in.who / "word2vec"], "word2vec")
    [(_, report)] = line(only).reports(found, shared_slot())
    return report


def lost(report: Report) -> dict[str, float]:
    """Questions that lost points, and how many."""
    due = {question.id: question.max_score - question.score for question in report.questions}
    return {name: points for name, points in due.items() if points}
