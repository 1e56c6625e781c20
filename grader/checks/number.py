"""Check kind `number`: a number in a written answer, with every value that a stated convention makes right."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase
from grader.checks.beside import Numeral, beside
from grader.checks.essay import for_a_person
from grader.outcome import Answer, Finding, Outcome, Verdict

# A number that stands for itself: no part of a name (W2), an index (x_1, x_{1}) or a power (10^3, 2^{10}).
NUMBER = re.compile(
    r"(?<![\w.^\\])(?<![_^]\{)(?<![_^])[-−+]?(?:\d{1,3}(?:[,\u202f ]\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?"
    r"(?![\w.]*[A-Za-z_])(?!\s*\^)(?!\.?\d)"
)
# What is written around a number, as LaTeX and Markdown write it: read before anything is looked for.
SPELLED: tuple[tuple[str, str], ...] = (
    (r"(?<=\d)(?:\{,\}|\\,|\\ |~|['’_])(?=\d{3}(?!\d))", ","),  # 104{,}550, 104\,550, 104'550
    (r" ?(?:\\cdot|\\times|[×·*]) ?10 ?\^ ?\{?([-+]?\d+)\}?", r"e\1"),  # 1.5 \cdot 10^{5}
    (r"(?m)^[ \t]{0,12}[-*+][ \t]", ""),  # a list's bullet is no minus
    (r"\*\*|__|`", ""),  # **46**
    (r"[\u2212\u2013](?=\d)", "-"),
)
#: Next to a number: it is part of a formula that nobody has worked out.
OPERATOR_BEFORE = re.compile(r"(?:[-+/×·^]|[\w)}\]]\s*\*|\\cdot|\\times|\\frac\{)\s*$")
OPERATOR_AFTER = re.compile(r"\s*(?:[-+/×·^!]|\*\s*[\w({\\]|\\cdot|\\times|\\approx|\}\{|=)")
#: Before a number: it is not what is claimed.
DENIED = re.compile(
    r"(?:\b(?:not|never|than|least|most|instead of|about|between)|n['’]t|≠|!=|\\neq?|\\ne|[<>≤≥]|\\[lg]eq?)"
    r"\s*(?:\w+\s+){0,2}\$*$",
    re.IGNORECASE,
)
CAP = 20_000  # characters that are read
NEAR = 60  # characters around a number that decide what it is; more would cost the square of the answer's length


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


class Within(BaseModel):
    """Where the number may stand without a heading of its own: beside a name, in the answer to what is around it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: list[str] = Field(min_length=1)
    """How the answer is headed that it may stand in."""
    beside: list[str] = Field(min_length=1)
    """The spellings of what it is the number of."""
    others: list[str] = Field(min_length=1)
    """The spellings of what the other numbers there belong to."""


class Number(CheckBase):
    """Finds the number that an answer gives and compares it with the accepted ones."""

    kind: Literal["number"]
    accepted: list[Accepted] = Field(min_length=1)
    """Every right value, with its convention."""
    slips: list[KnownSlip] = []
    """Wrong values that are understood."""
    tolerance: float = Field(default=1e-6, ge=0, le=0.5)
    """Allowed relative difference; rounding to the digits given is always allowed."""
    within: Within | None = None
    """Where it is looked for when it has no heading of its own."""

    def run(self, attempt: Attempt) -> Outcome:
        """Decides where one number can be the answer; where several could, a person reads."""
        if attempt.answer is None and self.within and attempt.submission:
            around = attempt.submission.answer(self.within.labels)
            if around is not None and around.text.strip():
                return self._from_around(self.within, replace(attempt, answer=around), around.text)
        if attempt.answer is None or not attempt.answer.text.strip():
            return for_a_person(attempt)
        found = numbers(attempt.answer.text)
        if not found:
            return for_a_person(attempt, why="No number stands in this answer; a person will read it.")
        last = found[-1]
        if not last.claimed:
            return for_a_person(attempt, why="The last number of this answer is part of a formula or a comparison; a "
                                "person will read it.")  # fmt: skip
        right = self._right(last.text)
        if right is not None:
            return right
        if self._read_otherwise(last.text):
            return for_a_person(attempt, why=f"{last.text} can be read in two ways: its point may part thousands. A "
                                "person will read it.")  # fmt: skip
        if len({number.text for number in found}) > 1:
            return for_a_person(attempt, why="Several numbers stand in this answer, and it does not end with one that "
                                "is known to be right; a person will read it.")  # fmt: skip
        return self._wrong(last.text, attempt.answer.text)

    def _from_around(self, within: Within, attempt: Attempt, text: str) -> Outcome:
        """Decides only where one number stands beside the name that it is asked of, and is right or names its mistake.
        """
        plain = spelled_plainly(text)
        matches = list(NUMBER.finditer(plain))
        every = [match.group() for match in matches]
        numerals = [Numeral(match.span(), _claimed(plain, match)) for match in matches]
        found = beside(plain, numerals, within.beside, within.others)
        known = {one.text for one in found}
        if len(known) == 1 and all(one.concluding for one in found):
            [number] = known
            right = self._right(number)
            if right is not None:
                return right
            slip = all(one.summed for one in found) and any(self._is(number, one.value) for one in self.slips)
            if slip and not any(self._is(one, accepted.value) for one in every for accepted in self.accepted):
                return self._wrong(number, text)
        return for_a_person(attempt, why="It has no heading of its own, and which number is meant could not be told; a "
                            "person will read what stands here.")  # fmt: skip

    def _right(self, number: str) -> Outcome | None:
        for accepted in self.accepted:
            if self._is(number, accepted.value):
                note = f"{number}: accepted as {accepted.convention}." if accepted.convention else ""
                return Outcome(Verdict.PASSED, 1.0, notes=(note,) if note else ())
        return None

    def _read_otherwise(self, text: str) -> bool:
        """Whether it would be right where a point parts thousands: 104.550."""
        whole = text.replace(".", "")
        return whole != text and any(self._is(whole, accepted.value) for accepted in self.accepted)

    def _wrong(self, number: str, text: str) -> Outcome:
        where = f"yours: {number}"
        evidence = (Answer(text),)
        for slip in self.slips:
            if self._is(number, slip.value):
                return Outcome(Verdict.FAILED, 0.0, Finding(slip.sentence, where, slip.advice), evidence)
        finding = Finding("The number is none of those that the question can give.", where,
                          "Work it out once more on the smallest case and write down which convention you "
                          "count by.", "The number is none of those that the question can give.")  # fmt: skip
        return Outcome(Verdict.FAILED, 0.0, finding, evidence)

    def _is(self, text: str, value: float) -> bool:
        number = _as_float(text)
        decimals = len(text.partition(".")[2]) if "." in text and "e" not in text.lower() else 0
        rounding = 0.5 * 10**-decimals if "." in text else 0.0
        return abs(number - value) <= max(self.tolerance * abs(value), rounding)


@dataclass(frozen=True)
class Written:
    """A number as it is written, and whether the text says that this is it."""

    text: str
    claimed: bool


def numbers(text: str) -> list[Written]:
    """The numbers of a text in order."""
    plain = spelled_plainly(text)
    return [Written(match.group(), _claimed(plain, match)) for match in NUMBER.finditer(plain)]


def spelled_plainly(text: str) -> str:
    """The text without what is written around numbers."""
    plain = text[:CAP]
    for pattern, replacement in SPELLED:
        plain = re.sub(pattern, replacement, plain)
    return plain


def _claimed(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - NEAR) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + NEAR].partition("\n")[0]
    return not (OPERATOR_BEFORE.search(before) or OPERATOR_AFTER.match(after) or DENIED.search(before))


def _as_float(text: str) -> float:
    return float(re.sub(r"[,\u202f ]", "", text))
