"""Check kind `properties`: what must hold whatever the numbers are. The properties themselves are in `invariants`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck, Mistake, nearest
from grader.code import CannotAnswer
from grader.outcome import Finding, Outcome, Part, Verdict

PropertyName = Literal[
    "rows sum to 1", "shift-invariant", "finite at 1000", "unit rows", "permutation of rows", "batch = one by one",
    "leaves its inputs alone", "descends", "several magnitudes",
]  # fmt: skip


class Properties(CallingCheck):
    """Tries properties that need no expected value; each earns its share of the points."""

    kind: Literal["properties"]
    properties: list[PropertyName] = Field(min_length=1)
    """What must hold."""
    of: str = ""
    """The argument that is shifted, permuted or made large; the first one if left out."""
    objective: str = ""
    """For `descends`: the argument that is the function to descend."""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.properties)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        for key, name in (("of", self.of), ("objective", self.objective)):
            if name and name not in self.arguments:
                what = f"`{key}: {name}` is none of the arguments"
                yield Mistake((key,), what, nearest(name, self.arguments), frozenset({key, "arguments"}))

    def run(self, attempt: Attempt) -> Outcome:
        """Points for each property that holds on all draws. Raises CannotAnswer where it answers for none."""
        findings = self._findings(attempt)
        broken = [finding for finding in findings.values() if finding is not None]
        parts, fraction = self._marks(findings)
        notes = attempt.student.notes(self.function)
        if not broken:
            return Outcome(Verdict.PASSED, 1.0, notes=notes, parts=parts)
        verdict = Verdict.PARTIAL if fraction else Verdict.FAILED
        return Outcome(verdict, fraction, _joined(broken), notes=notes, parts=parts)

    def _findings(self, attempt: Attempt) -> dict[PropertyName, Finding | None]:
        """How each property is broken. One that could not be tried is broken by what happened there."""
        from grader.checks.invariants import Subject, broken  # numpy

        first = next(iter(self.arguments), "")
        subject = Subject(self, attempt, self.of or first, self.objective or first)
        findings: dict[PropertyName, Finding | None] = {}
        troubles: list[CannotAnswer] = []
        for name in self.properties:
            try:
                findings[name] = broken(name, subject)
            except CannotAnswer as trouble:
                if trouble.outcome.verdict is Verdict.NEEDS_PERSON or trouble.outcome.finding is None:
                    raise
                troubles.append(trouble)
                findings[name] = _untried(name, trouble.outcome.finding)
        if len(troubles) == len(findings):
            raise troubles[0]
        return findings

    def _marks(self, findings: dict[PropertyName, Finding | None]) -> tuple[tuple[Part, ...], float]:
        share = self.total / len(findings)
        points = self.points if isinstance(self.points, dict) else dict.fromkeys(findings, share)
        held = {str(name): finding is None for name, finding in findings.items()}
        parts = tuple(Part(name, worth if held.get(name) else 0.0, worth) for name, worth in points.items())
        earned = sum(part.earned for part in parts)
        return (parts if len(parts) > 1 else ()), earned / self.total if self.total else float(all(held.values()))


def _untried(name: PropertyName, finding: Finding) -> Finding:
    """What a limit or an exception says is the student's own words, unless it has a category."""
    return finding if finding.category else replace(finding, category=f"“{name}” could not be tried.")


def _joined(findings: list[Finding]) -> Finding:
    """Several findings as one: a paragraph each, and nothing twice."""
    return Finding(
        "\n\n".join(dict.fromkeys(finding.what for finding in findings)),
        "; ".join(dict.fromkeys(finding.where for finding in findings if finding.where)),
        " ".join(dict.fromkeys(finding.advice for finding in findings if finding.advice)),
        "\n\n".join(dict.fromkeys(finding.category or finding.what for finding in findings)),
    )
