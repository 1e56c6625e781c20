"""Right answers, spoiled: by every operator of the repair list at every place, and by tokens swapped or lost.

Nothing here decides whether a mutant is wrong; some are true all the same, and the engine is asked about each.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.derivation.compare import Line, judge
from grader.derivation.evaluate import Evaluator
from grader.derivation.lines import Lines
from grader.derivation.parse import condition, parse
from grader.derivation.question import Question
from grader.derivation.repair import surroundings
from grader.derivation.repairing.search import GROUPS, edits
from grader.derivation.repairing.trial import Trial
from grader.derivation.repairing.words import Words
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Node, Relation
from grader.derivation.valuing.readings import readings
from grader.derivation.valuing.values import Array, IllTyped
from grader.derivation.verdicts import Status, StepVerdict
from grader.derivation.worlds import World

#: What an operator does to a right answer is undone by the one that is named here; the others undo themselves.
_UNDONE = {
    "transpose too much": "transpose missing",
    "inner for outer product": "outer for inner product",
    "index missing": "index too much",
    "term too much": "term missing",
    "factor too much": "factor missing",
    "mean for sum": "sum for mean",
    "sum too much": "sum missing",
    "condition of a sum too much": "condition of a sum missing",
    "function too much": "function missing",
    "function for its derivative": "derivative of a function too much",
    "complement": "complement too much",
    "product for difference": "difference for product",
    "product for sum": "sum for product",
    "power too much": "square missing",
    "elementwise for matrix product": "matrix product for elementwise",
}
UNDONE = _UNDONE | {after: before for before, after in _UNDONE.items()}
UNDONE |= {"term missing within a function": "term too much"}
#: Worlds that nothing else draws, so that a true identity is told from luck.
_OTHER_SEEDS = (7_001, 7_002, 7_003)
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """A right step, and what it is a step of. when: a condition on its indices, as LaTeX."""

    symbols: Symbols
    target: str
    step: str
    when: str = ""

    @property
    def conditions(self) -> tuple[Relation, ...]:
        return condition(self.when, self.symbols).alternatives[0] if self.when else ()


@dataclass(frozen=True)
class Mutant:
    """A spoiled answer. slip: the kind that undoing it has; "" for a token swapped or lost. tree None: not read."""

    answer: Answer
    tree: Node | None
    slip: str
    latex: str = ""


def answers(chains: list[tuple[Symbols, str]]) -> list[Answer]:
    """The steps of chains, each "left = right = right"."""
    found = []
    for symbols, chain in chains:
        target, *steps = re.split(r" = | \\approx ", chain)
        found += [Answer(symbols, target, step) for step in steps]
    return found


def spoiled(answer: Answer) -> Iterator[Mutant]:
    """Every operator of the repair list, at every place where it applies."""
    question = Question(answer.symbols)
    tree = parse(answer.step, answer.symbols)
    target = parse(answer.target, answer.symbols)
    around = surroundings(Trial(question, target, tree, answer.conditions, "="), [target, tree], Words(answer.symbols))
    seen = {tree}
    for group in GROUPS:
        for edit in edits(group, around, tree):
            if edit.tree not in seen:
                seen.add(edit.tree)
                yield Mutant(answer, edit.tree, UNDONE.get(edit.kind, edit.kind))


def scrambled(answer: Answer, many: int, seed: int) -> Iterator[Mutant]:
    """Two tokens of the LaTeX swapped, or one lost."""
    chance = random.Random(f"{seed} {answer.target} {answer.step}")
    tokens = _TOKEN.findall(answer.step)
    for _ in range(many):
        changed = [*tokens]
        one, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        if chance.random() < 0.5:
            del changed[one]
        else:
            changed[one], changed[other] = changed[other], changed[one]
        latex = "".join(changed)
        try:
            yield Mutant(answer, parse(latex, answer.symbols), "", latex)
        except NotRead:
            yield Mutant(answer, None, "", latex)


def verdict(mutant: Mutant, question: Question) -> StepVerdict:
    """What the engine says of a mutant."""
    if mutant.tree is None:
        return StepVerdict(Status.NOT_READ)
    target = parse(mutant.answer.target, mutant.answer.symbols)
    return judge(question, [Line(target), Line(mutant.tree)], target, mutant.answer.conditions).steps[1]


def is_true(mutant: Mutant) -> bool:
    """Whether a mutant is worth what is asked for, or what it was made from, in worlds where nothing else has looked.

    The transpose is as good: which way a derivative lies is a convention.
    """
    assert mutant.tree is not None
    symbols = mutant.answer.symbols
    others = [Question(symbols, seed=seed) for seed in _OTHER_SEEDS]
    due = (parse(mutant.answer.target, symbols), parse(mutant.answer.step, symbols))
    return any(all(_same(question, each, mutant.tree, mutant.answer.conditions) for question in others) for each in due)


def _same(question: Question, due: Node, changed: Node, conditions: tuple[Relation, ...]) -> bool:
    """Whether all readings of the mutant that have the right shape have the right value, too."""
    lines = Lines(question, [due, changed], conditions)
    world = question.worlds[0]
    asked, found = (_values(question, world, lines, tree) for tree in (due, changed))
    if any(_entries(asked[0], each) for each in found if asked):
        return True
    fitting = [each for each in found if asked and _fits(asked[0], each)]
    return bool(fitting) and all(all(map(_alike, asked[0], each)) for each in fitting)


def _values(question: Question, world: World, lines: Lines, tree: Node) -> list[list[Array]]:
    """The values of every reading that shapes allow, index by index."""
    found = []
    for reading in readings():
        evaluator = Evaluator(question.declared, world, lines.letters, reading)
        evaluator.lengths.update(lines.assignments.sizes(world))
        try:
            with np.errstate(all="ignore"):
                numbers = lines.assignments.numbers(world)
                found.append([evaluator.value(tree, each).array for each in numbers])
        except (NotRead, IllTyped):
            continue
    return found


def _entries(due: list[Array], found: list[Array]) -> bool:
    """Whether what is asked for by its entries is given as a whole, which holds with a note."""
    whole = found[0].ravel()
    return not any(each.shape for each in due) and whole.shape == (len(due),) and np.allclose(whole, np.array(due))


def _fits(due: list[Array], found: list[Array]) -> bool:
    return all(a.shape in (b.shape, b.shape[::-1]) or _is_zero(b) for a, b in zip(due, found, strict=True))


def _is_zero(found: Array) -> bool:
    """A zero stands for the zero of any shape."""
    return not found.shape and not found.any()


def _alike(due: Array, found: Array) -> bool:
    if _is_zero(found):
        return not due.any()
    return np.allclose(due, found.T if found.shape != due.shape else found, rtol=1e-9, atol=1e-11)
