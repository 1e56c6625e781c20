"""The door of explaining: why a step breaks, in words about the student's own expression, or else in numbers.

A slip is named only where undoing it makes the step right, in two independent sets of worlds and in every reading.
"""

from collections.abc import Sequence

from grader.derivation.judged import Slip
from grader.derivation.lines import Line
from grader.derivation.question import Question
from grader.derivation.repairing.counterexample import shown
from grader.derivation.repairing.edit import Surroundings
from grader.derivation.repairing.hypotheses import otherwise_right
from grader.derivation.repairing.names import declared_names
from grader.derivation.repairing.search import double, single
from grader.derivation.repairing.trial import Trial, trial
from grader.derivation.repairing.words import Words
from grader.derivation.tree import Node, Relation


def slips(
    question: Question,
    lines: Sequence[Line],
    number: int,
    target: Node | None = None,
    conditions: tuple[Relation, ...] = (),
) -> tuple[Slip, ...]:
    """What went wrong in step `number`, which breaks and was read: at most two explanations, none if none is sure.

    lines, target, conditions: the chain as it was judged.
    """
    tried = trial(question, lines, number, target, conditions)
    if tried is None:
        return ()
    words = Words(question.symbols)
    surroundings = _surroundings(tried, words)
    return (
        single(tried, surroundings)
        or otherwise_right(tried, lines, number, target, words)
        or double(tried, surroundings)
    )


def _surroundings(tried: Trial, words: Words) -> Surroundings:
    declared = tried.question.declared
    letters = (*sorted(tried.letters.known), *declared.constants)
    fresh = next(each for each in "xjkwirs" if each not in letters)
    scalars = tuple(name for name in declared_names(declared.symbols) if tried.is_scalar(name))
    return Surroundings(tried.question, words, letters, scalars, fresh)


def counterexample(
    question: Question,
    lines: Sequence[Line],
    number: int,
    target: Node | None = None,
    conditions: tuple[Relation, ...] = (),
) -> str:
    """Numbers that show the break of step `number`: what it gives, and what is due. "" where nothing can be shown."""
    tried = trial(question, lines, number, target, conditions)
    return "" if tried is None else shown(tried, Words(question.symbols))
