"""Whether `lm_wrapper` gives the mean cost and gradient of 50 pairs, and whether it draws them from the whole corpus.

Where all pairs of a corpus are the same one, every draw gives the same numbers. Where there are two kinds of pairs, the
numbers are a mixture of both kinds' own: its weight tells how many of each were drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.arrays import Array
from reference.judgement import Judgement, Unreadable
from reference.language_models.course_interface import drawn_batch
from reference.language_models.judging.network import Network, networks, same, shown
from reference.language_models.lm_wrapper import BATCH_SIZE, lm_wrapper, mean_cost
from reference.mistake import Mistake, mistakes_of

_ALIKE = 77  # pairs of a corpus of one kind
#: Of a corpus of two kinds the first 60 pairs are of one: a right draw of 50 holds no other in one of 10^34 cases.
_FIRST, _OTHERS = 60, 240
_DRAWS = 12
_ROUNDED = 1e-6

Words = list[int]
Pair = tuple[int, int]
Answer = tuple[Array, Array]  # (), (n,)


@dataclass(frozen=True)
class Corpora:
    """Networks with two different pairs each: a corpus of either alone, and one of both."""

    networks: list[Network]
    pairs: list[tuple[Pair, Pair]]

    @property
    def given(self) -> tuple[Any, ...]:
        return ([self._told(one, *two) for one, two in zip(self.networks, self.pairs, strict=True)],)

    def _told(self, network: Network, first: Pair, second: Pair) -> dict[str, Any]:
        corpora = [[first] * _ALIKE, [second] * _ALIKE, *[[first] * _FIRST + [second] * _OTHERS] * _DRAWS]
        return {
            "sizes": network.sizes,
            "params": network.params,
            "vectors": network.vectors,
            "corpora": [[[one[0] for one in pairs], [one[1] for one in pairs]] for pairs in corpora],
        }


def corpora(rng: np.random.Generator) -> Corpora:
    """Two networks; all four words of the two pairs are different ones."""
    drawn = networks(rng, 2)
    words = [rng.permutation(one.sizes[2])[:4].tolist() for one in drawn]
    return Corpora(drawn, [((a, b), (c, d)) for a, b, c, d in words])


def judge_batches(asked: Corpora, found: Any, printed: str) -> list[Judgement]:
    """The aspects "cost", "gradient" and "draws"."""
    answers = [[_read(one) for one in each] for each in found]
    if [len(each) for each in answers] != [2 + _DRAWS] * len(asked.networks):
        raise Unreadable("not every batch has an answer")
    alone = [each[:2] for each in answers]
    due = _of(asked, lm_wrapper)
    right = tuple(all(same(one[part], other[part]) for one, other in _pairs(alone, due)) for part in (0, 1))
    arithmetic = _arithmetic(asked, alone, due, right)
    return [*arithmetic, _draws(asked, answers, all(right))]


def _read(answer: Any) -> Answer:
    """A cost and a gradient; (1,) and (1, n) are taken as well."""
    cost, gradient = (np.asarray(one, dtype=np.float64) for one in answer)
    return (cost.reshape(()) if cost.size == 1 else cost), gradient.reshape(-1)


def _of(asked: Corpora, function: Callable[..., Answer]) -> list[list[Answer]]:
    """What a version of `lm_wrapper` gives for the corpora of one pair."""
    return [
        [_read(function(*one, told["vectors"], told["sizes"], told["params"])) for one in told["corpora"][:2]]
        for told in asked.given[0]
    ]


def _pairs(yours: list[list[Answer]], due: list[list[Answer]]) -> list[tuple[Answer, Answer]]:
    return [pair for one, other in zip(yours, due, strict=True) for pair in zip(one, other, strict=True)]


def _arithmetic(
    asked: Corpora, yours: list[list[Answer]], due: list[list[Answer]], right: tuple[bool, ...]
) -> list[Judgement]:
    aspects = ("cost", "gradient")
    if all(right):
        return [Judgement(aspect, True) for aspect in aspects]
    known = next((one for one in mistakes_of(lm_wrapper) if _makes(one, asked, yours)), None)
    told = [_cost_of(yours, due), "on a corpus of one pair, so that every draw is the same"]
    return [
        Judgement(aspect, True) if held else _wrong(aspect, where, known)
        for aspect, held, where in zip(aspects, right, told, strict=True)
    ]


def _makes(mistake: Mistake, asked: Corpora, yours: list[list[Answer]]) -> bool:
    wrong = _of(asked, mistake.wrong)
    return all(same(one[part], other[part]) for one, other in _pairs(yours, wrong) for part in (0, 1))


def _cost_of(yours: list[list[Answer]], due: list[list[Answer]]) -> str:
    one, other = next(pair for pair in _pairs(yours, due))
    given = shown(one[0]) if one[0].ndim == 0 else f"an array of shape {one[0].shape}"
    return f"on a corpus of one pair: yours {given}, due {shown(other[0])}"


def _wrong(aspect: str, where: str, known: Mistake | None) -> Judgement:
    if known is not None:
        return Judgement(aspect, False, known.sentence, where, known.advice, mistake=known)
    what = f"The {aspect} of a batch is not the mean over its {BATCH_SIZE} pairs."
    advice = "Row i of data and labels is the i-th drawn pair; divide once what `forward_backward_prop` gives."
    return Judgement(aspect, False, what, where, advice)


# ---- the draws
def _draws(asked: Corpora, answers: list[list[Answer]], readable: bool) -> Judgement:
    """From each batch the share of the first kind of pairs, by the student's own numbers of either kind."""
    shares = [_shares(each) for each in answers]
    told = [[share for share in several if share is not None] for several in shares]
    if told != shares:
        return _no_mixture(asked, answers, readable)
    if all(abs(share - 1.0) < _ROUNDED for several in told for share in several):
        return _named(_mistake("the first batch only"))
    if any(max(several) - min(several) < _ROUNDED for several in told):
        what = "Every call has the same share of either kind of pairs: your batch is not drawn anew."
        return Judgement("draws", False, what, "", "Draw 50 places at every call, and set no random seed there.")
    return Judgement("draws", True)


def _no_mixture(asked: Corpora, answers: list[list[Answer]], readable: bool) -> Judgement:
    what = "On a corpus of two kinds of pairs your batch is no mixture of the two."
    if not readable:
        return Judgement("draws", False, what, "", "Mend the cost and the gradient first.")
    if all(_apart(*one) for one in zip(asked.networks, asked.pairs, answers, strict=True)):
        return _named(_mistake("inputs and labels drawn apart"))
    return Judgement("draws", False, what, "", "Draw 50 places at every call, and read both lists there.")


def _named(known: Mistake) -> Judgement:
    where = f"on a corpus of {_FIRST} pairs of one kind and {_OTHERS} of another"
    return Judgement("draws", False, known.sentence, where, known.advice, mistake=known)


def _mistake(name: str) -> Mistake:
    return next(one for one in mistakes_of(drawn_batch) if one.name == name)


def _shares(answers: list[Answer]) -> list[float | None]:
    """How much of each batch is of the first kind, from 0 to 1; None where it is no mixture of both."""
    first, second, *mixed = (_joined(one) for one in answers)
    if any(one.shape != first.shape for one in (second, *mixed)) or same(first, second):
        return [None] * len(mixed)
    return [_share(one, first, second) for one in mixed]


def _joined(answer: Answer) -> Array:
    return np.concatenate([answer[0].reshape(-1), answer[1]])


def _share(mixed: Array, first: Array, second: Array) -> float | None:
    along = first - second
    share = float((mixed - second) @ along / (along @ along))
    mixture = share * first + (1.0 - share) * second
    return share if -_ROUNDED <= share <= 1.0 + _ROUNDED and same(mixed, mixture) else None


def _apart(network: Network, pairs: tuple[Pair, Pair], answers: list[Answer]) -> bool:
    """Whether every batch is a mixture of all four pairs that two inputs and two outputs make."""
    (a, b), (c, d) = pairs
    made = [mean_cost(np.array([i]), np.array([o]), network.vectors, network.sizes, network.params)
            for i in (a, c) for o in (b, d)]  # fmt: skip
    kinds = np.array([_joined(_read(one)) for one in made]).T  # (1 + n, 4)
    batches = np.array([_joined(one) for one in answers[2:]]).T  # (1 + n, draws)
    shares = np.linalg.lstsq(kinds, batches, rcond=None)[0]  # (4, draws)
    return same(kinds @ shares, batches) and bool((shares > -_ROUNDED).all())
