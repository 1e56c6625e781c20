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
from grader.derivation.repairing.names import lengths, offered, parts_of
from grader.derivation.repairing.search import double, single
from grader.derivation.repairing.spelled import spellings
from grader.derivation.repairing.trial import Trial, trial
from grader.derivation.repairing.words import Words
from grader.derivation.tree import Node, Relation

#: Parts of the lines so far that are tried as a factor that got lost.
MOST_PARTS = 8


def slips(
    question: Question,
    lines: Sequence[Line],
    number: int,
    target: Node | None = None,
    conditions: tuple[Relation, ...] = (),
    others: Sequence[Question] = (),
    written: Sequence[tuple[Node, str]] = (),
) -> tuple[Slip, ...]:
    """What went wrong in step `number`, which breaks and was read: at most two explanations, none if none is sure.

    lines, target, conditions: the chain as it was judged. others: the question in the other limits that it was
    compared in. written: trees with the LaTeX that their spans point into, so that names keep the student's spelling.
    """
    tried = trial(question, lines, number, target, conditions, others)
    if tried is None:
        return ()
    words = Words(question.symbols, spellings(written, question.symbols))
    around = surroundings(tried, [line.tree for line in lines[: number + 1] if line.tree is not None], words)
    return single(tried, around) or otherwise_right(tried, lines, number, target, words) or double(tried, around)


def slips_of_choice(
    usual: Sequence[tuple[Question, Node]], step: Line, written: Sequence[tuple[Node, str]] = ()
) -> tuple[Slip, ...]:
    """What is wrong with a choice, beside the right one that it is nearest to; none if it is near none of them.

    usual: right choices, each with the question that it is made in.
    """
    found = []
    for question, right in usual:
        tried = trial(question, (Line(right), step), 1, right, (), share=len(usual))
        if tried is None or step.tree is None:
            continue
        if tried.looks_right(step.tree):
            return ()  # right by itself; what was chosen beside it isn't
        words = Words(question.symbols, spellings(written, question.symbols))
        found.append((tried, surroundings(tried, [step.tree], words)))
    for search in (single, double):
        named = [told for tried, around in found if (told := search(tried, around))]
        if named:  # a turned sign is likelier than anything else
            return min(named, key=lambda told: not told[0].kind.startswith("sign"))
    return ()


def surroundings(tried: Trial, lines: Sequence[Node], words: Words) -> Surroundings:
    """What edits of a step may put in, given the lines up to it."""
    declared = tried.question.declared
    letters = (*sorted(tried.letters.known), *declared.constants)
    fresh = next(each for each in "xjkwirs" if each not in letters)
    known = offered(tried.question, lines, tried.reference, words)
    names = tuple(name for name in known if not tried.is_asked_for(name))
    scalars = tuple(name for name in names if tried.is_scalar(name))
    lost = tuple(part for part in parts_of(lines[-2:], sorted(tried.letters.known)) if tried.is_number(part))[
        :MOST_PARTS
    ]
    counts = lengths(tried.question, lines, tried.reference)
    return Surroundings(tried.question, words, letters, names, scalars, fresh, tried.is_number, lost, counts)


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
