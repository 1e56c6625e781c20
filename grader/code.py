"""What a check may do with code, a student's or the reference's: call a function and read the reply.

One type for both sides, so that a check cannot treat them differently. The values that cannot simply be copied
to the other side of a wall (functions, samplers) have a type of their own here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from grader.outcome import Evidence, Finding, Outcome, Verdict

#: Of Python's and numpy's own generators, set before every call on either side: code that draws for itself draws alike.
SEED = 20150401

#: Accepted spellings of one function, most usual first: "word2vec.skipgram".
Spellings = Sequence[str]


@dataclass(frozen=True)
class Parameter:
    """One positional parameter of a function."""

    name: str
    required: bool


@dataclass(frozen=True)
class Given:
    """A function of the assignment's given files, by its dotted name: it runs beside the student's code."""

    name: str


@dataclass(frozen=True)
class Instance:
    """An object made afresh for every call from a class of the given files: a sampler rewound each time."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Theirs:
    """A function or class of the student's own, by its accepted spellings: what a driver is called with."""

    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Callback:
    """A function of this side, called from the other. `check` looks at the arguments first and answers what is
    wrong with them ("" if nothing): a wrong shape is the student's fault, an exception of ours is ours."""

    function: Callable[..., Any]
    name: str
    check: Callable[..., str] | None = None
    #: This side's parameter names, for a student who calls by keyword: {"centerWordVec": 0}.
    parameters: Sequence[str] = ()
    #: What the spec calls it, "word2vec.naive_softmax", where it is a function of the reference.
    reference: str = ""


@dataclass(frozen=True)
class Reply:
    """What one call gave: the value, what it printed meanwhile, which arguments it changed in place."""

    value: Any
    printed: str = ""
    changed: Mapping[int, Any] = field(default_factory=dict)  # position: the argument as it was left


class CannotAnswer(Exception):
    """The code gave no value: it is missing, unfinished, raised, hung or broke a limit. Carries its own outcome."""

    def __init__(
        self,
        verdict: Verdict,
        finding: Finding,
        evidence: tuple[Evidence, ...] = (),
        notes: tuple[str, ...] = (),
        flags: tuple[str, ...] = (),
    ) -> None:
        super().__init__(finding.what)
        self.outcome = Outcome(verdict, 0.0, finding, evidence, notes, flags)
        #: Which of many calls it was, where that is known.
        self.at: int | None = None
        #: What the call had printed until then.
        self.printed = ""

    @classmethod
    def of(cls, outcome: Outcome) -> "CannotAnswer":
        """The same, with an outcome that was made already."""
        trouble = cls(outcome.verdict, outcome.finding or Finding("It did not answer."))
        trouble.outcome = outcome
        return trouble


class OurFault(Exception):
    """The reference, the spec or the machine failed: the check is `broken` and costs nobody a point."""


class CallbackFailed(OurFault):
    """A function of ours failed when the student's code called it back. It may be ours, or what it was given."""


class Code(Protocol):
    """A student's submission behind the wall, or the reference in this process."""

    def call(self, function: Spellings, *arguments: Any, **named: Any) -> Reply:
        """One call. Raises CannotAnswer."""
        ...

    def call_many(self, function: Spellings, argument_lists: Sequence[Sequence[Any]]) -> list[Reply]:
        """The same function on many arguments, in one crossing. Raises CannotAnswer at the first failure."""
        ...

    def drive(self, driver: str, *arguments: Any, seconds: float | None = None, **named: Any) -> Reply:
        """One call of a driver: public code of ours that runs beside the code, and is called with parts of it.

        driver: "module.function" among the assignment's drivers, or those that every assignment has. Arguments may be
        `Theirs`, `Given`, plain values, and objects that an earlier drive gave back. Raises CannotAnswer.
        """
        ...

    def notes(self, function: Spellings) -> tuple[str, ...]:
        """What was noticed while finding the function: a renamed file, a doubled definition."""
        ...

    def parameters(self, function: Spellings) -> tuple[Parameter, ...] | None:
        """The function's positional parameters; None where it takes any number or they can't be read."""
        ...
