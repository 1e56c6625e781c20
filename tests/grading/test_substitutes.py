"""No double jeopardy: a function that is wrong costs its own marks once, and nobody else's."""

from textwrap import dedent

import pytest

from grader.outcome import Verdict
from tests.grading.sheet import about, desk, graded, hand_in, marks, scores, spec, values

SOFTMAX = """
    import numpy as np
    def softmax(x):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        return e / np.sum(e, axis=-1, keepdims=True)
"""
SIGMOID = """
    import numpy as np
    def sigmoid(x): return 1 / (1 + np.exp(-x))
    def sigmoid_grad(s): return s * (1 - s)
"""
NEURAL = """
    import numpy as np
    from q1_softmax import softmax
    from q2_sigmoid import sigmoid, sigmoid_grad
    def forward_backward_prop(data, labels, params, dimensions):
        Dx, H, Dy = dimensions
        W1, b1, W2, b2 = np.split(params, np.cumsum([Dx * H, H, H * Dy]))
        W1, W2 = W1.reshape(Dx, H), W2.reshape(H, Dy)
        h = sigmoid(data @ W1 + b1)
        y = softmax(h @ W2 + b2)
        d2 = y - labels
        d1 = d2 @ W2.T * sigmoid_grad(h)
        grads = (data.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0))
        return -np.sum(np.log(y) * labels), np.concatenate([g.ravel() for g in grads])
"""
WORD2VEC = """
    import numpy as np
    from q1_softmax import softmax
    def softmaxCostAndGradient(predicted, target, outputVectors, dataset):
        y = softmax(outputVectors @ predicted)
        cost = -np.log(y[target])
        d = y.copy()
        d[target] -= 1
        return cost, outputVectors.T @ d, np.outer(d, predicted)
"""
WRONG = "    def softmax(x): return 0.5 + 0 * x\n"
NOTE = "Graded with our own `softmax` in place of yours, which costs marks in its own question only."
NETWORK, NAIVE = "forward-backward/cost and gradient of a batch", "word2vec-code/naive softmax: cost and gradients"


@pytest.fixture(scope="module")
def foundations():
    """What is looked at here; the rest of the sheet's written and trained questions would be graded for nothing."""
    return about(desk(slug="word2vec-foundations"), "softmax", "sigmoid", NETWORK, NAIVE)


@pytest.mark.parametrize(
    "softmax",
    [
        "def softmax(x): return 0.5 + 0 * x",
        "def softmax(x):\n    ### YOUR CODE HERE\n    raise NotImplementedError\n    ### END YOUR CODE",
        "def softmax(x): return x.nothing",
        "import os\ndef softmax(x): os._exit(0)",
    ],
    ids=["wrong", "unfinished", "raises", "exits"],
)
def test_a_wrong_softmax_costs_its_own_marks_once(tmp_path, foundations, softmax):
    report = graded(
        foundations, hand_in(tmp_path, q1_softmax=softmax, q2_sigmoid=SIGMOID, q2_neural=NEURAL, q3_word2vec=WORD2VEC)
    )
    found = marks(report)
    assert found[NETWORK].score == found[NETWORK].points and found[NAIVE].score == found[NAIVE].points
    assert NOTE in found[NETWORK].outcome.notes and NOTE in found[NAIVE].outcome.notes
    assert found["softmax/values of matrices and vectors"].score == 0


@pytest.mark.parametrize("broken", [{}, {"q1_softmax": "def softmax(x:\n"}], ids=["missing", "unreadable"])
def test_a_module_that_is_not_there_costs_its_own_marks_once(tmp_path, foundations, broken):
    found = marks(graded(foundations, hand_in(tmp_path, q2_sigmoid=SIGMOID, q2_neural=NEURAL, **broken)))
    assert found[NETWORK].score == found[NETWORK].points
    assert found[NETWORK].outcome.notes == (
        "Graded with our own `softmax`, because q1_softmax.py is missing or cannot be read.",
    )
    assert found["sigmoid/sigmoid"].outcome.notes == ()
    assert found["softmax/values of matrices and vectors"].score == 0


def test_a_right_softmax_needs_no_note(tmp_path, foundations):
    found = marks(graded(foundations, hand_in(tmp_path, q1_softmax=SOFTMAX, q2_sigmoid=SIGMOID, q2_neural=NEURAL)))
    assert found[NETWORK].outcome.notes == () and found[NETWORK].score == found[NETWORK].points


def test_a_network_that_is_wrong_itself_is_not_saved_by_our_softmax(tmp_path, foundations):
    neural = NEURAL.replace("d2 = y - labels", "d2 = labels - y")
    found = marks(graded(foundations, hand_in(tmp_path, q1_softmax=WRONG, q2_sigmoid=SIGMOID, q2_neural=neural)))
    assert found[NETWORK].outcome.verdict is Verdict.PARTIAL  # with ours its cost is right
    assert found[NETWORK].score == 3 and NOTE in found[NETWORK].outcome.notes


def test_a_network_with_a_right_softmax_and_a_slip_of_its_own_stays_wrong(tmp_path, foundations):
    neural = NEURAL.replace("d2 = y - labels", "d2 = labels - y")
    found = marks(graded(foundations, hand_in(tmp_path, q1_softmax=SOFTMAX, q2_sigmoid=SIGMOID, q2_neural=neural)))
    assert found[NETWORK].score == 3 and found[NETWORK].outcome.notes == ()


def test_a_wrong_sigmoid_in_the_same_file_costs_its_own_marks_once(tmp_path):
    source = """
        import numpy as np
        def sigmoid(x): return 1 / (1 + np.exp(x))
        def negSamplingLossAndGradient(centerWordVec, outsideWordIdx, outsideVectors, dataset, K=10):
            drawn = []
            while len(drawn) < K:
                k = dataset.sampleTokenIdx()
                if k != outsideWordIdx:
                    drawn.append(k)
            rows = [outsideWordIdx] + drawn
            sign = np.array([1.0] + [-1.0] * K)
            p = sigmoid(sign * (outsideVectors[rows] @ centerWordVec))
            d = (p - 1) * sign
            grad = np.zeros_like(outsideVectors)
            np.add.at(grad, rows, d[:, None] * centerWordVec)
            return -np.log(p).sum(), d @ outsideVectors[rows], grad
    """
    found = marks(
        graded(about(desk(slug="word2vec"), "sigmoid", "negative-sampling"), hand_in(tmp_path, word2vec=source))
    )
    negatives = found["negative-sampling/loss and gradients, K from 1 to 12"]
    assert found["sigmoid/values of matrices and vectors"].score == 0
    assert negatives.score == negatives.points
    assert negatives.outcome.notes == (NOTE.replace("softmax", "sigmoid"),)


# ---- small sheets
REFERENCE = (
    "def double(x): return 2 * x\ndef triple(x): return 3 * x\ndef six(x): return 6 * x\ndef nine(x): return 9 * x\n"
)
USING = "def double(x): return {}\ndef six(x): return 3 * double(x)\ndef nine(x): return 9 * x\n"


def test_a_function_that_hangs_is_not_charged_to_those_that_call_it(tmp_path):
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("six", 6)]}, REFERENCE, call=0.5)
    source = "def double(x):\n    while True: pass\ndef six(x): return 3 * double(x)\n"
    assert scores(graded(desk(specs), hand_in(tmp_path, own=source))) == {"one/double": 0, "two/six": 6}


def test_a_gate_that_passes_with_our_function_opens_what_follows(tmp_path):
    specs = spec(
        tmp_path, {"one": [values("double")], "two": [values("six", 6, gate="true"), values("nine", 9)]}, REFERENCE
    )
    report = graded(desk(specs), hand_in(tmp_path, own=USING.format("x")))
    assert scores(report) == {"one/double": 0, "two/six": 6, "two/nine": 9}


def test_what_follows_an_opened_gate_says_what_is_wrong_with_itself(tmp_path):
    specs = spec(
        tmp_path, {"one": [values("double")], "two": [values("six", 6, gate="true"), values("nine", 9)]}, REFERENCE
    )
    report = graded(desk(specs), hand_in(tmp_path, own=USING.format("x").replace("9 * x", "8 * x")))
    nine = marks(report)["two/nine"]
    assert nine.outcome.verdict is Verdict.FAILED and "does not pass yet" not in nine.outcome.finding.what


def test_only_ends_as_the_whole_sheet_does(tmp_path):
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("six", 6)]}, REFERENCE)
    folder = hand_in(tmp_path, own=USING.format("x"))
    whole, alone = graded(desk(specs), folder), graded(desk(specs).narrowed("two/six"), folder)
    assert marks(alone) == {"two/six": marks(whole)["two/six"]} and alone.score == 6


def test_two_wrong_functions_are_both_replaced_and_both_named(tmp_path):
    specs = spec(tmp_path, {"one": [values("double"), values("triple")], "two": [values("six", 6)]}, REFERENCE)
    source = "def double(x): return x\ndef triple(x): return x\ndef six(x): return double(triple(x))\n"
    report = graded(desk(specs), hand_in(tmp_path, own=source))
    assert scores(report) == {"one/double": 0, "one/triple": 0, "two/six": 6}
    assert marks(report)["two/six"].outcome.notes == (
        "Graded with our own `double` and `triple` in place of yours, which costs marks in its own question only.",
    )


def test_a_function_that_only_bears_the_name_of_a_wrong_one_earns_nothing_by_it(tmp_path):
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("six", 6)]}, REFERENCE)
    source = "def double(x): return x\ndef six(x):\n    def double(x): return x\n    return 3 * double(x)\n"
    assert graded(desk(specs), hand_in(tmp_path, own=source)).score == 0


@pytest.mark.parametrize("later", ["from q1_softmax import softmax", "from q1_softmax import *"])
def test_importing_ones_own_function_from_a_file_that_is_not_there_puts_nothing_of_ours_over_it(
    tmp_path, foundations, later
):
    wrong = "import numpy as np\ndef softmax(x): return np.exp(x) / np.sum(np.exp(x))\n" + later
    found = marks(graded(foundations, hand_in(tmp_path, everything=wrong)))
    mark = found["softmax/values of matrices and vectors"]
    assert mark.score == 0
    assert not [note for note in mark.outcome.notes if "our own" in note]


def test_files_that_import_a_renamed_file_by_its_old_name_get_the_students_own_function(tmp_path, foundations):
    report = graded(
        foundations,
        hand_in(tmp_path, my_softmax=SOFTMAX, q2_sigmoid=SIGMOID, q2_neural=NEURAL, q3_word2vec=WORD2VEC),
    )
    found = marks(report)
    for name in ("softmax/values of matrices and vectors", NETWORK, NAIVE):
        assert found[name].score == found[name].points
        assert not [note for note in found[name].outcome.notes if "our own" in note]


@pytest.mark.parametrize("before", [True, False])
def test_a_right_function_that_its_own_file_imports_by_another_name_keeps_its_marks(tmp_path, foundations, before):
    own, imported = dedent(SOFTMAX), "from q1_softmax import softmax\n"
    found = marks(graded(foundations, hand_in(tmp_path, everything=imported + own if before else own + imported)))
    mark = found["softmax/values of matrices and vectors"]
    assert mark.score == mark.points


def test_where_our_function_does_not_help_nothing_is_said_of_it(tmp_path):
    specs = spec(tmp_path, {"one": [values("double")], "two": [values("six", 6)]}, REFERENCE)
    report = graded(desk(specs), hand_in(tmp_path, own=USING.format("x").replace("3 * double(x)", "5 * double(x)")))
    six = marks(report)["two/six"]
    assert (six.score, six.outcome.notes) == (0, ())


def test_ours_of_a_function_does_no_work_of_what_it_is_built_on(tmp_path):
    """`double` is asked of `six`, which is wrong itself: with ours it would give the answer that it must not give."""
    reference = "def double(x): return 2 * x\ndef six(x): return 3 * double(x)\n"
    questions = {"one": [values("double", 2)], "two": [values("six", 6)]}
    source = "def double(x):\n    return six(x) / 3\ndef six(x):\n    return x\n"
    report = graded(desk(spec(tmp_path, questions, reference)), hand_in(tmp_path, own=source))
    assert report.score == 0


def test_of_two_functions_that_use_each_other_neither_gets_ours(tmp_path):
    reference = "def double(x): return 2 * x\ndef six(x): return 6 * x\n"
    questions = {"one": [values("double", 2)], "two": [values("six", 6)]}
    source = "def double(x):\n    return six(x) / 3 + 0 * x\ndef six(x, deep=0):\n    return 3 * double(x)\n"
    report = graded(desk(spec(tmp_path, questions, reference)), hand_in(tmp_path, own=source))
    assert report.score == 0


def test_ours_of_a_missing_file_does_no_work_of_what_the_sheet_asks_before_it(tmp_path):
    reference = "def double(x): return 2 * x\ndef six(x): return 6 * x\n"
    later = values("six", 6).replace("own.six", "extra.six", 1)
    questions = {"one": [values("double", 2)], "two": [later]}
    source = "import importlib\ndef double(x):\n    return importlib.import_module('extra').six(x) / 3\n"
    report = graded(desk(spec(tmp_path, questions, reference)), hand_in(tmp_path, own=source))
    assert report.score == 0
