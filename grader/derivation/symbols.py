r"""What a question declares about its formulas: which names there are, how they may be spelled, what they mean.

Only says; reads and values nothing. Styles in spellings never matter: `\hat y` also stands for `\hat{\mathbf{y}}`, `ŷ`.
The meaning of a definition, pattern, target or function is LaTeX too, in the declared spellings, or a ready tree.
"""

from dataclasses import dataclass, fields
from typing import Literal, TypeAlias

from grader.derivation.tree import Node

Meaning: TypeAlias = str | Node


@dataclass(frozen=True)
class Dimension:
    r"""A length: `V`, `D`, `K`. Drawn afresh in every world, all different and above 1.

    spellings: how it is written as a number (`V`, `|V|`, `V_{ocab}`); the name itself always counts.
    letters: index letters that run over it where nothing else tells (`i`, `j` of a Kronecker delta).
    """

    name: str
    spellings: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    r"""A name with a value that is drawn: `U` with shape ("D", "V"), `v_c` with ("D",), `\beta` with ().

    shape: names of dimensions; () is a scalar. The paper's vectors are columns unless the layout says rows.
    spellings: `v_c`, `v_{c}`; styles and accents' brackets never matter. Without any, the name is the spelling.
    broadcasts: a scalar that may be added to a vector, as the c of x + c.
    formal: may be followed by arguments in brackets that say nothing new: J(v_c, o, U).
    drawn: from which numbers.
    """

    name: str
    shape: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    broadcasts: bool = False
    formal: bool = False
    drawn: Literal["normal", "positive", "probabilities", "orthonormal columns", "orthonormal rows"] = "normal"


@dataclass(frozen=True)
class Family:
    r"""Names that are parts of a matrix: `u_w` is column w of `U`, `a_i` row i of A.

    spellings: of the letter alone (`u`). over: the dimension its index runs over.
    repeats: the name of a Multiplicity, where `u_k` means the vector of the k-th draw and words may repeat.
    """

    name: str
    of: str
    axis: Literal["columns", "rows", "entries"] = "columns"
    over: str = ""
    spellings: tuple[str, ...] = ()
    repeats: str = ""


@dataclass(frozen=True)
class OneHot:
    r"""A vector that is 1 at one index constant and 0 elsewhere: `y`, 1 at `o`. Valued softly, too: it hides slips."""

    name: str
    at: str
    over: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndexConstant:
    r"""An index with one value in each world: `o`, `c`, `t`. over: the dimension it points into.

    spellings: for those with a subscript (`w_o`). unlike: other constants that it always differs from.
    """

    name: str
    over: str
    spellings: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    r"""Indices that are reached through a place: `w_{t+j}` is the word at place t+j. over: what the words index."""

    name: str
    over: str
    places: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    r"""A name that is an expression: `\hat y` is `\text{softmax}(U^\top v_c)`. Derivatives see through it.

    replaceable: the sheet does not fix it (z, δ); a student who defines it otherwise is taken at their word.
    """

    name: str
    meaning: Meaning
    shape: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    broadcasts: bool = False
    formal: bool = False
    replaceable: bool = False


@dataclass(frozen=True)
class PatternForm:
    r"""A form of words with holes: `p(#|c)`, `P(O = # \mid C = c)`, `P(s_#|*)` mean `\hat y_{#1}`, …

    forms: LaTeX in which `#` stands for an index and `*` for anything at all up to the closing bracket.
    meaning: LaTeX in which `#1`, `#2` … are what stood in the holes, as indices.
    replaceable: the sheet does not fix it (p_w); a student who defines it otherwise is taken at their word.
    """

    name: str
    forms: tuple[str, ...]
    meaning: Meaning
    replaceable: bool = False


@dataclass(frozen=True)
class FunctionForm:
    r"""A function that the question declares: `F(o, v)` means `-\log \text{softmax}(U^\top v)_o`.

    parameters: their spellings in the meaning, in order; an index parameter is one of `indices`.
    """

    name: str
    parameters: tuple[str, ...]
    meaning: Meaning
    indices: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Applied:
    r"""What a bare function stands for: σ alone is `\sigma(x)`. function: "sigmoid", "tanh", "softmax" …"""

    function: str
    argument: Meaning


@dataclass(frozen=True)
class Multiplicity:
    r"""How often each word was drawn: K draws from `over`, with repeats.

    spellings: of the count's letter (`m` of `m_k`).
    """

    name: str
    draws: str
    over: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    r"""What is asked for: `\frac{\partial J}{\partial v_c}`. meaning: where that is an expression of its own.

    when: index conditions under which it is asked, as LaTeX (`w \neq o`).
    """

    name: str
    spelling: str
    meaning: Meaning | None = None
    when: str = ""


@dataclass(frozen=True)
class Symbols:
    """All that one question declares. layout: how vectors lie on paper where a product needs to know."""

    dimensions: tuple[Dimension, ...] = ()
    variables: tuple[Variable, ...] = ()
    families: tuple[Family, ...] = ()
    one_hots: tuple[OneHot, ...] = ()
    constants: tuple[IndexConstant, ...] = ()
    words: tuple[Words, ...] = ()
    definitions: tuple[Definition, ...] = ()
    patterns: tuple[PatternForm, ...] = ()
    functions: tuple[FunctionForm, ...] = ()
    applied: tuple[Applied, ...] = ()
    multiplicities: tuple[Multiplicity, ...] = ()
    targets: tuple[Target, ...] = ()
    layout: Literal["columns", "rows", "either"] = "columns"

    def __hash__(self) -> int:
        """Counted once: every formula is read under these names, and looks its question up by them."""
        kept: int | None = self.__dict__.get("_hash")
        if kept is None:
            kept = hash(tuple(getattr(self, each.name) for each in fields(self)))
            object.__setattr__(self, "_hash", kept)
        return kept

    def __getstate__(self) -> dict[str, object]:
        """Without that number: another process counts otherwise."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
