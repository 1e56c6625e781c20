r"""A notation as an instructor writes it: every name of a derivation, with its shape, spellings and meaning.

Mirrors `grader.derivation.symbols`, which says what each thing is; here names are the keys of mappings.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Latex = Annotated[str, Field(min_length=1)]


class Noted(BaseModel):
    """One thing of a notation; its name is the key that it stands under."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class DimensionNotation(Noted):
    """A length, drawn afresh in every world; no two are alike."""

    spellings: list[Latex] = []
    """How it is written as a number, beside its name: `|V|`."""
    letters: list[Latex] = []
    """Index letters that run over it where nothing else tells: `[i, j]`."""


class VariableNotation(Noted):
    """A name whose value is drawn."""

    shape: list[str] = []
    """Its dimensions: `[D, V]` a matrix, `[D]` a vector, `[]` a single number."""
    spellings: list[Latex] = []
    r"""How it is written: `\theta`; styles such as bold never matter. Without any, its name is the spelling."""
    broadcasts: bool = False
    """A single number that may be added to a vector."""
    formal: bool = False
    """May be followed by arguments in brackets that say nothing new: `J(v_c, o, U)`."""
    drawn: Literal["normal", "positive", "probabilities", "orthonormal columns", "orthonormal rows"] = "normal"
    """From which numbers it is drawn."""


class FamilyNotation(Noted):
    """Names that are parts of a matrix: `u_w` is column w of `U`."""

    of: str
    """The variable or definition that they are parts of."""
    axis: Literal["columns", "rows", "entries"] = "columns"
    """Which parts they are."""
    over: str = ""
    """The dimension that the index runs over."""
    spellings: list[Latex] = []
    """How the letter alone is written; without any, as its name."""
    repeats: str = ""
    """The multiplicity that counts them, where `u_k` is the vector of the k-th draw and words may repeat."""


class OneHotNotation(Noted):
    """A vector that is 1 at an index constant and 0 elsewhere."""

    at: str
    """The index constant where the 1 stands."""
    over: str
    """The dimension that is its length."""
    spellings: list[Latex] = []
    """How it is written; without any, as its name."""


class ConstantNotation(Noted):
    """An index with one value: the true word `o`, the centre `c`, the place `t`."""

    over: str
    """The dimension it points into."""
    spellings: list[Latex] = []
    """How it is written, beside its name: `w_o`."""
    unlike: list[str] = []
    """Other constants that it always differs from."""


class WordsNotation(Noted):
    """Indices that are reached through a place: `w_{t+j}` is the word at place t+j."""

    over: str
    """The dimension of what they index: the vocabulary."""
    places: str
    """The dimension of the places: the text's length, or the number of draws."""
    spellings: list[Latex] = []
    """How the letter alone is written, beside its name."""


class DefinitionNotation(Noted):
    """A name that stands for an expression; derivatives see through it."""

    meaning: Latex
    r"""The expression, in this notation's spellings: `\text{softmax}(U^\top v_c)`."""
    shape: list[str] = []
    """Its dimensions, as a variable's."""
    spellings: list[Latex] = []
    """How it is written; without any, as its name."""
    broadcasts: bool = False
    """A single number that may be added to a vector."""
    formal: bool = False
    """May be followed by arguments in brackets that say nothing new: `J(v_c, o, U)`."""
    replaceable: bool = False
    r"""The sheet does not fix it (`z`, `\delta`): a student who defines it otherwise is taken at their word."""


class PatternNotation(Noted):
    r"""A form of words with holes: `p(#\mid c)`."""

    forms: list[Latex] = Field(min_length=1)
    r"""Its spellings; `#` stands for an index, `*` for anything at all up to the closing bracket."""
    meaning: Latex
    r"""What it means; `#1`, `#2` are the indices that stood in the holes: `\hat y_{#1}`."""
    replaceable: bool = False
    """Whether the sheet leaves it open; a student who defines it otherwise is taken at their word."""


class FunctionNotation(Noted):
    """A function that the sheet names: `F(o, v)`."""

    parameters: list[Latex] = Field(min_length=1)
    """Its parameters in order, as the meaning spells them."""
    meaning: Latex
    """The expression, in this notation's spellings and the parameters."""
    indices: list[Latex] = []
    """Those of its parameters that are indices."""
    spellings: list[Latex] = []
    """How it is written; without any, as its name."""


class MultiplicityNotation(Noted):
    """How often each word was drawn: K draws, with repeats."""

    draws: str
    """The dimension that is the number of draws: `K`."""
    over: str
    """The dimension that is drawn from: `V`."""
    spellings: list[Latex] = []
    """How the count's letter is written: the m of `m_k`."""


class Notation(Noted):
    """Every name that the derivations of some questions use."""

    dimensions: dict[str, DimensionNotation] = {}
    """Lengths: `{D: {}, V: {spellings: ['|V|']}}`."""
    variables: dict[str, VariableNotation] = {}
    """Names whose values are drawn: `{U: {shape: [D, V]}}`."""
    families: dict[str, FamilyNotation] = {}
    """Names for parts of a matrix: `{u: {of: U, over: V}}`."""
    one_hots: dict[str, OneHotNotation] = {}
    """Vectors with a single 1: `{y: {at: o, over: V}}`."""
    constants: dict[str, ConstantNotation] = {}
    """Indices with one value: `{o: {over: V}}`."""
    words: dict[str, WordsNotation] = {}
    """Indices that are reached through a place: `{w: {over: V, places: T}}`."""
    definitions: dict[str, DefinitionNotation] = {}
    r"""Names that stand for an expression: `{J: {meaning: '-\log \hat y_o'}}`."""
    patterns: dict[str, PatternNotation] = {}
    r"""Forms of words with holes: `{p: {forms: ['p(#\mid c)'], meaning: '\hat y_{#1}'}}`."""
    functions: dict[str, FunctionNotation] = {}
    """Functions that the sheet names."""
    applied: dict[str, Latex] = {}
    """What a bare function stands for: `{sigmoid: x}` reads σ as σ(x)."""
    multiplicities: dict[str, MultiplicityNotation] = {}
    """How often each word was drawn: `{m: {draws: K, over: V}}`."""
    layout: Literal["columns", "rows", "either"] = "columns"
    """How the sheet's vectors lie: as columns, as rows, or so that an answer may choose."""
