"""Check kind `choice`: which of several options a written answer takes."""

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase, Mistake, nearest
from grader.checks.essay import for_a_person
from grader.outcome import Answer, Finding, Outcome, Verdict

CAP = 20_000  # characters that are read


class Choice(CheckBase):
    """Looks for the options' spellings in the answer; decides only where exactly one option is named."""

    kind: Literal["choice"]
    options: dict[str, list[str]] = Field(min_length=2)
    """An option: the spellings that name it, whatever their case."""
    right: str
    """The right option."""
    why: str = ""
    """What a student reads who took another one; it is true for every other option."""

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        if self.right not in self.options:
            advice = nearest(self.right, self.options)
            yield Mistake(("right",), f"`right: {self.right}` is none of the options", advice,
                          frozenset({"right", "options"}))  # fmt: skip

    def run(self, attempt: Attempt) -> Outcome:
        """A person reads what names no option, or several."""
        if attempt.answer is None or not attempt.answer.text.strip():
            return for_a_person(attempt)
        text = attempt.answer.text[:CAP]
        named = [option for option, spellings in self.options.items() if _names(text, spellings)]
        if len(named) != 1:
            how = "names several of the options" if named else "names none of the options in words we know"
            return for_a_person(attempt, why=f"The answer {how}; a person will read it.")
        if named[0] == self.right:
            return Outcome(Verdict.PASSED, 1.0)
        finding = Finding(f"The answer takes “{named[0]}”, which is not right.", "", self.why)
        return Outcome(Verdict.FAILED, 0.0, finding, (Answer(attempt.answer.text),))


def _names(text: str, spellings: list[str]) -> bool:
    """Whether a spelling stands in the text as words of its own, and not right after a "not"."""
    for spelling in spellings:
        words = re.escape(spelling.lower()).replace(r"\ ", r"\s+")
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text.lower()):
            if not re.search(r"\b(not|n't|never|than|rather)\s+(\w+\s+)?$", text.lower()[: match.start()]):
                return True
    return False
