"""The sheet's names in words, for those who want to know how they were understood."""

from collections.abc import Collection, Iterator

from grader.derivation.symbols import Family, Symbols, Variable

_DRAWN = {"orthonormal columns": ", with orthonormal columns", "orthonormal rows": ", with orthonormal rows"}
_AXES = {"columns": "column {} of", "rows": "row {} of", "entries": "entry {} of"}


def taken_for(symbols: Symbols, used: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The used ones of a question's names as LaTeX, each with what it stands for."""
    return tuple((latex, words) for name, latex, words in _described(symbols) if name in used)


def _described(symbols: Symbols) -> Iterator[tuple[str, str, str]]:
    for variable in symbols.variables:
        yield variable.name, _spelling(variable.name, variable.spellings), _variable(variable)
    for one_hot in symbols.one_hots:
        words = f"one-hot vector of length {one_hot.over}, 1 at {one_hot.at}"
        yield one_hot.name, _spelling(one_hot.name, one_hot.spellings), words
    for family in symbols.families:
        yield family.name, f"{_spelling(family.name, family.spellings)}_i", _family(family)
    for definition in symbols.definitions:
        if isinstance(definition.meaning, str):
            yield definition.name, _spelling(definition.name, definition.spellings), f"`{definition.meaning}`"
    for constant in symbols.constants:
        yield constant.name, constant.name, f"an index among the {constant.over}"
    for dimension in symbols.dimensions:
        yield dimension.name, _spelling(dimension.name, dimension.spellings[:0]), "a size"


def _spelling(name: str, spellings: tuple[str, ...]) -> str:
    return spellings[0] if spellings else name


def _variable(variable: Variable) -> str:
    if not variable.shape:
        return "a number"
    kind = "vector of length" if len(variable.shape) == 1 else "matrix,"
    return f"{kind} {' × '.join(variable.shape)}{_DRAWN.get(variable.drawn, '')}"


def _family(family: Family) -> str:
    words = f"{_AXES[family.axis].format('i')} {family.of}"
    return f"{words}, where i is the i-th draw and words may repeat" if family.repeats else words
