"""Word vectors that a student's functions trained: what they are asked to train on, and what they have learned.

The products of skip-gram's vectors tend to log(p(c, o) / (p(c) p(o))) - log K, whatever their own directions, so they
are compared with the table of associations; see `train_skipgram`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from reference.arrays import Array
from reference.judgement import Judgement, Unreadable

#: The most frequent words; with them alone every pair is seen often enough within seconds.
_WORDS, _D, _K = 40, 8, 5
_BATCH, _ITERATIONS = 50, 400
#: Right: 0.93 ± 0.02 over four seeds; without negatives 0.70 at most, with a lost sign 0.00.
_ENOUGH = 0.85
_LARGEST = 1e3  # entries of vectors that have not run away


class _Text(Protocol):
    """What is used of a text."""

    train: Sequence[Sequence[str]]


@dataclass(frozen=True, eq=False)
class Material:
    """given: the driver's arguments. association: (V, V), of the text that it is trained on."""

    given: tuple[object, ...]
    association: Array
    frequencies: Array  # (V,)


def contexts(rng: np.random.Generator, text: _Text) -> Material:
    """Centers with their neighbours, negatives by the words' frequencies, and where the walk begins."""
    words, counts = np.unique(np.concatenate([np.asarray(one) for one in text.train if one]), return_counts=True)
    kept = [str(words[place]) for place in np.argsort(-counts, kind="stable")[:_WORDS]]
    rows = {word: row for row, word in enumerate(kept)}
    windows = [
        (one[i], [one[j] for j in (i - 1, i + 1) if 0 <= j < len(one) and one[j] in rows])
        for one in text.train
        for i in range(len(one))
        if one[i] in rows
    ]
    windows = [window for window in windows if window[1]]
    pairs = np.zeros((_WORDS, _WORDS))
    np.add.at(pairs, tuple(np.array([(rows[c], rows[o]) for c, around in windows for o in around]).T), 1.0)
    chosen = rng.integers(len(windows), size=_ITERATIONS * _BATCH)
    share = pairs.sum(axis=0) / pairs.sum()  # (V,)
    negatives = rng.choice(_WORDS, size=100_000, p=share)
    start = np.vstack([(rng.random((_WORDS, _D)) - 0.5) / _D, np.zeros((_WORDS, _D))])
    given = (kept, [windows[place][0] for place in chosen], [windows[place][1] for place in chosen], negatives, start,
             _BATCH, _K)  # fmt: skip
    return Material(given, np.log(np.maximum(pairs, 0.5) / pairs.sum() / np.outer(share, share)), share)


def judge_trained(material: Material, answer: object, printed: str) -> list[Judgement]:
    """Whether the products are the associations. Too little is for a person: single steps are judged elsewhere."""
    x = np.asarray(answer, dtype=np.float64)
    if x.shape != (2 * _WORDS, _D):
        raise Unreadable(f"vectors of shape {x.shape}")
    if not np.abs(x).max() < _LARGEST:  # NaN is not below it either
        return [_open("The word vectors that your functions trained have grown without bound.", "")]
    reached = correlation(x[:_WORDS] @ x[_WORDS:].T, material.association, material.frequencies)
    figures = (("correlation of products with associations", f"{reached:.3f}"), ("asked", f"{_ENOUGH}"))
    measured = (("correlation", reached),)
    if reached >= _ENOUGH:
        return [Judgement("vectors", True, figures=figures, measured=measured)]
    one = _open(
        f"The products of the word vectors that your functions trained correlate with what the text holds by "
        f"{reached:.2f}; {_ENOUGH} are asked.",
        f"{_WORDS} words, {_ITERATIONS} steps of {_BATCH} windows, K = {_K}",
    )
    return [Judgement(one.aspect, one.right, one.what, one.where, one.advice, figures=figures, measured=measured)]


def correlation(products: Array, association: Array, frequencies: Array) -> float:
    """Of all pairs of words, frequent ones weighing more; 0 where all products are the same."""
    weights = np.sqrt(np.outer(frequencies, frequencies))
    weights /= weights.sum()
    a, b = (table - np.sum(weights * table) for table in (products, association))
    spread = float(np.sqrt(np.sum(weights * a * a) * np.sum(weights * b * b)))
    return float(np.sum(weights * a * b)) / spread if spread > 0 else 0.0


def _open(what: str, where: str) -> Judgement:
    advice = (
        "Nothing is lost here, and a person will look at it. Mend first what the checks of skip-gram, negative "
        "sampling and sgd say: each of them is tried by itself."
    )
    return Judgement("vectors", None, what, where, advice)
