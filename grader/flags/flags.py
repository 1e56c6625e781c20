"""All flags of one submission, as sentences: where, what the code does there, and the name that gave it away.

A flag is a reason to look, no proof and never a mark. Reading cannot find everything; the wall does not rely on it.
"""

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress

from grader.checks.base import CheckBase
from grader.flags.arguments import arguments
from grader.flags.by_machine import derived_by_machine
from grader.flags.calls import calls, grades
from grader.flags.classes import classes
from grader.flags.looks import Look, Seen
from grader.flags.lookups import lookups
from grader.flags.mentions import imports, mentions, texts
from grader.flags.page import Page, Spot
from grader.flags.patches import assignments, set_by_call
from grader.submission.model import Submission
from grader.submission.text import shown

#: Characters of all modules together: reading more takes seconds, and no class's code comes near it.
LONGEST = 400_000
_PLACES = 3  # that are named for each reason
#: What is asked of each kind of node. What may excuse a mention comes before `mentions`, which would tell it.
_RULES: dict[type[ast.AST], tuple[Callable[[Spot, Page], Iterator[Seen]], ...]] = {
    ast.Import: (imports,),
    ast.ImportFrom: (imports,),
    ast.Assign: (assignments,),
    ast.AnnAssign: (assignments,),
    ast.ClassDef: (classes,),
    ast.FunctionDef: (arguments,),
    ast.AsyncFunctionDef: (arguments,),
    ast.Call: (calls, lookups, set_by_call, mentions),
    ast.Compare: (lookups,),
    ast.Subscript: (lookups,),
    ast.Constant: (texts,),
    ast.Dict: (grades,),
    ast.Name: (mentions,),
    ast.Attribute: (mentions,),
}


def flags_of(submission: Submission, checks: Sequence[CheckBase], given: Collection[str]) -> tuple[str, ...]:
    """What an instructor may want to look at. `given`: the names of the course's own modules."""
    pages, too_long = _pages(submission, given)
    found: dict[Look, list[tuple[str, str]]] = {look: [] for look in Look}
    for page in pages:
        for seen in _looked_through(page):
            found[seen.look].append((page.module.place(seen.line), shown(seen.what, 60)))
    by_reading = [_sentence(look, places) for look, places in found.items() if places]
    return (*submission.flags, *by_reading, *derived_by_machine(submission, checks, pages), *too_long[:_PLACES])


def _pages(submission: Submission, given: Collection[str]) -> tuple[list[Page], list[str]]:
    """The modules that can be read, and a flag for each that there is no time for."""
    own = frozenset({module.name for module in submission.modules} | {name.split(".")[0] for name in given})
    pages, too_long = [], []
    left = LONGEST
    for module in submission.modules:
        left -= len(module.source)
        if left < 0:
            too_long.append(f"{module.file} was not looked through for flags: there is too much code.")
            continue
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):  # told as the file's own problem
            pages.append(Page(module, own))
    return pages, too_long


def _looked_through(page: Page) -> list[Seen]:
    """What one module does that is worth a look, in the order of its lines; each reason once a line."""
    found = {seen for spot in page.spots() for rule in _RULES.get(type(spot.node), ()) for seen in rule(spot, page)}
    first: dict[tuple[Look, int], Seen] = {}
    for seen in sorted(found, key=lambda seen: (seen.line, seen.what)):
        first.setdefault((seen.look, seen.line), seen)
    return list(first.values())


def _sentence(look: Look, places: Sequence[tuple[str, str]]) -> str:
    """One sentence for a reason, whatever number of places there are."""
    (where, what), *others = places
    also = "".join(f"; also {place} (`{name}`)" for place, name in others[: _PLACES - 1])
    more = len(others) - (_PLACES - 1)
    rest = f"; and {more} more {'place' if more == 1 else 'places'}" if more > 0 else ""
    return f"See {where}: it {look} (`{what}`){also}{rest}."
