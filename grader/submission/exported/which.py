"""Which platform a class was exported from, if any: told by the names at its top, or one folder further in."""

from typing import TypeVar

from grader.submission.entry import Unreadable
from grader.submission.exported import canvas, gradescope, moodle
from grader.submission.exported.contents import Contents, content
from grader.submission.exported.hand_in import Export
from grader.submission.exported.metadata import LARGEST

Of = TypeVar("Of", bound=Contents)
_FURTHER = 2  # folders that hold nothing but the next one


def exported(contents: Of) -> tuple[Of, Export] | None:
    """The export, and the contents whose names it speaks of; None where no platform made this."""
    for _ in range(_FURTHER + 1):
        if found := _here(contents):
            return contents, found
        if len(contents.folders) != 1 or contents.files:
            break
        contents = contents.inner(contents.folders[0])
    return None


def _here(contents: Contents) -> Export | None:
    if gradescope.METADATA in contents.files:
        try:
            metadata = content(contents, gradescope.METADATA, LARGEST)
        except Unreadable:
            metadata = b""
        return gradescope.exported(contents.folders, contents.files, metadata)
    return moodle.exported(contents.folders, contents.files) or canvas.exported(contents.folders, contents.files)
