"""Lengths spelled in the dimensions' letters: 7 is V where V = 7, and 4 is K+1 where that holds on every draw."""

from collections.abc import Sequence
from itertools import combinations, product

from grader.draws.case import Case
from grader.explain.observation import Subject

Shape = tuple[int, ...]


def due_shape(subject: Subject, case: Case, shapes: Sequence[Shape]) -> tuple[str, ...]:
    """The expected shape in letters: the subject's own axes where they are known."""
    if subject.axes is not None and len(subject.axes) == len(shapes[0]):
        return subject.axes
    return shape([case], shapes[:1], ())


def shape(cases: Sequence[Case], shapes: Sequence[Shape], prefer: Sequence[str]) -> tuple[str, ...]:
    """Each axis's length by the first name that is right on every draw; the first draw's number where none is."""
    named = []
    for axis in range(len(shapes[0])):
        lengths = [each[axis] for each in shapes]
        named.append(_name(cases, lengths, prefer) or str(lengths[0]))
    return tuple(named)


def _name(cases: Sequence[Case], lengths: Sequence[int], prefer: Sequence[str]) -> str:
    if set(lengths) == {1}:
        return "1"
    shared = set.intersection(*(set(case.dimensions) for case in cases))
    letters = [letter for letter in prefer if letter in shared]
    letters += sorted(shared - set(letters))
    values = {letter: [case.dimensions[letter] for case in cases] for letter in letters}
    same = [letter for letter in letters if values[letter] == list(lengths)]
    # One length alone may be many things: there only a letter of the expected shape, or the only one, is its name.
    varied = len(set(lengths)) > 1
    if same and (varied or same[0] in prefer or len(same) == 1):
        return same[0]
    for letter, by in product(letters if varied else [], (1, -1)):
        if [value + by for value in values[letter]] == list(lengths):
            return f"{letter}{by:+d}"
    for one, other in combinations(letters if varied else prefer, 2):
        if [a * b for a, b in zip(values.get(one, []), values.get(other, []), strict=False)] == list(lengths):
            return f"{one}·{other}"
    return ""
