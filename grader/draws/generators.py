"""What a spec may say about one argument: `{normal: [V, D]}`, `{index: V}`, `{words: tokens, count: C}`.

Models only; nothing is drawn here (see `drawing`) and numpy is not needed. A generator is told by its first key.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from typing_extensions import TypeAliasType

from grader.draws.arrays import Array, Normal, OneHot, Uniform
from grader.draws.generator import Dotted, GeneratorBase, ReferenceName
from grader.draws.sizes import Size

__all__ = [
    "WORDS",
    "Array",
    "Constant",
    "DimensionList",
    "DimensionValue",
    "Function",
    "Generator",
    "GeneratorBase",
    "GivenFunction",
    "Index",
    "Indices",
    "Normal",
    "Object",
    "OneHot",
    "Tokens",
    "Uniform",
    "Word",
    "WordMapping",
    "Words",
]


class Index(GeneratorBase):
    """One row's number, a Python int: `{index: V}` is 0 to V - 1."""

    sized = ("index",)

    index: Size
    """How many rows there are."""


class Indices(GeneratorBase):
    """Several rows' numbers: `{indices: V, count: C, repeated: true}`."""

    sized = ("indices", "count")

    indices: Size
    """How many rows there are."""
    count: Size
    """How many numbers are drawn."""
    repeated: bool = False
    """Whether at least one of them is sure to come twice (where `count` is 2 or more)."""
    as_: Literal["array", "list"] = Field(default="array", alias="as")
    """A numpy array of integers, or a list of Python ints."""


class WordMapping(GeneratorBase):
    """A dictionary from made-up words to rows, not in the rows' order: `{mapping: V}`."""

    sized = ("mapping",)

    mapping: Size
    """How many words."""


class Word(GeneratorBase):
    """One word of a mapping among the arguments: `{word: tokens}`."""

    referring = ("word",)

    word: str
    """The mapping argument's name."""


class Words(GeneratorBase):
    """A list of words of a mapping among the arguments: `{words: tokens, count: C, repeated: true}`."""

    sized = ("count",)
    referring = ("words",)

    words: str
    """The mapping argument's name."""
    count: Size
    """How many words."""
    repeated: bool = False
    """Whether at least one of them is sure to come twice (where `count` is 2 or more)."""


class Constant(GeneratorBase):
    """A value as written: a number, a text, true, null, a list: `{constant: 3}`."""

    fixed = True

    constant: Any
    """The value."""


class DimensionValue(GeneratorBase):
    """A dimension itself, as an int: `{dimension: K}`."""

    sized = ("dimension",)
    fixed = True

    dimension: Size
    """The letter or formula."""


class DimensionList(GeneratorBase):
    """Several dimensions as a list of ints: `{dimensions: [Dx, H, Dy]}`."""

    sized = ("dimensions",)
    fixed = True

    dimensions: list[Size]
    """The letters or formulas."""


class Tokens(GeneratorBase):
    """A sampler's stream: a list of rows, some of them repeated: `{tokens: V, count: K, avoiding: target}`."""

    sized = ("tokens", "count")
    referring = ("avoiding",)

    tokens: Size
    """How many rows there are."""
    count: Size
    """How many of the stream will be used; with 2 or more, a row comes twice among these. The stream is longer."""
    avoiding: str = ""
    """The argument (an index, a word, or several) whose rows are the target: not among the ones used."""
    hits_target: bool = False
    """Whether the stream contains the target, twice in a row, so that it has to be drawn again."""

    @model_validator(mode="after")
    def _a_target_to_hit(self) -> "Tokens":
        if self.hits_target and not self.avoiding:
            raise ValueError("`hits_target: true` needs `avoiding`, the name of the argument that holds the target")
        return self


class Object(GeneratorBase):
    """An object of a class among the given files, made afresh for every call: `{object: samplers.TokenSampler}`."""

    fixed = True

    object: Dotted
    """The class, by its dotted name."""
    with_: "dict[str, Generator]" = Field(default_factory=dict, alias="with")
    """What the class is called with: keyword: generator."""

    def letters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(letter for part in self.with_.values() for letter in part.letters()))

    def references(self) -> tuple[tuple[str, str], ...]:
        return tuple(reference for part in self.with_.values() for reference in part.references())

    def within(self) -> Iterator[GeneratorBase]:
        yield self
        for part in self.with_.values():
            yield from part.within()


class Function(GeneratorBase):
    """A function of the reference, called back from the student's code: `{function: word2vec.naive_softmax}`."""

    fixed = True

    function: ReferenceName
    """The reference's function: `module.name`, or `name` alone for one of the assignment's own reference.py."""


class GivenFunction(GeneratorBase):
    """A function of the given files, which runs beside the student's code: `{given: functions.quadratic}`."""

    fixed = True

    given: Dotted
    """The function, by its dotted name."""


WORDS: dict[str, type[GeneratorBase]] = {
    "normal": Normal,
    "uniform": Uniform,
    "index": Index,
    "indices": Indices,
    "one_hot": OneHot,
    "mapping": WordMapping,
    "word": Word,
    "words": Words,
    "constant": Constant,
    "array": Array,
    "dimension": DimensionValue,
    "dimensions": DimensionList,
    "tokens": Tokens,
    "object": Object,
    "function": Function,
    "given": GivenFunction,
}


def _tag(value: Any) -> str | None:
    """The generator's word in brackets that no key has, so that a place in a file is told from a tag."""
    if isinstance(value, GeneratorBase):
        return next((f"<{word}>" for word, model in WORDS.items() if type(value) is model), None)
    if not isinstance(value, dict) or not value:
        return None
    return f"<{next((key for key in value if key in WORDS), next(iter(value)))}>"


Generator = TypeAliasType(
    "Generator",
    Annotated[
        Annotated[Normal, Tag("<normal>")]
        | Annotated[Uniform, Tag("<uniform>")]
        | Annotated[Index, Tag("<index>")]
        | Annotated[Indices, Tag("<indices>")]
        | Annotated[OneHot, Tag("<one_hot>")]
        | Annotated[WordMapping, Tag("<mapping>")]
        | Annotated[Word, Tag("<word>")]
        | Annotated[Words, Tag("<words>")]
        | Annotated[Constant, Tag("<constant>")]
        | Annotated[Array, Tag("<array>")]
        | Annotated[DimensionValue, Tag("<dimension>")]
        | Annotated[DimensionList, Tag("<dimensions>")]
        | Annotated[Tokens, Tag("<tokens>")]
        | Annotated[Object, Tag("<object>")]
        | Annotated[Function, Tag("<function>")]
        | Annotated[GivenFunction, Tag("<given>")],
        Discriminator(_tag),
    ],
)
