"""One file of code as it was handed in: what it defines, where each line came from, what stops it from being read.

Plain data. Reading the files is the business of `python_file` and `notebook`, finding a function that of `locate`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.code import Parameter
from grader.outcome import Finding
from grader.submission.loops import Loop


@dataclass(frozen=True)
class LeftOut:
    """A file or a cell that was not looked at, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Definition:
    """One top-level function or class of a module; the last one of its name, as Python has it."""

    name: str
    module: str
    file: str
    line: int  # of the module's source; `Module.place` says where that is in the student's file
    end_line: int
    parameters: tuple[Parameter, ...] | None  # None where they cannot be read without running the module
    unfinished: Finding | None = None
    variadic: bool = False  # takes *arguments or **named
    notes: tuple[str, ...] = ()
    kind: Literal["function", "class"] = "function"  # of a class the parameters are its constructor's, without self

    @property
    def is_written(self) -> bool:
        """Whether it stands there as a function or a class, and not as a name for some value that may be one."""
        return self.kind == "class" or self.parameters is not None


@dataclass(frozen=True)
class Origin:
    """From line `first` of the source on, lines count from `line` of the student's file, or of one cell of it."""

    first: int
    line: int
    cell: int = 0  # counted from 1 over all cells of a notebook; 0 in a .py file


def position(origins: Sequence[Origin], line: int) -> tuple[int, int]:
    """The cell, 0 in a .py file, and the line in it, that a line of a source comes from."""
    after = bisect_right(origins, line, key=lambda origin: origin.first)
    origin = origins[after - 1] if after else Origin(1, 1)
    return origin.cell, max(1, line - origin.first + origin.line)


def place(file: str, origins: Sequence[Origin], line: int) -> str:
    """A line of a source in the student's own terms; see `Module.place`."""
    cell, number = position(origins, line)
    return f"{file}, cell {cell}, line {number}" if cell else f"{file}, line {number}"


@dataclass(frozen=True)
class Module:
    """One file of code. `source` is Python 3; it, or a part of it, is executed behind the wall and nowhere else."""

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
    #: The source with blanks for what is not executed, where that is only the definitions; None where all of it is.
    executed: str | None = None
    #: Names that are set at the top level: where, and why that is not executed ("" where it is).
    assigned: Mapping[str, LeftOut] = field(default_factory=dict)
    #: Loops at the top level, which a check may run shortened.
    loops: tuple[Loop, ...] = ()

    def place(self, line: int) -> str:
        """A line of the source as the student knows it: "word2vec.py, line 12", "hw2.ipynb, cell 4, line 2"."""
        return place(self.file, self.origins, line)


@dataclass(frozen=True)
class Located:
    """The function that answers for a spelling, and what was noticed while finding it."""

    definition: Definition
    module: Module
    notes: tuple[str, ...] = ()
