"""Steps that are right for something else: another part of the question, the derivative of the line before."""

from collections.abc import Iterator, Sequence

from grader.derivation.judged import Slip
from grader.derivation.lines import Line
from grader.derivation.parse import parse
from grader.derivation.repairing.trial import Trial
from grader.derivation.repairing.words import Words
from grader.derivation.span import NotRead
from grader.derivation.tree import BigOperator, Derivative, Index, Letter, Node, Range, Relation, Symbol
from grader.derivation.valuing.walks import names


def otherwise_right(
    trial: Trial, lines: Sequence[Line], number: int, target: Node | None, words: Words
) -> tuple[Slip, ...]:
    """The first of the things that the step is right for, if any."""
    for reference, conditions, slip in _hypotheses(trial, lines, number, target, words):
        try:
            other = Trial(trial.question, reference, trial.step, conditions, trial.relation, trial.others)
        except NotRead:  # a condition on a letter that neither side holds
            continue
        if other.is_possible and other.looks_right(trial.step) and other.holds(trial.step):
            return (slip,)
    return ()


def _hypotheses(
    trial: Trial, lines: Sequence[Line], number: int, target: Node | None, words: Words
) -> Iterator[tuple[Node, tuple[Relation, ...], Slip]]:
    left = lines[0].tree
    if target is not None and left is not None and trial.reference != target:
        said = f"The left side is {words.code(left)}, and this step is {words.code(target)}."
        yield target, trial.conditions, Slip("another left side", said)
    if isinstance(trial.reference, Derivative):
        of, by = words.code(trial.reference.of), words.code(trial.reference.by)
        said = f"This is {of} itself; its derivative by {by} is due."
        yield trial.reference.of, (), Slip("derivative not taken", said)
    yield from _other_conditions(trial, words)
    yield from _other_targets(trial)
    before = lines[number - 1].tree if number else None
    if before is not None:
        yield from _slopes(trial, before, words)
    yield from _added_up(trial, words)


def _slopes(trial: Trial, before: Node, words: Words) -> Iterator[tuple[Node, tuple[Relation, ...], Slip]]:
    """The derivative of the line before, by what stands in it."""
    written = names(before)
    for variable in trial.question.symbols.variables:
        slope = Derivative(before, Symbol(variable.name))
        if variable.name in written and any(value.array.any() for value in trial.values(slope)):
            said = (
                f"This is the derivative of {words.code(before)} by {words.code(Symbol(variable.name))}, and not"
                " equal to it."
            )
            yield slope, trial.conditions, Slip("derivative of the step before", said)


def _other_conditions(trial: Trial, words: Words) -> Iterator[tuple[Node, tuple[Relation, ...], Slip]]:
    r"""What is right for w = o, given for w ≠ o, and the other way."""
    letters, constants = sorted(trial.letters.known), trial.question.declared.constants
    for letter in letters:
        for constant in constants:
            for sign in ("=", "!="):
                relation = Relation(Letter(letter), sign, Letter(constant))
                if (relation,) != trial.conditions:
                    said = f"This is right for `{words.relation(relation)}` only."
                    yield trial.reference, (relation,), Slip("result of another part", said)


def _other_targets(trial: Trial) -> Iterator[tuple[Node, tuple[Relation, ...], Slip]]:
    for target in trial.question.symbols.targets:
        try:
            tree = trial.question.declared.target(target)
            parse(target.spelling, trial.question.symbols)
        except NotRead:
            continue
        if tree != trial.reference:
            said = f"This is right for another part of the question: `{target.spelling}`."
            yield tree, (), Slip("result of another part", said)


def _added_up(trial: Trial, words: Words) -> Iterator[tuple[Node, tuple[Relation, ...], Slip]]:
    """Columns or rows added up where they should lie side by side; one part where the sum of all is due."""
    reference = trial.reference
    if not isinstance(reference, Derivative) or not isinstance(reference.by, Symbol):
        return
    for family in trial.question.symbols.families:
        if family.of == reference.by.name:
            each = Index(Symbol(family.name), (Letter("fresh"),))
            summed = BigOperator("sum", Range(Letter("fresh")), Derivative(reference.of, each))
            said = "The parts are added up here, and they belong side by side: one column for each."
            yield summed, trial.conditions, Slip("sum for stack", said)
