"""Cases for one check from one seed, the same on every machine.

Every argument has randomness of its own, told by the seed and its path: adding a check, an argument or a draw
changes no other value. What a case is good for is decided by the check.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.draws.case import Case
from grader.draws.dimensions import ROUND, DimensionRange, Shape, draw_dimensions
from grader.draws.drawing import Drawn, Place, draw
from grader.draws.generators import GeneratorBase
from grader.draws.plain import NotPlain, copied, weight
from grader.draws.sizes import DrawMistake

Arguments = Mapping[str, GeneratorBase]
LARGEST_KEPT = 1 << 20  # bytes of one set of cases
_MOST_KEPT = 4  # sets of cases, of one check


@dataclass(frozen=True)
class _Drawn:
    """Cases that were drawn, and what of: the very objects of the spec, which nothing changes."""

    asked: tuple[Arguments, Sequence[Arguments], Mapping[str, DimensionRange] | None, int]
    cases: list[Case]

    def are_of(self, asked: tuple[object, ...]) -> bool:
        return all(one is other for one, other in zip(self.asked, asked, strict=True))

    def copies(self) -> list[Case]:
        """The cases as somebody may have them. Raises NotPlain."""
        return [
            Case(case.label, *map(copied, (case.dimensions, case.arguments, case.axes, case.rows)))
            for case in self.cases
        ]


class Draws:
    """All that one check may draw: `Draws(seed, assignment, question, check)`.

    What was drawn once for a check is known to the next hand-in that is asked the same; each is given its own copy.
    """

    def __init__(self, seed: str, *path: str) -> None:
        self._path = (seed, *path)
        self._known: list[_Drawn] = []

    def randomness(self, *path: str | int) -> np.random.Generator:
        """A source of its own for every path, from the seed; the same path gives the same numbers again."""
        text = json.dumps([*self._path, *path])
        return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")))

    def under(self, *path: str) -> "Draws":
        """The draws of something within: its paths begin with this one."""
        return Draws(*self._path, *path)

    def cases(
        self,
        arguments: Arguments,
        variants: Sequence[Arguments] = (),
        dimensions: Mapping[str, DimensionRange] | None = None,
        count: int = 5,
    ) -> list[Case]:
        """`count` cases for each variant (arguments with some generators replaced), or one where nothing is drawn.

        Raises DrawMistake, naming the argument.
        """
        asked = (arguments, variants, dimensions, count)
        known = next((one for one in self._known if one.are_of(asked)), None)
        return known.copies() if known else self._kept(_Drawn(asked, self._drawn(*asked)))

    def _kept(self, drawn: _Drawn) -> list[Case]:
        """The cases as everybody is given them, also who asks first."""
        try:
            copies, size = drawn.copies(), weight([dict(case.arguments) for case in drawn.cases])
        except NotPlain:
            return drawn.cases
        if size <= LARGEST_KEPT and len(self._known) < _MOST_KEPT:
            self._known.append(drawn)
        return copies

    def _drawn(
        self,
        arguments: Arguments,
        variants: Sequence[Arguments],
        dimensions: Mapping[str, DimensionRange] | None,
        count: int,
    ) -> list[Case]:
        cases: list[Case] = []
        for variant, replaced in enumerate(variants or [{}]):
            generators = {**arguments, **replaced}
            for number in range(count if _varies(generators) else 1):
                sizes = self._dimensions(generators, dimensions or {}, variant, number)
                cases.append(self._case(f"draw {len(cases) + 1}", generators, sizes, (variant, number)))
        return cases

    def _dimensions(
        self, generators: Mapping[str, GeneratorBase], ranges: Mapping[str, DimensionRange], variant: int, number: int
    ) -> dict[str, int]:
        letters = dict.fromkeys(letter for generator in generators.values() for letter in generator.letters())
        shape = ROUND[number] if number < len(ROUND) else Shape.DISTINCT
        return draw_dimensions(letters, ranges, shape, self.randomness("dimensions", variant, number))

    def _case(
        self, name: str, generators: Mapping[str, GeneratorBase], sizes: Mapping[str, int], path: tuple[int, int]
    ) -> Case:
        drawn = _Arguments(self, generators, sizes, path).draw_all()
        label = ", ".join(f"{letter} = {size}" for letter, size in sizes.items())
        return Case(
            label=f"{name} ({label})" if label else name,
            dimensions=sizes,
            arguments={argument: one.value for argument, one in drawn.items()},
            axes={argument: one.axes for argument, one in drawn.items() if one.axes},
            rows=_merged(drawn.values()),
        )


def _varies(generators: Mapping[str, GeneratorBase]) -> bool:
    """Whether a second draw could differ from the first."""
    parts = [part for generator in generators.values() for part in generator.within()]
    return any(not part.fixed or part.letters() for part in parts)


def _merged(drawn: Iterable[Drawn]) -> dict[str, dict[int, str]]:
    """Every row's meanings in one sentence: "the row of a, the row of b"."""
    rows: dict[str, dict[int, str]] = {}
    for one in drawn:
        for letter, meanings in one.rows.items():
            known = rows.setdefault(letter, {})
            for row, meaning in meanings.items():
                known[row] = f"{known[row]}, {meaning}" if row in known else meaning
    return {letter: dict(sorted(known.items())) for letter, known in rows.items()}


class _Arguments:
    """The arguments of one case, drawn in order; one that refers to a later one has it drawn first."""

    def __init__(
        self, draws: Draws, generators: Mapping[str, GeneratorBase], sizes: Mapping[str, int], path: tuple[int, int]
    ) -> None:
        self._draws = draws
        self._generators = generators
        self._sizes = sizes
        self._path = path
        self._drawn: dict[str, Drawn] = {}
        self._open: list[str] = []

    def draw_all(self) -> dict[str, Drawn]:
        return {name: self._one(name) for name in self._generators}

    def _one(self, name: str) -> Drawn:
        if name not in self._drawn:
            self._open.append(name)
            place = Place(name, self._draws.randomness(*self._path, name), self._sizes, self._generators, self._another)
            self._drawn[name] = _draw_named(self._generators[name], place)
            self._open.pop()
        return self._drawn[name]

    def _another(self, name: str) -> Any:
        if name not in self._generators:
            raise DrawMistake(f"there is no argument `{name}`")
        if name in self._open:
            raise DrawMistake(f"the arguments {' -> '.join([*self._open, name])} refer to each other in a circle")
        return self._one(name).value


def _draw_named(generator: GeneratorBase, place: Place) -> Drawn:
    try:
        return draw(generator, place)
    except DrawMistake as mistake:
        if str(mistake).startswith("argument "):  # already named, by the argument it refers to
            raise
        raise DrawMistake(f"argument `{place.argument}`: {mistake}") from mistake
