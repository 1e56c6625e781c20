"""What one step of a training reveals of its loss and of the words that it drew.

With s = hᵀ b_w for a window's context h and a word w, the loss -log σ(s_c) - Σ_k log σ(-s_k), averaged over N windows,
has ∂J/∂b_w = Σ_n m_wn h_n with

    m_wn = ([w = c_n] (σ(s_wn) - 1) + k_wn σ(s_wn)) / N,

where k_wn is how often w was drawn for window n. Where the h_n are linearly independent, m is read off the gradient,
and k off m: whole numbers, K in every window, if and only if the loss is this one. Other losses give other numbers, by
which they are named. A common factor, a batch summed where a mean is due, leaves k as it is.
"""

from dataclasses import dataclass

import numpy as np

from reference.arrays import Array, Indices
from reference.foundations.sigmoid import sigmoid

#: How far from a whole number a count may be: float32, and an epsilon within the logarithm.
WHOLE = 0.03
#: Of a gradient that is no combination of the contexts: the share that is left over.
LEFT_OVER = 0.02


@dataclass(frozen=True)
class Reading:
    """How a model takes a row for its score: which columns are the context, and its vectors' mean or sum."""

    context: tuple[int, int]
    centre: int
    factor: float
    exchanged: bool  # the contexts' vectors are the second table's

    @property
    def as_asked(self) -> bool:
        return self == Reading((0, 1), 2, 0.5, False)

    def contexts(self, tables: list[Array], rows: Indices) -> Array:
        """h: (N, D)."""
        A = tables[1] if self.exchanged else tables[0]
        return np.asarray(self.factor * (A[rows[:, self.context[0]]] + A[rows[:, self.context[1]]]))

    def centres(self, tables: list[Array]) -> Array:
        """The table that the centres' vectors are in: (V, D)."""
        return tables[0] if self.exchanged else tables[1]


#: The one that is asked for first.
READINGS = tuple(
    Reading(columns, 3 - sum(columns), factor, exchanged)
    for columns in ((0, 1), (0, 2), (1, 2))
    for exchanged in (False, True)
    for factor in (0.5, 1.0)
)


@dataclass(frozen=True)
class Step:
    """One step's gradient by the centres' table, taken apart."""

    shares: Array  # m: (V, N)
    scores: Array  # s: (V, N)
    centres: Indices  # (N,)
    left_over: float  # of the gradient, that no m explains

    @property
    def N(self) -> int:
        return len(self.centres)

    @property
    def rate(self) -> float:
        """The factor before the whole loss, from the centres' own shares; 1 where it is a mean over the batch."""
        n = np.arange(self.N)
        own = self.shares[self.centres, n] / (sigmoid(self.scores[self.centres, n]) - 1.0)
        return float(np.median(own) * self.N)

    def others(self) -> tuple[Array, Array]:
        """N m and s without the centres' entries: 0 and their score there."""
        shares = self.N * self.shares.copy()
        shares[self.centres, np.arange(self.N)] = 0.0
        return shares, self.scores


def taken_apart(gradient: Array, contexts: Array, centres_table: Array, centres: Indices) -> Step:
    """gradient: (V, D) = m h. contexts: (N, D), linearly independent."""
    shares = gradient @ np.linalg.pinv(contexts)  # (V, N)
    size = float(np.linalg.norm(gradient))
    rest = float(np.linalg.norm(gradient - shares @ contexts)) / size if size else 0.0
    return Step(shares, centres_table @ contexts.T, centres, rest)


def counted(step: Step) -> Array:
    """k: (V, N), what is drawn if the loss is the one that is asked for, up to a factor; no whole numbers if not."""
    shares, scores = step.others()
    return np.asarray(shares / (step.rate * sigmoid(scores)))


def counted_with_sign_lost(step: Step) -> Array:
    """k under -log σ(s_k) for the negatives: ∂/∂s = σ(s) - 1."""
    shares, scores = step.others()
    return np.asarray(shares / (step.rate * (sigmoid(scores) - 1.0)))


def is_logarithm_of_sum(step: Step) -> bool:
    """Whether the negatives' term is -log Σ_k σ(-s_k): its shares are k σ(s) σ(-s) / Σ_j k_j σ(-s_j). Each is then a
    whole multiple of the window's smallest, once σ(s) σ(-s) is out of it, and what is left weighs 1 with σ(-s)."""
    shares, scores = step.others()
    weights = shares / (step.rate * sigmoid(scores) * sigmoid(-scores))  # (V, N) k / Σ_j k_j σ(-s_j)
    drawn = np.abs(weights) > WHOLE
    weights = np.where(drawn, weights, 0.0)
    smallest = np.where(drawn, weights, np.inf).min(axis=0)  # (N,)
    sums = (weights * sigmoid(-scores)).sum(axis=0)  # less than 1 where the centre itself was drawn, too
    wholes = bool(drawn.any(axis=0).all() and (smallest > 0).all() and is_whole(weights / smallest))
    return wholes and bool(np.all(sums < 1 + WHOLE) and np.mean(sums > 1 - WHOLE) > 0.5)


def is_whole(counts: Array) -> bool:
    return bool(np.all(np.abs(counts - np.round(counts)) < WHOLE) and np.all(np.round(counts) >= 0))


def by_context(step: Step, reading: Reading, tables: list[Array], rows: Indices) -> Array:
    """The gradient by the contexts' table that belongs to these shares: (V, D)."""
    by_h = step.shares.T @ reading.centres(tables)  # (N, D)
    gradient = np.zeros_like(tables[0])
    for column in reading.context:
        np.add.at(gradient, rows[:, column], reading.factor * by_h)
    return gradient
