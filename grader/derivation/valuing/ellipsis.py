r"""What dots leave out: x_1 + x_2 + \dots + x_n. First and last differ in one index; what stands before them must fit.

Anything else that dots could mean is left to a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from grader.derivation.span import NotRead
from grader.derivation.tree import Ellipsis, Index, Letter, Node, Placed
from grader.derivation.valuing.letters import Bindings, children
from grader.derivation.valuing.products import alike

if TYPE_CHECKING:
    from grader.derivation.evaluate import Evaluator

#: The index that changes from term to term; no student can write it.
_STEP = "…"


def expanded(evaluator: "Evaluator", items: Sequence[Node], bindings: Bindings) -> list[tuple[int, Node, Bindings]]:
    """Terms, factors or entries with the dots written out. Raises NotRead where the neighbours don't tell.

    Of each: the place of the item it comes from (what was left out comes from the one behind the dots), and the
    numbers of letters that it is valued with.
    """
    dots = [position for position, item in enumerate(items) if isinstance(item, Ellipsis)]
    if not dots:
        return [(position, item, bindings) for position, item in enumerate(items)]
    at = dots[0]
    # x_1 + … + x_o + … + x_n: the term in the middle is one of the run, or stands for the one with its index.
    end = at + 3 if dots[1:2] == [at + 2] and at + 3 < len(items) else at + 1
    if at > 0 and end < len(items):
        for start in range(at):  # the run may begin behind other terms: a + x_1 + x_2 + … + x_n
            run = _run(evaluator, items[start:at], items[end], bindings)
            if run is not None and end > at + 1:
                run = _with_middle(evaluator, items[start], run, items[at + 1], bindings)
            if run is not None:
                before = [(place, items[place], bindings) for place in range(start)]
                inside = [(start + step if start + step < at else end, *each) for step, each in enumerate(run)]
                behind = expanded(evaluator, items[end:], bindings)  # another run may begin where this one ends
                return [*before, *inside, *((end + place, node, inner) for place, node, inner in behind[1:])]
    raise NotRead("What these dots leave out isn't clear; a sum sign would say it.", items[at].span)


def _with_middle(
    evaluator: "Evaluator", first: Node, run: list[tuple[Node, Bindings]], middle: Node, bindings: Bindings
) -> list[tuple[Node, Bindings]] | None:
    """A run with the term that was written in its middle: at the place of the index that it has, if it has one."""
    pairs = list(_differences(first, middle))
    if None in pairs:
        names = {node.name for node in _nodes(middle) if isinstance(node, Letter)} & evaluator.world.constants.keys()
        places = {evaluator.world.constants[name] for name in names}
    else:
        places = {evaluator.indices.number(pair[1], bindings) for pair in pairs if pair is not None}
    if len(places) != 1:
        return None
    place = places.pop()
    if not any(inside[_STEP] == place for _, inside in run):
        return None
    return [(middle, bindings) if inside[_STEP] == place else (term, inside) for term, inside in run]


def _nodes(node: Placed) -> Iterator[Placed]:
    yield node
    for child in children(node):
        yield from _nodes(child)


def _run(
    evaluator: "Evaluator", written: Sequence[Node], last: Node, bindings: Bindings
) -> list[tuple[Node, Bindings]] | None:
    """From the first term of a run to its last; None where what is written isn't the beginning of one."""
    pairs = list(_differences(written[0], last))
    found = [pair for pair in pairs if pair is not None]
    ends = {(evaluator.indices.number(a, bindings), evaluator.indices.number(b, bindings)) for a, b in found}
    if len(found) < len(pairs) or len(ends) != 1:
        return None
    low, high = ends.pop()
    evaluator.budget.spend(max(0, high - low))
    template = _merged(written[0], last)
    run: list[tuple[Node, Bindings]] = [(template, {**bindings, _STEP: step}) for step in range(low, high + 1)]
    fits = (
        alike(evaluator.value(term, bindings), evaluator.value(template, inside))
        for term, (_, inside) in zip(written, run, strict=False)
    )
    return run if len(written) <= len(run) and all(fits) else None


def _differences(left: object, right: object) -> Iterator[tuple[Placed, Placed] | None]:
    """The pairs of indices in which two trees differ; None where they differ in anything else."""
    if left == right:
        return
    if type(left) is not type(right) or not isinstance(left, Placed | tuple):
        yield None
    elif isinstance(left, tuple):
        assert isinstance(right, tuple)
        if len(left) != len(right):
            yield None
        for a, b in zip(left, right, strict=False):
            yield from _differences(a, b)
    else:
        for name in _parts(left):
            a, b = getattr(left, name), getattr(right, name)
            if (type(left).__name__, name) in _INDEX_PARTS:
                yield from _index_differences(a, b)
            else:
                yield from _differences(a, b)


#: Where indices stand, so that what differs there is a step and not another thing.
_INDEX_PARTS = {("Index", "positions"), ("Pattern", "holes"), ("Kronecker", "left"), ("Kronecker", "right")}


def _index_differences(left: object, right: object) -> Iterator[tuple[Placed, Placed] | None]:
    lefts = left if isinstance(left, tuple) else (left,)
    rights = right if isinstance(right, tuple) else (right,)
    if len(lefts) != len(rights):
        yield None
    for a, b in zip(lefts, rights, strict=False):
        if isinstance(a, Index) and isinstance(b, Index) and a.base == b.base:
            yield from _index_differences(a.positions, b.positions)  # from w_1 to w_n: by places
        elif a != b:
            yield (a, b)


def _parts(node: Any) -> list[str]:
    return [field.name for field in fields(node) if field.name != "span"]


_T = TypeVar("_T")


def _merged(left: _T, right: _T) -> _T:
    """The first tree, with the changing index where it differs from the last."""
    if left == right:
        return left
    if isinstance(left, tuple) and isinstance(right, tuple):
        return tuple(_merged(a, b) for a, b in zip(left, right, strict=True))  # type: ignore[return-value]
    changed = {name: (getattr(left, name), getattr(right, name)) for name in _parts(left)}
    kind = type(left).__name__
    return replace(  # type: ignore[type-var]
        left,
        **{name: _stepped(a, b) if (kind, name) in _INDEX_PARTS else _merged(a, b) for name, (a, b) in changed.items()},
    )


def _stepped(left: object, right: object) -> object:
    if isinstance(left, tuple) and isinstance(right, tuple):
        return tuple(_stepped(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, Index) and isinstance(right, Index) and left.base == right.base:
        return replace(left, positions=_stepped(left.positions, right.positions))  # type: ignore[arg-type]  # a tuple
    return left if left == right else Letter(_STEP)
