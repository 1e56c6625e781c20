"""One file of code as it was handed in: what it defines, where each line came from, what stops it from being read.

Plain data. Reading the files is the business of `python_file` and `notebook`, finding a function that of `locate`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.code import Parameter
from grader.outcome import Finding


@dataclass(frozen=True)
class LeftOut:
    """A file or a cell that was not looked at, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Definition:
    """One top-level function of a module; the last one of its name, as Python has it."""

    name: str
    module: str
    file: str
    line: int  # of the module's source; `Module.place` says where that is in the student's file
    end_line: int
    parameters: tuple[Parameter, ...] | None  # None where they cannot be read without running the module
    unfinished: Finding | None = None
    variadic: bool = False  # takes *arguments or **named
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Origin:
    """From line `first` of the source on, lines count from `line` of the student's file, or of one cell of it."""

    first: int
    line: int
    cell: int = 0  # counted from 1 over all cells of a notebook; 0 in a .py file


def place(file: str, origins: Sequence[Origin], line: int) -> str:
    """A line of a source in the student's own terms; see `Module.place`."""
    origin = Origin(1, 1)
    for candidate in origins:
        if candidate.first > line:
            break
        origin = candidate
    number = max(1, line - origin.first + origin.line)
    cell = f"cell {origin.cell}, " if origin.cell else ""
    return f"{file}, {cell}line {number}"


@dataclass(frozen=True)
class Module:
    """One file of code. `source` is Python 3, to be executed behind the wall and nowhere else."""

    name: str  # what another module of the submission writes after `import`
    file: str  # relative to the submission: "word2vec.py", "code/word2vec.py"
    source: str
    original: str  # the student's own text, before any translation
    kind: Literal["module", "notebook"]
    definitions: Mapping[str, Definition]
    problem: Finding | None = None  # why nothing of the file can be used
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    folder: str = ""  # the subfolder it stands in: "" or "code"
    origins: tuple[Origin, ...] = ()
    #: Functions that nobody else can call: the name, and where it stands in words ("inside `test_word2vec`, line 80").
    nested: Mapping[str, str] = field(default_factory=dict)
    #: Names taken over from another module: "softmax" -> "utils.utils".
    imported: Mapping[str, str] = field(default_factory=dict)
    #: Functions in cells that could not be read, with the cell's own finding.
    broken: Mapping[str, Finding] = field(default_factory=dict)

    def place(self, line: int) -> str:
        """A line of the source as the student knows it: "word2vec.py, line 12", "hw2.ipynb, cell 4, line 2"."""
        return place(self.file, self.origins, line)


@dataclass(frozen=True)
class Located:
    """The function that answers for a spelling, and what was noticed while finding it."""

    definition: Definition
    module: Module
    notes: tuple[str, ...] = ()
