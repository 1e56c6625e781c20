"""A term that is missing, flipped or weighed wrongly is named with the reference's word for it."""

import numpy as np
import pytest

from grader.explain.observation import Subject

POSITIVE, NEGATIVES, REGULARISATION = "the positive term", "the sum over negatives", "the regularisation term"

WEIGHTS = [
    (0, "In {it}, the sum over negatives is missing.", "Add the sum over negatives; the rest is right."),
    (-1, "In {it}, the sum over negatives enters with the opposite sign.", "Recheck the sign of the sum over"),
    (2, "In {it}, the sum over negatives is counted twice.", "Recheck the factor of the sum over negatives; the rest"),
    (0.5, "In {it}, the sum over negatives is halved.", "Recheck the factor of the sum over negatives; the rest"),
]


@pytest.mark.parametrize("subject", [Subject("d outsideVectors", ("V", "D")), Subject("the loss", ())])
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize(("weight", "what", "advice"), WEIGHTS)
def test_the_term_that_enters_wrongly_is_named(slip, subject, count, weight, what, advice):
    found = slip(lambda due, case, t: due + (weight - 1) * t[NEGATIVES], subject, terms=count)
    assert found.pattern == "terms"
    assert found.finding.what == found.finding.category == what.format(it=subject.mention)
    assert found.finding.advice.startswith(advice)


def test_a_weight_from_the_dimensions_is_named(slip):
    def change(due, case, terms):
        return terms[POSITIVE] + terms[NEGATIVES] / case.dimensions["K"]

    found = slip(change, Subject("the loss", ()), terms=2)
    assert found.finding.what == "In the loss, the sum over negatives enters with 1/K where 1 is due."


def test_two_terms_may_be_wrong_at_once(slip):
    found = slip(lambda due, case, t: t[POSITIVE] - t[NEGATIVES], Subject("the loss", ()), terms=3)
    assert found.finding.what == (
        "In the loss, the sum over negatives enters with the opposite sign and the regularisation term is missing."
    )
    assert found.finding.advice == "The other terms are right: recheck these."


def test_an_odd_weight_is_found_by_least_squares(slip):
    found = slip(lambda due, case, t: due - 0.7 * t[NEGATIVES], terms=3)
    assert found.finding.what == (
        "In the gradient of `outsideVectors`, the sum over negatives enters with 0.3 where 1 is due."
    )
    assert found.finding.category == (
        "In the gradient of `outsideVectors`, the sum over negatives enters with another weight than is due."
    )


def test_terms_that_explain_a_part_stand_beside_the_place(slip):
    def change(due, case, terms):
        terms[NEGATIVES][1:] = 0
        due[:] = terms[POSITIVE] + terms[NEGATIVES]
        return due - terms[NEGATIVES]

    finding = slip(change, terms=2).finding
    assert finding.what == (
        "The gradient of `outsideVectors` differs only in the target's row. In the gradient of `outsideVectors`, the "
        "sum over negatives is missing."
    )


def test_terms_that_do_not_add_up_to_what_is_due_say_nothing(slip):
    def also(due, case):
        return {"terms": {"one thing": np.cos(due), "another": np.sin(due)}}

    assert slip(lambda due, case: due - np.cos(due), also=also).pattern == "unknown"


@pytest.mark.parametrize("seed", range(20))
def test_an_unrelated_value_is_no_combination_of_terms(slip, seed):
    rng = np.random.default_rng(seed)
    assert slip(lambda due, case, t: rng.normal(size=due.shape), terms=3, seed=seed).pattern == "unknown"
    assert slip(lambda due, case, t: rng.normal(), Subject("the loss", ()), terms=3, seed=seed).pattern == "unknown"
