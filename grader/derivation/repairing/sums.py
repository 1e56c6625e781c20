"""Big sums: one too many or too few, a condition or an indicator that got lost, another bound."""

from collections.abc import Iterator
from dataclasses import replace

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.indices import renamed
from grader.derivation.repairing.parts import without
from grader.derivation.repairing.places import Place, places
from grader.derivation.repairing.words import function_name
from grader.derivation.tree import (
    BigOperator,
    Function,
    Index,
    Kronecker,
    Letter,
    Node,
    Number,
    Product,
    Quotient,
    Range,
    Relation,
    Sum,
    Symbol,
)

_KINDS = {"sum": "sum", "prod": "product", "max": "maximum", "min": "minimum"}


def too_much(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A sum of which an indicator leaves one term; a sum without need."""
    node, words = place.node, surroundings.words
    if not isinstance(node, BigOperator) or place.role != "value":
        return
    letter = node.over.variable
    if not isinstance(letter, Letter):
        return
    code = words.code(letter)
    for other in surroundings.letters_at(place):
        if other != letter.name:
            yield Edit(
                place.put(renamed(node.body, letter.name, Letter(other))),
                "sum too much",
                lambda other=other: (
                    f"The sum over {code} is too much: only its term for `{words.latex(Letter(other))}` is due."
                ),
            )
    yield Edit(place.put(node.body), "sum too much", lambda: f"The sum over {code} is too much: {words.code(node)}.")


def missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A sum that nobody wrote: over a letter that nothing binds, or over all where one was taken."""
    node, words = place.node, surroundings.words
    if place.role != "value" or isinstance(place.parent, Index) or not _summable(node):
        return
    # Below a fraction also an outer sum's letter: e^{x_i} for the sum of all e^{x_j}.
    for letter in _letters(node, () if place.slot == "bottom" else place.bound):
        taken = letter in (*surroundings.letters, *place.bound)
        fresh = surroundings.fresh if taken else letter
        bodies = dict.fromkeys((renamed(node, letter, Letter(fresh)), _renamed_above(node, letter, surroundings.fresh)))
        for body in bodies:
            own = fresh if body == renamed(node, letter, Letter(fresh)) else surroundings.fresh
            new = BigOperator("sum", Range(Letter(own)), body)
            yield Edit(
                place.put(new),
                "sum missing",
                lambda new=new: f"A sum is missing: {words.code(node)} where {words.code(new)} is due.",
            )


def _renamed_above(node: Node, old: str, new: str) -> Node:
    """A tree with another letter for a free one, but for what a derivative is taken by: that the left side says."""
    found = node
    while old != new:
        for place in places(found):
            if place.node == Letter(old) and place.role == "index" and old not in place.bound:
                found = place.put(Letter(new))
                break
        else:
            break
    return found


def _summable(node: Node) -> bool:
    return isinstance(node, Product | Index | Function | Quotient)


def _letters(node: Node, bound: tuple[str, ...]) -> dict[str, None]:
    found = ((each.node, each.bound) for each in places(node))
    return dict.fromkeys(
        each.name for each, within in found if isinstance(each, Letter) and each.name not in (*within, *bound)
    )


def conditions(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """j ≠ 0 below a sum, lost or too much."""
    node, words = place.node, surroundings.words
    if not isinstance(node, BigOperator):
        return
    over = node.over
    for position, condition in enumerate(over.conditions):
        rest = (*over.conditions[:position], *over.conditions[position + 1 :])
        yield Edit(
            place.put(replace(node, over=replace(over, conditions=rest))),
            "condition of a sum too much",
            lambda condition=condition: f"The condition `{words.relation(condition)}` below the sum is too much.",
        )
    if not isinstance(over.variable, Letter):
        return
    others: list[Node] = [Letter(each) for each in surroundings.letters_at(place) if each != over.variable.name]
    missing = [Relation(over.variable, "!=", other) for other in [*others, Number(0.0)]]
    for text in surroundings.question.symbols.words:
        here = Index(Letter(text.name), (over.variable,))
        missing += [Relation(here, "=", Index(Letter(text.name), (other,))) for other in others]
    for condition in missing:
        yield Edit(
            place.put(replace(node, over=replace(over, conditions=(*over.conditions, condition)))),
            "condition of a sum missing",
            lambda condition=condition: f"The condition `{words.relation(condition)}` is missing below the sum.",
        )


def bounds(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A sum that ends, or begins, one too early or too late."""
    node, words = place.node, surroundings.words
    if not isinstance(node, BigOperator):
        return
    upper, lower = node.over.upper, node.over.lower
    ends = [term for _, term in upper.terms[:1]] if isinstance(upper, Sum) else []
    if upper is not None:
        ends += [Symbol(name) for name in surroundings.lengths]
    for end in ends:
        if upper is not None and end != upper:
            yield Edit(
                place.put(replace(node, over=replace(node.over, upper=end))),
                "range of a sum",
                lambda end=end: f"The sum ends at {words.code(upper)}, and at {words.code(end)} it should.",
            )
    if not isinstance(lower, Number):
        return
    for start in (1.0, 2.0, 0.0):
        if start != lower.value:
            yield Edit(
                place.put(replace(node, over=replace(node.over, lower=Number(start)))),
                "range of a sum",
                lambda start=start: f"The sum begins at {words.code(lower)}, and at `{start:g}` it should.",
            )


def before_the_sum(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    r"""\hat y_w \sum_w u_w: a factor that depends on what the sum runs over, and stands before it."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Product) or place.role != "value" or "/" in node.operators:
        return
    for position, big in enumerate(node.factors):
        if not isinstance(big, BigOperator) or position == 0 or not isinstance(big.over.variable, Letter):
            continue
        letter, factor = big.over.variable.name, node.factors[position - 1]
        if letter in _letters(factor, ()):
            inside = replace(big, body=Product((factor, big.body), ("",)))
            factors = (*node.factors[: position - 1], inside, *node.factors[position + 1 :])
            operators = (*node.operators[: position - 1], *node.operators[position:])
            new = inside if len(factors) == 1 else Product(factors, operators)
            yield Edit(
                place.put(new),
                "factor before the sum",
                lambda factor=factor, letter=letter: (
                    f"{words.code(factor)} depends on `{letter}` and cannot stand before the sum over `{letter}`."
                ),
            )


def count_for_sum(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """K times one term where the sum of K of them is due."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Product) or place.role != "value":
        return
    for position, factor in enumerate(node.factors):
        if not isinstance(factor, Symbol) or factor.name not in surroundings.question.declared.dimensions:
            continue
        rest = without(node, position)
        for letter in _letters(rest, place.bound):
            yield Edit(
                place.put(BigOperator("sum", Range(Letter(letter)), rest)),
                "count for sum",
                lambda factor=factor, letter=letter: (
                    f"{words.code(factor)} times one term stands where the sum over `{letter}` is due."
                ),
            )


def share(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """e^{θ_i} where it should be divided by the sum of all of them."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Function) or node.name != "exp" or place.role != "value" or place.slot == "bottom":
        return
    for letter in _letters(node, ()):
        among = BigOperator("sum", Range(Letter(surroundings.fresh)), renamed(node, letter, Letter(surroundings.fresh)))
        yield Edit(
            place.put(Quotient(node, among)),
            "division missing",
            lambda among=among: f"{words.code(node)} must be divided by {words.code(among)}.",
        )


def another_kind(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A product over i where the sum is due, and the other way."""
    node, words = place.node, surroundings.words
    if not isinstance(node, BigOperator) or node.kind not in ("sum", "prod"):
        return
    due = replace(node, kind="prod" if node.kind == "sum" else "sum")
    yield Edit(
        place.put(due),
        "product for sum" if node.kind == "prod" else "sum for product",
        lambda: f"A {_KINDS[node.kind]} stands where a {_KINDS[due.kind]} is due: {words.code(due)}.",
    )


def inside(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """The logarithm of a sum for the sum of logarithms, and the other way."""
    node, words = place.node, surroundings.words
    if isinstance(node, Function) and isinstance(node.argument, BigOperator):
        name = function_name(node.name, node.primes)
        due = replace(node.argument, body=replace(node, argument=node.argument.body))
        yield Edit(
            place.put(due),
            "function outside the sum",
            lambda: f"The `{name}` belongs inside the {_KINDS[due.kind]}: {words.code(due)} is due.",
        )
    elif isinstance(node, BigOperator) and isinstance(node.body, Function):
        name = function_name(node.body.name, node.body.primes)
        whole = replace(node.body, argument=replace(node, body=node.body.argument))
        yield Edit(
            place.put(whole),
            "function inside the sum",
            lambda: f"The `{name}` belongs outside the {_KINDS[node.kind]}: {words.code(whole)} is due.",
        )


def indicator(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """1 where 1 is due for one index only."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Number) or node.value != 1 or place.role != "value" or not isinstance(place.parent, Sum):
        return
    letters = surroundings.letters_at(place)
    for position, letter in enumerate(letters):
        for other in letters[position + 1 :]:
            new = Kronecker(Letter(letter), Letter(other))
            yield Edit(
                place.put(new),
                "indicator missing",
                lambda new=new: (
                    f"`1` where {words.code(new)} is due: it counts only for"
                    f" `{words.latex(new.left)} = {words.latex(new.right)}`."
                ),
            )
