"""An index that is wrong, missing or too much, or that stands on the wrong factor."""

from collections.abc import Iterator
from itertools import combinations

from grader.derivation.repairing.edit import Edit, Surroundings
from grader.derivation.repairing.places import Place, places
from grader.derivation.tree import (
    BareFunction,
    Function,
    Index,
    Letter,
    Node,
    Number,
    Pattern,
    Product,
    Range,
    Sum,
    Symbol,
    Transpose,
)
from grader.derivation.valuing.walks import renamed as exchanged


def slips(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """One letter for another, and one letter for another throughout."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Letter | Number) or place.role != "index" or isinstance(place.parent, Sum):
        return
    for letter in surroundings.letters_at(place):
        if not (isinstance(node, Letter) and node.name == letter):
            new = place.put(Letter(letter))

            def sentence(letter: str = letter) -> str:
                parent = place.parent
                if isinstance(parent, Index | Pattern):
                    due = _replaced(parent, node, Letter(letter))
                    return f"The index of {words.code(parent)}: {words.code(due)} is due."
                return f"The index {words.code(node)} stands where {words.code(Letter(letter))} is due."

            yield Edit(new, "index", sentence)


def _replaced(parent: Node, old: Node, new: Letter) -> Node:
    for place in places(parent):
        if place.node is old:
            return place.put(new)
    return parent


def throughout(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """A letter for another, wherever it is free."""
    if place.parent is not None:
        return
    used = dict.fromkeys(
        each.node.name
        for each in places(place.node)
        if isinstance(each.node, Letter) and each.role == "index" and each.node.name not in each.bound
    )
    words = surroundings.words
    for one, other in combinations(used, 2):
        yield Edit(
            exchanged(place.node, {one: other, other: one}),
            "indices exchanged",
            lambda one=one, other=other: f"The indices `{one}` and `{other}` have changed places.",
        )
    for old in used:
        for letter in surroundings.letters:
            if letter != old:
                yield Edit(
                    renamed(place.node, old, Letter(letter)),
                    "index",
                    lambda old=old, letter=letter: (
                        f"The index {words.code(Letter(old))} stands where {words.code(Letter(letter))} is due."
                    ),
                )


def renamed(tree: Node, old: str, new: Node) -> Node:
    """A tree with another index for a letter, wherever that is free."""
    found = tree
    while True:
        for place in places(found):
            node = place.node
            if isinstance(node, Letter) and node.name == old and old not in place.bound and node is not new:
                found = place.put(new)
                break
        else:
            return found


def missing(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """The whole vector where one entry is due."""
    node, words = place.node, surroundings.words
    named = isinstance(node, Symbol | Function | BareFunction) or (isinstance(node, Sum) and place.parent is not None)
    if not named or place.role not in ("value", "by") or isinstance(place.parent, Index | Range | Transpose):
        return
    for letter in surroundings.letters_at(place):
        new = Index(node, (Letter(letter),))
        yield Edit(
            place.put(new),
            "index missing",
            lambda letter=letter: f"The index `{words.latex(Letter(letter))}` is missing on {words.code(node)}.",
        )


def too_much(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """One entry where the whole is due, one of a family where the matrix is due."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Index) or place.role not in ("value", "by") or not isinstance(node.base, Symbol):
        return
    families = surroundings.question.declared.families
    base = Symbol(families[node.base.name].of) if node.base.name in families else node.base
    yield Edit(
        place.put(base),
        "index too much",
        lambda: f"One part stands for the whole: {words.code(node)} where {words.code(base)} is due.",
    )


def elsewhere(surroundings: Surroundings, place: Place) -> Iterator[Edit]:
    """a_w b where a b_w is due."""
    node, words = place.node, surroundings.words
    if not isinstance(node, Product | Sum) or place.role != "value":
        return
    parts = [*node.factors] if isinstance(node, Product) else [term for _, term in node.terms]
    for here, part in enumerate(parts):
        if not isinstance(part, Index) or not isinstance(part.base, Symbol):
            continue
        for there, other in enumerate(parts):
            if there == here or not isinstance(other, Symbol | Function | Sum):
                continue
            moved = [*parts]
            moved[here], moved[there] = part.base, Index(other, part.positions)
            yield Edit(
                place.put(_with_parts(node, moved)),
                "index on the wrong thing",
                lambda part=part, other=other: (
                    f"The index of {words.code(part)} stands on the wrong thing: it belongs on {words.code(other)}."
                ),
            )


def _with_parts(node: Product | Sum, parts: list[Node]) -> Node:
    if isinstance(node, Product):
        return Product(tuple(parts), node.operators)
    return Sum(tuple((sign, part) for (sign, _), part in zip(node.terms, parts, strict=True)))
