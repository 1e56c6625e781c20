"""Every shipped derivation check keeps what its spec says: results, choices, right and wrong examples, named slips.

Tried as `grade validate` does, a question a test; the chains beside it try what no spec says.
"""

from dataclasses import replace
from functools import cache

import pytest

from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.seed import PUBLIC, Seed
from grader.grading.validate_derivations import try_derivations
from grader.grading.validation import Tally
from grader.spec.find import find
from grader.spec.load import load
from tests.specs.deriving import SPECS, checks

SLUGS = ["word2vec-foundations", "word2vec", "cbow", "language-models"]


@cache
def whole(slug: str) -> Desk:
    """The desk of an assignment; each spec is read once."""
    found = find(slug, [SPECS])
    return Desk.of(load(found.path, functions_of(None)), found, Seed(PUBLIC, secret=False))


def desk_of(slug: str, question: str) -> Desk:
    """The desk of an assignment of which this question alone is asked."""
    desk = whole(slug)
    alone = [each for each in desk.assignment.questions if each.id == question]
    return replace(desk, assignment=desk.assignment.model_copy(update={"questions": alone}))


@pytest.mark.parametrize(("slug", "question"), [(slug, question) for slug in SLUGS for question in checks(slug)])
def test_results_choices_and_examples_are_what_the_spec_says(slug: str, question: str) -> None:
    tally = Tally()
    try_derivations(desk_of(slug, question), ["sparrow"], tally)
    assert [(flaw.finding.what, flaw.finding.advice) for flaw in tally.flaws()] == []
