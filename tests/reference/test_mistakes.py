"""Every known mistake differs from what it misreads and from its siblings, and speaks to the student."""

import contextlib
import copy
import io
import random
import re
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from reference import foundations
from reference.mistake import Mistake, mistakes_of

FUNCTIONS = [getattr(foundations, name) for name in foundations.__all__]
MISTAKES = [mistake for function in FUNCTIONS for mistake in mistakes_of(function)]
#: How much a mistake must differ, relative to the largest magnitude in the expected value.
VISIBLE = 1e-3


def label(mistake):
    return f"{mistake.of.__name__}: {mistake.name}"


def flatten(value):
    """Every array that a function returned, in order."""
    if isinstance(value, dict):
        return [np.array([float(value[key]) for key in sorted(value)])]
    if isinstance(value, tuple):
        return [array for part in value for array in flatten(part)]
    return [np.asarray(value, dtype=np.float64)]


@cache
def observe(function, make):
    """What the function gives for a case; where it raises, that. Asked once: every mistake is held against the same."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return flatten(function(*make()))
    except (ValueError, IndexError) as error:
        return type(error).__name__


def gap(ours, theirs):
    """The greatest relative difference; infinite where shapes, NaNs or exceptions differ."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return 0.0 if isinstance(ours, str) and isinstance(theirs, str) else np.inf
    if [array.shape for array in ours] != [array.shape for array in theirs]:
        return np.inf
    return max(array_gap(a, b) for a, b in zip(ours, theirs, strict=True))


def array_gap(a, b):
    if not np.array_equal(np.isfinite(a), np.isfinite(b)):
        return np.inf
    a, b = a[np.isfinite(a)], b[np.isfinite(b)]
    scale = max(np.abs(a).max(initial=0), np.abs(b).max(initial=0))
    return np.abs(a - b).max(initial=0) / scale if scale else 0.0


def quadratic(x):
    return np.sum(x**2), 2 * x


def cubic_product(x):
    return np.prod(x) * 1e3, np.prod(x) * 1e3 / x


def noisy(x):
    noise = random.random()
    return noise * np.sum(x**2), noise * 2 * x


CHECKED = [
    quadratic,
    noisy,
    cubic_product,
    lambda x: (np.sum(3 * x), np.full_like(x, 3.0)),
    lambda x: (np.sum(x**2), 4 * x),
    lambda x: (np.sum(x**2), 2 * x + 1e-3),
    lambda x: (np.sum(x**2), np.full_like(x, 2 * np.sum(x))),
]


def verdict(function, f, x):
    """1 where "passed" is printed, 0 where not; and x as it is left."""
    random.seed(5)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        function(f, x)
    return [np.array([float("passed" in out.getvalue())]), x]


def observations(function, of, cases):
    if of is foundations.gradcheck_naive:
        points = [np.array([0.7, -1.2, 2.0]), np.array(1.5)]
        return [verdict(function, f, x.copy()) for f in CHECKED for x in points]
    return [observe(function, make) for make in cases[of]]


def distance(ours, theirs):
    return max(gap(a, b) for a, b in zip(ours, theirs, strict=True))


def test_there_are_at_least_55_mistakes_and_some_for_every_function():
    assert len(MISTAKES) >= 55
    # `getNegativeSamples` is given by the courses.
    assert [f.__name__ for f in FUNCTIONS if not mistakes_of(f)] == ["get_negative_samples"]


@pytest.mark.parametrize("mistake", MISTAKES, ids=label)
def test_a_mistake_differs_from_what_it_misreads(mistake, cases):
    right = observations(mistake.of, mistake.of, cases)
    wrong = observations(mistake.wrong, mistake.of, cases)
    # x is left 1e-4 away where it is not restored: small, and no rounding error.
    limit = 1e-5 if mistake.of is foundations.gradcheck_naive else VISIBLE
    assert distance(wrong, right) > limit


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_mistakes_of_one_function_differ_from_one_another(function, cases):
    seen = [(mistake, observations(mistake.wrong, function, cases)) for mistake in mistakes_of(function)]
    same = [
        (label(a), label(b)) for (a, of_a), (b, of_b) in combinations(seen, 2) if distance(of_a, of_b) < VISIBLE / 10
    ]
    assert same == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=label)
def test_a_mistake_leaves_its_inputs_alone(mistake, cases):
    if mistake.of is foundations.gradcheck_naive:
        return  # "x not restored" is a mistake about just that
    for make in cases[mistake.of]:
        arguments = make()
        plain = [a for a in arguments if not hasattr(a, "sampleTokenIdx") and not callable(a)]
        kept = copy.deepcopy(plain)
        observe(mistake.wrong, lambda arguments=arguments: arguments)
        np.testing.assert_equal(plain, kept)


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.of in (foundations.skipgram, foundations.cbow)], ids=label
)
def test_a_mistake_about_the_window_calls_the_loss_it_is_given(mistake, cases):
    called = []

    def loss(*given):
        called.append(given)
        return foundations.softmax_cost_and_gradient(*given)

    mistake.wrong(*cases[mistake.of][0](), loss)
    assert called and all(len(given) == 4 for given in called)


@pytest.mark.parametrize("mistake", MISTAKES, ids=label)
def test_a_mistake_speaks_to_the_student(mistake):
    sentence, advice = mistake.sentence, mistake.advice
    assert re.search(r"\b(You|Your|you|your)\b", sentence) and sentence.endswith(".") and sentence[0].isupper()
    assert advice.endswith((".", ".)")) and len(advice.split()) >= 4
    for text in (sentence, advice, mistake.name):
        assert not re.search(r"\b(simply|just|obviously|unfortunately)\b", text)
        assert "  " not in text and text.count("`") % 2 == 0
    assert len(mistake.name.split()) <= 10 and not mistake.name.endswith(".")
    assert mistake.wrong.__module__.startswith("reference.foundations")


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_names_and_sentences_are_unique_within_a_function(function):
    known = mistakes_of(function)
    for part in ("name", "sentence"):
        assert len({getattr(mistake, part) for mistake in known}) == len(known)


def test_a_function_without_known_mistakes_has_none():
    assert mistakes_of(len) == ()


def test_a_mistake_can_be_read_but_not_changed():
    first = mistakes_of(foundations.softmax)[0]
    assert isinstance(first, Mistake) and first.of is foundations.softmax
    with pytest.raises(AttributeError):
        first.name = "another"


def test_repeats_counted_once_show_in_the_rows_drawn_more_than_once_and_nowhere_else(cases):
    (once,) = [
        m
        for m in mistakes_of(foundations.neg_sampling_cost_and_gradient)
        if m.name == "repeats counted once in the gradient"
    ]
    make = cases[once.of][2]
    (J, grad_v_c, grad_U), (J_wrong, grad_v_c_wrong, grad_U_wrong) = once.of(*make()), once.wrong(*make())
    assert pytest.approx(J_wrong) == J
    np.testing.assert_allclose(grad_v_c, grad_v_c_wrong)
    _, o, _, dataset, K = make()
    counts = np.bincount(foundations.get_negative_samples(o, dataset, K), minlength=len(grad_U))
    differs = ~np.isclose(grad_U, grad_U_wrong).all(axis=1)
    assert differs.tolist() == (counts > 1).tolist() and differs.any()
    assert once.sentence.startswith("Your gradient of U counts a word that is drawn several times only once")
