r"""The names that a question declares, ready to be found in cleaned tokens: the longest one that fits wins."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from grader.derivation.reading.cleaned import cleaned
from grader.derivation.reading.groups import Block, Group, Item, nested
from grader.derivation.span import NotRead
from grader.derivation.symbols import FunctionForm, PatternForm, Symbols
from grader.derivation.tokens import Token, tokens

Kind: TypeAlias = Literal[
    "value", "scalar", "vector", "family", "builtin", "function", "constant", "dimension", "words"
]

_BUILTIN = {
    "exp": (r"\exp", "exp", "Exp", r"\Exp"),
    "log": (r"\log", r"\ln", "log", "ln", "Log", "Ln", "LOG", r"\Log", r"\Ln"),
    "tanh": (r"\tanh", "tanh", "Tanh", r"\Tanh", "TanH"),
    "sigmoid": (r"\sigma", "sigmoid", "sigma", r"\sigmoid", "Sigmoid", r"\sigm", r"\text{sigm}", r"\text{sig}"),
    "softmax": ("softmax", r"\softmax", "Softmax", "SoftMax", "SOFTMAX", r"\text{soft-max}", r"soft\max"),
    "diag": ("diag", r"\diag", "Diag"),
    "relu": ("relu", "ReLU", r"\relu", r"\ReLU"),
    "sin": (r"\sin", "sin"),
    "cos": (r"\cos", "cos"),
    "max": (r"\max", "max"),
    "min": (r"\min", "min"),
    "sign": (r"\sign", "sign", "sgn"),
    "logsumexp": ("logsumexp", "LogSumExp", r"\logsumexp", r"\text{lse}", r"\text{LSE}", r"\text{log-sum-exp}"),
}
_LONG_WORD = 5


@dataclass(frozen=True)
class Entry:
    """What a name is. formal: arguments in brackets behind it say nothing new."""

    kind: Kind
    name: str
    formal: bool = False


@dataclass
class _Branch:
    """All names that begin alike."""

    entry: Entry | None = None
    further: dict[str, "_Branch"] = field(default_factory=dict)


class Names:
    """Names by their spellings."""

    def __init__(self) -> None:
        self._root = _Branch()

    def add(self, spelling: str, entry: Entry, weak: bool = False) -> None:
        """Takes a spelling up. A weak one gives way to a name that is there already.

        Raises ValueError where the spelling already stands for something else.
        """
        branch = self._root
        for key in _keys(spelled(spelling)):
            branch = branch.further.setdefault(key, _Branch())
        if branch is self._root:
            raise ValueError(f"the spelling of {entry.name} is empty")
        if branch.entry and branch.entry != entry:
            if weak:
                return
            raise ValueError(f"{spelling} stands for {branch.entry.name} and for {entry.name}")
        branch.entry = entry

    def match(self, items: Sequence[Item], place: int) -> tuple[int, Entry] | None:
        """The longest name that begins at a place, and the place behind it."""
        branch, found = self._root, None
        for end in range(place, len(items)):
            for key in _keys(items[end : end + 1]):
                following = branch.further.get(key)
                if following is None:
                    return found
                branch = following
            if branch.entry:
                found = end + 1, branch.entry
        return found


@dataclass(frozen=True)
class Form:
    """One way to write a pattern, as tokens with holes."""

    name: str
    items: tuple[Item, ...]


class Vocabulary:
    """All that reading has to know of a question: what may stand in a formula, and what in an index."""

    def __init__(self, symbols: Symbols) -> None:
        self.values = Names()
        self.indices = Names()
        self.functions: dict[str, FunctionForm] = {one.name: one for one in symbols.functions}
        self.matrices = frozenset(_shaped(symbols))
        self.families = frozenset(one.name for one in symbols.families if one.axis != "entries")
        self.draws = bool(symbols.multiplicities)
        #: Without backslashes and braces: how the sheet spells a name, for who misspells one of its spellings.
        self.spellings: dict[str, str] = {}
        self.constants = frozenset(one.name for one in symbols.constants)
        self.forms = tuple(_forms(symbols.patterns))
        for entry, spellings in _values(symbols):
            own, *_ = spellings = spellings or (entry.name,)
            for spelling in spellings:
                self.values.add(spelling, entry)
                self.spellings.setdefault(re.sub(r"[\\{}\s]", "", spelling), own)
        for entry, spellings in _indices(symbols):
            for spelling in {entry.name: None, **dict.fromkeys(spellings)}:
                self.indices.add(spelling, entry)
        for dimension in symbols.dimensions:
            for spelling in (dimension.name, *dimension.spellings):
                self.values.add(spelling, Entry("dimension", dimension.name), weak=True)
        for name, spellings in _BUILTIN.items():
            for spelling in spellings:
                self.values.add(spelling, Entry("builtin", name), weak=True)
                self.spellings.setdefault(re.sub(r"[\\{}\s]", "", spelling), spelling)


@lru_cache(maxsize=256)
def vocabulary(symbols: Symbols) -> Vocabulary:
    """The names of a question. Raises ValueError where two of them are spelled alike."""
    return Vocabulary(symbols)


@lru_cache(maxsize=4096)  # most questions spell most names alike, and all of them the builtin ones
def spelled(spelling: str) -> tuple[Item, ...]:
    """A spelling of the question's as cleaned tokens. Raises ValueError where it is no LaTeX."""
    try:
        return cleaned(nested(tokens(spelling)))
    except NotRead as error:
        raise ValueError(f"the spelling {spelling} cannot be read: {error.what}") from error


def _keys(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group):
            yield "{"
            yield from _keys(item.items)
            yield "}"
        elif isinstance(item, Block):
            yield f"\\begin{{{item.name}}}"
        elif item.kind == "command":
            yield item.text
        else:
            yield from (letter for letter in _plain(item) if not letter.isspace())


def _plain(item: Token) -> str:
    """A token's letters. In long words nobody means anything by a capital or by a second dash."""
    is_long = item.kind in ("words", "run") and len(item.text) >= _LONG_WORD
    return item.text.lower().replace("--", "-") if is_long else item.text


def _values(symbols: Symbols) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    for variable in symbols.variables:
        yield Entry("vector" if variable.shape else "scalar", variable.name, variable.formal), variable.spellings
    for one_hot in symbols.one_hots:
        yield Entry("vector", one_hot.name), one_hot.spellings
    for family in symbols.families:
        yield Entry("family", family.name), family.spellings
    for multiplicity in symbols.multiplicities:
        yield Entry("family", multiplicity.name), multiplicity.spellings
    for definition in symbols.definitions:
        yield Entry("value", definition.name, definition.formal), definition.spellings
    for function in symbols.functions:
        yield Entry("function", function.name), function.spellings


def _shaped(symbols: Symbols) -> Iterator[str]:
    yield from (one.name for one in symbols.variables if one.shape)
    yield from (one.name for one in symbols.definitions if one.shape)
    yield from (one.name for one in symbols.one_hots)


def _indices(symbols: Symbols) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    for constant in symbols.constants:
        yield Entry("constant", constant.name), constant.spellings
    for words in symbols.words:
        yield Entry("words", words.name), words.spellings
    for dimension in symbols.dimensions:
        yield Entry("dimension", dimension.name), dimension.spellings


def _forms(patterns: Iterable[PatternForm]) -> Iterator[Form]:
    for pattern in patterns:
        for form in pattern.forms:
            yield Form(pattern.name, spelled(form))


def letters_of(run: Token) -> list[Token]:
    """A word of upright letters as the letters that it consists of."""
    return [Token("letter", letter, run.span) for letter in run.text]
