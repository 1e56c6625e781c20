"""Finds the function or class that a spec means, by name: in the module it names, else wherever the student put it.

Never by position or by a cell's metadata. Where there is none, the message says what is there instead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from grader.code import CannotAnswer
from grader.outcome import Finding, Verdict
from grader.submission.module import Definition, LeftOut, Located, Module
from grader.submission.names import is_archive
from grader.submission.text import shown

_MOST_NAMES = 12
_CODE = (".py", ".ipynb", "/")  # a whole folder may be left out


@dataclass(frozen=True)
class _Spelling:
    """One accepted spelling, "word2vec.skipgram", taken apart."""

    module: str
    function: str


@dataclass(frozen=True)
class _Candidate:
    """A definition that may be meant; the lower its rank, the better it fits."""

    rank: tuple[bool, int, bool, int, bool]
    definition: Definition
    module: Module
    spelling: _Spelling
    exact: bool  # the function's name is spelled as accepted


def locate(modules: Sequence[Module], spellings: Sequence[str], left_out: Sequence[LeftOut] = ()) -> Located:
    """The function behind one of its accepted spellings. Raises CannotAnswer, with what is there instead."""
    wanted = [_spelling(spelling) for spelling in spellings]
    found = sorted(_candidates(modules, wanted), key=lambda candidate: candidate.rank)
    if not found:
        raise _missing(modules, wanted, left_out)
    best = found[0]
    if best.definition.unfinished:
        raise CannotAnswer(Verdict.FAILED, best.definition.unfinished, notes=best.definition.notes)
    return Located(best.definition, best.module, tuple(_notes(best, found)))


def _spelling(dotted: str) -> _Spelling:
    module, _, function = dotted.rpartition(".")
    return _Spelling(module, function)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _candidates(modules: Sequence[Module], wanted: Sequence[_Spelling]) -> Iterator[_Candidate]:
    """Every definition that may be meant. A finished one is better than a stub, then comes the better name."""
    for place, spelling in enumerate(wanted):
        for module in modules:
            here = module.name == spelling.module
            alike = _plain(module.name) == _plain(spelling.module)
            for definition in _named(module, spelling.function):
                exact = definition.name == spelling.function
                distance = 0 if here and exact else 1 if alike and exact else 2 if exact else 3 if here or alike else 4
                # A name for something that may be called, or a value; a class where a function is meant.
                is_class = definition.kind == "class"
                no_function = not definition.is_written or is_class is not _means_a_class(spelling.function)
                rank = (definition.unfinished is not None, distance, no_function, place, module.kind == "notebook")
                yield _Candidate(rank, definition, module, spelling, exact)


def _named(module: Module, function: str) -> Iterator[Definition]:
    exact = module.definitions.get(function)
    if exact:
        yield exact
        return
    for name, definition in module.definitions.items():
        # `class Softmax` is no other spelling of the function `softmax`.
        fits = definition.is_written and (definition.kind == "function" or _means_a_class(function))
        if fits and _plain(name) == _plain(function):
            yield definition


def _means_a_class(name: str) -> bool:
    return name[:1].isupper()


def _notes(best: _Candidate, found: Sequence[_Candidate]) -> Iterator[str]:
    definition, module = best.definition, best.module
    name = shown(definition.name)
    if module.name != best.spelling.module:
        yield f"`{name}` was found in {module.file}; the sheet calls the file {best.spelling.module}.py."
    if not best.exact:
        yield f"Your `{name}` was taken for `{best.spelling.function}`, which is how the sheet spells it."
    others = dict.fromkeys(
        other.module.place(other.definition.line)
        for other in found
        if other.module is not module and other.definition.name == definition.name
    )
    if others:
        yield (
            f"`{name}` stands in more than one file; the one in {module.file} was graded, "
            f"not {_listed([f'the one at {place}' for place in others], 3)}."
        )
    yield from definition.notes


def _missing(modules: Sequence[Module], wanted: Sequence[_Spelling], left_out: Sequence[LeftOut]) -> CannotAnswer:
    """Why there is no such function: the first of the reasons that is true."""
    reasons: tuple[Callable[[Sequence[Module], Sequence[_Spelling]], Finding | None], ...] = (
        _in_unreadable_file,
        _in_unreadable_cell,
        _out_of_reach,
        _only_imported,
        _in_unreadable_notebook,
    )
    for reason in reasons:
        found = reason(modules, wanted)
        if found:
            return CannotAnswer(Verdict.FAILED, found)
    left = _refused(modules, wanted, left_out)
    if left:
        what = f"`{wanted[0].function}` can't be called: {left.what} was left out."
        return CannotAnswer(Verdict.REJECTED, Finding(what, left.what, left.why))
    return CannotAnswer(Verdict.FAILED, _nowhere(modules, wanted[0], {spelling.module for spelling in wanted}))


def _refused(modules: Sequence[Module], wanted: Sequence[_Spelling], left_out: Sequence[LeftOut]) -> LeftOut | None:
    """What was left out and may hold the function: a file of the right name, or all the code there was."""
    names = {f"{spelling.module}.py" for spelling in wanted}
    named = (left for left in left_out if left.what.rsplit("/", 1)[-1] in names)
    code = (left for left in left_out if not modules and (left.what.endswith(_CODE) or is_archive(left.what)))
    return next(named, None) or next(code, None)


def _in_unreadable_file(modules: Sequence[Module], wanted: Sequence[_Spelling]) -> Finding | None:
    for spelling in wanted:
        for module in modules:
            if module.problem and module.name == spelling.module:
                return module.problem
    for module in modules:  # a renamed file, by what its text says
        if module.problem and any(_defines(module.original, spelling.function) for spelling in wanted):
            return module.problem
    return None


def _defines(text: str, name: str) -> bool:
    return any(words in text for words in (f"def {name}(", f"class {name}(", f"class {name}:"))


def _in_unreadable_notebook(modules: Sequence[Module], wanted: Sequence[_Spelling]) -> Finding | None:
    """A notebook that can't be opened may hold whatever is missing elsewhere."""
    return next((module.problem for module in modules if module.problem and module.kind == "notebook"), None)


def _in_unreadable_cell(modules: Sequence[Module], wanted: Sequence[_Spelling]) -> Finding | None:
    for spelling in wanted:
        for module in modules:
            if spelling.function in module.broken:
                return module.broken[spelling.function]
    return None


def _out_of_reach(modules: Sequence[Module], wanted: Sequence[_Spelling]) -> Finding | None:
    for spelling in wanted:
        for module in modules:
            where = module.nested.get(spelling.function)
            if where:
                word = "class" if _means_a_class(spelling.function) else "def"
                return Finding(
                    f"`{spelling.function}` is defined {where}, so nobody else can call it.",
                    module.file,
                    f"Move `{spelling.function}` out to the left margin of the file, "
                    f"with `{word}` in the first column.",
                )
    return None


def _only_imported(modules: Sequence[Module], wanted: Sequence[_Spelling]) -> Finding | None:
    for spelling in wanted:
        for module in modules:
            source = module.imported.get(spelling.function)
            if source and module.name == spelling.module:
                return Finding(
                    f"`{spelling.function}` is only imported in {module.file}, from `{source}`, and defined nowhere.",
                    module.file,
                    f"Write `{spelling.function}` in {spelling.module}.py, or hand in the file that defines it.",
                )
    return None


def _nowhere(modules: Sequence[Module], wanted: _Spelling, accepted: set[str]) -> Finding:
    """The function stands in no file that was handed in."""
    if not modules:
        return Finding(
            f"`{wanted.function}` is missing: no Python file and no notebook was handed in.",
            "",
            f"Hand in {wanted.module}.py with the function `{wanted.function}`.",
        )
    present = [module for module in modules if module.name in accepted]
    defined = [name for module in present or modules for name in module.definitions]
    files = _listed([module.file for module in modules])
    if present:
        what = f"`{wanted.function}` is not defined in {present[0].file}."
        where = f"{present[0].file} defines {_listed([f'`{shown(name)}`' for name in defined]) or 'no function'}"
    else:
        what = f"{wanted.module}.py is missing, and no other file defines `{wanted.function}`."
        where = f"handed in: {files}"
    return Finding(what, where, _nearest(wanted, defined))


def _nearest(wanted: _Spelling, defined: Sequence[str]) -> str:
    """Advice with the nearest name, where one is near."""
    near = get_close_matches(_plain(wanted.function), [_plain(name) for name in defined[:500]], 1, 0.8)
    if near:
        name = next(name for name in defined if _plain(name) == near[0])
        return f"If `{shown(name)}` is meant, call it `{wanted.function}`, as the sheet does."
    return f"Write `{wanted.function}` in {wanted.module}.py, with the name and the parameters that the sheet gives."


def _listed(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    """Names in a row, the first dozen of them."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
