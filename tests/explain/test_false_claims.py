"""Tests of the tester: random slips are named as what they are, and random values as nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.draws.case import Case
from grader.explain.observation import Subject
from grader.tolerance import Purpose

STEADY = settings(deadline=None, derandomize=True, database=None, max_examples=40)
SUBJECTS = [Subject("d outsideVectors", ("V", "D")), Subject("d centerWordVec", ("D",)), Subject("the loss", ())]
seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_no_pattern_is_claimed_for_100_unrelated_values(slip, subject, dtype):
    rng = np.random.default_rng(11)

    def unrelated(due, case, terms=None):
        return np.asarray(rng.normal(size=due.shape)).astype(dtype)

    options = [{"seed": seed, "terms": 3 * (seed % 2), "count": 1 + seed % 4} for seed in range(100)]
    claimed = [slip(unrelated, subject, **each).pattern for each in options]
    assert set(claimed) == {"unknown"}


@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_pattern_is_claimed_for_small_unrelated_disturbances(slip, purpose):
    rng = np.random.default_rng(12)
    sizes = 10.0 ** rng.uniform(-2.5, 0, size=60)
    changes = [lambda due, case, size=size: due * (1 + size * rng.normal(size=due.shape)) for size in sizes]
    found = [slip(change, subject, purpose=purpose) for change in changes for subject in SUBJECTS]
    assert {each.pattern for each in found} == {"unknown"}


SLIPS = {
    "sign": lambda due, case: -due,
    "zero": lambda due, case: 0 * due,
    "offset": lambda due, case: due + 0.61,
    "transposed": lambda due, case: due.T,
    "reversed": lambda due, case: due[::-1],
    "shifted": lambda due, case: np.roll(due, 1, axis=0),
    "rows": lambda due, case: np.vstack([due[:1], np.sin(3 * due[1:]) + 2]),
    "shape": lambda due, case: due.sum(axis=1) ** 2,
    "type": lambda due, case: None,
    "nonfinite": lambda due, case: np.where(due > due.mean(), np.nan, due),
}


@STEADY
@given(seeds, st.sampled_from(sorted(SLIPS)), st.data())
def test_every_slip_is_named_and_none_is_taken_for_another(slip, seed, name, data):
    sizes = data.draw(st.lists(st.tuples(st.integers(3, 9), st.integers(2, 8)), min_size=1, max_size=4, unique=True))
    drawn = [Case(f"draw {v}x{d}", {"V": v, "D": d}, {}) for v, d in sizes]
    assert slip(SLIPS[name], seed=seed, drawn=drawn).pattern == name


@STEADY
@given(seeds, st.floats(0.05, 20).filter(lambda f: abs(f - 1) > 0.01), st.booleans())
def test_any_factor_is_found(slip, seed, factor, negative):
    by = -factor if negative else factor
    found = slip(lambda due, case: due * by, seed=seed)
    assert found.pattern in ("factor", "log base") or (found.pattern == "sign" and by == -1)


@STEADY
@given(seeds, st.sampled_from(["V", "D", "K"]), st.sampled_from(SUBJECTS))
def test_a_mean_over_any_dimension_is_named_after_it(slip, seed, letter, subject):
    what = slip(lambda due, case: due / case.dimensions[letter], subject, seed=seed).finding.what
    assert f"is 1/{letter} of what is due" in what


@STEADY
@given(seeds, st.sampled_from([-1.0, 0.0, 2.0, 0.5, 0.3]), st.integers(0, 2))
def test_any_weight_of_any_term_is_found(slip, seed, weight, index):
    def change(due, case, terms):
        return due + (weight - 1) * list(terms.values())[index]

    found = slip(change, seed=seed, terms=3)
    names = ["the positive term", "the sum over negatives", "the regularisation term"]
    assert found.pattern == "terms" and names[index] in found.finding.what
    assert not any(name in found.finding.what for name in names if name != names[index])
