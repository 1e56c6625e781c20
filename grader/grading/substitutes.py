"""No double jeopardy: a function that is wrong costs its own marks and nobody else's.

Where a check fails and its code uses another function of the sheet that is missing or was found wrong, it is tried
again with the reference's version of that function, called back across the wall.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from grader.checks.base import CallingCheck, CheckBase
from grader.checks.reference import Reference
from grader.code import Callback, CannotAnswer
from grader.grading.uses import Place, Uses
from grader.submission.model import Submission
from grader.submission.parsed import tree_of, walk
from grader.wall.student import Elsewhere

_MOST_FOLLOWED = 200  # functions of the reference, one calling the other


@dataclass(frozen=True)
class SheetFunction:
    """A function that the sheet asks for, and what the reference calls it."""

    spellings: tuple[str, ...]
    reference: str
    lendable: bool = True  # whether ours can take its place: a class stays on its own side

    @property
    def name(self) -> str:
        return self.spellings[0].rpartition(".")[2]


def sheet_functions(checks: Iterable[object]) -> dict[str, SheetFunction]:
    """Every function under test, by its first spelling."""
    found: dict[str, SheetFunction] = {}
    for check in checks:
        if isinstance(check, CheckBase) and check.code_asked:
            lendable = isinstance(check, CallingCheck)
            if lendable or check.code_asked[0] not in found:
                found[check.code_asked[0]] = SheetFunction(check.code_asked, check.answered_by, lendable)
    return found


def missing_modules(
    functions: Iterable[SheetFunction], submission: Submission, reference: Reference
) -> dict[str, dict[str, Callback | Elsewhere]]:
    """The sheet's modules that are not there or cannot be read: the student's own functions where another file has
    them (a notebook's `from q1_softmax import softmax` must not put ours over theirs), else the reference's."""
    there = {module.name for module in submission.modules if module.problem is None}
    absent: dict[str, dict[str, Callback | Elsewhere]] = {}
    for function in functions:
        if not function.lendable:
            continue
        own = _own(function, submission)
        for spelling in function.spellings:
            module, _, name = spelling.rpartition(".")
            if module not in there:
                absent.setdefault(module, {})[name] = own or reference.callback(function.reference)
    return absent


def _own(function: SheetFunction, submission: Submission) -> Elsewhere | None:
    place = place_of(function.spellings, submission)
    return Elsewhere(*place) if place else None


def absent_for(
    check: CheckBase, absent: Mapping[str, Mapping[str, Callback | Elsewhere]], submission: Submission
) -> dict[str, list[str]]:
    """The functions of absent modules that the check's own file imports and that are ours, by module."""
    absent = {
        module: {name: one for name, one in functions.items() if isinstance(one, Callback)}
        for module, functions in absent.items()
    }
    found: dict[str, list[str]] = {}
    for module, wanted in _imports(_source_of(check, submission)):
        there = absent.get(module, {})
        found.setdefault(module, []).extend(there if wanted is None else [name for name in there if name in wanted])
    return {module: list(dict.fromkeys(names)) for module, names in found.items() if names}


def in_place_of(
    wrong: Sequence[SheetFunction], submission: Submission, reference: Reference
) -> dict[str, dict[str, Callback]]:
    """The reference's versions for functions that were found wrong, where the student keeps them."""
    placed: dict[str, dict[str, Callback]] = {}
    for function in wrong:
        callback = reference.callback(function.reference)
        try:
            located = submission.locate(function.spellings)
            placed.setdefault(located.module.name, {})[located.definition.name] = callback
        except CannotAnswer:
            for spelling in function.spellings:
                module, _, name = spelling.rpartition(".")
                placed.setdefault(module, {})[name] = callback
    return placed


def merged(*layers: Mapping[str, Mapping[str, Callback | Elsewhere]]) -> dict[str, dict[str, Callback | Elsewhere]]:
    """Several sets of substitutes as one; later ones win."""
    result: dict[str, dict[str, Callback | Elsewhere]] = {}
    for layer in layers:
        for module, functions in layer.items():
            result.setdefault(module, {}).update(functions)
    return result


def used_by(
    check: CheckBase, wrong: Iterable[SheetFunction], submission: Submission, uses: Uses
) -> list[SheetFunction]:
    """Those of `wrong` that the check's function may call, itself or through others, and those it is run with."""
    wrong = list(wrong)
    others = {spellings[0] for spellings in check.also_uses}
    reached = [functions_used(one, wrong, submission, uses) for one in (check.code_asked, *check.also_uses)]
    used = {one.spellings[0] for several in reached for one in several} | others
    return [one for one in wrong if one.spellings[0] in used and one.spellings[0] != check.code_asked[0]]


def functions_used(
    spellings: Sequence[str], among: Iterable[SheetFunction], submission: Submission, uses: Uses
) -> list[SheetFunction]:
    """Those of `among` that a function of the student's may call, itself or through others."""
    own = place_of(spellings, submission)
    reached = uses.of(own) if own else set()
    return [
        function
        for function in among
        if function.spellings[0] != spellings[0] and not reached.isdisjoint(_places(function, submission))
    ]


@lru_cache(maxsize=4096)
def relies_on(function: Callable[..., Any], other: Callable[..., Any]) -> bool:
    """Whether a function of the reference calls another one, itself or through others of the reference."""
    seen: set[Any] = set()
    todo: list[Any] = [function]
    while todo:
        one = todo.pop()
        if one is other and seen:
            return True
        if isinstance(one, FunctionType) and one not in seen and len(seen) < _MOST_FOLLOWED:
            seen.add(one)
            todo += [one.__globals__.get(name) for code in _codes(one.__code__) for name in code.co_names]
            todo += [*(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values()]
    return False


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def place_of(spellings: Sequence[str], submission: Submission) -> Place | None:
    """Where a function of the sheet stands in the submission; None where it does not."""
    try:
        located = submission.locate(spellings)
    except CannotAnswer:
        return None
    return located.module.name, located.definition.name


def _places(function: SheetFunction, submission: Submission) -> set[Place]:
    """Where others may find a function: where it stands, and wherever the sheet says that it does."""
    named = {(module, name) for module, _, name in (spelling.rpartition(".") for spelling in function.spellings)}
    own = place_of(function.spellings, submission)
    return {*named, own} if own else named


def _source_of(check: CheckBase, submission: Submission) -> str:
    """The file that the check's function stands in; "" where there is none."""
    try:
        return submission.locate(check.code_asked).module.source
    except CannotAnswer:
        return ""


@lru_cache(maxsize=8)  # of one submission: its checks ask again and again for the same few files
def _imports(source: str) -> tuple[tuple[str, frozenset[str] | None], ...]:
    """The modules that a file imports and the names that it takes from each, None for all that are there."""
    try:
        tree = tree_of(source)
    except (SyntaxError, ValueError, RecursionError):
        return ()
    found: list[tuple[str, frozenset[str] | None]] = []
    for node in walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = frozenset(alias.name for alias in node.names)
            found.append((node.module, None if "*" in names else names))
        elif isinstance(node, ast.Import):
            found += [(alias.name, None) for alias in node.names]
    return tuple(dict.fromkeys(found))
