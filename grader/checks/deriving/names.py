"""Names of a notation that nothing stands behind, and things that don't fit together. Reads no formula."""

from collections.abc import Collection, Iterator, Sequence

from grader.checks.base import Mistake, nearest
from grader.checks.deriving.notation import FamilyNotation, Notation

#: The sections whose names are values in a formula: one name stands for one thing.
_VALUES = ("dimensions", "variables", "one_hots", "families", "definitions", "functions", "multiplicities")


def misnamed(notation: Notation) -> Iterator[Mistake]:
    """Every name that is none, with the nearest one that is."""
    yield from unknown(notation)
    yield from _used_twice(notation)
    yield from _bases_of_powers(notation)
    for name, family in notation.families.items():
        yield from _family(notation, name, family)
    for name, one_hot in notation.one_hots.items():
        at = notation.constants.get(one_hot.at)
        if at is not None and at.over != one_hot.over:
            what = f"`{name}` is as long as `{one_hot.over}`, and its 1 stands at `{one_hot.at}`, which points into"
            yield _mistake(("one_hots", name, "over"), f"{what} `{at.over}`", "give both the same dimension")
    for name, variable in notation.variables.items():
        if variable.drawn.startswith("orthonormal") and len(set(variable.shape)) != 2:
            what = f"`{name}` is drawn with {variable.drawn}, and its shape is no matrix of two dimensions"
            yield _mistake(("variables", name, "drawn"), what, "give it a shape such as `[d, n]`")
    for name, function in notation.functions.items():
        yield from _among(("functions", name, "indices"), function.indices, function.parameters, "a parameter")


def unknown(notation: Notation) -> Iterator[Mistake]:
    """References to other names: key by key, in the order of the file."""
    dimensions, constants = notation.dimensions, notation.constants
    wholes = {**notation.variables, **notation.one_hots, **notation.definitions}
    for section in ("variables", "definitions"):
        for name, shaped in getattr(notation, section).items():
            yield from _among((section, name, "shape"), shaped.shape, dimensions, "a dimension")
            if len(shaped.shape) > 2:
                what = f"`{name}` has {len(shaped.shape)} dimensions"
                yield _mistake((section, name, "shape"), what, "a value has two at most: a matrix")
    for section, key, known, kind in (
        ("families", "of", wholes, "a variable or definition"),
        ("families", "over", dimensions, "a dimension"),
        ("families", "repeats", notation.multiplicities, "a multiplicity"),
        ("one_hots", "at", constants, "a constant"),
        ("one_hots", "over", dimensions, "a dimension"),
        ("constants", "over", dimensions, "a dimension"),
        ("words", "over", dimensions, "a dimension"),
        ("words", "places", dimensions, "a dimension"),
        ("multiplicities", "draws", dimensions, "a dimension"),
        ("multiplicities", "over", dimensions, "a dimension"),
    ):
        for name, one in getattr(notation, section).items():
            if named := getattr(one, key):
                yield from _among((section, name, key), [named], known, kind)
    for name, constant in constants.items():
        others = [other for other in constants if other != name]
        yield from _among(("constants", name, "unlike"), constant.unlike, others, "another constant")


def _among(key: Sequence[str], named: Sequence[str], known: Collection[str], kind: str) -> Iterator[Mistake]:
    for word in named:
        if word not in known:
            what = f"`{key[-1]}` of `{key[1]}` names `{word}`, which is not {kind} of this notation"
            yield _mistake(tuple(key), what, nearest(word, known) or f"declare {kind} of that name")


def _used_twice(notation: Notation) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for section in _VALUES:
        for name in getattr(notation, section):
            if name in seen:
                what = f"`{name}` stands under `{seen[name]}` and under `{section}`"
                yield _mistake((section, name), what, "rename one of them, and list the `spellings` it is known by")
            seen.setdefault(name, section)


def _bases_of_powers(notation: Notation) -> Iterator[Mistake]:
    """A drawn value called e would take e^x for one of its powers. (A definition may say that e is exp(1).)"""
    for section in ("dimensions", "variables", "one_hots", "families"):
        for name, one in getattr(notation, section).items():
            spellings = one.spellings or [name]
            if "e" in [spelling.strip() for spelling in ([*spellings, name] if section == "dimensions" else spellings)]:
                what = f"`{name}` is spelled `e`, and `e^x` could no longer be read as the exponential"
                yield _mistake((section, name), what, "give it another spelling, such as `e_t` or `d_e`")


def _family(notation: Notation, name: str, family: FamilyNotation) -> Iterator[Mistake]:
    """Columns and rows are a matrix's, entries a vector's, and there are as many as the dimension says."""
    shaped = notation.variables.get(family.of) or notation.definitions.get(family.of)
    if shaped is None:
        return
    sides = {"columns": 2, "rows": 2, "entries": 1}[family.axis]
    if len(shaped.shape) != sides:
        due = "a matrix" if sides == 2 else "a vector"
        what = f"`{name}` is made of the {family.axis} of `{family.of}`, which is not {due}"
        yield _mistake(("families", name, "of"), what, f"correct its `axis`, or the shape of `{family.of}`")
    elif family.over and (over := shaped.shape[1 if family.axis == "columns" else 0]) != family.over:
        what = f"`{name}` runs over `{family.over}`, and the {family.axis} of `{family.of}` run over `{over}`"
        yield _mistake(("families", name, "over"), what, "correct `over`, or write `axis: rows` or `axis: columns`")


def _mistake(key: tuple[str, ...], what: str, advice: str) -> Mistake:
    return Mistake(key, what, advice, frozenset())
