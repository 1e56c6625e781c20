"""Questions that are asked in cases (w = o, w ≠ o), and answers that speak of all cases at once or of one alone."""

from collections.abc import Sequence

from grader.derivation.compare import judge
from grader.derivation.judging.goals import Aim
from grader.derivation.judging.said import Said, with_letters
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Cases, Indicator, Kronecker, Letter, Node, Relation
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.values import IllTyped
from grader.derivation.valuing.walks import holds_any, names, renamed
from grader.derivation.verdicts import Status


def speaks_of_cases(tree: Node | None, aim: Aim, question: Question) -> bool:
    """Whether a line holds what tells the cases of an aim apart: o of w ≠ o, the one-hot at o, a δ, a 1[…], cases.

    Such a line is meant for all w, and must hold for all.
    """
    if tree is None:
        return False
    constants = frozenset(name for relation in aim.relations for name in names(relation)) & frozenset(
        question.declared.constants
    )
    hot = frozenset(each.name for each in question.symbols.one_hots if each.at in constants)
    return holds_any(tree, Kronecker, Indicator, Cases) or bool(names(tree) & (constants | hot))


def special_cases(
    question: Question, chain: Said, aims: Sequence[Aim], relations: tuple[Relation, ...]
) -> dict[str, Aim]:
    """Aims that a general chain answers, too: what holds for ∂J/∂u_w holds for ∂J/∂u_o. By the case, "w = o"."""
    left = chain.left.tree
    free = _free(left, question)
    found: dict[str, Aim] = {}
    for letter in sorted(free) if len(free) == 1 else ():
        for constant in question.declared.constants:
            given = with_letters(chain, {letter: constant})
            under = tuple(renamed(each, {letter: constant}) for each in relations)
            for aim in aims:
                if aim.number in {each.number for each in found.values()} or aim.relations:
                    continue
                verdict = judge(question, given.lines, aim.target, under)
                if verdict.about_target and verdict.status is Status.HOLDS:
                    found[f"{letter} = {constant}"] = aim
    return found


def but_for_constants(question: Question, chain: Said) -> str:
    """The condition under which a line about an index would hold, α_i ≈ 0 for i ≠ a, b; "" where none would help."""
    free = _free(chain.left.tree, question)
    hot = {each.at for each in question.symbols.one_hots}  # whose y vanishes for all others, which hides slips
    constants = tuple(each for each in question.declared.constants if each not in hot)
    if len(free) != 1 or not constants or any(holds_any(side.tree, Cases) for side in chain.sides if side.tree):
        return ""
    (letter,) = free
    apart = tuple(Relation(Letter(letter), "!=", Letter(constant)) for constant in constants)
    try:
        holds = judge(question, chain.lines, None, apart).status is Status.HOLDS
    except (NotRead, IllTyped):
        return ""
    return rf"{letter} \neq {', '.join(constants)}" if holds else ""


def _free(tree: Node | None, question: Question) -> frozenset[str]:
    try:
        return frozenset() if tree is None else Letters(question.declared).free(tree)
    except NotRead:
        return frozenset()
