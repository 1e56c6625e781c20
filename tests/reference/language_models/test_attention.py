"""Each written item about attention, as a number."""

import numpy as np
import pytest

import reference.language_models as lm
from tests.reference.language_models.cases import orthonormal


def test_the_weights_are_a_categorical_distribution_and_the_output_its_mean():
    rng = np.random.default_rng(1)
    alpha, c = lm.attention(rng.normal(size=5), 3 * rng.normal(size=(7, 5)), values := rng.normal(size=(7, 5)))
    assert (alpha > 0).all() and pytest.approx(1.0) == alpha.sum()
    np.testing.assert_allclose(c, sum(a * v for a, v in zip(alpha, values, strict=True)))


def test_one_product_far_above_the_others_copies_its_value():
    keys = orthonormal(6, 6).T
    for gap in (1.0, 8.0, 40.0):
        alpha, c = lm.attention(gap * keys[2], keys, keys)
        assert pytest.approx(float(lm.copying_weight(gap, 6))) == alpha[2]
    np.testing.assert_allclose(c, keys[2], atol=1e-12)


def test_every_matrix_with_the_property_selects_and_no_other_one():
    basis = orthonormal(8, 5)
    A, B = basis[:, :3], basis[:, 3:]
    s = A @ [1.0, -2.0, 0.5] + B @ [3.0, 0.25]
    for M in (lm.selecting_matrix(A), np.eye(8) - B @ B.T):
        assert lm.selects(M, A, B)
        np.testing.assert_allclose(M @ s, A @ [1.0, -2.0, 0.5], atol=1e-12)
    for M in (np.eye(8), np.eye(8) - A @ A.T, 1.01 * lm.selecting_matrix(A), np.zeros((8, 8))):
        assert not lm.selects(M, A, B)


def test_the_averaging_query_gives_half_each_for_a_large_factor_only():
    keys = orthonormal(6, 6, seed=2).T
    for beta in (1.0, 5.0, 50.0):
        alpha, c = lm.attention(lm.averaging_query(keys[0], keys[1], beta), keys, keys)
        np.testing.assert_allclose(alpha[:2], lm.averaging_weight(beta, 6))
    np.testing.assert_allclose(c, (keys[0] + keys[1]) / 2, atol=1e-12)
    assert lm.averaging_weight(1.0, 6) < 0.29


def test_vanishing_noise_leaves_the_average_as_it_is():
    means = orthonormal(9, 6).T
    keys = lm.NoisyKeys(means, alpha=1e-8).draw(np.random.default_rng(3))
    np.testing.assert_allclose(lm.one_head(keys, means, 50.0)[:2], 0.5, atol=5e-3)


def drawn_weights(heads, wide, draws=2000):
    means = orthonormal(9, 6).T
    rng = np.random.default_rng(7)
    noisy = lm.NoisyKeys(means, alpha=1e-6, wide=wide)
    return np.array([heads(noisy.draw(rng), means, 50.0)[0] for _ in range(draws)])


def test_a_wide_key_makes_one_head_swing_and_two_heads_stay():
    one, two = drawn_weights(lm.one_head, True), drawn_weights(lm.two_heads, True)
    assert pytest.approx(0.24, abs=0.02) == one.var()
    assert pytest.approx(0.02, abs=0.01) == two.var()
    assert np.mean((one > 0.05) & (one < 0.95)) < 0.2


@pytest.mark.parametrize("length", [1.3, 1.02, 0.99, 0.7, -0.5])
def test_the_wide_keys_weight_under_one_head_is_its_closed_form(length):
    means = orthonormal(9, 6).T
    keys = means * np.array([length, 1, 1, 1, 1, 1])[:, None]
    weight = lm.one_head(keys, means, 50.0)[0]
    assert pytest.approx(float(lm.wide_key_weight(50.0, np.array(length))), abs=1e-12) == weight
    assert (weight > 0.5) == (length > 1)


@pytest.mark.parametrize(("length", "expected"), [(1.3, 0.5), (0.7, 0.5), (-0.5, 0.0)])
def test_two_heads_average_however_long_the_key_unless_it_points_backwards(length, expected):
    means = orthonormal(9, 6).T
    keys = means * np.array([length, 1, 1, 1, 1, 1])[:, None]
    assert pytest.approx(expected, abs=1e-6) == lm.two_heads(keys, means, 50.0)[0]


def test_the_wide_covariance_is_wide_along_its_key_and_nowhere_else():
    mu = orthonormal(5, 2)
    covariance = lm.wide_covariance(mu[:, 0], 1e-3)
    assert pytest.approx(0.501) == mu[:, 0] @ covariance @ mu[:, 0]
    assert pytest.approx(0.001) == mu[:, 1] @ covariance @ mu[:, 1]


def test_drawn_keys_have_that_covariance():
    means = orthonormal(4, 3).T
    noisy, rng = lm.NoisyKeys(means, alpha=0.05, wide=True), np.random.default_rng(2)
    drawn = np.array([noisy.draw(rng) for _ in range(20_000)])
    np.testing.assert_allclose(np.cov(drawn[:, 0].T), lm.wide_covariance(means[0], 0.05), atol=0.02)
    np.testing.assert_allclose(np.cov(drawn[:, 1].T), 0.05 * np.eye(4), atol=0.01)
