"""One submission: what was handed in, as plain data that the other rooms ask for a function or a written answer.

Holds no verdict and runs nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.code import CannotAnswer, Parameter
from grader.outcome import Outcome
from grader.submission.answer import WrittenAnswer
from grader.submission.labels import nearest_key
from grader.submission.locate import locate
from grader.submission.loops import Loop, find_loop
from grader.submission.module import Definition, LeftOut, Located, Module, Origin
from grader.submission.outputs import StoredOutput
from grader.submission.sheet import Sections, Sheet
from grader.submission.unplaced import unplaced

__all__ = [
    "Attachment",
    "Definition",
    "LeftOut",
    "Located",
    "Loop",
    "Module",
    "Origin",
    "Parameter",
    "StoredOutput",
    "Submission",
    "WrittenAnswer",
]


@dataclass(frozen=True)
class Attachment:
    """A file that is accepted and named but not read here."""

    name: str
    kind: str  # "PDF", "picture", "document", "array", "weights", "archive", "data"
    #: Where its bytes are: an ordinary file of the submission's folder, there until the spool releases that.
    path: Path = field(default=Path(), compare=False)


@dataclass(frozen=True)
class Submission:
    """What one person handed in for one assignment."""

    who: str
    slug: str
    folder: Path
    modules: tuple[Module, ...] = ()
    #: The label's normal form ("2b") and every text that stands under it.
    sections: Sections = field(default_factory=dict)
    documents: tuple[WrittenAnswer, ...] = ()  # every written file whole, for a person
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    flags: tuple[str, ...] = ()  # for the instructor only
    outputs: tuple[StoredOutput, ...] = ()  # below the cells of notebooks: claims
    #: LaTeX documents by the numbers that LaTeX prints by itself: they are the sheet's, or they are not.
    own_numbers: tuple[Sections, ...] = ()
    sheet: Sheet | None = None  # by which it is read
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

    @property
    def loops(self) -> tuple[Loop, ...]:
        """The loops at the top level of what is not run whole, in the order of the files."""
        return tuple(loop for module in self.modules for loop in module.loops)

    def loop(self, names: Collection[str]) -> Loop:
        """The loop that uses all of these names, such as `n_epochs`. Raises CannotAnswer, with a plain message."""
        return find_loop(self.loops, names)

    def read_for(self, labels: Iterable[str]) -> "Submission":
        """The submission as a sheet reads it whose questions have these labels."""
        sheet = Sheet.of(labels)
        return replace(self, sections=sheet.read(self.sections, self.own_numbers), own_numbers=(), sheet=sheet)

    def answer(self, labels: Sequence[str]) -> WrittenAnswer | None:
        """What was written for a question, by its accepted labels; the longest where a label occurs twice."""
        for label in labels:
            place = nearest_key(label, self.sections)
            if place is not None:
                return max(self.sections[place], key=lambda answer: len(answer.text))
        return None

    def unplaced(self, labels: Sequence[str]) -> tuple[str, ...]:
        """What was written and belongs to none of the questions with these labels, each told in a sentence."""
        found = unplaced(self.documents, self.sections, Sheet.of(labels).labels)
        return tuple(sorted(one.said for one in found))

    @property
    def astray(self) -> tuple[str, ...]:
        """Where something stands that may well be an answer, and not under a number of the sheet's."""
        if self.sheet is None:
            return ()
        found = unplaced(self.documents, self.sections, self.sheet.labels)
        return tuple(sorted(one.where for one in found if one.likely))
