"""Every known mistake about CBOW differs from the right thing and from its siblings."""

import pytest

from reference import cbow
from reference.mistake import mistakes_of
from tests.reference import differing
from tests.reference.cbow.cases import CASES

MISTAKES = [mistake for function in CASES for mistake in mistakes_of(function)]


@pytest.mark.parametrize("mistake", MISTAKES, ids=differing.label)
def test_a_mistake_differs_from_what_it_misreads(mistake):
    differing.assert_differs(mistake, CASES[mistake.of])
    differing.assert_leaves_arguments(mistake, CASES[mistake.of])


@pytest.mark.parametrize("function", CASES, ids=lambda f: f.__name__)
def test_mistakes_of_one_function_differ_from_one_another(function):
    differing.assert_unique(function)
    assert differing.indistinct(function, CASES[function]) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=differing.label)
def test_a_mistake_speaks_to_the_student_and_names_its_check(mistake):
    differing.assert_speaks(mistake, "reference.cbow")
    differing.assert_names_its_check(mistake)


def test_every_function_of_the_room_has_cases():
    assert {name for name in cbow.__all__ if callable(getattr(cbow, name))} == {f.__name__ for f in CASES}
