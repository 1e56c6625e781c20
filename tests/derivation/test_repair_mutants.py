"""Spoiled answers: none is taken for right unless it is right, and most slips are named by what undoes them."""

import random

from grader.derivation.compare import Line
from grader.derivation.parse import parse
from grader.derivation.question import Question
from grader.derivation.repair import slips
from grader.derivation.verdicts import Status
from tests.derivation.mutants import Mutant, answers, is_true, scrambled, spoiled, verdict
from tests.derivation.right import RIGHT

ANSWERS = answers(RIGHT)


def sample(operators: int, tokens: int) -> list[Mutant]:
    """As many of each kind as there are, up to a number, from answers drawn by chance, always the same."""
    chance = random.Random(20131013)
    by_kind: dict[str, list[Mutant]] = {}
    for answer in chance.sample(ANSWERS, 12):
        for mutant in spoiled(answer):
            by_kind.setdefault(mutant.slip, []).append(mutant)
    found = [each for _, many in sorted(by_kind.items()) for each in chance.sample(many, min(operators, len(many)))]
    return found + [each for answer in ANSWERS for each in scrambled(answer, tokens, 1)]


def test_no_spoiled_answer_is_right_unless_it_is_true_all_the_same() -> None:
    mutants = sample(4, 2)
    assert len(mutants) > 150
    taken = [each for each in mutants if verdict(each, Question(each.answer.symbols)).status is Status.HOLDS]
    assert not [each for each in taken if not is_true(each)]
    assert len(taken) < len(mutants) / 4


def test_most_slips_are_named_by_what_undoes_them() -> None:
    named = right = asked = 0
    for mutant in sample(1, 0):  # benchmarks/derivation_mutants.py explains many more
        question, target = Question(mutant.answer.symbols), parse(mutant.answer.target, mutant.answer.symbols)
        if verdict(mutant, question).status is Status.BREAKS:
            asked += 1
            found = slips(question, [Line(target), Line(mutant.tree)], 1, target)
            named += bool(found)
            right += mutant.slip in {part for slip in found for part in slip.kind.split(" and ")}
    assert asked > 30
    assert named >= 0.9 * asked, (named, asked)
    assert right >= 0.65 * asked, (right, asked)
