"""A written answer: a piece of text, where it stands, and the pictures it shows."""

from dataclasses import dataclass
from typing import Literal

Format = Literal["markdown", "latex", "notebook"]


@dataclass(frozen=True)
class WrittenAnswer:
    """What a student wrote under one heading, or a whole document of it."""

    text: str
    format: Format
    file: str  # "answers.md"; of a notebook "hw2.ipynb, cell 5"
    line: int  # where the text begins in the file, or in the cell
    images: tuple[str, ...] = ()  # the pictures it shows, as they are named there
    #: The label that is meant where the sheet has it: "Problem 1" may be question 1, or the problem p1, or 2.1.
    rather: str = ""
    definitions: str = ""  # lines of the whole document that define commands, such as `\\newcommand`
