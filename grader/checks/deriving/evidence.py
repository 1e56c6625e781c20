"""A judged derivation as a report takes it. Decides nothing."""

from typing import Literal

from grader.checks.deriving.meanings import taken_for
from grader.derivation.asked import Asked
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status
from grader.outcome import Derivation, DerivationChain, DerivationStep, UnreadFormula

_VERDICTS: dict[Status, Literal["holds", "breaks", "not_read"]] = {
    Status.HOLDS: "holds", Status.BREAKS: "breaks", Status.NOT_READ: "not_read",
}  # fmt: skip


def evidence(asked: Asked, judged: Judged, file: str) -> Derivation:
    """Every chain with a mark for each step, what was not read, and how names were understood."""
    targets = [goal.target.spelling for goal in asked.goals] + [each.name for each in asked.properties]
    chains = tuple(_chain(chain, targets) for chain in judged.chains if chain.steps)
    unread = tuple(UnreadFormula(one.line, one.text, one.finding.what, one.finding.advice) for one in judged.unread)
    return Derivation(file, chains, unread, (*judged.own, *taken_for(asked.symbols, judged.used)))


def _chain(chain: JudgedChain, targets: list[str]) -> DerivationChain:
    goal = r",\ ".join(targets[number] for number in chain.about)
    steps = tuple(_step(step) for step in chain.steps)
    said = tuple(slip.sentence for slip in chain.slips)
    return DerivationChain(
        goal, chain.steps[0].line, steps, chain.first_wrong, chain.rejoins, said, chain.counterexample, chain.when
    )  # fmt: skip


def _step(step: JudgedStep) -> DerivationStep:
    carried = step.status is Status.BREAKS and step.follows is True
    latex = step.expanded or step.latex
    note = "" if carried else step.note  # that it has another value is nothing new
    return DerivationStep(step.relation, latex, _VERDICTS[step.status], note, step.readable or step.understood, carried)
