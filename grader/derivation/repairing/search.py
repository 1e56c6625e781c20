"""The search for edits that make a step right: single ones in the order of the list, then two at once."""

from collections.abc import Iterator
from itertools import islice

from grader.derivation.judged import Slip
from grader.derivation.repairing import indices, operations, parts, signs, sums, transposes
from grader.derivation.repairing.edit import Edit, Family, Surroundings
from grader.derivation.repairing.places import places
from grader.derivation.repairing.trial import Trial
from grader.derivation.tree import Node, Symbol

#: Edited steps that are tried for one explanation; two edits at once are tried only so far.
MOST_TRIED = 5_000
MOST_SLIPS = 2
#: Steps with more places than this are too long to search.
MOST_PLACES = 160

_SIGNS: tuple[Family, ...] = (signs.whole, signs.terms, signs.inside)
_TRANSPOSES: tuple[Family, ...] = (transposes.one, transposes.every, transposes.pairs)
_INDICES: tuple[Family, ...] = (indices.slips, indices.throughout, indices.missing, indices.too_much, indices.elsewhere)
_PARTS: tuple[Family, ...] = (parts.dropped, parts.factor_missing, parts.term_missing)
_SUMS: tuple[Family, ...] = (sums.too_much, sums.missing, sums.conditions, sums.bounds, sums.indicator)
_NAMES: tuple[Family, ...] = (operations.another_name, operations.identity)
_OPERATIONS: tuple[Family, ...] = (
    operations.slope,
    operations.products,
    signs.difference,
    signs.product,
    operations.functions,
    operations.squares,
    operations.derivative,
)
#: In the order in which slips are likely; of the edits of one group at most one is told.
GROUPS: tuple[tuple[Family, ...], ...] = (_SIGNS, _TRANSPOSES, _INDICES, _PARTS, _SUMS, _NAMES, _OPERATIONS)
#: For two edits at once: those that are few.
_FEW: tuple[Family, ...] = (
    *_SIGNS,
    signs.product,
    transposes.one,
    transposes.pairs,
    *_INDICES,
    parts.dropped,
    *_SUMS,
    operations.slope,
    operations.products,
    signs.difference,
    operations.another_name,
)


def single(trial: Trial, surroundings: Surroundings) -> tuple[Slip, ...]:
    """At most two slips, each an edit after which the step is right."""
    found: list[Slip] = []
    if _is_long(trial.step):
        return ()
    for group in GROUPS:
        slip = _first(edits(group, surroundings, trial.step), trial)
        if slip is not None:
            found.append(slip)
        if len(found) == MOST_SLIPS or trial.is_spent:
            break
    return tuple(found)


def _is_long(tree: Node) -> bool:
    return len(list(islice(places(tree), MOST_PLACES + 1))) > MOST_PLACES


def _first(tried: Iterator[Edit], trial: Trial) -> Slip | None:
    for edit in tried:
        if trial.is_spent:
            return None
        if trial.looks_right(edit.tree) and not _gives_away(edit.tree, trial) and trial.holds(edit.tree):
            return Slip(edit.kind, edit.sentence())
    return None


def edits(families: tuple[Family, ...], surroundings: Surroundings, tree: Node) -> Iterator[Edit]:
    """All edits of some families, family by family, from the outside in."""
    for family in families:
        for place in places(tree):
            yield from family(surroundings, place)


def _gives_away(tree: Node, trial: Trial) -> bool:
    """Whether an edited step is the answer's mere name."""
    return isinstance(tree, Symbol) or _holds_target(tree, trial)


def _holds_target(tree: Node, trial: Trial) -> bool:
    return any(place.node == trial.reference for place in places(tree)) and tree != trial.step


def double(trial: Trial, surroundings: Surroundings) -> tuple[Slip, ...]:
    """The first two edits after which the step is right."""
    if _is_long(trial.step):
        return ()
    for first in list(edits(_FEW, surroundings, trial.step)):
        for second in edits(_FEW, surroundings, first.tree):
            if trial.tried >= MOST_TRIED or trial.is_spent:
                return ()
            if trial.looks_right(second.tree) and not _gives_away(second.tree, trial) and trial.holds(second.tree):
                words = f"Two slips. {first.sentence()} {second.sentence()}"
                return (Slip(f"{first.kind} and {second.kind}", words),)
    return ()
