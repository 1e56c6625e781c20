"""What the desk makes ready: a sister course's shorter functions, the sheet's own names, both conventions."""

from pathlib import Path
from typing import Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.checks.reference import functions_of
from grader.draws.draws import Draws
from grader.grading.desk import Desk
from grader.grading.judge import judge
from grader.grading.seed import PUBLIC, Seed
from grader.outcome import Outcome
from grader.spec.find import find
from grader.spec.load import load
from reference import foundations, word2vec

SPECS = Path(__file__).parents[2] / "specs"


def desk(slug: str) -> Desk:
    found = find(slug, [SPECS])
    return Desk.of(load(found.path, functions_of(None)), found, Seed(PUBLIC, secret=False))


def outcome(slug: str, question: str, place: int, function: Any) -> Outcome:
    """What one check says of one function in this process."""
    here = desk(slug)
    check = next(one for one in here.assignment.questions if one.id == question).checks[place]
    student = here.reference.pretender({check.function[0]: function})
    return judge(check, Attempt(student, here.reference, Draws(PUBLIC, slug, question, check.title)))


def test_a_skipgram_without_the_window_gets_full_marks() -> None:
    def skipgram(center: Any, outside: Any, rows: Any, V: Any, U: Any, data: Any, loss: Any) -> Any:
        return word2vec.skipgram(center, 0, outside, rows, V, U, data, loss)

    assert outcome("word2vec", "skipgram", 0, skipgram).fraction == 1.0


def test_a_function_with_room_for_all_arguments_gets_them_whatever_it_calls_them() -> None:
    def skipgram(w: Any, size: Any, others: Any, rows: Any, V: Any, U: Any, data: Any, loss: Any) -> Any:
        return word2vec.skipgram(w, size, others, rows, V, U, data, loss)

    assert outcome("word2vec", "skipgram", 0, skipgram).fraction == 1.0


def test_a_given_function_knows_the_sheet_s_parameter_names() -> None:
    names = desk("word2vec").reference.callback("word2vec.neg_sampling").parameters
    assert tuple(names) == ("centerWordVec", "outsideWordIdx", "outsideVectors", "dataset", "K")
    names = desk("word2vec-foundations").reference.callback("foundations.softmax_cost_and_gradient").parameters
    assert tuple(names) == ("predicted", "target", "outputVectors", "dataset")


def test_a_mistake_about_the_mean_is_named_under_the_convention_of_the_mean() -> None:
    def labels_averaged(data: Any, labels: Any, params: Any, dimensions: Any) -> Any:
        mistakes = desk("word2vec-foundations").reference.mistakes("foundations.forward_backward_prop")
        wrong = next(one.wrong for one in mistakes if one.name == "labels averaged without the output")
        return wrong(data, labels, params, dimensions)

    found = outcome("word2vec-foundations", "forward-backward", 0, labels_averaged)
    assert [one.mistake for one in found.diagnoses] == ["labels averaged without the output"]
    assert 0 < found.fraction < 1


def test_a_mean_over_the_batch_gets_full_marks() -> None:
    def mean(data: Any, labels: Any, params: Any, dimensions: Any) -> Any:
        cost, gradient = foundations.forward_backward_prop(data, labels, params, dimensions)
        return cost / len(data), gradient / len(data)

    assert outcome("word2vec-foundations", "forward-backward", 0, mean).fraction == 1.0


def test_a_loss_that_guards_its_logarithm_gets_full_marks() -> None:
    def guarded(v_c: Any, o: int, U: Any, dataset: Any) -> Any:
        _, grad_v_c, grad_U = foundations.softmax_cost_and_gradient(v_c, o, U)
        return -np.log(foundations.softmax(U @ v_c)[o] + 1e-8), grad_v_c, grad_U

    assert outcome("word2vec", "naive-softmax", 0, guarded).fraction == 1.0


def test_negative_strengths_lose_their_marks_and_are_told() -> None:
    found = outcome("word2vec-foundations", "model-choice", 0, lambda: [-1.0, 0.001, 0.1, 10.0])
    assert found.fraction == 0
    assert found.finding is not None
    assert found.finding.what == "`getRegularizationValues` gives negative strengths, which reward large weights."
    assert found.finding.where == "the smallest is -1"
    assert "raise 10 to them" in found.finding.advice


def test_a_gradient_check_that_compares_without_the_absolute_value_fails() -> None:
    def one_sided(f: Any, x: Any, text: str = "") -> None:
        at = np.array(x)
        gradient = np.asarray(f(at)[1])
        for index in np.ndindex(at.shape):
            step = np.zeros_like(at)
            step[index] = 1e-4
            if (f(at + step)[0] - f(at - step)[0]) / 2e-4 - gradient[index] > 1e-5:
                print("failed")
                return
        print("passed")

    assert outcome("word2vec-foundations", "gradcheck", 0, one_sided).fraction == 0
