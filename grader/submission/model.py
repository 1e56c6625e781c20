"""One submission: what was handed in, as plain data that the other rooms ask for a function or a written answer.

Holds no verdict and runs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.code import CannotAnswer, Parameter
from grader.outcome import Outcome
from grader.submission.answer import WrittenAnswer
from grader.submission.labels import nearest_key
from grader.submission.locate import locate
from grader.submission.module import Definition, LeftOut, Located, Module, Origin

__all__ = [
    "Attachment",
    "Definition",
    "LeftOut",
    "Located",
    "Module",
    "Origin",
    "Parameter",
    "Submission",
    "WrittenAnswer",
]


@dataclass(frozen=True)
class Attachment:
    """A file that is accepted and named but not read here."""

    name: str
    kind: str  # "PDF", "picture", "document", "array", "weights", "archive", "data"


@dataclass(frozen=True)
class Submission:
    """What one person handed in for one assignment."""

    who: str
    slug: str
    folder: Path
    modules: tuple[Module, ...] = ()
    #: The label's normal form ("2b") and every text that stands under it.
    sections: Mapping[str, tuple[WrittenAnswer, ...]] = field(default_factory=dict)
    documents: tuple[WrittenAnswer, ...] = ()  # every written file whole, for a person
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    flags: tuple[str, ...] = ()  # for the instructor only
    #: What was found before: every check asks for every function, and a file may define many thousands.
    _found: dict[tuple[str, ...], Located | Outcome] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def locate(self, spellings: Sequence[str]) -> Located:
        """The function behind one of its accepted spellings. Raises CannotAnswer, with a plain message."""
        key = tuple(spellings)
        if key not in self._found:
            try:
                self._found[key] = locate(self.modules, spellings, self.left_out)
            except CannotAnswer as trouble:
                self._found[key] = trouble.outcome
        found = self._found[key]
        if isinstance(found, Outcome):
            raise CannotAnswer.of(found)
        return found

    def answer(self, labels: Sequence[str]) -> WrittenAnswer | None:
        """What was written for a question, by its accepted labels; the longest where a label occurs twice."""
        for label in labels:
            key = nearest_key(label, self.sections)
            if key is not None:
                return max(self.sections[key], key=lambda answer: len(answer.text))
        return None
