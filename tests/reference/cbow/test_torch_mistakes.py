"""Every known mistake about CBOW's model, loss and training differs from the right thing and from its siblings."""

from itertools import combinations

import pytest

pytest.importorskip("torch")

from reference.mistake import mistakes_of
from tests.reference import differing
from tests.reference.cbow.torch_cases import OBSERVED

MISTAKES = [mistake for right in OBSERVED for mistake in mistakes_of(right)]


@pytest.mark.parametrize("right", OBSERVED, ids=lambda right: right.__name__)
def test_mistakes_differ_from_what_they_misread_and_from_one_another(right):
    observe = OBSERVED[right]
    differing.assert_unique(right)
    seen = [("right", observe(right)), *((m.name, observe(m.wrong)) for m in mistakes_of(right))]
    gaps = {(a, b): differing.gap(of_a, of_b) for (a, of_a), (b, of_b) in combinations(seen, 2)}
    assert {pair: gap for pair, gap in gaps.items() if gap < 1e-3} == {}


@pytest.mark.parametrize("right", OBSERVED, ids=lambda right: right.__name__)
def test_the_right_thing_is_the_same_twice(right):
    assert differing.gap(OBSERVED[right](right), OBSERVED[right](right)) == 0


@pytest.mark.parametrize("mistake", MISTAKES, ids=differing.label)
def test_a_mistake_speaks_to_the_student_and_names_its_check(mistake):
    differing.assert_speaks(mistake, "reference.cbow")
    differing.assert_names_its_check(mistake)
