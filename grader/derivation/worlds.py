"""Random worlds in which a formula has a value: sizes, numbers, indices, drawn words. Same seed, same world.

Sizes are distinct and above 2, so that a wrong transpose doesn't fit and `w ≠ o` leaves more than one word. A soft
world gives a one-hot y other numbers than 0 and 1, because a one-hot hides slips; a limit world puts the scalars of a
regime (β from 40 to 60, λ below or above 1) where ≈ means something.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from grader.derivation.symbols import IndexConstant, Multiplicity, Symbols, Variable, Words
from grader.derivation.valuing.values import Array, Kind, Value, plain

_SMALLEST = 3


@dataclass(frozen=True, eq=False)
class Regime:
    r"""Where a limit is looked at: scalars and the interval each is drawn from, {"\\beta": (40, 60)}. All differ."""

    name: str
    intervals: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class World:
    """One way the declared names may be. Indices count from 1, as on paper."""

    kind: Literal["ordinary", "soft", "limit"]
    sizes: Mapping[str, int]
    roots: Mapping[str, Value]  # variables and one-hots
    constants: Mapping[str, int]
    words: Mapping[str, tuple[int, ...]]  # the word at each place
    draws: Mapping[str, tuple[int, ...]]  # the word of each draw
    rows: bool  # whether the paper's vectors are rows
    #: Values of definitions, found once: so ŷ is one value wherever it stands, and a derivative by it sees it.
    defined: dict[str, Value] = field(default_factory=dict)

    def size_names(self, shape: tuple[int, ...]) -> str:
        """A shape in the question's own letters, for the student: "D × 1"."""
        names = {size: name for name, size in self.sizes.items()}
        return " × ".join(names.get(size, str(size)) for size in shape) or "a single number"


def draw_worlds(symbols: Symbols, seed: int = 0, regimes: tuple[Regime, ...] = ()) -> tuple[World, ...]:
    """Three ordinary worlds, a soft one where the question has one-hots, and two for each regime."""
    worlds = [_draw(symbols, [seed, count], "ordinary", None) for count in range(3)]
    if symbols.one_hots:
        worlds.append(_draw(symbols, [seed, 100], "soft", None))
    for number, regime in enumerate(regimes):
        worlds += [_draw(symbols, [seed, 200 + 10 * number + count], "limit", regime) for count in range(2)]
    return tuple(worlds)


def _draw(
    symbols: Symbols, seed: list[int], kind: Literal["ordinary", "soft", "limit"], regime: Regime | None
) -> World:
    random = np.random.default_rng(seed)
    sizes = _sizes(symbols, random)
    constants = _constants(symbols, sizes, random)
    roots = _variables(symbols, sizes, regime, random)
    for one_hot in symbols.one_hots:
        entries = _one_hot(sizes[one_hot.over], constants[one_hot.at], kind == "soft", random)
        roots[one_hot.name] = _lying(entries, symbols)
    taken = {name: {constants[c.name] for c in symbols.constants if c.over == name} for name in sizes}
    draws = {
        each.name: _repeated(each, sizes, sorted(set(range(1, sizes[each.over] + 1)) - taken[each.over]), random)
        for each in symbols.multiplicities
    }
    drawn = {each.draws: draws[each.name] for each in symbols.multiplicities}
    words = {each.name: drawn.get(each.places) or _text(each, sizes, random) for each in symbols.words}
    return World(kind, sizes, roots, constants, words, draws, symbols.layout == "rows")


def _sizes(symbols: Symbols, random: np.random.Generator) -> dict[str, int]:
    """Distinct sizes: small ones first, then those that hold the others (orthonormal columns, windows of places)."""
    least = {each.name: _SMALLEST for each in symbols.dimensions}
    for constant in symbols.constants:
        least[constant.over] += 1
    tall: dict[str, list[str]] = {}
    for each in symbols.variables:
        if each.drawn.startswith("orthonormal"):
            tall.setdefault(_tall(each), []).append(each.shape[1 if each.drawn.endswith("columns") else 0])
    texts = [each for each in symbols.words if each.places not in {draws.draws for draws in symbols.multiplicities}]
    wide = dict.fromkeys([*(each.over for each in texts), *(each.places for each in texts)])
    sizes: dict[str, int] = {}
    small = [name for name in least if name not in tall and name not in wide]
    for position in random.permutation(len(small)):
        sizes[small[position]] = _next_free(sizes, least[small[position]])
    for name, inside in tall.items():
        sizes[name] = _next_free(sizes, max(least[name], sum(sizes[each] for each in inside) + 1))
    # Wide enough for a window of any of the other sizes on both sides of the middle, with no word in it twice.
    window = 2 * max(sizes.values(), default=_SMALLEST) + 1
    for name in wide:
        sizes[name] = _next_free(sizes, window)
    return {each.name: sizes[each.name] for each in symbols.dimensions}


def _tall(variable: Variable) -> str:
    return variable.shape[0] if variable.drawn.endswith("columns") else variable.shape[1]


def _next_free(sizes: Mapping[str, int], least: int) -> int:
    while least in sizes.values():
        least += 1
    return least


def _constants(symbols: Symbols, sizes: Mapping[str, int], random: np.random.Generator) -> dict[str, int]:
    """Index constants, all different where they point into the same dimension; a place stands in the middle."""
    places = {each.places for each in symbols.words}
    found: dict[str, int] = {}
    for over, constants in _grouped(symbols.constants).items():
        if over in places:
            found |= {constant.name: (sizes[over] + 1) // 2 + offset for offset, constant in enumerate(constants)}
        else:
            chosen = random.permutation(sizes[over])[: len(constants)] + 1
            found |= {constant.name: int(position) for constant, position in zip(constants, chosen, strict=True)}
    return found


def _grouped(constants: tuple[IndexConstant, ...]) -> dict[str, list[IndexConstant]]:
    groups: dict[str, list[IndexConstant]] = {}
    for constant in constants:
        groups.setdefault(constant.over, []).append(constant)
    return groups


def _variables(
    symbols: Symbols, sizes: Mapping[str, int], regime: Regime | None, random: np.random.Generator
) -> dict[str, Value]:
    intervals = regime.intervals if regime else {}
    bases: dict[str, Array] = {}  # one orthonormal basis for each space, so that families in it are orthogonal, too
    used: dict[str, int] = {}
    roots: dict[str, Value] = {}
    for variable in symbols.variables:
        shape = tuple(sizes[name] for name in variable.shape)
        interval = intervals.get(variable.name)
        if variable.drawn.startswith("orthonormal"):
            tall = _tall(variable)
            if tall not in bases:
                bases[tall] = np.linalg.qr(random.normal(size=(sizes[tall], sizes[tall])))[0]
            columns = variable.drawn.endswith("columns")
            begins = used.get(tall, 0)
            used[tall] = begins + (shape[1] if columns else shape[0])
            block = bases[tall][:, begins : used[tall]]
            roots[variable.name] = plain(block if columns else block.T)
        else:
            numbers = _numbers(variable, shape, random) if interval is None else random.uniform(*interval, size=shape)
            roots[variable.name] = _lying(np.asarray(numbers), symbols, variable.broadcasts)
    return roots


def _lying(numbers: Array, symbols: Symbols, broadcasts: bool = False) -> Value:
    """A value as the paper writes it: vectors as columns, or as rows where the question says so."""
    if numbers.ndim == 1 and symbols.layout == "rows":
        return Value(numbers[None, :])
    value = plain(numbers)
    return Value(value.array, kind=Kind.NUMBER) if broadcasts and not value.shape else value


def _numbers(variable: Variable, shape: tuple[int, ...], random: np.random.Generator) -> Array:
    if variable.drawn == "positive":
        return random.uniform(0.3, 1.7, shape)
    if variable.drawn == "probabilities":
        return random.uniform(0.1, 0.9, shape)
    if not shape:  # a scalar near 0 would hide whatever it multiplies
        return np.asarray(math.copysign(random.uniform(0.4, 1.6), random.uniform(-1, 1)))
    return random.normal(scale=0.8, size=shape)


def _one_hot(size: int, at: int, soft: bool, random: np.random.Generator) -> Array:
    if soft:
        shares = random.uniform(0.2, 1.0, size)
        return np.asarray(shares / shares.sum())
    return np.asarray(np.arange(1, size + 1) == at, dtype=np.float64)


def _text(words: Words, sizes: Mapping[str, int], random: np.random.Generator) -> tuple[int, ...]:
    """A text in which a word comes again only after all the others; words that are their own places are numbered."""
    if words.over == words.places:  # "we refer to w_1 … w_K as 1 … K": u_{w_k} and u_k are the same
        return tuple(range(1, sizes[words.places] + 1))
    order = random.permutation(sizes[words.over]) + 1
    return tuple(int(order[place % len(order)]) for place in range(sizes[words.places]))


def _repeated(
    multiplicity: Multiplicity, sizes: Mapping[str, int], words: list[int], random: np.random.Generator
) -> tuple[int, ...]:
    """K draws with at least one repeat, none of them an index constant (the true word is never its own negative)."""
    count = sizes[multiplicity.draws]
    few = random.permutation(words)[: max(1, min(len(words), count - 1))]
    drawn = [*few, *random.choice(few, count - len(few))]
    return tuple(int(word) for word in random.permutation(drawn))
