"""One chain in one question: what it is about, and the verdict on each of its lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.derivation.compare import Line, judge
from grader.derivation.judging.cases import but_for_constants, speaks_of_cases, special_cases
from grader.derivation.judging.circumstances import Circumstances
from grader.derivation.judging.goals import Aim
from grader.derivation.judging.said import Said, Side
from grader.derivation.question import Question
from grader.derivation.span import NotRead
from grader.derivation.tree import Cases, Node, Relation
from grader.derivation.valuing.letters import Letters
from grader.derivation.valuing.walks import holds_any
from grader.derivation.verdicts import ChainVerdict, Status, StepVerdict

_CONDITION = "The condition “{}” isn't read, and without it this does not hold."
_ONLY = "This holds only for `{}`; say so before it."
_AS_TARGET = "Taken as a name for what is asked."
#: Words and single names, nothing that is computed: "grad", `\\text{answer}`, `J'`.
_MERE_NAME = re.compile(r"\s*(?:\\(?:text|mathrm|mathit|operatorname)\s*\{[\w .:]{1,40}\}|[A-Za-z]{1,20})\s*'?\s*:?\s*")
_NAMELESS = "What this is worth isn't written; put the left side before it."


@dataclass(frozen=True)
class Found:
    """A chain's verdict, with all that is needed to explain it.

    aims: what it is about. restricted: it was judged under the condition of its one aim, which the student did not
    write. target, lines, relations: as they were judged.
    """

    verdict: ChainVerdict
    lines: tuple[Line, ...]
    target: Node | None = None
    relations: tuple[Relation, ...] = ()
    aims: tuple[Aim, ...] = ()
    restricted: bool = False

    @property
    def holds(self) -> bool:
        """Whether all of it does."""
        return self.verdict.status is Status.HOLDS

    @property
    def holding(self) -> int:
        """How many lines hold, and none that breaks before them."""
        first = self.verdict.first_wrong
        return len(self.verdict.steps) if first is None else first


def judged(question: Question, chain: Said, aims: Sequence[Aim], under: Circumstances, alone: bool) -> Found:
    """The verdict under what the student said. alone: the formula is all there is, so a nameless one is the answer.

    A condition that is only carried on from an earlier formula never makes a chain break.
    """
    found = _judged(question, chain, aims, under, alone)
    if under.surely is None or found.holds:
        return found
    without = _judged(question, chain, aims, under.surely, alone)
    return _best([without, found])


def _judged(question: Question, chain: Said, aims: Sequence[Aim], under: Circumstances, alone: bool) -> Found:
    if not chain.left.is_there or len(chain.sides) == 1:
        return _nameless(question, chain, aims, under, alone)
    about = [found for aim in aims if (found := _about(question, chain, aim, under.relations, alone)) is not None]
    special = special_cases(question, chain, _others(aims, about), under.relations)
    if about:
        whole = [found for found in about if not found.restricted]
        found = _best(whole if whole and _best(whole).holds else about)
        aims_met = tuple(
            each.aims[0] for each in about if each.relations == found.relations and each.restricted == found.restricted
        )
        found = replace(found, aims=aims_met)
    else:
        lines = tuple(chain.lines)
        spoken = _spoken_of(under.relations, question, [line.tree for line in lines])
        found = Found(judge(question, lines, None, spoken), lines, None, spoken)
    if found.verdict.status is Status.BREAKS and not under.relations and (rest := but_for_constants(question, chain)):
        return left_open(found, _ONLY.format(rest))
    # Who writes the cases out speaks of all of them; else one may be meant.
    in_cases = any(side.tree is not None and holds_any(side.tree, Cases) for side in chain.sides)
    if special and found.verdict.status is Status.BREAKS and not in_cases:
        return left_open(replace(found, aims=(*found.aims, *special.values())), _ONLY.format(next(iter(special))))
    return _with_unread_condition(replace(found, aims=(*found.aims, *special.values())), under)


def _others(aims: Sequence[Aim], about: Sequence[Found]) -> list[Aim]:
    met = {aim.number for found in about for aim in found.aims}
    return [aim for aim in aims if aim.number not in met]


def _about(question: Question, chain: Said, aim: Aim, relations: tuple[Relation, ...], alone: bool) -> Found | None:
    """The chain judged against one aim; None where it is about something else.

    Where the student wrote no condition, and what they wrote holds only under the sheet's, they are read under that,
    unless they wrote another ("for all w"), or their lines hold what tells the cases apart: then they speak of all.
    alone: there is nothing around the formula that could say so either.
    """
    aim = aim.named_as(chain.left.tree, question)
    lines = tuple(chain.lines)
    relations = _spoken_of(relations, question, [aim.target, *(line.tree for line in lines)])
    verdict = _named(chain, judge(question, lines, aim.target, relations))
    is_about = bool(verdict.about_target) or _unread_left(chain, verdict)
    if not aim.relations or (is_about and verdict.status is Status.HOLDS and not relations):
        return Found(verdict, lines, aim.target, relations, (aim,)) if is_about else None
    both = tuple(dict.fromkeys((*relations, *aim.relations)))
    under = _named(chain, judge(question, lines, aim.target, both))
    if not (under.about_target or _unread_left(chain, under)):
        return None
    found = Found(under, lines, aim.target, both, (aim,), restricted=set(both) != set(relations))
    if found.restricted and found.holds and (alone or chain.states_when or _speaks(chain.sides[1:], aim, question)):
        return left_open(replace(found, verdict=verdict), _ONLY.format(aim.goal.target.when))
    return found


def _speaks(sides: Sequence[Side], aim: Aim, question: Question) -> bool:
    return any(speaks_of_cases(side.tree, aim, question) for side in sides)


def left_open(found: Found, why: str) -> Found:
    """What breaks is left to a person, for this reason."""
    steps = tuple(
        replace(step, status=Status.NOT_READ, why=why) if step.status is Status.BREAKS else step
        for step in found.verdict.steps
    )
    return replace(found, verdict=replace(found.verdict, steps=steps, first_wrong=None, rejoins=None))


def _spoken_of(
    relations: tuple[Relation, ...], question: Question, trees: Sequence[Node | None]
) -> tuple[Relation, ...]:
    """The relations whose letters the formulas hold: "for w = o: ∂J/∂u_o = …" says nothing more by its w = o."""
    if not relations:
        return relations
    letters = Letters(question.declared)
    try:
        known = frozenset[str]().union(*(letters.free(tree) for tree in trees if tree is not None))
        return tuple(each for each in relations if letters.free(each) <= known)
    except NotRead:
        return relations


def _named(chain: Said, verdict: ChainVerdict) -> ChainVerdict:
    """A left side that is a mere name ("grad") is a name for the target, where the chain ends with what is due."""
    named = chain.left.tree is None and _MERE_NAME.fullmatch(chain.left.step.latex)
    if not named or verdict.final_right is not True:
        return verdict
    return replace(verdict, steps=(StepVerdict(Status.HOLDS, notes=(_AS_TARGET,)), *verdict.steps[1:]))


def _unread_left(chain: Said, verdict: ChainVerdict) -> bool:
    """Whether a left side that is not read must be the target: its last line is worth what is asked for."""
    return chain.left.tree is None and verdict.final_right is True


def _best(found: Sequence[Found]) -> Found:
    """The reading in which most of it holds."""
    return max(found, key=lambda each: (each.holds, each.holding))


def _nameless(question: Question, chain: Said, aims: Sequence[Aim], under: Circumstances, alone: bool) -> Found:
    """A formula without a left side: an answer if it is worth what is asked for."""
    sides = chain.sides if chain.left.is_there else chain.sides[1:]
    tried = []
    for aim in aims:
        for relations in dict.fromkeys((under.relations, (*under.relations, *aim.relations))):
            restricted = relations != under.relations
            if restricted and (chain.states_when or _speaks(sides, aim, question)):
                continue
            lines = (Line(aim.target), *(side.line for side in sides))
            verdict = judge(question, lines, aim.target, relations)
            tried.append(Found(verdict, lines, aim.target, relations, (aim,), restricted))
    best = _best(tried) if tried else None
    if best is not None and (best.holds or (alone and len(aims) == 1)):
        return best if not chain.left.is_there else _without_left(best)
    lines = tuple(chain.lines)
    steps = tuple(StepVerdict(Status.NOT_READ, why=line.unread or _NAMELESS) for line in lines)
    return Found(ChainVerdict(steps), lines)


def _without_left(found: Found) -> Found:
    """The same for a formula that is one expression and nothing else: it is step 0."""
    verdict = found.verdict
    first = verdict.first_wrong
    steps = verdict.steps[1:]
    moved = replace(verdict, steps=steps, first_wrong=None if first is None else first - 1, rejoins=None)
    return replace(found, verdict=moved)


def _with_unread_condition(found: Found, under: Circumstances) -> Found:
    """What holds whatever the condition says, holds; what breaks may hold under a condition that nobody understood."""
    if not under.unread or found.verdict.status is not Status.BREAKS:
        return found
    return left_open(found, _CONDITION.format(under.unread[0]))
