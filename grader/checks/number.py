"""Check kind `number`: a number in a written answer, with every value that a stated convention makes right."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase
from grader.checks.essay import for_a_person
from grader.outcome import Answer, Finding, Outcome, Verdict

# A number that stands for itself: no part of a name (W2), an index (x_1), an exponent (10^3) or a date.
NUMBER = re.compile(r"(?<![\w.^_{\\])[-−+]?\d+(?:[,\u202f ]\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]*[A-Za-z_])")
CAP = 20_000  # characters that are read


class Accepted(BaseModel):
    """A value that is right, and under which reading of the question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    """The number."""
    convention: str = ""
    """The reading under which it is right: "full windows only"."""


class KnownSlip(BaseModel):
    """A number that names its own mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    """The number."""
    sentence: str
    """What it says about the way it was found."""
    advice: str
    """What to do about it."""


class Number(CheckBase):
    """Finds the number that an answer gives and compares it with the accepted ones."""

    kind: Literal["number"]
    accepted: list[Accepted] = Field(min_length=1)
    """Every right value, with its convention."""
    slips: list[KnownSlip] = []
    """Wrong values that are understood."""
    tolerance: float = Field(default=1e-6, ge=0, le=0.5)
    """Allowed relative difference; rounding to the digits given is always allowed."""

    def run(self, attempt: Attempt) -> Outcome:
        """Decides where one number can be the answer; where several could, a person reads."""
        if attempt.answer is None or not attempt.answer.text.strip():
            return for_a_person(attempt)
        found = numbers(attempt.answer.text)
        if not found:
            return for_a_person(attempt, why="No number stands in this answer; a person will read it.")
        last = found[-1]
        for accepted in self.accepted:
            if self._is(last, accepted.value):
                note = f"{last}: accepted as {accepted.convention}." if accepted.convention else ""
                return Outcome(Verdict.PASSED, 1.0, notes=(note,) if note else ())
        if len(set(found)) > 1:
            return for_a_person(attempt, why="Several numbers stand in this answer, and it does not end with one that "
                                "is known to be right; a person will read it.")  # fmt: skip
        return self._wrong(last, attempt.answer.text)

    def _wrong(self, number: str, text: str) -> Outcome:
        where = f"yours: {number}"
        evidence = (Answer(text),)
        for slip in self.slips:
            if self._is(number, slip.value):
                return Outcome(Verdict.FAILED, 0.0, Finding(slip.sentence, where, slip.advice), evidence)
        finding = Finding("The number is none of those that the question can give.", where,
                          "Work it out once more on the smallest case and write down which convention you "
                          "count by.")  # fmt: skip
        return Outcome(Verdict.FAILED, 0.0, finding, evidence)

    def _is(self, text: str, value: float) -> bool:
        number = _as_float(text)
        decimals = len(text.partition(".")[2]) if "." in text and "e" not in text.lower() else 0
        rounding = 0.5 * 10**-decimals if "." in text else 0.0
        return abs(number - value) <= max(self.tolerance * abs(value), rounding)


def numbers(text: str) -> list[str]:
    """The numbers of a text in order, each as it is written."""
    return [match.group().replace("−", "-") for match in NUMBER.finditer(text[:CAP])]


def _as_float(text: str) -> float:
    return float(re.sub(r"[,\u202f ]", "", text))
