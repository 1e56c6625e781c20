"""What the battery may ask of a language model, and what each test answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from grader.data.dice import Real
from grader.honesty.injected import Injected
from grader.honesty.language import Text
from grader.outcome import Finding


class LanguageModel(Protocol):
    """A student's model. Texts of one call have nothing to do with one another: each begins afresh.

    What it has no answer to gives None, and the tests that need it are left out. What it answers is judged and not
    trusted: lengths may be wrong, and numbers may be none.
    """

    def log_probs(self, texts: Sequence[Text]) -> list[Real] | None:
        """For each text the natural logarithm of every predicted token's probability, given all before it."""
        ...

    def distributions(self, contexts: Sequence[Text]) -> Real | None:
        """(contexts, V): the probability of every token to come next."""
        ...

    def perplexities(self, texts: Sequence[Text]) -> list[float] | None:
        """What the student's own function says of the student's own model."""
        ...

    def injected(self, model: Injected, texts: Sequence[Text]) -> list[float] | None:
        """What the student's own function says of a model of ours."""
        ...


class Standing(StrEnum):
    """How a test ended. A warning costs nothing; a doubt is for a person; a test that was left out says nothing."""

    HELD = "held"
    FAULT = "fault"
    DOUBT = "doubt"
    WARNING = "warning"
    LEFT_OUT = "left out"


class Subject(StrEnum):
    """What a test is about: the model and its probabilities, or the function that computes a perplexity."""

    MODEL = "model"
    EVALUATION = "evaluation"


@dataclass(frozen=True)
class Result:
    """What one test found."""

    test: str
    about: Subject
    standing: Standing
    finding: Finding | None = None
    why: str = ""  # why it was left out; completes "… could not be looked at: "
    mistake: str = ""  # the name of the known mistake that gives the student's numbers

    @property
    def broken(self) -> bool:
        return self.standing is Standing.FAULT


@dataclass(frozen=True)
class Named:
    """A test's name and what it is about: makes its results."""

    test: str
    about: Subject

    def held(self) -> Result:
        return Result(self.test, self.about, Standing.HELD)

    def fault(self, finding: Finding, mistake: str = "") -> Result:
        return Result(self.test, self.about, Standing.FAULT, finding, mistake=mistake)

    def warning(self, finding: Finding) -> Result:
        return Result(self.test, self.about, Standing.WARNING, finding)

    def doubt(self, finding: Finding) -> Result:
        return Result(self.test, self.about, Standing.DOUBT, finding)

    def left_out(self, why: str) -> Result:
        return Result(self.test, self.about, Standing.LEFT_OUT, why=why)


def said(what: str, where: str = "", advice: str = "") -> Finding:
    """A finding whose first part names no value of a hidden text, so that it may be told of a hidden check."""
    return Finding(what, where, advice, what)
