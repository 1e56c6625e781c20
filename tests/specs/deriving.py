"""The derivation checks of an assignment in `specs/`, and what formulas and answers come to in them."""

from functools import cache
from pathlib import Path

from grader.checks.derivation import Derivation
from grader.checks.reference import functions_of
from grader.derivation.answer import judge_answer, judge_formula
from grader.derivation.judged import Judged, JudgedChain
from grader.derivation.verdicts import Status
from grader.spec.load import load
from grader.submission.answer import WrittenAnswer

SPECS = Path(__file__).parents[2] / "specs"


@cache
def checks(slug: str) -> dict[str, Derivation]:
    """The derivation check of each question, by the question's id."""
    questions = load(SPECS / slug, functions_of(None)).questions
    return {each.id: check for each in questions for check in each.checks if isinstance(check, Derivation)}


def formula(slug: str, question: str, latex: str, explained: bool = False) -> Judged:
    """One formula, as `grade formula` tries it; its slips are looked for where they are asked for."""
    return judge_formula(checks(slug)[question].asked(), latex, explained=explained)


def answer(slug: str, question: str, text: str) -> Judged:
    """A whole answer in Markdown."""
    return judge_answer(checks(slug)[question].asked(), WrittenAnswer(text, "markdown", "answers.md", 1))


def statuses(judged: Judged) -> list[Status]:
    """What becomes of each chain."""
    return [chain.status for chain in judged.chains]


def holds(slug: str, question: str, latex: str) -> bool:
    """Whether a formula is read as a whole and holds at every step."""
    judged = formula(slug, question, latex)
    return not judged.unread and set(statuses(judged)) == {Status.HOLDS}


def short_of_examples(slug: str) -> list[str]:
    """The questions whose check shows fewer than four right answers or fewer than four wrong ones."""
    return [
        question
        for question, check in checks(slug).items()
        if min(len(check.examples.right), len(check.examples.wrong)) < 4
    ]


def reaches(judged: Judged) -> set[int]:
    """The goals that a chain reaches which holds from end to end."""
    return {
        goal
        for chain in judged.chains
        if chain.status is Status.HOLDS and chain.final_right and chain.finished
        for goal in chain.about
    }


def breaks(judged: Judged) -> JudgedChain | None:
    """The first chain that breaks."""
    return next((chain for chain in judged.chains if chain.status is Status.BREAKS), None)
