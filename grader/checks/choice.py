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
    decided_by: list[str] = []
    """Words of the sentence that answers the question, such as `more samples`: where an explanation names several
    options, that sentence decides. One with a dot at its end stands at the end of a sentence."""
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
        text = attempt.answer.text[:CAP].lower()
        named, rest = self._read(text)
        if len(named) > 1 or DOUBT.search(rest):  # it may be about something else
            named, rest = self._decided(text) or (named, rest)
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

    def _decided(self, text: str) -> tuple[set[str], str] | None:
        """The one option that the deciding sentences name, and what they say beside it; None where the others may say
        otherwise."""
        sentences = [sentence for sentence in SENTENCE.split(text) if sentence.strip()]
        read = [(sentence, *self._read(sentence)) for sentence in sentences]
        decide = [one for one in read if any(_says(phrase, one[2]) for phrase in self.decided_by)]
        options = {frozenset(named) for _, named, _ in decide}
        if len(options) != 1 or len(decide) == len(read):
            return None
        [named] = options
        for sentence, others, rest in read:
            if (sentence, others, rest) not in decide:
                # What names another option must be about its numbers, and no second answer.
                opposed = OPPOSED.search(rest) or (others - named and not NUMBER.search(sentence))
                if opposed:
                    return None
        return set(named), " ".join(rest for *_, rest in decide)

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


#: A reason behind its sentence counts as one of its own.
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*[-*+]\s)|\s+(?=\(?(?:because|since)\b)")
#: What a sentence about an option's numbers holds.
NUMBER = re.compile(r"\d|\b(?:one|two)\s+(?:\w+\s+)?(?:of|per|for|from|samples?|pairs?|windows?)\b|\b(?:per|each)\b")
#: In a sentence beside the deciding one: it may take it back.
OPPOSED = re.compile(
    r"\b(?:not|never|no|nor|neither|none|unless|instead|fewer|less|least|lower|worse|smaller|wrong|false|incorrect"
    r"|right|correct|true|answer|cannot|maybe|perhaps|but|however|although|though|yet|actually|still|more|most|larger"
    r"|greater|bigger|higher|twice|exceeds?|wins?)\b|n['’]t\b|\?"
)
#: Before an option: it is the other one. The article or one more word may stand between.
DENIED = (
    r"(?:\b(?:not|never|than|instead\s+of|unlike|twice\s+as\s+(?:many|much)\s+(?:\w+\s+){0,3}as)|n['’]t)"
    r"\s+(?:\w+\s+)?"
)
#: Beside an option: it may be meant otherwise than it looks.
DOUBT = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nothing|without|except|unless|unlike|instead|fewer|less|least|lower|worse"
    r"|worst|smaller|wrong|false|incorrect|cannot|both|either|or|maybe|perhaps|if)\b|n['’]t\b|\?"
)


def _says(phrase: str, sentence: str) -> bool:
    """Whether the words stand in a sentence; those with a dot at its end, but for its marks."""
    words = re.escape(phrase.lower().rstrip(".")).replace(r"\ ", r"\s+")
    last = r"[\s.,!*_]*$" if phrase.endswith(".") else ""
    return re.search(rf"(?<!\w){words}(?!\w){last}", sentence) is not None
