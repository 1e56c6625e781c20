"""Gradients: against the reference, and against the student's own loss, so that the two faults are told apart."""

import re

import numpy as np
import pytest

from grader.outcome import Verdict, WorstEntries
from reference.foundations import forward_backward_prop, skipgram
from tests.checks.bench import behind_the_wall, check, judged, of_spec, own, said

NEGATIVES = of_spec("word2vec", "negative-sampling", "loss and gradients, K from 1 to 12")
NETWORK = of_spec("word2vec-foundations", "forward-backward", "cost and gradient of a batch")
WINDOW = of_spec("word2vec", "skipgram", "loss and gradients of a window")
CUBE = """
    kind: gradient
    function: own.cube
    arguments: {x: {normal: [N, D]}}
    returns: [loss, d x]
    reference: cube
"""
OWN = own("""
    import numpy as np
    def cube(x): return float((x ** 3).sum()), 3 * x ** 2
""")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def negatives(change=lambda cost, v, U: (cost, v, U), *, count=None, lose_repeats=False):
    """Negative sampling as students write it, with one thing changed."""

    def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
        drawn = []
        for _ in range(count or K):
            drawn.append(dataset.sampleTokenIdx())
            while drawn[-1] == outsideWordIdx:
                drawn[-1] = dataset.sampleTokenIdx()
        p = sigmoid(outsideVectors[outsideWordIdx] @ centerWordVec)
        cost, v, U = -np.log(p), (p - 1) * outsideVectors[outsideWordIdx], np.zeros_like(outsideVectors)
        U[outsideWordIdx] += (p - 1) * centerWordVec
        for k in drawn:
            q = sigmoid(outsideVectors[k] @ centerWordVec)
            cost -= np.log(1 - q)
            v += q * outsideVectors[k]
            if not lose_repeats:
                U[k] += q * centerWordVec
        if lose_repeats:
            U[drawn] += sigmoid(outsideVectors[drawn] @ centerWordVec)[:, None] * centerWordVec
        return change(cost, v, U)

    return negSamplingLossAndGradient


@pytest.mark.parametrize(
    ("liberty", "note"),
    [
        (lambda c, v, U: (c, v, U), ""),
        (lambda c, v, U: (np.array([c]), v[None], U), "(1, D); (D,) is asked. No mark is lost."),
        (lambda c, v, U: (np.float32(c), v.astype(np.float32), U.astype(np.float32)), "was computed in float32"),
        (lambda c, v, U: [c, list(v), U], "is a list; an array is asked"),
    ],
)
def test_accepts_what_is_right_and_notes_a_harmless_liberty(liberty, note):
    outcome = judged(NEGATIVES, negatives(liberty))
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0)
    assert note in said(outcome) and bool(note) == bool(outcome.notes)


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("factor", [1.001, 0.999])
def test_rejects_any_value_that_is_off_by_one_part_in_a_thousand(which, factor):
    def scaled(*values):
        return tuple(value * factor if place == which else value for place, value in enumerate(values))

    outcome = judged(NEGATIVES, negatives(scaled))
    assert outcome.verdict is Verdict.PARTIAL
    assert [part.earned == part.points for part in outcome.parts] == [place != which for place in range(3)]


def test_rejects_and_names_what_loses_a_repeated_index():
    outcome = judged(NEGATIVES, negatives(lose_repeats=True))
    assert outcome.fraction == pytest.approx(3 / 5)
    assert outcome.finding.what.startswith("Your loss and the gradient of `centerWordVec` are right. Your gradient of "
                                           "U counts a word that is drawn several times only once")  # fmt: skip
    assert "all in rows" in outcome.finding.where
    assert "np.add.at" in outcome.finding.advice


def test_rejects_and_names_what_is_right_for_ten_negatives_only():
    outcome = judged(NEGATIVES, negatives(count=10))
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert outcome.finding.what == "You draw 10 negatives whatever K is."
    assert outcome.finding.advice == "Use the argument K."


def test_rejects_what_is_right_for_square_matrices_only():
    def square_only(c, v, U):
        return c, v, U.T if U.shape[0] == U.shape[1] else U.T.reshape(U.shape)

    outcome = judged(NEGATIVES, negatives(square_only))
    assert outcome.verdict is Verdict.PARTIAL and "`outsideVectors`" in outcome.finding.what


def test_a_wrong_gradient_of_a_right_loss_is_told():
    finding = judged(NEGATIVES, negatives(lambda c, v, U: (c, np.sin(v), U))).finding
    assert finding.what == (
        "Your loss is right. The gradient of `centerWordVec` disagrees with central differences of your own loss and "
        "with the reference. We can't tell which slip this is."
    )
    assert finding.advice == "Derive the gradient again from the loss as it stands."
    assert re.search(r"worst at \(\d+,\): yours .*, expected .* \(allowed gap .*\)", finding.where)


def test_a_right_gradient_of_a_wrong_loss_is_told():
    finding = judged(check(CUBE), lambda x: (float((x**2).sum()), 2 * x), OWN).finding
    assert "Your gradient is right for the loss you wrote; the loss is not the one asked for." in finding.what
    assert "Mend the loss; the gradient follows from it by the same steps." in finding.advice
    assert finding.where.startswith("the loss: draw ") and "; the gradient of `x`: draw " in finding.where


def test_a_gradient_wrong_by_both_judges_is_told():
    finding = judged(check(CUBE), lambda x: (float((x**2).sum()), np.cos(x)), OWN).finding
    assert (
        "The loss is not the one asked for, and the gradient of `x` disagrees with central differences of your own"
        in (finding.what)
    )


def test_a_float32_gradient_is_not_measured_by_central_differences():
    finding = judged(check(CUBE), lambda x: (float((x**3).sum()), np.cos(x).astype(np.float32)), OWN).finding
    assert "central differences" not in finding.what
    assert finding.what.startswith("Your loss is right. The gradient of `x` disagrees with the value due.")


def test_a_loss_that_changes_from_call_to_call_does_not_break_the_explanation():
    calls = []

    def moody(x):
        calls.append(1)
        if len(calls) > 6:
            raise ValueError("not again")
        return float((x**3).sum()), np.cos(x)

    outcome = judged(check(CUBE), moody, OWN)
    assert outcome.verdict is Verdict.FAILED and not outcome.flags


@pytest.mark.parametrize("later", [{"loss": 1.0}, "loss", [["x" * 1_000_000, 0.5]], None, np.array(1.0), (np.inf, 0)])
def test_a_loss_that_is_something_else_later_does_not_break_the_explanation(later):
    calls = []

    def moody(x):
        calls.append(1)
        return later if len(calls) > 6 else (float((x**3).sum()), np.cos(x))

    outcome = judged(check(CUBE), moody, OWN)
    assert outcome.verdict is Verdict.FAILED and not outcome.flags


def test_the_hidden_category_holds_no_number_of_the_inputs():
    for change in (
        lambda c, v, U: (c * 1.001, v, U),
        lambda c, v, U: (c, np.sin(v), U),
        lambda c, v, U: (c, v, U[:, :2]),
    ):
        finding = judged(NEGATIVES, negatives(change)).finding
        assert finding.category and not re.search(r"\d", finding.category)


def test_the_worst_entries_and_where_they_are_belong_to_the_evidence():
    outcome = judged(NEGATIVES, negatives(lambda c, v, U: (c, np.sin(v), U)))
    worst = next(piece for piece in outcome.evidence if isinstance(piece, WorstEntries))
    assert worst.axes == ("D",) and 1 <= len(worst.entries) <= 3


# ---- a mean where the sheet leaves it open
def averaged(cost, gradient):
    def forward_backward(data, labels, params, dimensions):
        J, grad = forward_backward_prop(data, labels, params, dimensions)
        return (J / len(data) if cost else J), (grad / len(data) if gradient else grad)

    return forward_backward


def test_a_consistent_mean_over_the_batch_is_as_right_as_a_sum():
    outcome = judged(NETWORK, averaged(cost=True, gradient=True))
    assert outcome.verdict is Verdict.PASSED
    assert outcome.notes == ("Loss and gradient are means over M; the sheet leaves that open.",)


@pytest.mark.parametrize(("cost", "gradient"), [(True, False), (False, True)])
def test_a_mean_of_one_and_a_sum_of_the_other_is_wrong(cost, gradient):
    outcome = judged(NETWORK, averaged(cost, gradient))
    assert outcome.verdict is Verdict.PARTIAL
    assert "a mean over" in outcome.finding.what and "differ by the factor M" in outcome.finding.what


def test_a_right_sum_keeps_its_points_beside_a_wrong_gradient():
    def turned(data, labels, params, dimensions):
        cost, gradient = forward_backward_prop(data, labels, params, dimensions)
        return cost, -gradient

    outcome = judged(NETWORK, turned)
    assert [part.earned for part in outcome.parts] == [3, 0] and outcome.notes == ()


def test_a_mean_is_wrong_where_the_sheet_asks_for_a_sum():
    def mean(x):
        return float((x**3).mean()), 3 * x**2 / x.size

    assert judged(check(CUBE), mean, OWN).fraction == 0.0
    assert judged(check(CUBE, may_average_over=["N"]), mean, OWN).fraction == 0.0
    assert judged(check(CUBE, may_average_over=["N * D"]), mean, OWN).verdict is Verdict.PASSED


# ---- functions that are handed over, arguments that are left out
def test_a_sister_course_may_leave_the_window_out():
    def skip_gram(
        currentCenterWord, outsideWords, word2Ind, centerWordVectors, outsideVectors, dataset, lossAndGradient
    ):
        return skipgram(currentCenterWord, 0, outsideWords, word2Ind, centerWordVectors, outsideVectors, dataset,
                        lossAndGradient)  # fmt: skip

    assert judged(WINDOW, skip_gram).verdict is Verdict.PASSED

    def sister(current_center_word, outside_words, word2ind, center_word_vectors, outside_vectors, dataset,
               word2vec_loss_and_gradient):  # fmt: skip
        return skip_gram(current_center_word, outside_words, word2ind, center_word_vectors, outside_vectors, dataset,
                         word2vec_loss_and_gradient)  # fmt: skip

    assert judged(WINDOW, sister).verdict is Verdict.PASSED


def test_the_reference_is_called_back_across_the_wall():
    outcome = behind_the_wall(
        WINDOW,
        """
        import numpy as np
        def skipgram(currentCenterWord, windowSize, outsideWords, word2Ind, centerWordVectors, outsideVectors,
                     dataset, word2vecLossAndGradient=None):
            loss, V, U = 0.0, np.zeros_like(centerWordVectors), np.zeros_like(outsideVectors)
            centre = word2Ind[currentCenterWord]
            for word in outsideWords:
                c, v, u = word2vecLossAndGradient(centerWordVectors[centre], word2Ind[word], outsideVectors, dataset)
                loss += c; V[centre] += v; U += u
            return loss, V, U
    """,
    )
    assert said(outcome) == "passed"


def test_central_differences_cross_the_wall_as_well():
    outcome = behind_the_wall(
        check(CUBE),
        """
        import numpy as np
        def cube(x):
            return float((x ** 2).sum()), 2 * x
    """,
        OWN,
    )
    assert "Your gradient is right for the loss you wrote" in outcome.finding.what
