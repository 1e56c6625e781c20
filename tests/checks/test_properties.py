"""Properties: what must hold whatever the numbers are. Every property has a function that breaks exactly that one."""

import re

import numpy as np
import pytest

from grader.outcome import Verdict
from reference.foundations import normalize_rows, sgd
from reference.foundations.softmax import softmax
from tests.checks.bench import behind_the_wall, check, judged, of_spec, own, said

OF_SOFTMAX = [
    "rows sum to 1", "shift-invariant", "finite at 1000", "permutation of rows", "batch = one by one",
    "leaves its inputs alone",
]  # fmt: skip
DOWNHILL = of_spec("word2vec", "sgd", "it goes downhill")
STRENGTHS = of_spec("word2vec-foundations", "model-choice", "strengths of several magnitudes")


def properties(names, function="q1_softmax.softmax", reference="foundations.softmax", **more):
    text = f"""
        kind: properties
        function: {function}
        arguments: {{x: {{normal: [N, D]}}}}
        properties: [{", ".join(names)}]
        reference: {reference}
    """
    return check(text, **more)


def unguarded(x):
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


def not_shift_invariant(x):
    return softmax(x / 2 + np.sqrt(np.abs(x)))


def spoiling(x):
    result = softmax(x)
    x[0] += 1
    return result


def by_place(x):
    """Rows that sum to 1 and don't mind a shift, a batch of one included: but the last row is turned round."""
    result = softmax(x)
    if len(x) > 1:
        result[-1] = result[-1][::-1]
    return result


def by_batch(x):
    """Each row alone is right; together they are sharper, all of them alike."""
    return softmax(x * len(x)) if len(x) > 1 else softmax(x)


BREAKERS = {
    "rows sum to 1": lambda x: softmax(x) * 1.001,
    "finite at 1000": unguarded,
    "leaves its inputs alone": spoiling,
}


@pytest.mark.parametrize("name", OF_SOFTMAX)
@pytest.mark.parametrize(
    "right",
    [softmax, lambda x: softmax(x.astype(np.float32)), lambda x: softmax(x).tolist(), lambda x: softmax(x)[None]],
    ids=["float64", "float32", "list", "one more axis"],
)
def test_accepts_a_right_softmax_in_every_guise(name, right):
    assert said(judged(properties([name]), right)) == "passed"


@pytest.mark.parametrize("name", BREAKERS)
def test_a_function_that_breaks_one_property_keeps_all_the_others(name):
    # What does not sum to 1 is wrong at 1000 as well, for there it is compared.
    tried = [one for one in OF_SOFTMAX if name != "rows sum to 1" or one != "finite at 1000"]
    outcome = judged(properties(tried, points=dict.fromkeys(tried, 0.5)), BREAKERS[name])
    assert [part.name for part in outcome.parts if not part.earned] == [name]


def test_a_function_that_treats_rows_by_their_place_breaks_that():
    finding = judged(properties(["permutation of rows"]), by_place).finding
    assert finding.what == "`softmax` treats rows differently by their place."
    assert re.fullmatch(r"on draw 1 \(.*\): the same rows in another order give other values", finding.where)
    assert finding.advice == "Each row's result must depend on that row alone."
    others = ["rows sum to 1", "shift-invariant"]
    assert judged(properties(others), by_place).verdict is Verdict.PASSED


def test_a_function_that_mixes_a_batch_breaks_that():
    finding = judged(properties(["batch = one by one"]), by_batch).finding
    assert finding.what == "`softmax` gives a row one value in a batch and another alone."
    assert re.fullmatch(r"on draw \d \(.*\), row \d", finding.where)
    assert "check the axis of every sum and maximum" in finding.advice
    assert judged(properties(["rows sum to 1", "shift-invariant", "permutation of rows"]), by_batch).fraction == 1.0


def test_a_function_that_minds_a_shift_breaks_that():
    finding = judged(properties(["shift-invariant"]), not_shift_invariant).finding
    assert finding.what == "`softmax` changes when the same constant is added to every entry."
    assert "with 5 added" in finding.where and "numerator and denominator" in finding.advice
    others = ["rows sum to 1", "permutation of rows", "batch = one by one"]
    assert judged(properties(others), not_shift_invariant).verdict is Verdict.PASSED


def test_a_function_of_nothing_but_nan_is_not_invariant():
    assert judged(properties(["shift-invariant"]), lambda x: x * np.nan).verdict is Verdict.FAILED


def test_rows_that_do_not_sum_to_one_are_told_with_their_sum():
    finding = judged(properties(["rows sum to 1"]), lambda x: softmax(x) * 1.001).finding
    assert finding.what == "The rows of what `softmax` returns do not sum to 1."
    assert "a row sums to 1.001" in finding.where and "keepdims=True" in finding.advice
    assert finding.category == finding.what


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (unguarded, "`softmax` gives nan for large entries."),
        (lambda x: np.nan_to_num(unguarded(x)), "`softmax` is finite for large entries, and wrong there."),
        (lambda x: np.where(np.abs(x) > 500, np.inf, softmax(x)), "`softmax` gives inf for large entries."),
    ],
)
def test_large_entries_are_told_apart(wrong, what):
    finding = judged(properties(["finite at 1000"]), wrong).finding
    assert finding.what == what
    assert "with entries near ±1000" in finding.where
    assert "bring the exponent down" in finding.advice or "the largest entries decide" in finding.advice


@pytest.mark.parametrize(
    "there",
    [lambda x: x.min() > 500, lambda x: x.max() < -500, lambda x: x.max() > 500 and x.min() < -500],
    ids=["high", "low", "both"],
)
def test_large_entries_are_tried_high_low_and_mixed(there):
    def wrong(x):
        return x * np.nan if there(x) else softmax(x)

    assert judged(properties(["finite at 1000"]), wrong).finding.what == "`softmax` gives nan for large entries."


def test_rows_of_another_length_are_told():
    unit = properties(["unit rows"], "q3_word2vec.normalizeRows", "foundations.normalize_rows")
    assert judged(unit, normalize_rows).verdict is Verdict.PASSED
    assert judged(unit, lambda x: normalize_rows(x.astype(np.float32))).verdict is Verdict.PASSED
    finding = judged(unit, lambda x: normalize_rows(x) * 1.001).finding
    assert finding.what == "The rows of what `normalizeRows` returns do not have length 1."
    assert "the first row's length is 1.001" in finding.where and "the root of the sum" in finding.advice
    finding = judged(unit, lambda x: np.ones(2)).finding
    assert finding.what == "`normalizeRows` returns another shape than its argument's."
    assert re.search(r"yours \(2,\), due \(\d, \d\)", finding.where)
    assert finding.advice == "Compare the shapes of each step."


def test_an_argument_left_changed_is_told_and_one_put_back_is_not():
    finding = judged(properties(["leaves its inputs alone"]), spoiling).finding
    assert finding.what == "`softmax` leaves its argument `x` changed."
    assert finding.where.startswith("on draw 1") and "work on a copy" in finding.advice

    def restoring(x):
        x += 1e-4
        x -= 1e-4
        return softmax(x)

    assert judged(properties(["leaves its inputs alone"]), restoring).verdict is Verdict.PASSED


def test_a_function_that_returns_nothing_earns_nothing_by_leaving_its_inputs_alone():
    finding = judged(properties(["leaves its inputs alone"]), lambda x: None).finding
    assert finding.what == "`softmax` returns nothing."
    assert finding.advice == "Check that every path through the function ends with a `return`."
    kept = of_spec("word2vec-foundations", "gradcheck", "x is put back")  # which is asked to return nothing
    assert judged(kept, lambda f, x, text: None).verdict is Verdict.PASSED


def test_going_uphill_is_told_with_both_costs():
    def uphill(f, x0, step, iterations, *rest):
        for _ in range(iterations):
            x0 = x0 + step * f(x0)[1]
        return x0

    assert judged(DOWNHILL, sgd).verdict is Verdict.PASSED
    finding = judged(DOWNHILL, uphill).finding
    assert finding.what == "`sgd` does not descend."
    assert re.search(r"the cost goes from .* to .*", finding.where)
    assert finding.advice == "A step goes against the gradient: x - step · gradient."
    assert judged(DOWNHILL, lambda f, x0, *rest: x0).verdict is Verdict.FAILED


def test_an_end_of_another_shape_is_the_students_mistake_and_none_of_ours():
    outcome = judged(DOWNHILL, lambda f, x0, *rest: np.full(3, 0.5))
    assert (outcome.verdict, outcome.flags) == (Verdict.FAILED, ())
    assert outcome.finding.what == "`sgd` returns another shape than its argument's."


@pytest.mark.parametrize(
    "right", [[1e-4, 1e-2, 1], np.logspace(-4, 2, 9), {1e-4, 1.0, 10.0}, (0, 1e-3, 1e-2, 1e-1), range(1, 200)]
)
def test_strengths_of_several_magnitudes_may_come_in_any_container(right):
    assert judged(STRENGTHS, lambda: right).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("wrong", "what", "where"),
    [
        ([0.1, 0.2, 0.3], "too narrow a range to choose from", "3 different positive values, from 0.1 to 0.3"),
        ([1, 100], "too narrow a range to choose from", "2 different positive values, from 1 to 100"),
        ([0, 0.5], "too narrow a range to choose from", "1 different positive value"),
        ([], "too narrow a range to choose from", "0 different positive values"),
        ([-4, -3, -2], "negative strengths, which reward large weights", "the smallest is -4"),
        (3.0, "returns a value of type float where a list of numbers is due", ""),
        ("1, 2", "returns a value of type str where an array of numbers is due", ""),
        (None, "returns nothing", ""),
        ([*range(100_001)], "returns a list of more than 100,000 numbers", ""),
        ([0.5, "x" * 1_000_000] * 1_000, "returns a value of type list where an array of numbers is due", ""),
    ],
)
def test_other_strengths_are_told_what_they_lack(wrong, what, where):
    outcome = judged(STRENGTHS, lambda: wrong)
    assert outcome.verdict is Verdict.FAILED
    assert outcome.finding.what.startswith("`getRegularizationValues`") and what in outcome.finding.what
    assert outcome.finding.where == where and outcome.finding.advice and outcome.finding.category


@pytest.mark.parametrize("name", [*OF_SOFTMAX[:-1], "unit rows", "descends", "several magnitudes"])
@pytest.mark.parametrize("nothing", [None, 2.0, "text", [[1], [1, 2]], {}, True])
def test_what_is_no_array_breaks_every_property_and_nothing_of_ours(name, nothing):
    outcome = judged(properties([name]), lambda x: nothing)
    assert (outcome.verdict, outcome.fraction, outcome.flags) == (Verdict.FAILED, 0.0, ())
    assert outcome.finding.what.startswith("`softmax` returns") and outcome.finding.advice


# ---- points
def test_each_property_earns_its_share():
    outcome = judged(properties(OF_SOFTMAX[:3], points=3), unguarded)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, pytest.approx(2 / 3))
    outcome = judged(properties(OF_SOFTMAX[:3], points={"rows sum to 1": 0.5, "finite at 1000": 1.5}), unguarded)
    assert outcome.fraction == 0.25


def test_several_broken_properties_are_told_one_after_the_other():
    finding = judged(properties(OF_SOFTMAX[:3]), lambda x: unguarded(x) * x.max()).finding
    assert finding.what.count("\n\n") == 2 and finding.category.count("\n\n") == 2
    assert finding.where.count("; ") == 2


def test_a_call_that_fails_breaks_the_property_that_made_it_and_no_other():
    def many_rows_only(x):
        if len(x) == 1:
            raise ValueError("no batch of one")
        return softmax(x)

    outcome = judged(properties(["rows sum to 1", "batch = one by one"], dimensions={"N": {"min": 2}}), many_rows_only)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.5)
    assert "ValueError: no batch of one" in outcome.finding.what
    assert outcome.finding.category == "“batch = one by one” could not be tried."


def test_a_function_that_always_fails_has_crashed():
    outcome = behind_the_wall(properties(OF_SOFTMAX), "def softmax(x):\n    return x.nothing\n")
    assert (outcome.verdict, outcome.fraction) == (Verdict.CRASHED, 0.0)
    assert "AttributeError" in outcome.finding.what
    assert re.search(r"q1_softmax.py, line 2, .*, on draw 1 \(N = \d, D = \d\)$", outcome.finding.where)


HALF = """
    import numpy as np
    {}
    def softmax(x):
        if len(x) == 1:
            {}
        e = np.exp(x - x.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
"""
TWO = ["rows sum to 1", "batch = one by one"]


def test_a_function_that_hangs_for_one_property_keeps_the_others():
    two = properties(TWO, dimensions={"N": {"min": 2}})
    outcome = behind_the_wall(two, HALF.format("", "while True: pass"), call=0.2)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.5)
    assert "was still running after" in outcome.finding.what


def test_a_function_that_needs_what_is_not_installed_waits_for_a_person():
    two = properties(TWO, dimensions={"N": {"min": 2}})
    source = HALF.format("import a_package_of_nobody", "return a_package_of_nobody.softmax(x) + 1")
    outcome = behind_the_wall(two, source)
    assert outcome.verdict is Verdict.NEEDS_PERSON


def test_a_function_that_hangs_is_not_tried_for_the_next_property():
    outcome = behind_the_wall(properties(OF_SOFTMAX), "def softmax(x):\n    while True: pass\n", call=0.2)
    assert outcome.verdict is Verdict.TIMED_OUT


def test_the_argument_in_question_need_not_be_the_first():
    scaled = check("""
        kind: properties
        function: own.scaled
        arguments: {factor: {constant: 1.0}, x: {normal: [N, D]}}
        of: x
        properties: [rows sum to 1, shift-invariant, permutation of rows]
        reference: scaled
    """)
    reference = own("def scaled(factor, x):\n    return x\n")
    assert judged(scaled, lambda factor, x: softmax(factor * x), reference).verdict is Verdict.PASSED


# ---- nothing computed
KEPT = of_spec("word2vec", "naive-softmax", "the word vectors stay as they are")
NOTHING_COMPUTED = "returns the same whatever numbers it is given."


@pytest.mark.parametrize(
    "stub",
    [
        lambda center, index, outside, dataset: 0,
        lambda center, index, outside, dataset: (0.0, np.zeros_like(center), np.zeros_like(outside)),
        lambda center, index, outside, dataset: (0.5, np.full(center.shape, 0.5), np.full(outside.shape, 0.5)),
        lambda center, index, outside, dataset: "nothing yet",
    ],
)
def test_a_stub_that_returns_something_earns_nothing_by_leaving_its_inputs_alone(stub):
    outcome = judged(KEPT, stub)
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert outcome.finding.what == f"`naiveSoftmaxLossAndGradient` {NOTHING_COMPUTED}"
    assert re.fullmatch(r"on draw 1 \(.*\), with other numbers in `centerWordVec`", outcome.finding.where)
    assert outcome.finding.advice == "This counts once the value is computed: write the function's body first."
    assert outcome.finding.category == outcome.finding.what


def test_arguments_handed_back_were_not_computed():
    finding = judged(KEPT, lambda center, index, outside, dataset: (0.0, center, outside)).finding
    assert finding.what == "`naiveSoftmaxLossAndGradient` gives back what it was given, and nothing that it computed."
    assert "on draw 1" in finding.where and finding.category == finding.what


def test_a_wrong_or_half_written_function_keeps_what_it_gets_for_leaving_its_inputs_alone():
    def loss_only(center, index, outside, dataset):
        return -np.log(softmax(outside @ center)[index]), np.zeros_like(center), np.zeros_like(outside)

    assert judged(KEPT, loss_only).verdict is Verdict.PASSED
    assert judged(KEPT, lambda center, index, outside, dataset: center * outside[index]).verdict is Verdict.PASSED


def test_a_constant_at_the_lowest_point_does_not_go_downhill():
    finding = judged(DOWNHILL, lambda f, x0, *rest: np.full(np.shape(x0), 0.5)).finding
    assert finding.what == f"`sgd` {NOTHING_COMPUTED}"
    assert finding.where.endswith("with other numbers in `x0`")


@pytest.mark.parametrize("name", ["rows sum to 1", "shift-invariant", "permutation of rows", "batch = one by one"])
def test_equal_numbers_in_every_row_are_no_softmax(name):
    finding = judged(properties([name]), lambda x: np.full(x.shape, 1 / x.shape[-1])).finding
    assert finding.what == f"`softmax` {NOTHING_COMPUTED}"


def test_equal_rows_of_length_one_are_not_normalised():
    unit = properties(["unit rows"], "q3_word2vec.normalizeRows", "foundations.normalize_rows")
    assert judged(unit, lambda x: np.full(x.shape, x.shape[-1] ** -0.5)).finding.what.endswith(NOTHING_COMPUTED)


def test_nothing_need_be_computed_where_the_reference_computes_nothing():
    kept = properties(["leaves its inputs alone"], "own.ones", "ones")
    ones = own("import numpy as np\ndef ones(x): return np.ones(x.shape)\n")
    assert judged(kept, lambda x: np.ones(x.shape), ones).verdict is Verdict.PASSED
    same = own("def ones(x): return x\n")
    assert judged(kept, lambda x: x, same).verdict is Verdict.PASSED


def test_a_reference_that_takes_no_other_numbers_is_no_fault():
    kept = properties(["leaves its inputs alone"], "own.first", "first")
    picky = own("SEEN = []\ndef first(x):\n    SEEN.append(x)\n    assert (x == SEEN[0]).all()\n    return x.sum()\n")
    outcome = judged(kept, lambda x: 0.0, picky)
    assert (outcome.verdict, outcome.flags) == (Verdict.PASSED, ())
