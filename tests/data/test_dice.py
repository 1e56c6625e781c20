import numpy as np
import pytest

from grader.data.dice import UNIT, Dice, powers, shares, stairs
from tests.data.languages import dice, within_four_standard_errors


def test_the_first_draws_of_a_seed_are_these_on_every_machine():
    thrown = dice(5)
    assert thrown.units(3).tolist() == [3457461230, 3470079269, 2213306431]
    assert thrown.order(6).tolist() == [4, 5, 1, 0, 2, 3]
    assert thrown.bells(2).tolist() == [-0.27315103728324175, 1.4788906362373382]


def test_a_source_with_short_draws_is_refused():
    with pytest.raises(TypeError, match="PCG64 is needed, and this is MT19937"):
        Dice(np.random.Generator(np.random.MT19937(1)))


def test_bells_are_of_mean_0_and_variance_1():
    bells = dice(1).bells(20_000)
    assert within_four_standard_errors(bells, 0.0)
    assert within_four_standard_errors(bells**2, 1.0)


def test_numbers_below_a_limit_are_even():
    drawn = dice(2).below(7, 70_000)
    assert set(drawn.tolist()) == set(range(7))
    for number in range(7):
        assert within_four_standard_errors((drawn == number).astype(float), 1 / 7)


def test_an_order_holds_every_number_once():
    assert sorted(dice(3).order(100).tolist()) == list(range(100))


@pytest.mark.parametrize("weights", [[1.0], [1, 2, 3], [0, 1, 0], [1e-30, 1.0], [1 / 3, 1 / 3, 1 / 3]])
def test_shares_are_whole_and_sum_to_the_unit(weights):
    units = shares(np.array(weights, dtype=float))
    assert int(units.sum()) == UNIT
    assert [unit > 0 for unit in units] == [weight > 0 for weight in weights]


def test_a_staircase_ends_at_the_unit():
    assert stairs(shares(np.array([1.0, 3.0]))) == [UNIT // 4, UNIT]


def test_powers_are_products():
    assert powers(0.5, 4).tolist() == [1, 0.5, 0.25, 0.125]
