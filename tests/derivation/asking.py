"""Questions with goals, choices and limits, for tests of whole answers."""

from dataclasses import replace

from grader.derivation.asked import Asked, Goal, Property
from grader.derivation.symbols import Definition, Dimension, Family, Symbols, Target, Variable
from grader.derivation.worlds import Regime
from tests.derivation.blackboard import ATTENTION, NAIVE_SOFTMAX

CENTRE = Asked(NAIVE_SOFTMAX, (Goal(Target("centre", r"\frac{\partial J}{\partial v_c}"), r"U(\hat y - y)"),))
OUTSIDE = Asked(
    NAIVE_SOFTMAX,
    (
        Goal(Target("true word", r"\frac{\partial J}{\partial u_w}", when="w = o"), r"(\hat y_w - 1) v_c"),
        Goal(Target("others", r"\frac{\partial J}{\partial u_w}", when=r"w \neq o"), r"\hat y_w v_c"),
    ),
)
PROJECTION = Asked(
    Symbols(
        dimensions=(Dimension("d"), Dimension("n", letters=("i", "j")), Dimension("m")),
        variables=(
            Variable("A", ("d", "n"), drawn="orthonormal columns"),
            Variable("B", ("d", "m"), drawn="orthonormal columns"),
            Variable("x", ("n",)),
            Variable("z", ("m",)),
            Variable("M", ("d", "d")),
        ),
        families=(Family("a", "A", over="n"), Family("b", "B", over="m")),
        definitions=(
            Definition("v_a", "A x", ("d",)),
            Definition("v_b", "B z", ("d",)),
            Definition("s", "v_a + v_b", ("d",)),
        ),
    ),
    (),
    (Property("M", ("M A = A", "M B = 0"), (r"A A^\top",)),),
)
QUERY = Asked(
    replace(
        ATTENTION,
        one_hots=(),
        definitions=(
            Definition("q", r"\beta(\mu_a + \mu_b)", ("d",)),
            Definition("alpha", r"\text{softmax}(Mu^\top q)", ("n",), (r"\alpha",)),
            Definition("c", r"Values\, \alpha", ("h",)),
        ),
    ),
    (),
    (Property("q", (r"c \approx \frac{1}{2}(v_a + v_b)",), (r"\beta(\mu_a + \mu_b)",)),),
    (Regime("β large", {"beta": (40, 60)}),),
)
WIDE_KEY = Asked(
    ATTENTION,
    regimes=(
        Regime("0 < λ < 1", {"beta": (40, 60), "lambda": (0.3, 0.7)}),
        Regime("λ > 1", {"beta": (40, 60), "lambda": (1.3, 1.7)}),
        Regime("λ = 1/2", {"beta": (40, 60), "lambda": (0.5, 0.5)}),
        Regime("λ = 3/2", {"beta": (40, 60), "lambda": (1.5, 1.5)}),
    ),
)
TWO_HEADS = Asked(
    replace(
        ATTENTION,
        one_hots=(),
        definitions=(
            Definition("q_1", r"\beta\mu_a", ("d",)),
            Definition("q_2", r"\beta\mu_b", ("d",)),
            Definition("c_1", r"Values\, \text{softmax}(Mu^\top q_1)", ("h",)),
            Definition("c_2", r"Values\, \text{softmax}(Mu^\top q_2)", ("h",)),
            Definition("c", r"\frac{1}{2}(c_1 + c_2)", ("h",)),
        ),
    ),
    (),
    (
        Property("q_1", (r"c \approx \frac{1}{2}(v_a + v_b)",), (r"\beta\mu_a", r"\beta(\mu_a + \mu_b)")),
        Property("q_2", (r"c \approx \frac{1}{2}(v_a + v_b)",), (r"\beta\mu_b", r"\beta(\mu_a + \mu_b)")),
    ),
    (Regime("β large", {"beta": (40, 60)}),),
)
