"""Functions that `gradcheck_naive` is tried on: some return their gradient, others something that is not quite it.

Each takes an array of any shape, also 0-d, leaves it alone and returns (cost, gradient). The random ones draw from
Python's `random`, as the word vectors' cost does.
"""

import random

import numpy as np


# ---- right gradients
def linear(x):
    """Σ c_i x_i: no curvature at all."""
    slopes = _slopes(x)
    return float(np.sum(slopes * x)), np.array(slopes)


def separable(x):
    """Σ (x_i² + sin x_i): curved, each entry by itself."""
    x = np.array(x, dtype=np.float64)
    return float(np.sum(x * x + np.sin(x))), np.asarray(2.0 * x + np.cos(x))


def coupled(x):
    """(Σ c_i x_i)²: the derivative by one entry depends on all others."""
    x = np.array(x, dtype=np.float64)
    slopes = _slopes(x)
    total = float(np.sum(slopes * x))
    return total * total, np.asarray(2.0 * total * slopes)


def noisy(x):
    """Σ r_i x_i², with numbers r_i between 0.5 and 1.5 drawn afresh in every call."""
    x = np.array(x, dtype=np.float64)
    weights = np.array([0.5 + random.random() for _ in range(x.size)]).reshape(x.shape)
    return float(np.sum(weights * x * x)), np.asarray(2.0 * weights * x)


def noisy_choice(x):
    """r Σ cos x_i, with one number r drawn by `random.randint` in every call."""
    x = np.array(x, dtype=np.float64)
    slope = 1.0 + random.randint(0, 10**6) / 10**6
    return slope * float(np.sum(np.cos(x))), np.asarray(-slope * np.sin(x))


# ---- wrong gradients
def twice_the_gradient(x):
    """`separable`, its gradient twice too large."""
    cost, gradient = separable(x)
    return cost, 2.0 * gradient


def one_percent_off(x):
    """`separable`, its gradient 1 % too large."""
    cost, gradient = separable(x)
    return cost, 1.01 * gradient


def slightly_off(x):
    """`separable`, every entry of its gradient 0.0002 too large: more than a central difference leaves open."""
    cost, gradient = separable(x)
    return cost, gradient + 2e-4


def other_sign(x):
    """`separable`, its gradient with the other sign."""
    cost, gradient = separable(x)
    return cost, -gradient


def zero_gradient(x):
    """`separable`, with a gradient of zeros."""
    cost, gradient = separable(x)
    return cost, np.zeros_like(gradient)


def wrong_in_first_entry(x):
    """`separable`, the first entry of its gradient 0.05 too large."""
    return _moved(x, 0)


def wrong_in_one_entry(x):
    """`separable`, one entry in the middle of its gradient 0.05 too small."""
    return _moved(x, np.size(x) // 2, -0.05)


def wrong_in_last_entry(x):
    """`separable`, the last entry of its gradient 0.05 too large."""
    return _moved(x, np.size(x) - 1)


def noisy_one_percent_off(x):
    """`noisy`, its gradient moved by 1 % of itself and 0.01."""
    cost, gradient = noisy(x)
    return cost, 1.01 * gradient + 0.01


def _slopes(x):
    return (1.0 + 0.5 * np.arange(np.size(x))).reshape(np.shape(x)) / max(1, np.size(x))


def errors_cancel(x):
    """`separable`, the first entry of its gradient 0.05 too large and the last one 0.05 too small."""
    cost, gradient = _moved(x, 0)
    gradient.flat[-1] -= 0.05
    return cost, gradient


def _moved(x, place, distance=0.05):
    cost, gradient = separable(x)
    gradient = np.array(gradient)
    gradient.flat[place] += distance
    return cost, gradient
