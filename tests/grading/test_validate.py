"""A spec is tried before students meet it; what is wrong with it is told with the mistake, the check and the seed."""

import inspect
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.checks.derivation import Derivation
from grader.checks.driven import DrivenCheck
from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.seed import PUBLIC, Seed
from grader.grading.stubs import STUBS
from grader.grading.validate import validate
from grader.grading.validation import Validation
from grader.spec.find import find
from grader.spec.load import load

SPECS = Path(__file__).parents[2] / "specs"
SAMPLERS = (SPECS / "word2vec" / "given" / "samplers.py").read_text("utf-8")
HEAD = """
spec_version: 1
slug: small
title: Small
questions:
  - id: one
    title: One
    checks:
"""
NEGATIVES = """
      - kind: gradient
        title: loss and gradients
        points: {loss: 1, d centerWordVec: 1, d outsideVectors: 1}
        function: word2vec.negSamplingLossAndGradient
        arguments:
          centerWordVec: {normal: [D], scale: 0.6}
          outsideWordIdx: {index: V}
          outsideVectors: {normal: [V, D], scale: 0.6}
          dataset:
            object: samplers.TokenSampler
            with: {tokens: {tokens: V, count: K, avoiding: outsideWordIdx, hits_target: true}}
          K: {dimension: K}
        dimensions:
          K: {min: 1, max: MOST}
        returns: [loss, d centerWordVec, d outsideVectors]
        reference: word2vec.neg_sampling
"""
SQUARE = """
      - kind: gradient
        title: cost and gradient
        points: 2
        function: own.square
        arguments:
          x: {normal: [N]}
        returns: [cost, d x]
        loss: cost
        reference: square
"""


def desk_at(folder: Path) -> Desk:
    found = find(folder.name, [folder.parent])
    return Desk.of(load(found.path, functions_of(found.reference)), found, Seed(PUBLIC, secret=False))


def without_sweeps(desk: Desk) -> Desk:
    """The same desk without what others try: derivations in tests/specs/test_derivations_as_declared.py, trainings,
    which take minutes for all mistakes, in `grade validate word2vec-foundations` and test_validate_driven.py."""

    def kept(check: object) -> bool:
        return not isinstance(check, Derivation | DrivenCheck)

    sheet = desk.assignment.questions
    questions = [each.model_copy(update={"checks": list(filter(kept, each.checks))}) for each in sheet]
    return replace(desk, assignment=desk.assignment.model_copy(update={"questions": questions}))


def small(folder: Path, checks: str, reference: str = "") -> Desk:
    """The desk of a spec with these checks, in a folder of its own."""
    place = folder / "small"
    (place / "given").mkdir(parents=True)
    (place / "given" / "samplers.py").write_text(SAMPLERS, "utf-8")
    (place / "assignment.yaml").write_text(HEAD.lstrip() + checks.lstrip("\n"), "utf-8")
    if reference:
        (place / "reference.py").write_text(reference, "utf-8")
    return desk_at(place)


def told(validation: Validation) -> str:
    return "\n".join(f"{one.what} | {one.where} | {one.advice}" for one in validation.findings)


@pytest.mark.parametrize("slug", ["word2vec", "word2vec-foundations"])
def test_both_word2vec_specs_catch_and_name_every_known_mistake(slug: str) -> None:
    validation = validate(without_sweeps(desk_at(SPECS / slug)), ["sparrow"])  # `grade validate` tries three
    assert validation.ok, told(validation)
    assert validation.mistakes >= 40
    assert "each mistake is caught and named" in validation.summary
    assert validation.narrowest is not None and validation.narrowest.share < 0.01


def test_a_spec_without_repeated_draws_is_told_that_a_mistake_keeps_full_marks(tmp_path: Path) -> None:
    validation = validate(small(tmp_path, NEGATIVES.replace("MOST", "1")), ["sparrow"])
    kept = [one.what for one in validation.findings if "keeps full marks" in one.what]
    assert any("“repeats counted once in the gradient” of `word2vec.neg_sampling`" in what for what in kept)
    finding = next(one for one in validation.findings if "repeats counted once" in one.what)
    assert finding.where == "One, “loss and gradients” (seed sparrow)"
    assert "repeated indices" in finding.advice
    assert validation.summary.endswith("to mend.")


def test_the_same_spec_with_repeated_draws_is_clean(tmp_path: Path) -> None:
    validation = validate(small(tmp_path, NEGATIVES.replace("MOST", "12")), ["sparrow"])
    assert validation.ok, told(validation)


def test_a_reference_whose_gradient_is_not_its_loss_s_is_told(tmp_path: Path) -> None:
    reference = "import numpy as np\n\n\ndef square(x):\n    return np.sum(x * x), 2.002 * x\n"
    validation = validate(small(tmp_path, SQUARE, reference), ["sparrow"])
    assert "The reference's `d x` is not the gradient of its own `cost`" in told(validation)
    assert "Recheck `square`" in told(validation)


def test_a_reference_with_a_right_gradient_is_not_told_anything(tmp_path: Path) -> None:
    reference = "import numpy as np\n\n\ndef square(x):\n    return np.sum(x * x), 2 * x\n"
    validation = validate(small(tmp_path, SQUARE, reference), ["sparrow"])
    assert validation.ok, told(validation)


def test_a_reference_that_raises_does_not_pass_its_own_check(tmp_path: Path) -> None:
    reference = "def square(x):\n    raise ValueError('out of reach')\n"
    validation = validate(small(tmp_path, SQUARE, reference), ["sparrow"])
    assert "The reference `square` does not pass its own check" in told(validation)
    assert "out of reach" in told(validation)
    assert "nobody could get these points" in told(validation)


def test_a_check_that_a_stub_passes_is_told_to_stand_behind_a_gate(tmp_path: Path) -> None:
    check = SQUARE.replace("kind: gradient", "kind: properties").replace("returns: [cost, d x]", "of: x")
    check = check.replace("loss: cost", "properties: [leaves its inputs alone]")
    validation = validate(small(tmp_path, check, "def square(x):\n    print(x)\n"), ["sparrow"])
    assert "A function that returns nothing earns points." in told(validation)
    assert "gate: true" in told(validation)


@pytest.mark.parametrize("does", [name for name in STUBS if name.startswith("returns ")])
def test_a_stub_that_returns_something_may_earn_nothing_either(tmp_path: Path, does: str) -> None:
    """Without an array to change, whether anything was computed cannot be told."""
    check = SQUARE.replace("kind: gradient", "kind: properties").replace("returns: [cost, d x]", "of: name")
    check = check.replace("loss: cost", "properties: [leaves its inputs alone]").replace(
        "arguments:", "arguments:\n          name: {constant: ann}"
    )
    reference = "def square(name, x):\n    return None if name else (x * x).sum()\n"
    validation = validate(small(tmp_path, check, reference), ["sparrow"])
    assert f"A function that {does} earns points." in told(validation)


def test_stubs_have_the_shapes_that_are_due_and_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def right(x: np.ndarray, y: str) -> tuple[object, ...]:
        print("passed")
        return float(x.sum()), 2 * x, {"best": 1}, y, [1, 2]

    x = np.array([[1.0, 2.0, 3.0]])
    zeros, halves, given = (made(right)(x, "y") for name, made in list(STUBS.items())[2:])
    assert zeros[0] == 0 and zeros[1].tolist() == [[0, 0, 0]] and zeros[2:4] == (None, None)
    assert halves[0] == 0.5 and halves[1].tolist() == [[0.5, 0.5, 0.5]] and halves[4].tolist() == [0.5, 0.5]
    assert given[0] == 0 and given[1] is x
    assert list(inspect.signature(STUBS["returns zeros"](right)).parameters) == ["x", "y"]
    assert capsys.readouterr().out == ""


def test_a_mistake_that_looks_like_another_one_is_told_as_unnamed(tmp_path: Path) -> None:
    reference = """
import numpy as np
from reference.mistake import mistake

def square(x):
    return np.sum(x * x), 2 * x

def wrong(x):
    return np.sum(x * x), 3 * x

for name in ("first", "second", "third"):
    mistake(of=square, name=name, sentence="Thrice.", advice="Twice.")(wrong)
"""
    validation = validate(small(tmp_path, SQUARE, reference), ["sparrow"])
    assert "“third” of `square` loses marks and is not named; named instead: “first”, “second”" in told(validation)
    assert "merge two mistakes that are one" in told(validation)


def test_a_mistake_that_raises_counts_as_caught_and_is_listed(tmp_path: Path) -> None:
    reference = """
import numpy as np
from reference.mistake import mistake

def square(x):
    return np.sum(x * x), 2 * x

@mistake(of=square, name="no number", sentence="It raises.", advice="Return.")
def wrong(x):
    raise TypeError("no")
"""
    validation = validate(small(tmp_path, SQUARE, reference), ["sparrow"])
    assert validation.ok, told(validation)
    assert validation.raising == ("“no number” of `square`",)
    assert "1 of the mistakes raise" in validation.summary


def test_seeds_that_show_the_same_flaw_are_told_together(tmp_path: Path) -> None:
    validation = validate(small(tmp_path, SQUARE, "def square(x):\n    return None\n"), ["sparrow", "heron"])
    assert [one.where for one in validation.findings] == ["One, “cost and gradient” (seed sparrow, heron)"]
