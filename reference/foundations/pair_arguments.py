"""What can be wrong with the arguments of a pair's loss, for callers whose code we did not write.

A wrong shape is then told in words, before the formula runs into it.
"""

from typing import Any

import numpy as np


def wrong_pair(v_c: Any, o: Any, U: Any, dataset: Any = None, K: Any = 10) -> str:
    """The first thing that cannot be right, or "" where the loss can be computed; (1, D) is as good as (D,)."""
    for name, value in (("vector", v_c), ("matrix of output vectors", U)):
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            return f"the {name} is {a_type(value)}, not an array of numbers"
    if U.ndim != 2:
        return f"the matrix of output vectors has shape {U.shape}, where (V, D) is due"
    if v_c.size != U.shape[1] or v_c.ndim > 2:
        return f"the vector has shape {v_c.shape}, where ({U.shape[1]},) is due"
    return wrong_index(o, len(U))


def wrong_pair_or_draws(v_c: Any, o: Any, U: Any, dataset: Any = None, K: Any = 10) -> str:
    """The same, and the data set to draw from."""
    problem = wrong_pair(v_c, o, U)
    if problem or hasattr(dataset, "sampleTokenIdx"):
        return problem
    return f"the data set is {a_type(dataset)}, which draws no words: hand on the one that was given"


def wrong_index(o: Any, V: int) -> str:
    """What is wrong with a word's index."""
    if isinstance(o, str):
        return f"the word to predict is given as the text {o!r}, where its index is due"
    if np.ndim(o) or np.asarray(o).dtype.kind not in "iu":
        return f"the index of the word to predict is {a_type(o)}, where a whole number is due"
    if not -V <= int(o) < V:
        return f"the index of the word to predict is {int(o)}, and there are {V} words"
    return ""


def a_type(value: Any) -> str:
    """ "a list", "an int", "None"."""
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
