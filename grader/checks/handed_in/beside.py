"""Whose a picture below a notebook's cell is: told by the function or class that stands in the same notebook."""

from collections.abc import Iterator, Sequence
from typing import Literal

from grader.submission.model import StoredOutput, Submission
from grader.submission.module import Module, position

Whose = Literal["own", "another's", "unknown"]


def whose(output: StoredOutput, own: Sequence[str], others: Sequence[str], submission: Submission) -> Whose:
    """Whether a cell's pictures are a question's own.

    own, others: spellings, `module.name`, of what is asked for in that question, and in others that ask for pictures.
    A notebook that holds both is told apart only where pictures stand between the two.
    """
    module = next((one for one in submission.modules if one.file == output.file), None)
    ours, theirs = _holds(output.file, module, own), _holds(output.file, module, others)
    if ours and theirs and module is not None:
        return _by_cell(output, module, own, others, submission)
    return "own" if ours and not theirs else "another's" if theirs and not ours else "unknown"


def _holds(file: str, module: Module | None, spellings: Sequence[str]) -> bool:
    """Whether a notebook is called as the sheet calls it, or defines what is asked for."""
    called = any(_plain(one.rpartition(".")[0]) in _plain(file) for one in spellings)
    return called or (module is not None and any(True for _ in _cells(module, spellings)))


def _by_cell(
    output: StoredOutput, module: Module, own: Sequence[str], others: Sequence[str], submission: Submission
) -> Whose:
    begin: list[tuple[int, Whose]] = [(cell, "own") for cell in _cells(module, own)]
    begin += [(cell, "another's") for cell in _cells(module, others)]
    begin.sort()
    drawn = [one.cell for one in submission.outputs if one.file == output.file and one.pictures]
    apart = bool(begin) and any(begin[0][0] <= cell < begin[-1][0] for cell in drawn)
    before = [one for cell, one in begin if cell <= output.cell]
    return before[-1] if apart and before else "unknown"


def _cells(module: Module, spellings: Sequence[str]) -> Iterator[int]:
    """The cells in which one of them is defined."""
    names = {_plain(one.rpartition(".")[2]) for one in spellings}
    for name, definition in module.definitions.items():
        if definition.is_written and _plain(name) in names:
            yield position(module.origins, definition.line)[0]


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
