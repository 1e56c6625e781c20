"""Every known mistake about the language models in numpy differs from the right thing and from its siblings."""

import subprocess
import sys

import pytest

import reference.language_models as lm
from reference.mistake import mistakes_of
from tests.reference import differing
from tests.reference.language_models.cases import CASES

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
    differing.assert_speaks(mistake, "reference.language_models")
    differing.assert_names_its_check(mistake)


def test_every_function_of_the_room_that_is_misread_has_cases():
    ours = [value for name in lm.__all__ if (value := getattr(lm, name)).__module__.startswith("reference.language")]
    assert {f.__name__ for f in ours if mistakes_of(f)} == {f.__name__ for f in CASES}


def test_the_numpy_rooms_never_start_torch():
    code = "import sys, reference.language_models, reference.cbow; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
