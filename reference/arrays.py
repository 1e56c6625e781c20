"""The types that the mathematics is written in, and the outer product with them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

#: Word: its row.
Vocabulary = Mapping[str, int]


class TokenSampler(Protocol):
    """The course's dataset, as far as negative sampling knows it."""

    def sampleTokenIdx(self) -> int:
        """A word's index, drawn from the noise distribution."""
        ...


#: A loss, the gradient of v_c (D,), the gradient of U (V, D).
LossAndGradients = tuple[Array, Array, Array]

#: The loss of one pair of words: (v_c, o, U, dataset) -> LossAndGradients.
PairLoss = Callable[[Array, int, Array, TokenSampler], LossAndGradients]

#: What a checker or an optimiser calls: x -> (cost, gradient).
CostFunction = Callable[[Array], tuple[Any, Any]]


def outer(a: Array, b: Array) -> Array:
    """a bᵀ: (n,) and (m,) to (n, m). numpy's own has no exact type before 2.4."""
    return np.asarray(np.outer(a, b), dtype=np.float64)
