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
        """A person reads what names no option, several, or one with a "but"."""
        if attempt.answer is None or not attempt.answer.text.strip():
            return for_a_person(attempt)
        named, rest = self._read(attempt.answer.text[:CAP].lower())
        if len(named) != 1:
            how = "names several of the options" if named else "names none of the options in words we know"
            return for_a_person(attempt, why=f"The answer {how}; a person will read it.")
        if DOUBT.search(rest):
            return for_a_person(attempt, why="The answer could be meant in more than one way; a person will read it.")
        if named == {self.right}:
            return Outcome(Verdict.PASSED, 1.0)
        where = f"found in {attempt.answer.file}, line {attempt.answer.line}"
        finding = Finding(f"The answer takes “{named.pop()}”, which is not right.", where, self.why,
                          "The answer takes an option that is not right.")  # fmt: skip
        return Outcome(Verdict.FAILED, 0.0, finding, (Answer(attempt.answer.text),))

    def _read(self, text: str) -> tuple[set[str], str]:
        """The options that the text takes, and what it says beside them; one that it denies is not taken."""
        named: set[str] = set()
        spelled = [(spelling.lower(), option) for option, spellings in self.options.items() for spelling in spellings]
        # The longest first, so that “naive softmax” is not also read as “softmax”.
        for spelling, option in sorted(spelled, key=lambda one: -len(one[0])):
            words = re.escape(spelling).replace(r"\ ", r"\s+")
            text = re.sub(rf"{DENIED}(?<!\w){words}(?!\w)", " ", text)
            text, count = re.subn(rf"(?<!\w){words}(?!\w)", " ", text)
            named |= {option} if count else set()
        return named, text


#: Before an option: it is the other one. The article or one more word may stand between.
DENIED = r"(?:\b(?:not|never|than|instead\s+of|unlike)|n['’]t)\s+(?:\w+\s+)?"
#: Beside an option: it may be meant otherwise than it looks.
DOUBT = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nothing|without|except|unless|unlike|instead|fewer|less|least|lower|worse"
    r"|worst|smaller|wrong|false|incorrect|cannot|both|either|or|maybe|perhaps|if)\b|n['’]t\b|\?"
)
