"""Stochastic gradient descent with a halving step."""

from collections.abc import Callable
from typing import Any

import numpy as np

from reference.arrays import Array, CostFunction

#: After so many iterations the step is halved.
ANNEAL_EVERY = 20_000

Postprocessing = Callable[[Array], Any]


def sgd(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    """Walks against the gradient of f, with half the step after every 20,000 iterations.

    f(x - α g) = f(x) - α g·∇f(x) + O(α²), so with g = ∇f(x) a small step lowers f by α ‖∇f(x)‖². Where f is drawn
    afresh each time, this holds in the mean, and a falling step α lets the noise die out:
      x ← p(x - α_i g),  α_i = α 2^(-floor((i - 1) / 20000)) at iteration i = 1, 2, …  with p the postprocessing

    f: x -> (cost, gradient shaped like x). x0: any shape, also a number. postprocessing: x -> x, say normalising rows;
    what it returns is the new x. useSaved: ignored; a submission may load the state it saved, the reference saves none.
    Returns x after the last iteration, shaped like x0. Prints the running cost where PRINT_EVERY divides i.
    Source: Robbins & Monro (1951), "A stochastic approximation method"; the halving is the course's.
    """
    x = np.array(x0, dtype=np.float64)  # like x0  a copy
    running = None
    for i in range(1, iterations + 1):
        cost, gradient = f(x)  # (), like x
        x = np.asarray(x - step * np.asarray(gradient))  # like x
        if postprocessing is not None:
            x = np.asarray(postprocessing(x))  # like x
        if PRINT_EVERY and i % PRINT_EVERY == 0:
            running = float(cost) if running is None else 0.95 * running + 0.05 * float(cost)
            print(f"iter {i}: {running:f}")
        if i % ANNEAL_EVERY == 0:
            step *= 0.5
    return x
