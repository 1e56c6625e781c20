"""Windows counted by hand, noise drawn often enough to be counted, neighbours and drills against brute force."""

import math

import numpy as np
import pytest

from reference import cbow


def test_rows_are_left_right_centre_of_every_full_window():
    assert cbow.get_tokenized_dataset([[1, 2, 3, 4], [5, 6], [7, 8, 9]]) == [[1, 3, 2], [2, 4, 3], [7, 9, 8]]


def test_the_sheets_three_sentences_in_both_conventions():
    lengths = 7, 8, 11
    assert sum(cbow.skipgram_samples(n) for n in lengths) == 46
    assert sum(cbow.skipgram_samples(n, truncated=False) for n in lengths) == 40
    assert sum(cbow.cbow_samples(n) for n in lengths) == 20
    assert sum(cbow.cbow_samples(n, truncated=True) for n in lengths) == 26


@pytest.mark.parametrize("n", [3, 4, 7])
def test_the_numbers_are_those_of_windows_written_out(n):
    places = range(n)
    pairs = [(c, o) for c in places for o in places if abs(c - o) == 1]
    assert cbow.skipgram_samples(n) == len(pairs)
    assert cbow.skipgram_samples(n, truncated=False) == len([p for p in pairs if 0 < p[0] < n - 1])
    assert cbow.cbow_samples(n) == len(cbow.get_tokenized_dataset([list(places)]))


def test_noise_is_the_counts_to_three_quarters():
    np.testing.assert_allclose(cbow.noise_distribution(np.array([1.0, 16.0, 81.0])), np.array([1, 8, 27]) / 36)


def test_negatives_follow_the_noise_without_their_centre():
    noise = np.array([0.5, 0.2, 0.2, 0.1])
    for centre in range(4):
        drawn = cbow.draw_negatives(noise, np.full(5000, centre), 4, np.random.default_rng(centre))
        expected = np.where(np.arange(4) == centre, 0.0, noise) / (1.0 - noise[centre])
        np.testing.assert_allclose(np.bincount(drawn.ravel(), minlength=4) / 20_000, expected, atol=0.015)
        assert not (drawn == centre).any()


def test_a_word_that_never_occurs_is_never_drawn_and_a_centre_with_all_the_noise_is_refused():
    drawn = cbow.draw_negatives(np.array([0.0, 0.6, 0.4, 0.0]), np.full(2000, 0), 4, np.random.default_rng(1))
    assert set(drawn.ravel().tolist()) == {1, 2}
    with pytest.raises(ValueError, match="no other word"):
        cbow.draw_negatives(np.array([0.0, 1.0]), np.array([1]), 4, np.random.default_rng(1))


def test_neighbours_are_the_greatest_cosines_one_by_one():
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(25, 6)) * rng.uniform(0.1, 9, size=(25, 1))

    def cosine(a, b):
        return sum(x * y for x, y in zip(a, b, strict=True)) / math.dist(a, 0 * a) / math.dist(b, 0 * b)

    others = sorted((w for w in range(25) if w != 7), key=lambda w: -cosine(vectors[7], vectors[w]))
    assert cbow.nearest(vectors, 7).tolist() == others[:10]
    assert len(cbow.nearest(vectors[:4], 2)) == 3


def test_the_drills_derivatives_agree_with_central_differences_also_in_saturation():
    for point in ([0.7, -0.4, 0.3, 1.2, -0.2], [-2.0, 0.5, 0.1, -0.8, 0.6], [1.0, 9.0, 3.0, 2.0, 0.5]):
        x, *parameters = point
        _, gradient = cbow.two_neurons(*point)
        for place in range(4):
            shift = 1e-6 * np.eye(4)[place]
            sides = [cbow.two_neurons(x, *(np.array(parameters) + sign * shift))[0] for sign in (1, -1)]
            assert pytest.approx((sides[0] - sides[1]) / 2e-6, abs=1e-8) == gradient[place]
    assert abs(gradient[0]) < 1e-5 and abs(gradient[2]) > 1e-2
