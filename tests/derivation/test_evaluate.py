"""What trees are worth: against numpy written out, and what is refused instead of guessed."""

import numpy as np
import pytest

from grader.derivation.evaluate import Budget, Evaluator
from grader.derivation.parse import parse
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.symbols import Definition, Dimension, Family, IndexConstant, Symbols, Variable
from grader.derivation.tree import Letter, Product, Symbol
from grader.derivation.valuing.letters import Bindings, Letters
from grader.derivation.valuing.readings import Reading, readings
from grader.derivation.valuing.values import Array, IllTyped
from tests.derivation.blackboard import CROSS_ENTROPY, HIDDEN_LAYER, NAIVE_SOFTMAX, NEGATIVE_SAMPLING, SKIP_GRAM

MATRICES = Symbols(
    dimensions=(Dimension("n", letters=("i", "j")), Dimension("m"), Dimension("k")),
    variables=(
        Variable("A", ("n", "m")),
        Variable("B", ("m", "k")),
        Variable("x", ("n",)),
        Variable("y", ("n",)),
        Variable("z", ("m",)),
        Variable("s"),
        Variable("r", drawn="positive"),
        Variable("c", broadcasts=True),
    ),
    families=(Family("a", "A", over="m"), Family("w", "A", "rows", over="n")),
    constants=(IndexConstant("o", "n"),),
)
QUESTIONS = {
    "matrices": Question(MATRICES),
    "softmax": Question(NAIVE_SOFTMAX),
    "hidden": Question(HIDDEN_LAYER),
    "negative": Question(NEGATIVE_SAMPLING),
    "window": Question(SKIP_GRAM),
}


def all_values(latex: str, name: str = "matrices", bindings: Bindings | None = None) -> list[Array]:
    """The value under every reading that shapes allow, in the first world."""
    question = QUESTIONS[name]
    tree = parse(latex, question.symbols)
    found = []
    for reading in readings():
        letters = Letters(question.declared)
        try:
            found.append(
                Evaluator(question.declared, question.worlds[0], letters, reading).value(tree, bindings or {}).array
            )
        except IllTyped as error:
            failure = error
    if not found:
        raise failure
    return found


def value(latex: str, name: str = "matrices", bindings: Bindings | None = None) -> Array:
    found = all_values(latex, name, bindings)
    assert len(found) == 1
    return found[0]


def given(*names: str, question: str = "matrices") -> list[Array]:
    return [QUESTIONS[question].worlds[0].roots[name].array for name in names]


A, B, X, Y, Z, S, R, C = given("A", "B", "x", "y", "z", "s", "r", "c")
WORLD = QUESTIONS["matrices"].worlds[0]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"x^T A z", X.T @ A @ Z),
        (r"A z y^T x", A @ Z * (Y.T @ X)),
        (r"y^\top x A z", A @ Z * (Y.T @ X)),
        (r"z^T A^T x \cdot s", S * (X.T @ A @ Z)),
        (r"x \odot y", X * Y),
        (r"x \otimes y", X @ Y.T),
        (r"x y^T", X @ Y.T),
        (r"\langle x, y \rangle", X.T @ Y),
        (r"s (A B)^T x", S * (A @ B).T @ X),
        (r"x (1 - x)", X * (1 - X)),
        (r"A^T x (1 - x)", A.T @ (X * (1 - X))),
        (r"c + x", C + X),
        (r"0 + x", X),
        (r"x^2", X**2),
        (r"\frac{x}{y}", X / Y),
        (r"\frac{1}{1 + e^{-x}}", 1 / (1 + np.exp(-X))),
        (r"x / s", X / S),
        (r"\|x\|", np.linalg.norm(X)),
        (r"2^{s}", 2**S),
        (r"\log_2 r", np.log2(R)),
        (r"I x", X),
        (r"A - I A", 0 * A),
        (r"(x x^T - 2 I) x", (X @ X.T - 2 * np.eye(len(X))) @ X),
        (r"\mathbf{1}^T x", X.sum()),
        (r"\sum_i x_i y_i", X.T @ Y),
        (r"\sum_{i \neq o} x_i", X.sum() - X[WORLD.constants["o"] - 1]),
        (r"\sum_j a_j z_j", A @ Z),
        (r"\prod_i x_i", np.prod(X)),
        (r"\max_i x_i", X.max()),
        (r"\sum_{i=0}^{n-1} x_i", X.sum()),
        (r"x_1 + x_2 + \dots + x_n", X.sum()),
        (r"s + x_1 + \dots + x_n", S + X.sum()),
        (r"x_1 x_2 \cdots x_n", np.prod(X)),
        (r"[a_1, a_2, \dots, a_m]", A),
        (r"\begin{bmatrix} s & 1 \\ 0 & s \end{bmatrix}", np.array([[S, 1], [0, S]])),
        (r"A_{2,3}", A[1, 2]),
        (r"A_{:,2}", A[:, 1:2]),
        (r"w_2", A[1:2].T),
        (r"\sum_i w_i x_i", A.T @ X),
        (r"\sum_i \sum_j A_{ij} x_i z_j", X.T @ A @ Z),
        (r"\sum_i x_i \sum_i y_i", X.sum() * Y.sum()),
        (r"|s|", abs(S)),
        (r"\text{diag}(x)", np.diag(X.ravel())),
        (r"\frac{\partial x^T A z}{\partial z}", A.T @ X),
        (r"\frac{\partial A z}{\partial z}", A),
        (r"\nabla_x x^T x", 2 * X),
        (r"\frac{\partial}{\partial s} s^3", 3 * S**2),
        (r"\frac{\partial x^T A z}{\partial A}", X @ Z.T),
        (r"\frac{\partial x^T A z}{\partial a_2}", X * Z[1]),
    ],
)
def test_a_formula_is_worth_what_numpy_says(latex: str, expected: Array) -> None:
    found = value(latex)
    assert found.size == np.size(expected)
    assert np.allclose(found, np.reshape(expected, found.shape))


@pytest.mark.parametrize(
    "latex",
    ["x + z", "x + s", "x + x^T", "A x", "x A", r"x \odot z", r"\frac{s}{x}", r"A \odot B", "x^{y}", "x_{99}"],
)
def test_what_has_no_value_is_ill_typed_and_never_broadcast(latex: str) -> None:
    with pytest.raises(IllTyped):
        all_values(latex)


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        ("a", "needs an index"),
        (r"\sum_q s", "isn't clear what the index `q` runs over"),
        (r"\sum x_i y_j", "doesn't say what it runs over"),
        (r"\sum_{i=1}^{5000} s", "too many terms"),
        (r"x_1 + \dots + y_n", "dots"),
        (r"x_1 + \dots", "dots"),
        (r"\frac{\partial A z}{\partial A}", "more than two axes"),
        (r"A^{-1}", "power of a matrix"),
        (r"\mathbb{E}[x]", "expectation"),
    ],
)
def test_what_is_not_understood_is_left_to_a_person(latex: str, words: str) -> None:
    with pytest.raises(NotRead, match=words):
        all_values(latex)


def test_two_vectors_side_by_side_have_every_meaning_that_shapes_allow() -> None:
    inner, entries = all_values("x y")
    assert np.allclose(inner, X.T @ Y)
    assert np.allclose(entries, X * Y)


def test_a_logarithm_without_brackets_may_end_early() -> None:
    whole, short = all_values(r"\log r s^2")
    assert np.allclose(whole, np.log(R * S**2))
    assert np.allclose(short, np.log(R) * S**2)


def test_e_to_the_power_of_a_row_is_not_what_anybody_means() -> None:
    assert np.allclose(value(r"\exp x^T \cdot y"), np.exp(X.T @ Y))


def test_what_stands_behind_a_slash_may_be_one_factor_or_more() -> None:
    assert np.allclose(value(r"1 / 2 x"), X / 2)
    first, second = all_values(r"s / r s")
    assert np.allclose(first, S / R * S)
    assert np.allclose(second, S / (R * S))


def test_a_prime_is_a_transpose_or_a_derivative_as_the_shape_tells() -> None:
    assert np.allclose(value("x' y"), X.T @ Y)


def test_columns_below_each_other_may_be_the_rows_of_a_stack() -> None:
    found = all_values(r"\begin{bmatrix} x \\ y \end{bmatrix}")
    assert [each.shape for each in found] == [(2 * len(X), 1), (2, len(X))]


def test_a_condition_filters_and_a_letter_within_a_sum_shadows_the_one_outside() -> None:
    assert np.allclose(value(r"x_i \sum_i y_i", bindings={"i": 2}), X[1] * Y.sum())
    assert np.allclose(value(r"\sum_{j \neq i} x_j", bindings={"i": 2}), X.sum() - X[1])
    assert np.allclose(value(r"\delta_{ij} + 1", bindings={"i": 2, "j": 2}), 2)


def test_a_letter_that_runs_over_two_lengths_is_ill_typed() -> None:
    with pytest.raises(IllTyped, match="two different lengths"):
        value(r"\sum_i x_i z_i")


def test_an_index_is_never_a_number_to_calculate_with() -> None:
    question = QUESTIONS["matrices"]
    tree = Product((Letter("i"), Symbol("x")), ("",))
    with pytest.raises(NotRead, match="index"):
        Evaluator(question.declared, question.worlds[0], Letters(question.declared), Reading()).value(tree, {"i": 1})


def test_a_draw_means_its_word_and_a_repeat_counts_each_time() -> None:
    world = QUESTIONS["negative"].worlds[0]
    matrix = world.roots["U"].array
    for draw, word in enumerate(world.draws["m"], start=1):
        assert np.allclose(value("u_k", "negative", {"k": draw}), matrix[:, word - 1 : word])
    drawn = matrix[:, [word - 1 for word in world.draws["m"]]]
    assert np.allclose(value(r"\sum_k u_k", "negative"), drawn.sum(axis=1, keepdims=True))


def test_a_window_reaches_words_through_their_places() -> None:
    world = QUESTIONS["window"].worlds[0]
    place, reach, words = world.constants["t"], world.sizes["m"], world.words["w"]
    columns = [words[place - 1 + step] - 1 for step in range(-reach, reach + 1) if step]
    expected = world.roots["U"].array[:, columns].sum(axis=1, keepdims=True)
    assert np.allclose(value(r"\sum_{-m \le j \le m, j \neq 0} u_{w_{t+j}}", "window"), expected)


def test_a_declared_function_and_a_pattern_are_worth_their_meanings() -> None:
    world = QUESTIONS["softmax"].worlds[0]
    scores = world.roots["U"].array.T @ world.roots["v_c"].array
    chances = np.exp(scores) / np.exp(scores).sum()
    assert np.allclose(value(r"p(w \mid c)", "softmax", {"w": 3}), chances[2])
    assert np.allclose(value(r"\mathbb{E}_{w \sim p(w \mid c)}[u_w]", "softmax"), world.roots["U"].array @ chances)
    window = QUESTIONS["window"].worlds[0]
    lone = window.roots["U"].array.T @ window.roots["Vin"].array[:, :1]
    assert np.allclose(value(r"F(2, v_1)", "window"), np.log(np.exp(lone).sum()) - lone[1])


def test_a_derivative_sees_through_definitions_and_finds_what_stands_in_them() -> None:
    world = QUESTIONS["hidden"].worlds[0]
    y, second = world.roots["y"].array, world.roots["W2"].array
    probabilities = value(r"\hat y", "hidden")
    assert np.allclose(value(r"\frac{\partial J}{\partial \theta}", "hidden"), probabilities - y)
    assert np.allclose(value(r"\frac{\partial J}{\partial (h W_2 + b_2)}", "hidden"), probabilities - y)
    assert np.allclose(value(r"\frac{\partial J}{\partial h}", "hidden"), (probabilities - y) @ second.T)
    assert np.allclose(value(r"\frac{\partial J}{\partial \hat y}", "hidden"), -y / probabilities)


def test_a_chain_rule_is_multiplied_in_any_layout() -> None:
    expected = value(r"\frac{\partial J}{\partial x}", "hidden")
    chain = r"\frac{\partial J}{\partial \theta} \frac{\partial \theta}{\partial h} \frac{\partial h}{\partial x}"
    turned = r"\frac{\partial h}{\partial x} \frac{\partial \theta}{\partial h} \frac{\partial J}{\partial \theta}"
    for latex in (chain, turned):
        assert np.allclose(value(latex, "hidden").ravel(), expected.ravel())
    through_a_matrix = r"\frac{\partial J}{\partial \theta} \frac{\partial \theta}{\partial W_2}"
    assert np.allclose(value(through_a_matrix, "hidden"), value(r"\frac{\partial J}{\partial W_2}", "hidden"))


def test_a_students_own_intermediate_is_worth_what_they_wrote() -> None:
    question = Question(CROSS_ENTROPY)
    own = question.with_own("g", parse(r"\hat y - y", question.symbols))
    tree = parse(r"\sum_i g_i", own.symbols)
    found = Evaluator(own.declared, own.worlds[0], Letters(own.declared), Reading()).value(tree, {})
    assert float(found.array) == pytest.approx(0.0)


def test_a_definition_that_can_be_read_in_two_ways_has_no_value() -> None:
    own = Question(Symbols(MATRICES.dimensions, MATRICES.variables, definitions=(Definition("g", r"\log r s^2"),)))
    tree = parse("g", own.symbols)
    with pytest.raises(NotRead, match="more than one way"):
        Evaluator(own.declared, own.worlds[0], Letters(own.declared), Reading()).value(tree, {})


def test_a_formula_that_never_ends_is_left_to_a_person() -> None:
    question = QUESTIONS["matrices"]
    tree = parse(r"\sum_{p=1}^{400} \sum_{q=1}^{400} \frac{s^2}{1 + \delta_{pq}}", MATRICES)
    budget = Budget(5000)
    with pytest.raises(NotRead, match="too long to be tried"):
        Evaluator(question.declared, question.worlds[0], Letters(question.declared), Reading(), budget=budget).value(
            tree, {}
        )
    assert budget.left < 0


def test_derivatives_of_derivatives_end_before_they_grow_without_bound() -> None:
    assert np.allclose(value(r"\frac{d}{ds} \frac{d}{ds} s^4"), 12 * S**2)
    with pytest.raises(NotRead, match="too long to be tried"):
        all_values(r"\frac{d}{ds} " * 15 + r"\tanh(s)")
    with pytest.raises(NotRead, match="two primes"):
        all_values(r"\tanh''''(s)")
