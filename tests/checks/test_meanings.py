"""The sheet's names in words."""

from grader.checks.deriving.meanings import taken_for
from tests.derivation.blackboard import NAIVE_SOFTMAX, NEGATIVE_SAMPLING


def test_only_the_names_that_were_used_are_told() -> None:
    assert taken_for(NAIVE_SOFTMAX, {"U", "y"}) == (
        ("U", "matrix, D × V"),
        ("y", "one-hot vector of length V, 1 at o"),
    )


def test_families_tell_of_what_they_are_parts_and_if_they_repeat() -> None:
    assert dict(taken_for(NAIVE_SOFTMAX, {"u", "yhat"}))["u_i"] == "column i of U"
    assert "words may repeat" in dict(taken_for(NEGATIVE_SAMPLING, {"u"}))["u_i"]
