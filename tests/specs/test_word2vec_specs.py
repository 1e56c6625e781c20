"""Both word2vec assignments ask for what their sheets ask for, and their given files hold no answer."""

import ast
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.base import CallingCheck
from grader.checks.essay import Essay
from grader.checks.reference import functions_of
from grader.spec.load import load
from grader.spec.model import Assignment
from grader.wall.given import GivenFiles

SPECS = Path(__file__).parents[2] / "specs"
SLUGS = ["word2vec-foundations", "word2vec"]
RIGHT = ["linear", "separable", "coupled", "noisy", "noisy_choice"]
WRONG = [
    "twice_the_gradient", "one_percent_off", "slightly_off", "other_sign", "zero_gradient", "wrong_in_first_entry",
    "wrong_in_one_entry", "wrong_in_last_entry", "noisy_one_percent_off",
]  # fmt: skip

PLACES = [np.array(1.3), np.array([0.4, -1.2, 2.0]), np.array([[0.3, -0.8, 1.1], [1.9, -0.1, 0.6]])]


def spec(slug: str) -> Assignment:
    return load(SPECS / slug, functions_of(None))


def calling(assignment: Assignment) -> list[CallingCheck]:
    return [check for question in assignment.questions for check in question.checks if isinstance(check, CallingCheck)]


def given(slug: str) -> GivenFiles:
    return GivenFiles(SPECS / slug / "given")


@pytest.mark.parametrize(("slug", "points"), [("word2vec-foundations", 100), ("word2vec", 60)])
def test_the_points_add_up(slug: str, points: float) -> None:
    checks = [check for question in spec(slug).questions for check in question.checks]
    assert sum(check.total for check in checks if not check.extra_credit) == points


@pytest.mark.parametrize("slug", SLUGS)
def test_every_written_item_has_a_label_and_a_rubric_worth_its_points(slug: str) -> None:
    for question in spec(slug).questions:
        for check in question.checks:
            if isinstance(check, Essay):
                assert question.labels, question.title
                assert sum(check.rubric.values()) == check.total, question.title


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("word2vec-foundations", [
            "q1_softmax.softmax", "q2_sigmoid.sigmoid", "q2_sigmoid.sigmoid_grad", "q2_gradcheck.gradcheck_naive",
            "q2_neural.forward_backward_prop", "q3_word2vec.normalizeRows", "q3_word2vec.softmaxCostAndGradient",
            "q3_word2vec.negSamplingCostAndGradient", "q3_word2vec.skipgram", "q3_word2vec.cbow", "q3_sgd.sgd",
            "q4_sentiment.getSentenceFeature", "q4_sentiment.getSentenceFeatures", "q4_softmaxreg.getSentenceFeature",
            "q4_softmaxreg.softmaxRegression", "q4_sentiment.getRegularizationValues", "q4_sentiment.chooseBestModel",
        ]),
        ("word2vec", [
            "word2vec.sigmoid", "word2vec.naiveSoftmaxLossAndGradient", "word2vec.naive_softmax_loss_and_gradient",
            "word2vec.negSamplingLossAndGradient", "word2vec.neg_sampling_loss_and_gradient", "word2vec.skipgram",
            "sgd.sgd",
        ]),
    ],
)  # fmt: skip
def test_every_function_of_the_sheet_is_checked_and_told_in_the_handout(slug: str, names: list[str]) -> None:
    assert set(names) <= set(spec(slug).functions)
    handout = (SPECS / slug / "handout.md").read_text("utf-8")
    for name in {spellings.function[0].rpartition(".")[2] for spellings in calling(spec(slug))}:
        assert f"`{name}" in handout, name


def test_public_hidden_and_later_checks_all_occur() -> None:
    assert {check.visibility for check in calling(spec("word2vec-foundations"))} == {
        "public", "hidden", "after release",
    }  # fmt: skip
    assert {check.visibility for check in calling(spec("word2vec"))} == {"public", "hidden"}


@pytest.mark.parametrize("slug", SLUGS)
def test_negative_sampling_is_drawn_with_k_from_1_to_12(slug: str) -> None:
    ranges = [check.dimensions["K"] for check in calling(spec(slug)) if "K" in check.dimensions]
    assert any((span.min, span.max) == (1, 12) for span in ranges)


def test_the_first_assignment_s_given_files_define_none_of_its_answers() -> None:
    answers = {name.rpartition(".")[2].lower().replace("_", "") for name in spec("word2vec-foundations").functions}
    for file, source, _ in given("word2vec-foundations").sources.values():
        defined = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
        assert not {name.lower().replace("_", "") for name in defined} & answers, file


def test_the_second_assignment_s_given_files_define_only_the_course_s_helpers() -> None:
    graded = {name.rpartition(".")[2] for name in spec("word2vec").functions}
    for file, source, _ in given("word2vec").sources.values():
        defined = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
        assert not defined & graded, file


@pytest.mark.parametrize("slug", SLUGS)
def test_the_sampler_hands_out_its_list_and_starts_again(slug: str) -> None:
    sampler = given(slug).get("samplers.TokenSampler")(tokens=np.array([2, 0, 1]))
    assert [sampler.sampleTokenIdx() for _ in range(5)] == [2, 0, 1, 2, 0]
    assert sampler.sample_token_idx() == 1
    center, context = sampler.getRandomContext(2)
    assert center in sampler.tokens() and len(context) == 4 and set(context) <= set(sampler.tokens())


def differences(function: Callable[[Any], tuple[float, Any]], x: Any) -> Any:
    """The numeric gradient with the random state set back before every evaluation, and the returned one."""

    def value(at: Any) -> tuple[float, Any]:
        random.seed(7)
        return function(at)

    numeric = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = 1e-4
        numeric[index] = (value(x + step)[0] - value(x - step)[0]) / 2e-4
    return numeric, value(x)[1]


@pytest.mark.parametrize("x", PLACES)
@pytest.mark.parametrize("name", [*RIGHT, *WRONG])
def test_the_check_functions_are_as_right_or_wrong_as_they_say(name: str, x: Any) -> None:
    state = random.getstate()
    numeric, returned = differences(given("word2vec-foundations").get(f"checkfunctions.{name}"), x)
    random.setstate(state)
    off = np.abs(numeric - returned) / np.maximum(1, np.maximum(np.abs(numeric), np.abs(returned)))
    assert np.shape(returned) == x.shape
    assert (off.max() < 1e-6) if name in RIGHT else (off.max() > 3e-5)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", ["bowl", "round_bowl"])
def test_the_functions_to_descend_return_their_gradients_and_leave_x_alone(slug: str, name: str) -> None:
    function = given(slug).get(f"objectives.{name}")
    for x in (np.array(0.7), np.array([0.4, -1.2]), np.array([[0.4, -1.2], [2.0, 0.1]])):
        before = x.copy()
        numeric, returned = differences(function, x)
        returned += 1.0  # an in-place step must not reach x through the gradient
        np.testing.assert_allclose(returned - 1.0, numeric, atol=1e-6)
        np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_postprocessing_returns_a_new_array_of_length_one(slug: str) -> None:
    x = np.array([3.0, 4.0])
    np.testing.assert_allclose(given(slug).get("objectives.length_one")(x), [0.6, 0.8])
    np.testing.assert_array_equal(x, [3.0, 4.0])


def test_the_given_gradient_check_says_passed_and_failed(capsys: pytest.CaptureFixture[str]) -> None:
    check = given("word2vec").get("utils.gradcheck.gradcheck_naive")
    functions = given("word2vec-foundations")
    for name, word in (("coupled", "passed"), ("noisy", "passed"), ("slightly_off", "failed")):
        check(functions.get(f"checkfunctions.{name}"), np.array([0.4, -1.2, 2.0]))
        assert word in capsys.readouterr().out


def test_the_given_softmax_and_rows_are_right() -> None:
    utils = given("word2vec")
    np.testing.assert_allclose(utils.get("utils.utils.softmax")(np.array([[1000.0, 1000.0]])), [[0.5, 0.5]])
    np.testing.assert_allclose(utils.get("utils.utils.normalizeRows")(np.array([[3.0, 4.0]])), [[0.6, 0.8]])


def test_a_row_that_spans_more_than_exp_can_and_the_entry_zero_are_tried() -> None:
    """exp(x - min(x)) overflows there; and a sigmoid in two halves, x > 0 and x < 0, forgets 0."""
    softmax = next(check for check in calling(spec("word2vec-foundations")) if check.title == "entries near ±1000")
    written = [np.asarray(arguments["x"].array) for _, arguments in softmax.rounds()]  # type: ignore[attr-defined]
    assert any(x.ndim == 2 and np.any(x.max(axis=1) - x.min(axis=1) > 1000) for x in written)
    for slug, title in (("word2vec-foundations", "sigmoid near ±1000"), ("word2vec", "entries near ±1000")):
        sigmoid = next(check for check in calling(spec(slug)) if check.title == title)
        assert np.any(np.asarray(sigmoid.arguments["x"].array) == 0)  # type: ignore[attr-defined]
