"""What was judged, as evidence: plain data for whoever shows it."""

from grader.derivation.asked import Asked
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status
from grader.outcome import Derivation, DerivationChain, DerivationStep, UnreadFormula


def evidence(asked: Asked, judged: Judged, file: str) -> Derivation:
    """The chains with their steps, what was left to a person, and the student's own names as they were read."""
    unread = (
        UnreadFormula(each.line, each.text, each.finding.what, each.finding.advice) for each in judged.unread
    )  # fmt: skip
    return Derivation(file, tuple(_chain(asked, chain) for chain in judged.chains), tuple(unread), judged.own)


def _chain(asked: Asked, chain: JudgedChain) -> DerivationChain:
    goal = next((asked.goals[number].target.spelling for number in chain.about if number < len(asked.goals)), "")
    return DerivationChain(
        goal,
        chain.steps[0].line,
        tuple(_step(step) for step in chain.steps),
        chain.first_wrong,
        chain.rejoins,
        tuple(slip.sentence for slip in chain.slips),
        chain.counterexample,
    )


def _step(step: JudgedStep) -> DerivationStep:
    carried = step.status is Status.BREAKS and step.follows is True
    return DerivationStep(step.relation, step.latex, step.status.value, step.note, step.understood, carried)
