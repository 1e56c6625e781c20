"""Numbers that show that a step is wrong: what it gives and what is due, at one place of one world."""

import numpy as np

from grader.derivation.repairing.trial import Trial
from grader.derivation.repairing.words import Words
from grader.derivation.tree import Letter, Symbol
from grader.derivation.valuing.values import Array, Value

#: More numbers than this are no example but a list.
_MOST_NUMBERS = 4


def shown(trial: Trial, words: Words) -> str:
    """One sentence with two numbers, or with what has none; "" where the step's value has another shape."""
    strange = sorted(trial.strange_letters())
    if strange:
        return f"The index {words.code(Letter(strange[0]))} of your step is none of the left side's, and no sum's."
    for bindings, due, yours in zip(trial.numbers, trial.due, trial.values(trial.step), strict=False):
        numbers = _alike(due, yours)
        place = _first_gap(due.array, numbers)
        if place is None:
            continue
        given, asked = _apart(float(numbers[place]), float(due.array[place]))
        chosen = [f"{words.code(Letter(name))} = {number}" for name, number in sorted(bindings.items())]
        scalars = _scalars(trial, words)
        at = f"At {' and '.join([*scalars, *chosen])}" if scalars else "For one choice of numbers"
        at += f", with {' and '.join(chosen)}," if chosen and not scalars else ""
        if place:
            entry = ", ".join(str(each + 1) for each in place) if 1 not in due.array.shape else str(max(place) + 1)
            return f"{at} entry {entry} of your step is {given}, and {asked} is due."
        return f"{at} your step gives {given}, and {asked} is due."
    return ""


def _alike(due: Value, yours: Value) -> Array:
    """A step's numbers as what is due lies: a 0 stands for a whole vector, a row may stand for a column."""
    if not yours.array.shape and yours.is_zero:
        return np.zeros(due.array.shape)
    turned = yours.array.shape != due.array.shape and yours.array.shape == due.array.shape[::-1]
    return yours.array.T if turned else yours.array


def _first_gap(due: Array, yours: Array) -> tuple[int, ...] | None:
    """Where two values of one shape differ most; None where they don't, or can't be laid side by side."""
    if due.shape != yours.shape or not (np.isfinite(due).all() and np.isfinite(yours).all()):
        return None
    gaps = np.abs(due - yours)
    if not (gaps > 1e-6).any():
        return None
    return tuple(int(each) for each in np.unravel_index(int(gaps.argmax()), gaps.shape))


def _scalars(trial: Trial, words: Words) -> list[str]:
    """The question's numbers that the step or what is due rests on; [] where it rests on vectors, too."""
    question = trial.question
    named = question.mentions(trial.reference) | question.mentions(trial.step)
    variables = [each for each in question.symbols.variables if each.name in named]
    if not variables or len(variables) > _MOST_NUMBERS or any(each.shape for each in variables):
        return []
    return [f"{words.code(Symbol(each.name))} = {float(trial.world.roots[each.name].array):.3g}" for each in variables]


def _apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as few digits as tell them apart."""
    for digits in (2, 3, 4, 6, 9):
        first, second = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if first != second:
            break
    return first, second
