"""The search for edits that make a step right: single ones in the order of the list, then two at once."""

from collections.abc import Iterator
from itertools import islice

from grader.derivation.judged import Slip
from grader.derivation.repairing import exchanges, functions, indices, operations, parts, signs, sums, transposes
from grader.derivation.repairing.edit import Edit, Family, Surroundings
from grader.derivation.repairing.places import places
from grader.derivation.repairing.trial import Trial
from grader.derivation.tree import Derivative, Function, Index, Node, Number, Symbol

#: Edited steps that are tried for one explanation; two edits at once are tried only so far.
MOST_TRIED = 4_000
MOST_SLIPS = 2
#: Steps with more places than this are too long to search.
MOST_PLACES = 160

_SIGNS: tuple[Family, ...] = (signs.whole, signs.terms, signs.inside)
_TRANSPOSES: tuple[Family, ...] = (transposes.one, transposes.every, transposes.pairs)
_INDICES: tuple[Family, ...] = (indices.slips, indices.throughout, indices.missing, indices.too_much, indices.elsewhere)
#: Those that are few, and seldom right by luck.
_TELLING: tuple[Family, ...] = (
    exchanges.cases,
    sums.before_the_sum,
    sums.count_for_sum,
    sums.indicator,
    exchanges.number_for_name,
    operations.square_below,
    sums.inside,
    parts.factor_missing_throughout,
    parts.counts_missing,
)
_NAMES: tuple[Family, ...] = (
    exchanges.another_name,
    exchanges.identity,
    exchanges.another_name_throughout,
)
_PARTS: tuple[Family, ...] = (
    parts.dropped,
    parts.factor_missing,
    sums.share,
    parts.term_missing,
)
_SUMS: tuple[Family, ...] = (
    sums.conditions,
    sums.too_much,
    sums.missing,
    sums.bounds,
    sums.another_kind,
)
_OPERATIONS: tuple[Family, ...] = (
    functions.slope,
    operations.products,
    operations.reciprocal,
    signs.difference,
    signs.product,
    functions.functions,
    operations.squares,
    operations.derivative,
)
#: In the order in which slips are likely; of the edits of one group at most one is told.
GROUPS: tuple[tuple[Family, ...], ...] = (
    _SIGNS,
    _TRANSPOSES,
    _TELLING,
    _INDICES,
    _NAMES,
    _SUMS,
    _PARTS,
    _OPERATIONS,
)
#: What only parts of the lines so far explain: tried where nothing else does, or a lost function might be a lost 1/ŷ.
_KNOWN: tuple[Family, ...] = (parts.known_term_missing, parts.known_factor_missing)
#: With one of these nothing else needs to be told.
_PLAIN = frozenset(
    {
        "sign of the whole", "sign of a term", "sign inside a function", "transpose too much", "transpose missing",
        "all transposes", "order of factors", "cases exchanged", "factor before the sum", "count for sum",
        "index", "indices exchanged", "index missing", "another name", "number for a name", "another count",
        "term too much", "terms missing", "factor too much", "function inside the sum", "function outside the sum",
        "indicator missing", "sum missing", "sum too much", "index too much",
        "condition of a sum too much", "condition of a sum missing", "square missing", "names exchanged",
    }
)  # fmt: skip
#: What nobody thinks of while there is anything else that it could be.
_FAR_FETCHED = frozenset(
    {
        "sum for product", "difference for product", "product for sum", "product for difference",
        "complement", "complement too much", "derivative too much",
        "index on the wrong thing", "term missing within a function",
    }
)  # fmt: skip
#: For two edits at once: those that are few, and leave most of what stands there.
_FEW: tuple[Family, ...] = (
    *_SIGNS,
    signs.product,
    *_TRANSPOSES[::2],
    *_INDICES[:3],
    sums.missing,
    sums.indicator,
    functions.slope,
    operations.products,
    exchanges.another_name,
    exchanges.number_for_name,
)


def single(trial: Trial, surroundings: Surroundings) -> tuple[Slip, ...]:
    """At most two slips, each an edit after which the step is right."""
    if _is_long(trial.step):
        return ()
    found: dict[Node, Edit] = {}
    for group in (*GROUPS, _KNOWN):
        if group is _KNOWN and any(each.kind != "function missing" for each in found.values()):
            break
        edit = _first(edits(group, surroundings, trial.step), trial)
        if edit is not None:
            found.setdefault(edit.tree, edit)
        near = [each for each in found.values() if each.kind not in _FAR_FETCHED]
        if trial.is_spent or len(near) == MOST_SLIPS or any(each.kind in _PLAIN for each in near):
            break
    near = [each for each in found.values() if each.kind not in _FAR_FETCHED]
    told = near[:MOST_SLIPS] or list(found.values())[:1]
    return tuple(Slip(each.kind, each.sentence()) for each in told)


def _is_long(tree: Node) -> bool:
    return len(list(islice(places(tree), MOST_PLACES + 1))) > MOST_PLACES


def _first(tried: Iterator[Edit], trial: Trial) -> Edit | None:
    for edit in tried:
        if trial.is_spent:
            return None
        if trial.looks_right(edit.tree) and not _gives_away(edit, trial) and trial.holds(edit.tree):
            return edit
    return None


def edits(families: tuple[Family, ...], surroundings: Surroundings, tree: Node) -> Iterator[Edit]:
    """All edits of some families, family by family, from the outside in."""
    for family in families:
        for place in places(tree):
            yield from family(surroundings, place)


def _gives_away(edit: Edit, trial: Trial) -> bool:
    """Whether an edited step is the answer's mere name, or was made by putting the answer in.

    A student's own expression that is one slip away from a right one written out is neither.
    """
    tree, reference = edit.tree, trial.reference
    if isinstance(tree, Symbol) and all(place.node != tree for place in places(trial.step)):
        return True
    if tree == reference:
        return (
            isinstance(reference, Symbol | Index | Function | Derivative) or edit.kind == "identity for outer product"
        )
    return any(place.node == reference for place in places(tree))


def double(trial: Trial, surroundings: Surroundings) -> tuple[Slip, ...]:
    """The first two edits after which the step is right; of a number alone two would make anything."""
    if _is_long(trial.step) or isinstance(trial.step, Number):
        return ()
    for first in list(edits(_FEW, surroundings, trial.step)):
        for second in edits(_FEW, surroundings, first.tree):
            if trial.tried >= MOST_TRIED or trial.is_spent:
                return ()
            if trial.looks_right(second.tree) and not _gives_away(second, trial) and trial.holds(second.tree):
                words = _together(first.sentence(), second.sentence())
                return (Slip(f"{first.kind} and {second.kind}", words),)
    return ()


def _together(first: str, second: str) -> str:
    return f"Twice: {first[:1].lower()}{first[1:]}" if first == second else f"Two slips. {first} {second}"
