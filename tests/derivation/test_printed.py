"""What was understood, as people write it: kinder than the form that trees are compared by, and as unambiguous."""

import pytest

from grader.derivation.parse import parse
from grader.derivation.printed import printed, readable
from tests.derivation.blackboard import NAIVE_SOFTMAX


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"\sum_w \hat y_w u_w", "Σ_w [ŷ_w u_w]"),
        (r"-u_o + \sum_{w \in V} \hat y_w u_w", "(- u_o + Σ_{w∈V} [ŷ_w u_w])"),
        (r"\frac{1}{2} v_c", "[[1 / 2] v_c]"),
        (r"U(\hat y - y)", "[U (ŷ - y)]"),
        (r"\exp(u_w^\top v_c)", "exp[u_wᵀ v_c]"),
        (r"\log \sum_w \exp(-u_w^\top v_c)", "log(Σ_w (exp(- [u_wᵀ v_c])))"),
        (r"\frac{\partial J}{\partial v_c}", "∂J/∂v_c"),
        (r"\left(\sum_w u_w\right)^2", "(Σ_w (u_w))^2"),
    ],
)
def test_an_expression_reads_as_people_write_it(latex, words):
    assert readable(parse(latex, NAIVE_SOFTMAX)) == words


def test_what_is_meant_differently_reads_differently():
    ways = [r"\sum_w u_w + v_c", r"\sum_w (u_w + v_c)", r"(\hat y - y)_w", r"\hat y - y_w", r"u_o^\top v_c u_w", r"u_w"]
    trees = [parse(latex, NAIVE_SOFTMAX) for latex in ways]
    assert len({readable(tree) for tree in trees}) == len({printed(tree) for tree in trees}) == len(ways)
