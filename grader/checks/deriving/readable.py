"""Formulas of a spec that can't be read, definitions that go round in circles, shapes that are not the declared ones.

Takes a notation whose names all exist; what is found here is the instructor's to mend, before a student meets it.
"""

from collections.abc import Iterator

from grader.checks.base import Mistake, nearest
from grader.checks.deriving.notation import Notation
from grader.checks.deriving.translated import symbols_of
from grader.derivation.evaluate import Evaluator
from grader.derivation.parse import parse
from grader.derivation.question import Question
from grader.derivation.reading.vocabulary import vocabulary
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.derivation.tree import BareFunction, Call, Pattern, Placed, Symbol
from grader.derivation.valuing.declared import Declared
from grader.derivation.valuing.letters import Letters, children
from grader.derivation.valuing.readings import Reading
from grader.derivation.valuing.values import IllTyped, Value
from grader.nearest import closest

#: Sections of a notation in which a spelling can clash; their keys are those of `Symbols`.
_SPELLED = (
    "dimensions", "variables", "one_hots", "families", "multiplicities", "constants", "words", "definitions",
    "functions", "patterns",
)  # fmt: skip
#: Sections with meanings, in words.
_MEANT = {"definitions": "definition", "patterns": "pattern", "functions": "function"}

#: Functions that every formula may use, by the names that trees have for them.
FUNCTIONS = (
    "exp", "log", "tanh", "sigmoid", "softmax", "diag", "relu", "sin", "cos", "max", "min", "sign",
)  # fmt: skip


def unreadable(notation: Notation) -> Iterator[Mistake]:
    """Spellings that clash, meanings that can't be read, definitions that use themselves; each sort hides the next."""
    symbols = symbols_of(notation)
    clashes = list(_clashes(symbols))
    yield from clashes
    if clashes:
        return
    declared = Declared(symbols)
    unread = list(_unread(declared))
    yield from unread
    if unread:
        return
    yield from _circles(declared)


def can_be_told_apart(symbols: Symbols) -> bool:
    """Whether every spelling stands for one name only."""
    try:
        vocabulary(symbols)
    except ValueError:
        return False
    return True


def _clashes(symbols: Symbols) -> Iterator[Mistake]:
    """Names that cannot be told apart from those before them; each is left out once it is told."""
    if can_be_told_apart(symbols):
        return
    kept: dict[str, tuple[object, ...]] = {}
    for section in _SPELLED:
        for one in getattr(symbols, section):
            tried = {**kept, section: (*kept.get(section, ()), one)}
            try:
                vocabulary(Symbols(**tried))  # type: ignore[arg-type]  # each section holds what it held before
            except ValueError as error:
                advice = "give one of the two another spelling; every spelling stands for one thing"
                yield _mistake((section, one.name), f"names can't be told apart: {error}", advice)
                continue
            kept = tried


def _unread(declared: Declared) -> Iterator[Mistake]:
    for section, kind in _MEANT.items():
        for name in getattr(declared, section):
            try:
                getattr(declared, kind)(name)
            except NotRead as error:
                yield not_read((section, name, "meaning"), f"the meaning of `{name}`", error, declared.symbols)
    for name in declared.applied:
        if name not in FUNCTIONS:
            what = f"`applied` names `{name}`, which is no function that formulas may use"
            yield _mistake(("applied", name), what, nearest(name, FUNCTIONS))
            continue
        try:
            parse(f"\\text{{{name}}}", declared.symbols)
            declared.applied_argument(name)
        except NotRead as error:
            yield not_read(("applied", name), f"`applied` of `{name}`", error, declared.symbols)


def not_read(key: tuple[str | int, ...], what: str, error: NotRead, symbols: Symbols) -> Mistake:
    """A formula of the spec's that can't be read, with the nearest name for an unknown one."""
    why = error.what
    if error.symbol:
        why = f"`{error.symbol}` is no name of the notation"
        bare = {_bare(spelling): spelling for spelling in _spellings(symbols)}
        near = closest(_bare(error.symbol), bare)
        advice = f"did you mean `{bare[near]}`?" if near else "declare it in the notation, or correct it"
    else:
        advice = "write it in the spellings of the notation, with brackets where it could be meant in two ways"
    return Mistake(key, f"{what} can't be read: {why}", advice, needs(key))


def needs(key: tuple[str | int, ...]) -> frozenset[str]:
    """What has to be right by itself before a mistake at a key is told: the key, and its place in a list."""
    return frozenset({str(key[0]), ".".join(str(step) for step in key[:2])})


def _spellings(symbols: Symbols) -> list[str]:
    named = [one for section in _SPELLED if section != "patterns" for one in getattr(symbols, section)]
    return [spelling for one in named for spelling in (one.spellings or (one.name,))]


def _bare(spelling: str) -> str:
    """A spelling without what only groups: `v_{q}` is as near to `v_c` as `v_q` is."""
    return spelling.translate({ord(mark): None for mark in "{} "})


def _circles(declared: Declared) -> Iterator[Mistake]:
    """Definitions, patterns and functions that rest on themselves; each circle once."""
    told: set[tuple[str, str]] = set()
    for section, kind in _MEANT.items():
        for name in getattr(declared, section):
            way = _way_back(declared, (kind, name))
            if way and not told & set(way):
                told |= set(way)
                steps = " → ".join(f"`{step}`" for _, step in (*way, (kind, name)))
                what = f"the meaning of `{name}` uses itself: {steps}"
                yield _mistake((section, name, "meaning"), what, "let one of them be a variable, or write it out")


def _way_back(declared: Declared, start: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The names by which something comes to rest on itself, () where it does not."""
    pending: list[tuple[tuple[str, str], ...]] = [(start,)]
    seen: set[tuple[str, str]] = set()
    while pending:
        way = pending.pop()
        for following in _rests_on(declared, *way[-1]):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                pending.append((*way, following))
    return ()


def _all_below(declared: Declared, start: tuple[str, str]) -> set[tuple[str, str]]:
    """Everything that something rests on."""
    found: set[tuple[str, str]] = set()
    pending = [start]
    while pending:
        following = set(_rests_on(declared, *pending.pop())) - found
        found |= following
        pending.extend(following)
    return found


def _rests_on(declared: Declared, kind: str, name: str) -> Iterator[tuple[str, str]]:
    """What else has to have a meaning before a definition, pattern or function has one."""
    pending: list[Placed] = [getattr(declared, kind)(name)]
    while pending:
        node = pending.pop()
        pending.extend(children(node))
        if isinstance(node, Symbol):
            family = declared.families.get(node.name)
            whole = node.name if family is None else family.of
            if whole in declared.definitions:
                yield "definition", whole
        elif isinstance(node, Pattern):
            yield "pattern", node.name
        elif isinstance(node, Call):
            yield "function", node.name
        elif isinstance(node, BareFunction) and node.name in declared.applied:
            pending.append(declared.applied_argument(node.name))


def misshapen(notation: Notation) -> Iterator[Mistake]:
    """Definitions that have no value, or one of another shape than is declared; of a notation that can be read."""
    symbols = symbols_of(notation)
    question = Question(symbols)
    world = question.worlds[0]
    letters = Letters(question.declared)
    faulty: set[tuple[str, str]] = set()
    for definition in sorted(symbols.definitions, key=lambda one: _depth(question.declared, one.name)):
        key = ("definitions", definition.name)
        own = ("definition", definition.name)
        if letters.free(question.declared.definition(definition.name)) or _all_below(question.declared, own) & faulty:
            continue  # it has a value for each index only; or rests on what has none
        faulty.add(own)
        try:
            value = Evaluator(question.declared, world, letters, Reading()).definition(definition.name)
        except NotRead as error:
            yield not_read((*key, "meaning"), f"the meaning of `{definition.name}`", error, symbols)
            continue
        except IllTyped as error:
            shapes = ", ".join(world.size_names(shape) for shape in error.shapes)
            what = f"the meaning of `{definition.name}` has no value: {error.what}" + (f" ({shapes})" if shapes else "")
            advice = "correct it, or the shapes of what it uses; a transpose may be missing"
            yield _mistake((*key, "meaning"), what, advice)
            continue
        due = tuple(world.sizes[name] for name in definition.shape)
        if not _has_shape(value, due):
            found = world.size_names(value.shape)
            declared = " × ".join(definition.shape) or "a single number"
            what = f"`{definition.name}` is declared as {declared}, and its meaning gives {found}"
            yield _mistake((*key, "shape"), what, "correct the one or the other")
        else:
            faulty.discard(own)


def _depth(declared: Declared, definition: str) -> int:
    """How much a definition rests on: more than anything that it rests on does."""
    return len(_all_below(declared, ("definition", definition)))


def _has_shape(value: Value, due: tuple[int, ...]) -> bool:
    if value.is_flexible or value.is_zero:
        return True
    return value.shape in ((*due, 1), (1, *due)) if len(due) == 1 else value.shape == due


def _mistake(key: tuple[str, ...], what: str, advice: str) -> Mistake:
    return Mistake(key, what, advice, frozenset())
