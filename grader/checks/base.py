"""What every check has in common, as an instructor writes it: title, points, visibility, the call it makes.

Holds no judgement: each kind has a file of its own with its `run`.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

from grader.draws.dimensions import DimensionRange
from grader.draws.generator import Dotted, ReferenceName
from grader.draws.generators import WORDS, Generator, GeneratorBase
from grader.nearest import nearest as nearest  # every kind uses it in its mistakes


@dataclass(frozen=True)
class Mistake:
    """Two keys of one check that don't fit together: what, what to do, under which key.

    `needs`: the keys it was read from; where one of them is wrong by itself the mistake is not told. `arguments`
    stands for its names only, `arguments*` for everything under it.
    """

    key: tuple[str | int, ...]
    what: str
    advice: str
    needs: frozenset[str]


def _finite(points: float) -> float:
    if not (math.isfinite(points) and points >= 0):
        raise ValueError(f"`{points:g}` can't be points: write 0 or a positive number, such as 2 or 0.5")
    return points


Points = Annotated[float, AfterValidator(_finite)]
#: One number, or a number for each returned value.
PointsByPart = Annotated[
    Annotated[Points, Tag("<number>")] | Annotated[dict[str, Points], Tag("<by value>")],
    Discriminator(lambda value: "<by value>" if isinstance(value, dict) else "<number>"),
]


#: One set of arguments with the key that it stands under.
Round = tuple[tuple[str | int, ...], Mapping[str, GeneratorBase]]


class CheckBase(BaseModel):
    """One thing that is looked at and earns points."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: str
    """What is looked at: the word decides which other keys there are."""
    title: str = Field(min_length=1)
    """What a student reads: "loss and gradients"."""
    points: PointsByPart
    """How much it earns; or how much each returned value earns: `{loss: 1, d centerWordVec: 1}`."""
    visibility: Literal["public", "hidden", "after release"] = "public"
    """`public`: students run it themselves; `hidden`: they read category and advice only; `after release`: hidden
    until marks are out."""
    gate: bool = False
    """Where it does not pass, the question's later checks are skipped."""
    follows: list[str] = []
    """Titles of checks before it in its question: where one of them and this are both wrong, this one waits, because
    one mistake costs its marks once."""
    extra_credit: bool = False
    """Its points are earned on top of the maximum."""

    @property
    def total(self) -> float:
        """All points it can earn."""
        return sum(self.points.values()) if isinstance(self.points, dict) else self.points

    @property
    def parts(self) -> tuple[str, ...]:
        """The names that `points` may be split by."""
        return ()

    @property
    def code_asked(self) -> tuple[str, ...]:
        """The accepted spellings of the student's function or class that it is about; () for none."""
        return ()

    @property
    def answered_by(self) -> str:
        """What the reference calls it; "" for none."""
        return ""

    @property
    def also_uses(self) -> tuple[tuple[str, ...], ...]:
        """Other functions of the student's that it works with; ours may take their place."""
        return ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the texts it works on, under the assignment's `data`."""
        return ()

    def rounds(self) -> Iterator[Round]:
        """Every set of arguments it draws, each with the key it stands under; none for a check that calls nothing."""
        yield from ()

    def mistakes(self) -> Iterator[Mistake]:
        """Keys that don't fit together. A kind with more of them adds its own to these."""
        if isinstance(self.points, dict):
            for name in self.points:
                if name not in self.parts:
                    advice = nearest(name, self.parts) or "give `points` one number: this kind earns its points whole"
                    what = f"`points` names `{name}`, which is nothing that this check returns"
                    yield Mistake(("points", name), what, advice, frozenset({"points", "returns"}))


def _spellings(value: Any) -> Any:
    if not value:
        raise ValueError("`function` is empty: name the student's function, `module.function`")
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


#: "word2vec.sigmoid", or several accepted spellings, most usual first.
FunctionSpellings = Annotated[
    tuple[Dotted, ...],
    BeforeValidator(_spellings),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
    ),
]


class CallingCheck(CheckBase):
    """A check that calls a student's function with drawn arguments, and the reference's with the same."""

    function: FunctionSpellings
    """The student's function, `module.function`; a list for several accepted spellings, the sheet's own first."""
    arguments: dict[str, Generator] = {}
    """What it is called with, in order: name: generator."""
    variants: list[dict[str, Generator]] = []
    """Rounds of draws in which some arguments come from other generators; `{}` is the arguments as they stand."""
    dimensions: dict[str, DimensionRange] = {}
    """Letters with a range of their own; all others have 3 to 9."""
    draws: int = Field(default=5, ge=1, le=100)
    """Draws for each variant: distinct sizes, the largest, equal ones, a single row, distinct again."""
    returns: list[str] = Field(default=["value"], min_length=1)
    """Names of the returned values in order; `d x` is the gradient for argument `x`."""
    reference: ReferenceName
    """The reference's function: `module.name`, or `name` alone for one of the assignment's own reference.py."""
    optional: list[str] = []
    """Arguments that are left out for a function that does not take them."""

    @property
    def code_asked(self) -> tuple[str, ...]:
        return self.function

    @property
    def answered_by(self) -> str:
        return self.reference

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.returns)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        yield from self._unknown_names()
        yield from self._unused_letters()
        for key, arguments in self.rounds():
            yield from _bad_references(key, arguments)

    def rounds(self) -> Iterator[Round]:
        yield ("arguments",), self.arguments
        for position, variant in enumerate(self.variants):
            yield ("variants", position), {**self.arguments, **variant}

    def _unknown_names(self) -> Iterator[Mistake]:
        """Names of arguments that are none, in `optional`, `returns` and `variants`."""
        named: list[tuple[tuple[str | int, ...], str, str]]
        named = [(("optional", i), name, "`optional` names `{}`") for i, name in enumerate(self.optional)]
        named += [
            (("returns", i), name[2:].strip(), "`returns` has the gradient of `{}`")
            for i, name in enumerate(self.returns)
            if name.startswith("d ")
        ]
        named += [
            (("variants", i, name), name, "a variant replaces `{}`")
            for i, variant in enumerate(self.variants)
            for name in variant
        ]
        for key, name, what in named:
            if name not in self.arguments:
                advice = nearest(name, self.arguments) or "add it to `arguments`"
                needs = frozenset({"arguments", str(key[0])})
                yield Mistake(key, f"{what.format(name)}, which is none of the arguments", advice, needs)

    def _unused_letters(self) -> Iterator[Mistake]:
        used = {letter for _, arguments in self.rounds() for one in arguments.values() for letter in one.letters()}
        for letter in self.dimensions:
            if letter not in used:
                advice = nearest(letter, sorted(used)) or "use it in an argument, or take it out"
                what = f"`dimensions` has the letter `{letter}`, which no argument uses"
                yield Mistake(
                    ("dimensions", letter), what, advice, frozenset({"dimensions", "arguments*", "variants*"})
                )


#: Which generators a key that names another argument may point at.
_POINTS_AT = {
    "word": ("mapping",),
    "words": ("mapping",),
    "avoiding": ("index", "indices", "word", "words"),
}


def _bad_references(key: tuple[str | int, ...], arguments: Mapping[str, GeneratorBase]) -> Iterator[Mistake]:
    """Generators that refer to an argument which isn't there, or which isn't of the sort they need."""
    needs = frozenset({"arguments*", "variants*", "fallback*"})
    for name, generator in arguments.items():
        for word, target in generator.references():
            kinds = _POINTS_AT[word]
            fitting = [one for one, other in arguments.items() if type(other) in {WORDS[kind] for kind in kinds}]
            if target not in fitting:
                wanted = " or ".join(f"`{kind}`" for kind in kinds)
                advice = nearest(target, fitting) or f"add an argument with {wanted}"
                what = f"`{word}: {target}` of argument `{name}` names no argument with {wanted}"
                yield Mistake((*key, name), what, advice, needs)
