"""Whether `forward` gives the probability of the word with a given index."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.arrays import Array
from reference.judgement import Judgement, Unreadable
from reference.language_models.forward import forward
from reference.language_models.judging.network import Network, networks, same, shown
from reference.mistake import mistakes_of

_NETWORKS = 3


@dataclass(frozen=True)
class Places:
    """Networks, each with one row of data; every word's probability is asked for."""

    networks: list[Network]
    rows: list[Array]  # (Dx,) each

    @property
    def given(self) -> tuple[Any, ...]:
        told = [[row, one.params, one.sizes] for row, one in zip(self.rows, self.networks, strict=True)]
        return (told,)


def places(rng: np.random.Generator) -> Places:
    """Three networks of different sizes."""
    drawn = networks(rng, _NETWORKS)
    return Places(drawn, [rng.normal(size=one.sizes[0]) for one in drawn])


def judge_words(asked: Places, found: Any, printed: str) -> list[Judgement]:
    """The aspect "probability"."""
    yours = [[np.asarray(one, dtype=np.float64) for one in row] for row in found]
    if [len(row) for row in yours] != [one.sizes[2] for one in asked.networks]:
        raise Unreadable("not every word has an answer")
    if all(_alike(*pair) for pair in _pairs(yours, _of(asked, forward))):
        return [Judgement("probability", True)]
    return [_wrong(asked, yours)]


def _of(asked: Places, function: Any) -> list[list[Array]]:
    """What a version of `forward` gives for every word."""
    return [
        [np.asarray(function(row, word, one.params, one.sizes)) for word in range(one.sizes[2])]
        for row, one in zip(asked.rows, asked.networks, strict=True)
    ]


def _pairs(yours: list[list[Array]], due: list[list[Array]]) -> list[tuple[Array, Array]]:
    return [pair for one, other in zip(yours, due, strict=True) for pair in zip(one, other, strict=True)]


def _alike(yours: Array, due: Array) -> bool:
    """Singleton axes aside."""
    return same(np.squeeze(yours), np.squeeze(due))


def _wrong(asked: Places, yours: list[list[Array]]) -> Judgement:
    where, known = _first_wrong(asked, yours), mistakes_of(forward)
    for one in known:
        if all(_alike(*pair) for pair in _pairs(yours, _of(asked, one.wrong))):
            return Judgement("probability", False, one.sentence, where, one.advice, mistake=one)
    what = "Your forward does not give the probability of the word that the label names."
    advice = "h = σ(x W1 + b1), ŷ = softmax(h W2 + b2), and the answer is ŷ at the label's place, one number."
    return Judgement("probability", False, what, where, advice)


def _first_wrong(asked: Places, yours: list[list[Array]]) -> str:
    for row, due in zip(yours, _of(asked, forward), strict=True):
        for word, (one, other) in enumerate(zip(row, due, strict=True)):
            if not _alike(one, other):
                given = shown(one.reshape(())) if one.size == 1 else f"an array of shape {one.shape}"
                return f"for word {word} of {len(row)}: yours {given}, due {shown(other)}"
    return ""
