"""Random worlds: the same seed gives the same numbers, and nothing in them hides a slip."""

import numpy as np
import pytest

from grader.derivation.symbols import Dimension, IndexConstant, Multiplicity, Symbols, Variable, Words
from grader.derivation.valuing.values import Kind
from grader.derivation.worlds import Regime, World, draw_worlds
from tests.derivation.blackboard import (
    ATTENTION,
    HIDDEN_LAYER,
    LARGE,
    NAIVE_SOFTMAX,
    NEGATIVE_SAMPLING,
    SHIFT,
    SKIP_GRAM,
)

ALL = [ATTENTION, HIDDEN_LAYER, NAIVE_SOFTMAX, NEGATIVE_SAMPLING, SHIFT, SKIP_GRAM]


def drawn(world: World) -> dict[str, list[float]]:
    return {name: root.array.ravel().tolist() for name, root in world.roots.items()}


def test_the_same_seed_gives_the_same_worlds_and_another_gives_others() -> None:
    first, again, other = (draw_worlds(NAIVE_SOFTMAX, seed) for seed in (1, 1, 2))
    assert [drawn(world) for world in first] == [drawn(world) for world in again]
    assert drawn(first[0]) != drawn(other[0])


@pytest.mark.parametrize("symbols", ALL)
def test_sizes_are_distinct_and_above_two(symbols: Symbols) -> None:
    for world in draw_worlds(symbols):
        assert len(set(world.sizes.values())) == len(world.sizes)
        assert min(world.sizes.values()) > 2


def test_sizes_change_places_from_world_to_world() -> None:
    symbols = Symbols(dimensions=tuple(Dimension(name) for name in "abcd"))
    assert len({tuple(world.sizes.values()) for world in draw_worlds(symbols)}) > 1


def test_a_one_hot_has_its_one_at_the_constant_and_a_soft_world_spreads_it() -> None:
    *ordinary, soft = draw_worlds(NAIVE_SOFTMAX)
    for world in ordinary:
        assert world.kind == "ordinary"
        assert np.flatnonzero(world.roots["y"].array).tolist() == [world.constants["o"] - 1]
    assert soft.kind == "soft"
    assert soft.roots["y"].array.min() > 0
    assert soft.roots["y"].array.sum() == pytest.approx(1.0)


def test_vectors_lie_as_the_sheet_says() -> None:
    assert draw_worlds(NAIVE_SOFTMAX)[0].roots["v_c"].shape[1] == 1
    assert draw_worlds(HIDDEN_LAYER)[0].roots["x"].shape[0] == 1
    assert draw_worlds(HIDDEN_LAYER)[0].roots["y"].shape[0] == 1


def test_a_scalar_that_is_declared_so_broadcasts_and_no_other() -> None:
    assert draw_worlds(SHIFT)[0].roots["c"].kind is Kind.NUMBER
    assert draw_worlds(ATTENTION)[0].roots["beta"].kind is Kind.PLAIN


def test_some_word_is_drawn_more_than_once_and_some_only_once() -> None:
    for world in draw_worlds(NEGATIVE_SAMPLING):
        draws = world.draws["m"]
        assert len(draws) == world.sizes["K"]
        assert len(set(draws)) < len(draws)
        assert max(draws) <= world.sizes["V"] and min(draws) >= 1
    assert any(
        min(world.draws["m"].count(word) for word in world.draws["m"]) == 1 for world in draw_worlds(NEGATIVE_SAMPLING)
    )


def test_the_true_word_is_never_its_own_negative() -> None:
    symbols = Symbols(
        dimensions=(Dimension("V"), Dimension("K")),
        constants=(IndexConstant("o", "V"),),
        multiplicities=(Multiplicity("m", "K", "V"),),
    )
    for seed in range(10):
        assert all(world.constants["o"] not in world.draws["m"] for world in draw_worlds(symbols, seed))


def test_no_window_leaves_the_text_and_no_word_stands_in_it_twice() -> None:
    for world in draw_worlds(SKIP_GRAM):
        middle, reach = world.constants["t"], world.sizes["m"]
        window = world.words["w"][middle - reach - 1 : middle + reach]
        assert len(window) == 2 * reach + 1 == len(set(window))


def test_words_that_index_their_own_places_are_numbered() -> None:
    symbols = Symbols(dimensions=(Dimension("K"),), words=(Words("w", "K", "K"),))
    for world in draw_worlds(symbols):
        assert world.words["w"] == tuple(range(1, world.sizes["K"] + 1))


def test_orthonormal_families_of_one_space_are_orthogonal_to_each_other() -> None:
    symbols = Symbols(
        dimensions=(Dimension("d"), Dimension("n"), Dimension("m")),
        variables=(
            Variable("A", ("d", "n"), drawn="orthonormal columns"),
            Variable("B", ("m", "d"), drawn="orthonormal rows"),
        ),
    )
    for world in draw_worlds(symbols):
        a, b = world.roots["A"].array, world.roots["B"].array
        assert np.allclose(a.T @ a, np.eye(world.sizes["n"]))
        assert np.allclose(b @ a, 0)
        assert world.sizes["d"] > world.sizes["n"] + world.sizes["m"]  # else AAᵀ + BᵀB would be I by accident


def test_numbers_stay_in_what_was_declared() -> None:
    symbols = Symbols(
        dimensions=(Dimension("n"),),
        variables=(Variable("p", ("n",), drawn="probabilities"), Variable("s"), Variable("w", drawn="positive")),
    )
    for world in draw_worlds(symbols):
        assert 0 < world.roots["p"].array.min() <= world.roots["p"].array.max() < 1
        assert abs(float(world.roots["s"].array)) >= 0.4
        assert float(world.roots["w"].array) > 0


def test_every_regime_has_worlds_within_its_intervals() -> None:
    limits = [world for world in draw_worlds(ATTENTION, regimes=LARGE) if world.kind == "limit"]
    assert len(limits) == 2 * len(LARGE)
    for world in limits:
        assert 40 <= float(world.roots["beta"].array) <= 60
    assert {float(world.roots["lambda"].array) < 1 for world in limits} == {True, False}


def test_a_regime_leaves_the_ordinary_worlds_as_they_were() -> None:
    without, within = draw_worlds(SHIFT), draw_worlds(SHIFT, regimes=(Regime("large", {"c": (9, 10)}),))
    assert [drawn(world) for world in without] == [drawn(world) for world in within[:3]]


def test_a_shape_is_named_in_the_sheets_letters() -> None:
    world = draw_worlds(NAIVE_SOFTMAX)[0]
    assert world.size_names((world.sizes["D"], 1)) == "D × 1"
    assert world.size_names(()) == "a single number"
