"""A value of the wrong shape: which shape it has, in the dimensions' letters, and what it is to the one due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from grader.draws.case import Case
from grader.explain import letters
from grader.explain.agreement import agree
from grader.explain.observation import Subject
from grader.explain.sample import Pattern
from grader.explain.wording import tuple_of
from grader.outcome import Shapes
from grader.tolerance import Purpose

#: Entries of a value that is added up to see whether that is what is due: a sum may take eight times the room.
_LONGEST = 1_000_000


@dataclass(frozen=True)
class Misshapen:
    """One draw whose value has a wrong shape."""

    case: Case
    yours: NDArray[Any]
    expected: NDArray[Any]


def wrong_shape(subject: Subject, found: Sequence[Misshapen], purpose: Purpose) -> tuple[Pattern, Shapes]:
    """The shape line, and how the two shapes are related where values or lengths tell."""
    due, yours = letters.due_shape(subject, found[0].case, [each.expected.shape for each in found]), ""
    cases = [each.case for each in found]
    if len({each.yours.ndim for each in found}) == 1:
        yours = tuple_of(letters.shape(cases, [each.yours.shape for each in found], due))
    shown = yours or tuple_of(found[0].yours.shape)
    a_number = "a single number" if found[0].expected.ndim == 0 else tuple_of(due)
    what = f"{subject.title} has shape {shown} where {a_number} is due."
    if found[0].yours.ndim == 0:
        what = f"{subject.title} is a single number where {tuple_of(due)} is due."
    relation, advice = _relation(found, purpose)
    # A shape is the student's choice, and sixteen axes could spell a hidden input; a length may be one.
    told = "" if any(part.isdigit() for part in due) else f"; {a_number} is due"
    category = what if found[0].yours.ndim == 0 else f"{subject.title} has a wrong shape{told}."
    said = [" ".join(filter(None, (text, relation))) for text in (what, category)]
    return Pattern("shape", said[0], advice, said[1]), Shapes(subject.name, shown, tuple_of(due))


def _relation(found: Sequence[Misshapen], purpose: Purpose) -> tuple[str, str]:
    """What the value is to the one due, and what to do; the first that holds on every draw."""
    for sentence, advice, become in _BECOMINGS:
        if all(_agrees(become, each, purpose) for each in found):
            return sentence, advice
    for sentence, advice, fits in _LENGTHS:
        if all(fits(each.yours, each.expected) for each in found):
            return sentence, advice
    return "", "Compare the shapes of each step with the sheet's."


def _agrees(become: Callable[[NDArray[Any], NDArray[Any]], Any], each: Misshapen, purpose: Purpose) -> bool:
    """Whether yours, or what is due, becomes the other one."""
    if not 0 < each.yours.size <= _LONGEST:  # nothing has no sum and no mean that would tell
        return False
    try:
        yours, expected = become(each.yours, each.expected)
    except (ValueError, IndexError):  # numpy's words for shapes or axes that do not fit (AxisError is both)
        return False
    return bool(yours.shape == expected.shape and agree(yours, expected, purpose).ok)


_Pair = tuple[NDArray[Any], NDArray[Any]]
_BECOMINGS: tuple[tuple[str, str, Callable[[NDArray[Any], NDArray[Any]], _Pair]], ...] = (
    ("Its transpose is right.", "Return the transpose.", lambda y, e: (y.T, e)),
    (
        "It is flattened; the values are right.",
        "Keep the shape: leave out `flatten` or `reshape`.",
        lambda y, e: (y.reshape(e.shape), e) if y.ndim == 1 < e.ndim else (y, e),
    ),
    (
        "It is flattened by columns; the values are right.",
        "Keep the shape: leave out `flatten` or `reshape`.",
        lambda y, e: (y.reshape(e.shape, order="F"), e) if y.ndim == 1 < e.ndim else (y, e),
    ),
    ("Its entries add up to the right value.", "Return their sum.", lambda y, e: (y.sum(), e)),
    ("The mean of its entries is the right value.", "Return their mean.", lambda y, e: (y.mean(), e)),
    (
        "Summed over its first axis it is right.",
        "Add up over the first axis: `np.sum(..., axis=0)`.",
        lambda y, e: (y.sum(axis=0), e),
    ),
    (
        "Summed over its last axis it is right.",
        "Add up over the last axis: `np.sum(..., axis=-1)`.",
        lambda y, e: (y.sum(axis=-1), e),
    ),
    ("It is the sum of what is due over the rows.", "Keep one row for each.", lambda y, e: (y, e.sum(axis=0))),
    ("It is the mean of what is due over the rows.", "Keep one row for each.", lambda y, e: (y, e.mean(axis=0))),
    ("It is the sum of what is due over the columns.", "Keep the columns apart.", lambda y, e: (y, e.sum(axis=1))),
    ("It is the mean of what is due over the columns.", "Keep the columns apart.", lambda y, e: (y, e.mean(axis=1))),
    ("It is the first row of what is due.", "Return every row.", lambda y, e: (y, e[:1].reshape(e.shape[1:]))),
)

_LENGTHS: tuple[tuple[str, str, Callable[[NDArray[Any], NDArray[Any]], bool]], ...] = (
    (
        "Transposed it has the right shape; its values differ there too.",
        "Recheck the order of the factors in the product, then the values.",
        lambda y, e: y.ndim == 2 and y.shape == e.shape[::-1],
    ),
    (
        "It is flattened, and its values differ too.",
        "Keep the shape, then recheck the values.",
        lambda y, e: y.ndim == 1 < e.ndim and y.size == e.size,
    ),
    (
        "An (n, 1) array that meets an (n,) array gives (n, n) by broadcasting.",
        "Print the shapes of the two arrays that meet; `keepdims` and `reshape` keep them alike.",
        lambda y, e: e.ndim == 1 and y.shape == (e.size, e.size),
    ),
    (
        "It is one row where every row is due.",
        "Return a row for each.",
        lambda y, e: e.ndim == 2 and y.shape in (e.shape[1:], (1, *e.shape[1:])),
    ),
    (
        "Some rows are missing; those that nothing is added to belong in it too, as zeros.",
        "Start from zeros in the shape that is due, and add to its rows.",
        lambda y, e: _fewer_rows(y, e) and not e.any(axis=1).all(),
    ),
    ("Some rows are missing.", "Return a row for each.", lambda y, e: _fewer_rows(y, e)),
    (
        "It has an axis too many.",
        "Compare the shapes of each step with the sheet's.",
        lambda y, e: 0 < e.ndim == y.ndim - 1,
    ),
)


def _fewer_rows(yours: NDArray[Any], expected: NDArray[Any]) -> bool:
    return yours.ndim == expected.ndim == 2 and yours.shape[1] == expected.shape[1] and len(yours) < len(expected)
