"""A name that is not there because the lines that set it were not run: our doing as much as the student's.

So no mark is lost over it. A person looks, and the student learns which lines they were.
"""

import re
from collections.abc import Sequence

from grader.code import CannotAnswer
from grader.outcome import Finding, Verdict
from grader.submission.model import Module
from grader.submission.text import shown
from grader.wall.answers import Raised
from grader.wall.far.defaults import LATE

_NAME = re.compile(r"name '(\w{1,200})' is not defined")


def undefined(what: str, trouble: Raised, modules: Sequence[Module], where: str) -> CannotAnswer | None:
    """What to say where the code lacks a name that its file sets in lines that were not run, or could not be."""
    match = _NAME.match(trouble.message) if trouble.type == "NameError" else None
    file = trouble.frames[-1][0] if trouble.frames else ""
    module = next((module for module in modules if module.file == file and module.executed is not None), None)
    if match is None or module is None or match.group(1) not in module.assigned:
        return None
    name, lines = shown(match.group(1)), module.assigned[match.group(1)]
    why = lines.why or "It can't be executed where this was graded."
    # A default's parameter is there already: nothing was handed in its place.
    is_default = trouble.message == LATE.format(match.group(1))
    remedy = "" if is_default else f"hand `{name}` to the function as a parameter, or "
    finding = Finding(
        f"{what[:1].upper()}{what[1:]} needs `{name}`, which is set or changed in {lines.what}; that was not run. "
        f"{why}",
        where,
        f"Nothing is lost: a person will look at it. To have it graded at once, {remedy}set "
        f"{f'`{name}`' if is_default else 'it'} in lines that only compute.",
        category=f"{what[:1].upper()}{what[1:]} needs a name that is set in lines which are not run.",
    )
    return CannotAnswer(Verdict.NEEDS_PERSON, finding)
