"""Tries one formula against a question of a spec: the same judging as in grading, and no submission."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.checks.derivation import Derivation
from grader.checks.deriving.marks import understood
from grader.derivation.answer import judge_answer, judge_formula
from grader.derivation.asked import Asked
from grader.derivation.judged import Judged, JudgedChain, JudgedStep
from grader.derivation.verdicts import Status, overall
from grader.mistake_of_user import UserMistake
from grader.nearest import closest
from grader.outcome import Finding
from grader.spec.model import Assignment, Question
from grader.submission.answer import WrittenAnswer
from grader.submission.labels import read_label

#: Letters from which on the beginning of a name or a title is enough.
_BEGINNING = 3
#: Characters by which a part may go below a question's label: "P1b", "3.a.ii".
_DEEPER = 4
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\(|\\includegraphics\b|<img\b", re.IGNORECASE)


@dataclass(frozen=True)
class Tried:
    """One formula as one check judged it."""

    check: Derivation
    judged: Judged

    @property
    def status(self) -> Status:
        """Breaks if any step does; holds only if all was read and holds."""
        found = overall(chain.status for chain in self.judged.chains)
        return Status.NOT_READ if found is Status.HOLDS and self.judged.unread else found

    @property
    def rank(self) -> tuple[bool, ...]:
        """How well a check fits: what the formula is about, then how much of it is understood and holds."""
        about = any(chain.about for chain in self.judged.chains)
        return about, self.status is Status.HOLDS, self.status is Status.BREAKS


def checks(assignment: Assignment, name: str) -> tuple[Derivation, ...]:
    """The derivation checks of a question, by its short name, its title, the beginning of either, or its label ("1b",
    "1.b", "Question 1 (b)").

    Raises UserMistake where there is no such question, or nothing in it that formulas are tried against.
    """
    questions = tuple(_named(assignment, name))
    found = tuple(check for one in questions for check in one.checks if isinstance(check, Derivation))
    if found:
        return found
    known = [one for one in assignment.questions if any(isinstance(check, Derivation) for check in one.checks)]
    listed = ", ".join(f"`{[*one.labels, one.id][0]}` ({one.title})" for one in known)
    advice = f"Formulas can be tried against: {listed}." if known else "Nothing in this assignment asks for formulas."
    if questions:
        what = f"Question `{name}` of {assignment.slug} asks for no derivation."
        raise UserMistake(Finding(what, assignment.slug, advice))
    close = closest(name, [one.id for one in known])
    advice = f"Did you mean `{close}`? {advice}" if close else advice
    raise UserMistake(Finding(f"There is no question `{name}` in {assignment.slug}.", assignment.slug, advice))


def _named(assignment: Assignment, name: str) -> Iterator[Question]:
    """The question of that name, title or label; else all whose label or name begins with it ("5.b" for "5.b.i"); else
    the one that it is a part of ("P1b" of "P1")."""
    questions = assignment.questions
    plain, wanted = _plain(name), {_plain(name), *_labels(name)} - {""}
    exact = [one for one in questions if wanted & _all_names(one)]
    begun = [one for one in questions if any(_begins(each, wanted) for each in _all_names(one))]
    named = [one for one in questions if len(plain) >= _BEGINNING and any(map(_starting(plain), _words(one)))]
    wholes = [part for one in questions for part in _all_names(one) if _is_whole(part, plain)]
    whole = max(wholes, key=len, default="")
    yield from exact or begun or named or (one for one in questions if whole and whole in _all_names(one))


def _all_names(question: Question) -> set[str]:
    titled = _labels(question.title)
    return {*_words(question), *titled, *(_plain(label) for label in question.labels)}.union(
        *(_labels(label) for label in question.labels)
    )


def _words(question: Question) -> set[str]:
    """A question's name and its title, with and without the label before it."""
    label = read_label(question.title)
    return {_plain(question.id), _plain(question.title), _plain(label.rest if label else "")} - {""}


def _starting(plain: str) -> Callable[[str], bool]:
    return lambda words: words.startswith(plain)


def _begins(name: str, wanted: set[str]) -> bool:
    return any(name.startswith(each) and each[0].isdigit() for each in wanted)


def _is_whole(part: str, plain: str) -> bool:
    """Whether a label is the beginning of what was typed: "p1" of "p1b", and not the "c" of "center"."""
    return any(letter.isdigit() for letter in part) and plain.startswith(part) and len(plain) - len(part) <= _DEEPER


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _labels(text: str) -> set[str]:
    label = read_label(text)
    return {"".join(label.parts)} if label else set()


def tried(found: Sequence[Derivation], latex: str, seed: int = 0) -> Tried:
    """The formula judged by the check that it fits best; of equals the first."""
    return max((_tried(check, latex, seed) for check in found), key=lambda one: one.rank)


def _tried(check: Derivation, latex: str, seed: int) -> Tried:
    asked = check.asked()
    if _PICTURE.search(latex):
        return Tried(check, judge_answer(asked, WrittenAnswer(latex, "markdown", "formula", 1), seed))
    return Tried(check, _with_something_asked(asked, judge_formula(asked, latex, seed)))


def _with_something_asked(asked: Asked, judged: Judged) -> Judged:
    """Where formulas only introduce names of the student's own, nothing that is asked is derived: no verdict."""
    own = {name for name, _ in judged.own}
    targets = {understood(goal.target, asked) for goal in asked.goals} - {""}
    if not judged.chains or not all(_introduces(chain, own, targets) for chain in judged.chains):
        return judged
    return replace(judged, chains=tuple(_only_introducing(chain) for chain in judged.chains))


def _introduces(chain: JudgedChain, own: Collection[str], targets: Collection[str]) -> bool:
    left, *others = chain.steps
    return bool(others) and _name(left) in own and not any(step.understood in targets for step in others)


def _only_introducing(chain: JudgedChain) -> JudgedChain:
    left, *others = chain.steps
    note = f"This introduces `{_name(left)}`; begin with what is asked, and it is known what this is about."
    steps = (replace(left, status=Status.NOT_READ, note=note), *(_open(step) for step in others))
    return replace(chain, steps=steps, about=(), final_right=None)


def _open(step: JudgedStep) -> JudgedStep:
    """Nothing is said against what a name is to stand for; nor for it."""
    return replace(step, status=Status.NOT_READ, note="") if step.status is Status.HOLDS else step


def _name(left: JudgedStep) -> str:
    return left.latex.strip().rstrip(" ,:")


def as_data(one: Tried) -> dict[str, Any]:
    """The verdict for machines. Steps count from 0, the left side, through all chains of the formula."""
    steps: list[JudgedStep] = []
    first_wrong = rejoins = None
    slips: list[str] = []
    for chain in one.judged.chains:
        if first_wrong is None and chain.first_wrong is not None:
            first_wrong = len(steps) + chain.first_wrong
            rejoins = None if chain.rejoins is None else len(steps) + chain.rejoins
            slips = [slip.sentence for slip in chain.slips]
        steps += chain.steps
    return {
        "verdict": one.status.value,
        "steps": [{"latex": step.latex, "verdict": step.status.value, "note": step.note} for step in steps],
        "first_wrong": first_wrong,
        "rejoins": rejoins,
        "slip": " Or: ".join(slips) or None,
        "counterexample": _counterexample(one.judged.chains),
        "result": _result(one.judged.chains),
        "unread": [
            {"line": unread.line, "latex": unread.text, "why": unread.finding.what, "advice": unread.finding.advice}
            for unread in one.judged.unread
        ],
    }


def _counterexample(chains: Sequence[JudgedChain]) -> str | None:
    return next((chain.counterexample for chain in chains if chain.counterexample), None)


def _result(chains: Sequence[JudgedChain]) -> bool | None:
    """Whether what the question asks for is reached; None where no chain is about it, or it wasn't read."""
    decided = [chain for chain in chains if chain.about and chain.final_right is not None]
    return any(chain.final_right and chain.finished for chain in decided) if decided else None
