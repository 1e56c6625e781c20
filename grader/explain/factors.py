"""Constant factors and their names: -1, 2, 1/ln 2, and what the dimensions spell: 1/N, 1/(2N), V·D.

A dimension is named only where the factor follows it over draws on which it differs.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Dimensions = Mapping[str, int]

_CONSTANTS: tuple[tuple[str, float], ...] = (
    ("-1", -1.0),
    ("2", 2.0),
    ("1/2", 0.5),
    ("1/ln 2", 1 / math.log(2)),
    ("ln 2", math.log(2)),
    ("1/ln 10", 1 / math.log(10)),
    ("ln 10", math.log(10)),
)


@dataclass(frozen=True)
class Factor:
    """A factor with its name. `letters` are the dimensions that it is made of."""

    text: str
    value: Callable[[Dimensions], float]
    letters: tuple[str, ...] = ()
    rank: int = 0  # how far-fetched: constants 0, N and 1/N 1, others of one dimension 2, of two dimensions 3

    def at(self, dimensions: Dimensions) -> float:
        """The factor on one draw; NaN where it has no value there (1/(n-1) for n = 1)."""
        try:
            return self.value(dimensions)
        except (ZeroDivisionError, ValueError):
            return math.nan

    def negative(self) -> "Factor":
        """The same with a minus."""
        value = self.value
        return Factor(f"-{self.text}", lambda dimensions: -value(dimensions), self.letters, self.rank)


def candidates(dimensions: Dimensions) -> tuple[Factor, ...]:
    """Every factor that has a name, simplest first, each with both signs."""
    plain = [_constant(text, value) for text, value in _CONSTANTS if value != -1.0]
    plain += [factor for letter in sorted(dimensions) for factor in _of_one(letter)]
    plain += [factor for pair in combinations(sorted(dimensions), 2) for factor in _of_two(*pair)]
    both = [signed for factor in plain for signed in (factor, factor.negative())]
    return (_constant("-1", -1.0), *sorted(both, key=lambda factor: factor.rank))


def _constant(text: str, value: float) -> Factor:
    return Factor(text, lambda _: value)


def _of_one(letter: str) -> list[Factor]:
    def factor(text: str, of: Callable[[float], float]) -> Factor:
        rank = 1 if text in ("n", "1/n") else 2
        return Factor(text.replace("n", letter), lambda dimensions: of(dimensions[letter]), (letter,), rank)

    return [
        factor("1/n", lambda n: 1 / n),
        factor("n", lambda n: n),
        factor("1/(2n)", lambda n: 0.5 / n),
        factor("2/n", lambda n: 2 / n),
        factor("2n", lambda n: 2 * n),
        factor("n/2", lambda n: n / 2),
        factor("1/(n+1)", lambda n: 1 / (n + 1)),
        factor("(n+1)", lambda n: n + 1),
        factor("1/(n-1)", lambda n: 1 / (n - 1)),
        factor("n/(n-1)", lambda n: n / (n - 1)),
        factor("(n-1)/n", lambda n: (n - 1) / n),
        factor("1/n²", lambda n: 1 / n**2),
        factor("1/√n", lambda n: 1 / math.sqrt(n)),
        factor("√n", lambda n: math.sqrt(n)),
    ]


def _of_two(first: str, second: str) -> list[Factor]:
    letters = (first, second)
    return [
        Factor(f"1/({first}·{second})", lambda d: 1 / (d[first] * d[second]), letters, 3),
        Factor(f"{first}·{second}", lambda d: float(d[first] * d[second]), letters, 3),
        Factor(f"{first}/{second}", lambda d: d[first] / d[second], letters, 3),
        Factor(f"{second}/{first}", lambda d: d[second] / d[first], letters, 3),
    ]


def named(values: Sequence[tuple[Dimensions, float]], close: float = 1e-3) -> tuple[Factor, ...]:
    """The simplest factors that give these values, draw by draw; several where the draws cannot tell them apart.

    Only a first look, to `close`: the caller tries the answer on every entry.
    """
    shared = set.intersection(*(set(dimensions) for dimensions, _ in values)) if values else set()
    found: list[Factor] = []
    for factor in candidates(dict.fromkeys(shared, 1)):
        predicted = [factor.at(dimensions) for dimensions, _ in values]
        fits = all(abs(p - f) <= close * abs(f) for p, (_, f) in zip(predicted, values, strict=True))
        if fits and told_apart(factor, [dimensions for dimensions, _ in values]):
            if found and factor.rank > found[0].rank:
                break  # where the draws cannot tell 1/N from 1/(2K), the simpler one is said
            found.append(factor)
    return tuple(found)


def told_apart(factor: Factor, draws: Sequence[Dimensions]) -> bool:
    """Whether each of its dimensions takes at least two values over the draws."""
    return all(len({dimensions[letter] for dimensions in draws}) > 1 for letter in factor.letters)


def place(factor: Factor, dimensions: Dimensions) -> str:
    """The dimensions that the factor is made of, as on this draw: "N = 4"."""
    return ", ".join(f"{letter} = {dimensions[letter]}" for letter in factor.letters)
