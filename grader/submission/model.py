"""One submission: what was handed in, as plain data that the other rooms ask for a function or a written answer.

Holds no verdict and runs nothing.
"""

import re
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


_DISPLAY = re.compile(r"\$\$|\\\[|\\begin\{(?:align|equation|gather|multline|eqnarray)")


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

    def attachment(self, names: Collection[str]) -> Attachment | None:
        """The file of one of these names, given without folders, whatever folder it lies in; else None."""
        wanted = {name.lower() for name in names}
        return next((one for one in self.attachments if one.name.rpartition("/")[2].lower() in wanted), None)

    def read_for(self, labels: Iterable[str]) -> "Submission":
        """The submission as a sheet reads it whose questions have these labels."""
        return replace(self, sections=Sheet.of(labels).read(self.sections, self.own_numbers), own_numbers=())

    def answer(self, labels: Sequence[str]) -> WrittenAnswer | None:
        """What was written for a question, by its accepted labels; the longest where a label occurs twice."""
        for label in labels:
            place = nearest_key(label, self.sections)
            if place is not None:
                return max(self.sections[place], key=lambda answer: len(answer.text))
        return None

    def unplaced(self, labels: Sequence[str]) -> tuple[str, ...]:
        """What was written and belongs to none of the questions with these labels, each told in a sentence."""
        known = Sheet.of(labels).labels
        near = [place for place in self.sections if _is_near(place, known)]
        # The same text may stand under two labels, as "Problem 2 (a)" below "2 Drills" does.
        placed = {(answer.file, answer.line) for place in near for answer in self.sections[place]}
        files = {_file(answer) for answers in self.sections.values() for answer in answers}
        said = [
            f"No heading in {document.file} begins with a question's number, so nothing in it was taken for an answer."
            for document in self.documents
            if document.text.strip() and _file(document) not in files
        ]
        said += self._above_headings()
        for place, answers in self.sections.items():
            for answer in answers:
                if (answer.file, answer.line) not in placed:
                    what = f"What stands under “{place}” ({answer.file}, line {answer.line})"
                    said.append(f"{what} is no question's answer, going by that number.")
        return tuple(sorted(said))


    def _above_headings(self) -> list[str]:
        """Formulas on lines of their own that stand above the first question's heading of their file."""
        said = []
        for document in self.documents:
            begins = [one.line for answers in self.sections.values() for one in answers if one.file == document.file]
            body = document.text.partition("\\begin{document}")
            start = len(body[0]) if body[1] else 0
            formula = _DISPLAY.search(document.text, start)
            line = document.line + document.text.count("\n", 0, formula.start()) if formula else 0
            if formula and begins and line < min(begins):
                what = f"The formula on line {line} of {document.file} stands above the first question's heading"
                said.append(f"{what}, so it was taken for no answer; move it below its question's.")
        return said


def _is_near(place: str, known: Collection[str]) -> bool:
    """Whether a label is a question's, a part of one, or what several belong to; a letter alone may be any."""
    return not place[:1].isdigit() or any(one.startswith(place) or place.startswith(one) for one in known)


def _file(answer: WrittenAnswer) -> str:
    return answer.file.split(", cell ")[0]
