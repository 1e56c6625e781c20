import numpy as np
import pytest

from grader.data.association import neighbour_probabilities, pointwise_mutual_information
from tests.data.languages import dice, small_chain


def test_pairs_are_symmetric_and_sum_to_one():
    pairs = neighbour_probabilities(small_chain())
    assert pairs.shape == (59, 59)
    assert np.array_equal(pairs, pairs.T)
    assert pairs.sum() == pytest.approx(1, abs=1e-12)


def test_counted_neighbours_of_a_long_text_agree():
    chain = small_chain()
    text = chain.text(200_000, dice(2))
    inside = (text[:-1] != 0) & (text[1:] != 0)
    counted = np.zeros((59, 59))
    np.add.at(counted, (text[:-1][inside] - 1, text[1:][inside] - 1), 1)
    counted = (counted + counted.T) / counted.sum() / 2
    pairs = neighbour_probabilities(chain)
    often = pairs > 2e-3
    assert often.sum() > 50
    assert counted[often] == pytest.approx(pairs[often], rel=0.25)
    blocks = np.array_split(np.arange(len(text) - 1)[inside], 100)
    for center, context in np.argwhere(often)[:8]:
        shares = np.array(
            [((text[block] == center + 1) & (text[block + 1] == context + 1)).mean() for block in blocks]
        ) + np.array([((text[block] == context + 1) & (text[block + 1] == center + 1)).mean() for block in blocks])
        assert abs(shares.mean() / 2 - pairs[center, context]) < 4 * shares.std(ddof=1) / 2 / np.sqrt(100)


def test_information_depends_on_the_classes_only_and_is_zero_on_average_over_independent_pairs():
    chain = small_chain()
    information = pointwise_mutual_information(neighbour_probabilities(chain))
    classes = chain.classes[1:]
    for one in range(1, 8):
        block = information[np.ix_(classes == one, classes == 3)]
        assert block == pytest.approx(block.flat[0], abs=1e-6)
    assert information.max() > 1 > 0 > information.min()


def test_information_of_independent_pairs_is_zero():
    even = np.outer([0.5, 0.3, 0.2], [0.5, 0.3, 0.2])
    assert pointwise_mutual_information(even) == pytest.approx(np.zeros((3, 3)), abs=1e-12)
