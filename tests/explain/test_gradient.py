"""What the reference and the student's own loss say together about a gradient that fails."""

import pytest

from grader.explain.gradient import two_judges, with_judges
from grader.explain.observation import Explanation, Subject
from grader.outcome import Finding

X = Subject("d X", ("V", "D"))

SENTENCES = [
    (
        False,
        True,
        "Your gradient is right for the loss you wrote; the loss is not the one asked for. (The gradient of `X` "
        "agrees with central differences of your own loss.)",
        "Mend the loss; the gradient follows from it by the same steps.",
    ),
    (
        True,
        False,
        "Your loss is right. The gradient of `X` disagrees with central differences of your own loss and with the "
        "reference.",
        "Derive the gradient again from the loss as it stands.",
    ),
    (
        False,
        False,
        "The loss is not the one asked for, and the gradient of `X` disagrees with central differences of your own "
        "loss as well as with the reference.",
        "Mend the loss first, then derive the gradient from it.",
    ),
    (
        True,
        True,
        "Your loss is right where it was tried, and the gradient of `X` agrees with central differences of it; still "
        "it differs from the reference by more than is allowed. We can't tell which slip this is.",
        "Look for a rounded constant, a small number added for safety, or a value kept from an earlier call.",
    ),
    (
        True,
        None,
        "Your loss is right. The gradient of `X` disagrees with the reference.",
        "Derive the gradient again from the loss as it stands.",
    ),
    (
        False,
        None,
        "The loss is not the one asked for, and the gradient of `X` disagrees with the reference.",
        "Mend the loss first, then derive the gradient from it.",
    ),
]


@pytest.mark.parametrize(("loss", "own", "what", "advice"), SENTENCES)
def test_the_two_judges_give_one_sentence(loss, own, what, advice):
    finding = two_judges(X, loss, own)
    assert (finding.what, finding.category, finding.advice) == (what, what, advice)


def explained(pattern, what):
    return Explanation(Finding(what, "draw 1: …", "Recheck the signs.", what), (), pattern)


def test_the_pattern_follows_the_judges_with_its_closer_advice():
    pattern = explained("sign", "The gradient of `X` is the negative of what is due.")
    merged = with_judges(pattern, two_judges(X, True, False))
    assert merged.finding.what == (
        "Your loss is right. The gradient of `X` disagrees with central differences of your own loss and with the "
        "reference. The gradient of `X` is the negative of what is due."
    )
    assert merged.finding.category == merged.finding.what
    assert (merged.finding.where, merged.finding.advice) == ("draw 1: …", "Recheck the signs.")


UNKNOWN = explained("unknown", "It disagrees. We can't tell which slip this is.")


@pytest.mark.parametrize(("loss", "own"), [(True, False), (False, False), (True, True), (True, None), (False, None)])
def test_not_knowing_is_said_once(loss, own):
    merged = with_judges(UNKNOWN, two_judges(X, loss, own))
    assert merged.finding.what.count("We can't tell which slip this is.") == 1
    assert merged.finding.where == "draw 1: …"


def test_a_gradient_that_is_right_for_its_own_loss_leaves_nothing_unknown():
    merged = with_judges(UNKNOWN, two_judges(X, False, True))
    assert "We can't tell" not in merged.finding.what
    assert merged.finding.advice == "Mend the loss; the gradient follows from it by the same steps."
