"""Check kind `behaviour`: a driver brings back what the student's code does, and a judge of the reference decides.

For what no other kind knows: windows, samplers, what one step of a training reveals. What crosses is read here; the
far side is asked for numbers and never for a verdict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from grader.checks.attempt import Attempt
from grader.checks.base import Mistake
from grader.checks.driven import DrivenCheck
from grader.code import OurFault, Reply
from grader.draws.generator import ReferenceName
from grader.outcome import Diagnosis, Evidence, Figures, Finding, Outcome, Part, Printed, Verdict
from grader.submission.text import shown

_MOST_PRINTED = 4000


class _Judged(Protocol):
    """One aspect of an answer, as judges of the reference say it (`reference.judgement.Judgement`)."""

    aspect: str
    right: bool | None
    what: str
    where: str
    advice: str
    notes: tuple[str, ...]
    mistake: Any
    figures: tuple[tuple[str, str], ...]
    measured: tuple[tuple[str, float], ...]


class Behaviour(DrivenCheck):
    """Runs a driver on material of ours and hands what comes back to a judge of the reference."""

    kind: Literal["behaviour"]
    material: ReferenceName
    """The reference's function that draws what the driver is given: from a source of random numbers, and from the text
    where `data` names one. What it returns has `given`, the driver's arguments."""
    judge: ReferenceName
    """The reference's function that decides: it is given the material and what the driver returned and printed."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The aspects that the judge knows; which they are shows when it is run."""
        return tuple(self.points) if isinstance(self.points, dict) else ()

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if not isinstance(self.points, dict):
            what = "`points` is one number, and a judge says of every aspect whether it is right"
            yield Mistake(("points",), what, "say what each aspect earns: `{columns: 1, …}`", frozenset({"points"}))

    def run(self, attempt: Attempt) -> Outcome:
        """Marks by aspect; what the judge cannot decide waits for a person, and the whole check with it."""
        material = self._material(attempt)
        reply = self.drive(attempt, *material.given)
        # What a judge cannot read raises; `grading.judge` knows what that means of any driver.
        judged = attempt.reference.find(self.judge)(material, reply.value, reply.printed)
        return _outcome(self, attempt, judged, reply)

    def _material(self, attempt: Attempt) -> Any:
        texts = (attempt.texts.of(self.data).corpus,) if self.data else ()
        return attempt.reference.find(self.material)(attempt.draws.randomness("material"), *texts)


@dataclass(frozen=True)
class _Marks:
    """Points by aspect."""

    parts: tuple[Part, ...]

    @property
    def fraction(self) -> float:
        total = sum(part.points for part in self.parts)
        return sum(part.earned for part in self.parts) / total if total else 0.0


def _outcome(check: Behaviour, attempt: Attempt, judged: Sequence[_Judged], reply: Reply) -> Outcome:
    by_name = {one.aspect: one for one in judged}
    if set(by_name) != set(check.parts):
        raise OurFault(f"`{check.judge}` judges {sorted(by_name)}, and `points` names {sorted(check.parts)}")
    points = check.points if isinstance(check.points, dict) else {}
    marks = _Marks(tuple(Part(name, one * (by_name[name].right is True), one) for name, one in points.items()))
    notes = dict.fromkeys((*attempt.student.notes(check.code_asked), *(n for one in judged for n in one.notes)))
    measured = tuple(pair for one in judged for pair in one.measured)
    figures = tuple(dict.fromkeys(pair for one in judged for pair in one.figures))
    evidence: tuple[Evidence, ...] = (Figures("What was measured", figures),) if figures else ()
    told = [one for one in judged if one.right is not True]
    if not told:
        return Outcome(Verdict.PASSED, 1.0, None, evidence, tuple(notes), parts=marks.parts, measured=measured)
    open_ones = [one for one in told if one.right is None]
    evidence += _printed(reply)
    if open_ones:
        finding = Finding(open_ones[0].what, open_ones[0].where, open_ones[0].advice)
        flags = tuple(f"{one.aspect}: {'wrong' if one.right is False else 'undecided'}: {one.what}" for one in told)
        return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, evidence, tuple(notes), flags, measured=measured)
    verdict = Verdict.PARTIAL if marks.fraction > 0 else Verdict.FAILED
    return Outcome(
        verdict, marks.fraction, _finding(told), evidence, tuple(notes),
        parts=marks.parts, diagnoses=_diagnoses(told), measured=measured,
    )  # fmt: skip


def _finding(wrong: Sequence[_Judged]) -> Finding:
    first, *others = wrong
    also = "".join(f" Also: {one.what}" for one in others if one.what != first.what)
    # The words may carry what the student's code returned, which could tell a hidden input.
    return Finding(first.what + also, first.where, first.advice, f"“{first.aspect}” is not as the sheet asks.")


def _diagnoses(wrong: Sequence[_Judged]) -> tuple[Diagnosis, ...]:
    known = {one.mistake.name: one.mistake for one in wrong if one.mistake is not None}
    return tuple(Diagnosis(one.name, one.sentence, "0", one.advice) for one in known.values())


def _printed(reply: Reply) -> tuple[Evidence, ...]:
    lines = [shown(line, 200) for line in reply.printed[:_MOST_PRINTED].splitlines()]
    return (Printed("What it printed", "\n".join(lines)),) if reply.printed.strip() else ()
