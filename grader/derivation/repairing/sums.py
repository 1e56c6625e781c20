"""Big sums: one too many or too few, a condition or an indicator that got lost, another bound."""

from collections.abc import Iterator
from dataclasses import replace

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.indices import renamed
from grader.derivation.repairing.places import Place, places
from grader.derivation.tree import (
    BigOperator,
    Function,
    Index,
    Kronecker,
    Letter,
    Node,
    Number,
    Placed,
    Product,
    Quotient,
    Range,
    Relation,
    Sum,
)


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
                ),  # type: ignore[misc]
            )
    yield Edit(place.put(node.body), "sum too much", lambda: f"The sum over {code} is too much: {words.code(node)}.")


def missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A sum that nobody wrote: over a letter that nothing binds, or over all where one was taken."""
    node, words = place.node, surroundings.words
    if place.role != "value" or isinstance(place.parent, Index) or not _summable(node):
        return
    for letter in _letters(node, place.bound):
        fresh = letter if letter not in surroundings.letters else surroundings.fresh
        body: Node = renamed(node, letter, Letter(fresh))  # type: ignore[arg-type]
        new = BigOperator("sum", Range(Letter(fresh)), body)
        yield Edit(
            place.put(new),
            "sum missing",
            lambda new=new: f"A sum is missing: {words.code(node)} where {words.code(new)} is due.",  # type: ignore[misc]
        )


def _summable(node: Placed) -> bool:
    return isinstance(node, Product | Index | Function | Quotient)


def _letters(node: Placed, bound: tuple[str, ...]) -> dict[str, None]:
    found = (each for each in places(node) if isinstance(each.node, Letter))  # type: ignore[arg-type]
    return dict.fromkeys(each.node.name for each in found if each.node.name not in (*each.bound, *bound))  # type: ignore[attr-defined]


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
            lambda condition=condition: f"The condition `{words.relation(condition)}` below the sum is too much.",  # type: ignore[misc]
        )
    if not isinstance(over.variable, Letter):
        return
    others: list[Node] = [Letter(each) for each in surroundings.letters_at(place) if each != over.variable.name]
    for other in [*others, Number(0.0)]:
        condition = Relation(over.variable, "!=", other)
        yield Edit(
            place.put(replace(node, over=replace(over, conditions=(*over.conditions, condition)))),
            "condition of a sum missing",
            lambda condition=condition: f"The condition `{words.relation(condition)}` is missing below the sum.",  # type: ignore[misc]
        )


def bounds(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A sum that begins one too early or too late, and one that counts something else."""
    node, words = place.node, surroundings.words
    if not isinstance(node, BigOperator) or not isinstance(node.over.lower, Number):
        return
    for start in (0.0, 1.0, 2.0):
        if start != node.over.lower.value:
            yield Edit(
                place.put(replace(node, over=replace(node.over, lower=Number(start)))),
                "range of a sum",
                lambda start=start: (
                    f"The sum begins at `{words.latex(node.over.lower)}`, and at `{start:g}` it should."
                ),  # type: ignore[misc]
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
                lambda new=new: (  # type: ignore[misc]
                    f"`1` where {words.code(new)} is due: it counts only for"
                    f" `{words.latex(new.left)} = {words.latex(new.right)}`."
                ),
            )
