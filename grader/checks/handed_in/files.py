"""Finds a file that was handed in by the names that it may have."""

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from grader.submission.model import Attachment, Submission


def named(submission: Submission | None, names: Sequence[str]) -> list[Attachment]:
    """The files of these names, `*` for any letters, whatever their folder and case; the first name's first."""
    found: list[Attachment] = []
    for name in names:
        for one in submission.attachments if submission else ():
            if fnmatchcase(_plain(one.name), _plain(name)) and one not in found:
                found.append(one)
    return found


def of_kind(submission: Submission | None, kinds: Collection[str]) -> list[Attachment]:
    """The files of these kinds: "array", "weights", "picture", "PDF"."""
    return [one for one in submission.attachments if one.kind in kinds] if submission else []


def may_be_elsewhere(submission: Submission | None, kinds: Collection[str]) -> bool:
    """Whether what is looked for may be in a file of another name, or in one that was left out or not unpacked."""
    if submission is None or of_kind(submission, {*kinds, "archive", "data"}):
        return True
    # A file is left out with its name, a cell or a line of code with more than that.
    return any(", cell" not in one.what and not one.what.lower().endswith(".py") for one in submission.left_out)


def _plain(name: str) -> str:
    return name.rpartition("/")[2].lower()
