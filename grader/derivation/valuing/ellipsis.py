r"""What dots leave out: x_1 + x_2 + \dots + x_n. First and last differ in one index; what stands before them must fit.

Anything else that dots could mean is left to a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from grader.derivation.span import NotRead
from grader.derivation.tree import Ellipsis, Letter, Node, Placed
from grader.derivation.valuing.letters import Bindings
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
    if len(dots) == 1 and 0 < at < len(items) - 1:
        for start in range(at):  # the run may begin behind other terms: a + x_1 + x_2 + … + x_n
            run = _run(evaluator, items[start:at], items[at + 1], bindings)
            if run is not None:
                places = [*range(start, at), *[at + 1] * len(run)]
                before = [(place, items[place], bindings) for place in range(start)]
                behind = [(place, items[place], bindings) for place in range(at + 2, len(items))]
                return [*before, *((place, *each) for place, each in zip(places, run, strict=False)), *behind]
    raise NotRead("What these dots leave out isn't clear; a sum sign would say it.", items[at].span)


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
        if a != b:
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
        return tuple(a if a == b else Letter(_STEP) for a, b in zip(left, right, strict=True))
    return left if left == right else Letter(_STEP)
