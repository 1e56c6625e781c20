"""A small network and its sizes, drawn; and when two numbers are the same."""

from dataclasses import dataclass

import numpy as np

from reference.arrays import Array

_SAME = 1e-6  # relative, and of numbers near 0 absolute


@dataclass(frozen=True)
class Network:
    """Parameters of a network with one hidden layer, and the vectors of its words."""

    sizes: list[int]  # [Dx, H, Dy]
    params: Array  # flat, [W1, b1, W2, b2]
    vectors: Array  # (Dy, Dx)


def networks(rng: np.random.Generator, count: int) -> list[Network]:
    """So many, no size twice in one of them."""
    return [_network(rng) for _ in range(count)]


def _network(rng: np.random.Generator) -> Network:
    sizes = rng.permutation(range(4, 10))[:3].tolist()
    Dx, H, Dy = sizes
    params = 0.7 * rng.normal(size=(Dx + 1) * H + (H + 1) * Dy)
    return Network(sizes, params, rng.normal(size=(Dy, Dx)))


def same(yours: Array, due: Array) -> bool:
    """Whether two arrays of one shape hold the same numbers, but for rounding; nan is like nothing."""
    return yours.shape == due.shape and bool((np.abs(yours - due) <= _SAME * np.maximum(1.0, np.abs(due))).all())


def shown(number: Array) -> str:
    """A number as it is told."""
    return f"{float(number):.4g}"
