"""Whether anything came at all: a hand-in without one file that can be read is no work that is worth nothing.

Missing is not zero. Who handed in files, and none of those that are asked for, has handed in, and is graded.
"""

import os

from grader.outcome import Finding
from grader.submission.folder import folder_entries
from grader.submission.found import Found
from grader.submission.model import Submission
from grader.submission.text import shown

_ADVICE = "Ask for the files, and run the same command again. Until then there is no mark, and that is no zero."


def nothing_lies_there(found: Found) -> Finding | None:
    """The same of a folder, before anything of it is copied: where it holds no file, nobody has to run anything."""
    if found.left_out or not found.path.is_dir() or next(iter(folder_entries(found.path)), None) is not None:
        return None
    return _empty(found)


def nothing_came(found: Found, submission: Submission) -> Finding | None:
    """Why nobody can grade this, where not one file of it could be read; None where there is one."""
    if any(files for _, _, files in os.walk(submission.folder)):
        return None
    if not submission.left_out:
        return _empty(found)
    first, more = submission.left_out[0], len(submission.left_out) - 1
    others = f" So it is with {more} more." if more else ""
    what = f"Nothing that was handed in can be read. {shown(first.what, 200)}: {shown(first.why, 300)}{others}"
    return Finding(what, found.where, _ADVICE)


def _empty(found: Found) -> Finding:
    return Finding("Nothing was handed in: there is not one file in it.", found.where, _ADVICE)
