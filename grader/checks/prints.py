"""Check kind `prints`: what a function says, such as a gradient checker's "passed" and "failed"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.reference import KnownMistake
from grader.code import CannotAnswer, Code, Reply
from grader.draws.case import Case
from grader.draws.generators import Generator, GeneratorBase
from grader.outcome import Diagnosis, Finding, Outcome, Printed, Verdict


class Situation(BaseModel):
    """One situation and the word that is due in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    """What a student reads: "a right gradient of a random function"."""
    arguments: dict[str, Generator] = {}
    """Arguments in place of the check's own."""
    says: str
    """The word that is due: one of the keys of `words`."""


MOST_READ = 64 << 10  # characters of a returned text: as many as are kept of what is printed


@dataclass(frozen=True)
class Said:
    """What was said in one situation."""

    situation: Situation
    word: str
    note: str
    printed: str


class Prints(CallingCheck):
    """Calls the function in several situations and reads what it prints."""

    kind: Literal["prints"]
    words: dict[str, list[str]] = Field(
        default={"failed": ["fail", "incorrect", "wrong"], "passed": ["pass", "correct"]}
    )
    """A word: the spellings that count for it, whatever their case. The first word found wins, so the narrower
    one stands first."""
    situations: list[Situation] = Field(min_length=1)
    """What is tried; all of them must hold."""

    def rounds(self) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, GeneratorBase]]]:
        for position, situation in enumerate(self.situations):
            yield ("situations", position, "arguments"), {**self.arguments, **situation.arguments}

    def run(self, attempt: Attempt) -> Outcome:
        """Passes where every situation gets its word on every draw."""
        said = [self._word(attempt, attempt.student, tried) for tried in self._tried(attempt)]
        notes = (*attempt.student.notes(self.function), *(one.note for one in said if one.note))
        wrong = next((one for one in said if one.word != one.situation.says), None)
        if wrong is None:
            return Outcome(Verdict.PASSED, 1.0, notes=tuple(dict.fromkeys(notes)))
        printed = (Printed("What it printed", wrong.printed[:2000]),) if wrong.printed else ()
        diagnoses = self._diagnoses(attempt, [one.word for one in said]) if attempt.explained else []
        return Outcome(
            Verdict.FAILED, 0.0, self._finding(wrong, diagnoses), printed, tuple(dict.fromkeys(notes)),
            diagnoses=tuple(Diagnosis(one.name, one.sentence, "0", one.advice) for one in diagnoses),
        )  # fmt: skip

    def _tried(self, attempt: Attempt) -> Iterator[tuple[Situation, Case]]:
        for situation in self.situations:
            for case in attempt.draws.cases(self.arguments, [situation.arguments], self.dimensions, self.draws):
                yield situation, case

    def _word(self, attempt: Attempt, code: Code, tried: tuple[Situation, Case]) -> Said:
        situation, case = tried
        reply = self._ask(attempt, code, case, situation)
        word, note = self._read(reply)
        return Said(situation, word, note, reply.printed)

    def _diagnoses(self, attempt: Attempt, words: Sequence[str]) -> list[KnownMistake]:
        """The known mistakes that say the same word everywhere; nothing where several do, for words tell little."""
        fitting = []
        for mistake in attempt.reference.mistakes(self.reference):
            code = attempt.reference.pretender({self.function[0]: mistake.wrong})
            try:
                same = all(self._word(attempt, code, tried).word == word
                           for tried, word in zip(self._tried(attempt), words, strict=True))  # fmt: skip
            except CannotAnswer:
                continue
            fitting += [mistake] if same else []
        return fitting if len(fitting) == 1 else []

    def _ask(self, attempt: Attempt, code: Code, case: Case, situation: Situation) -> Reply:
        from grader.checks.trials import kept_arguments, placed

        arguments = list(attempt.reference.resolve(case.arguments).values())
        try:
            return code.call(self.function, *(arguments[i] for i in kept_arguments(self, code)))
        except CannotAnswer as trouble:
            if situation.says == "failed" and self._says_failed(trouble):
                return Reply(False)
            raise placed(trouble, case) from None

    def _says_failed(self, trouble: CannotAnswer) -> bool:
        """Whether an exception is one way to say "failed": an AssertionError, one that says so in its words, or one
        that comes when it is printed already."""
        what = trouble.outcome.finding.what if trouble.outcome.finding else ""
        said = (trouble.printed, what.partition(" raised ")[2])
        return "AssertionError" in what or any(_first_word(text, self.words) == "failed" for text in said)

    def _read(self, reply: Reply) -> tuple[str, str]:
        """The word, and a note where it was returned and not printed."""
        word = _first_word(reply.printed, self.words)
        if word:
            return word, ""
        if isinstance(reply.value, bool) or type(reply.value).__name__ == "bool":
            word = "passed" if reply.value else "failed"
            return word, f"It returns {bool(reply.value)} where the sheet asks it to print “{word}”."
        return _first_word(reply.value[:MOST_READ], self.words) if isinstance(reply.value, str) else "", ""

    def _finding(self, wrong: Said, diagnoses: Sequence[KnownMistake]) -> Finding:
        name = self.function[0].rpartition(".")[2]
        neither = " nor ".join(f"“{word}”" for word in self.words)
        spoken = f"says “{wrong.word}”" if wrong.word else f"prints neither {neither}"
        what = f"`{name}` {spoken} where “{wrong.situation.says}” is right: {wrong.situation.title}."
        if diagnoses:
            return Finding(f"{diagnoses[0].sentence} {what}", "", diagnoses[0].advice)
        return Finding(what, "", _advice(wrong.situation, wrong.word))


#: What turns the word after it into its opposite: "not passed", "didn't pass", "0 failed".
NEGATION = re.compile(r"(\b(not|no|never|without|none|zero|0)|n['’]t)\s+(\w+\s+){0,2}$")
NEAR = 40  # characters before a word that may deny it; more would cost the square of what was printed


def _first_word(text: str, words: Mapping[str, list[str]]) -> str:
    """The first of `words` that the text says. Of two words, one that is only denied stands for the other."""
    lower = text.lower()
    said = {word: _said(lower, spellings) for word, spellings in words.items()}
    plain = next((word for word, found in said.items() if True in found), "")
    denied = [word for word, found in said.items() if found == {False}]
    if plain or len(words) != 2 or len(denied) != 1:
        return plain
    return next(word for word in words if word != denied[0])


def _said(lower: str, spellings: list[str]) -> set[bool]:
    """For every place where a spelling begins a word: True, or False where it is denied."""
    patterns = [rf"(?<![a-z]){re.escape(one.lower())}" for one in spellings]
    places = [match.start() for pattern in patterns for match in re.finditer(pattern, lower)]
    return {NEGATION.search(lower[max(0, place - NEAR) : place].split("\n")[-1]) is None for place in places}


def _advice(situation: Situation, said: str) -> str:
    if not said:
        return "Print the result: the sheet names the words."
    if situation.says == "passed":
        return (
            "Follow it by hand for one entry: f at x + h and at x - h with the same random state, their difference "
            "over 2h, and x put back before the next entry."
        )
    return "Follow it by hand for the entry that is wrong there: is every entry of the gradient compared?"
