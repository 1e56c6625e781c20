"""How often words were drawn, read off a step; and whether they follow counts^¾, as far as frequencies can tell.

In many batches of one and the same window the gradient of every word's vector is a multiple of the context: how often
it was drawn, times σ(s). The root of a word's count among n draws has a deviation of about ½ √(1 - p), whatever the
count is; one that is six of them off is no chance. Words of the window itself are left out: a sampler may draw them
again, or never, as it likes.
"""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from reference.arrays import Array
from reference.cbow.judging import steps
from reference.cbow.judging.known import known
from reference.cbow.judging.steps import Reading
from reference.cbow.sampler import frequencies, noise_distribution, uniform, upside_down
from reference.foundations.sigmoid import sigmoid
from reference.judgement import Judgement

DEVIATIONS = 6.0
#: The noise drawn from: the student's; perhaps of other data than ours; ours, in the place of one that is not run.
Whose = Literal["theirs", "doubtful", "ours"]
_ALTERNATIVES: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("uniform noise", uniform),
    ("no power", frequencies),
    ("the power upside down", upside_down),
)


def judge_noise(asked: Any, drawn: Array, whose: Whose, shared: bool) -> Judgement:
    """The aspect "noise".

    drawn: (steps, V), how often each word was drawn in each step. whose: what is drawn from; of a noise of ours nothing
    follows for the student's. shared: whether words are drawn once for all windows of a batch.
    """
    counts = np.asarray(asked.counts, dtype=np.float64)
    others = np.setdiff1d(np.arange(len(counts)), asked.many["batches"][0][0])
    n = float(drawn[:, others].sum())
    off = _off(drawn.sum(axis=0), noise_distribution(counts), others)
    figures = (("words drawn", f"{n:.0f}"), ("greatest deviation from counts^0.75", f"{off:.1f} of {DEVIATIONS:g}"))
    if off <= DEVIATIONS and whose != "ours":
        return Judgement("noise", True, figures=figures)
    if whose != "theirs":
        return _open("The noise that you draw from is made by lines that are not run here.")
    if np.max(np.round(drawn)) <= 1 and not shared:
        return _open("No word is ever drawn twice in a batch: your negatives are drawn without replacement.")
    return _wrong(drawn.sum(axis=0), counts, others, figures)


def drawn_in(many: list[list[Array]], asked: Any, reading: Reading, K: int, sign_lost: bool) -> Array:
    """How often each word was drawn in each step, (steps, V), from the gradients of both tables.

    K: how many are drawn for a window. sign_lost: whether the shares are those of -log σ(s_k).
    """
    tables = [np.asarray(one, dtype=np.float64) for one in asked.many["tables"]]
    rows = np.asarray(asked.many["batches"][0])
    h = reading.contexts(tables, rows[:1])[0]  # (D,)
    s = reading.centres(tables) @ h  # (V,)
    gradients = np.array([step[0] if reading.exchanged else step[1] for step in many])  # (steps, V, D)
    drawn = np.abs(gradients @ h / (h @ h)) / sigmoid(-s if sign_lost else s)
    # Whatever the factor before the loss is: all words together are drawn K times for each window. The centre's own
    # share is no count; a rare word, it would have been drawn a few times in a thousand.
    drawn[:, rows[0, reading.centre]] = 0.0
    total = drawn.sum(axis=1, keepdims=True)
    return np.asarray(drawn / np.where(total > 0, total, 1.0) * len(rows) * K)


def own_draws(step: steps.Step, name: str) -> Array:
    """How often each window's own centre was drawn for it, under the loss of that name: (N,)."""
    n = np.arange(step.N)
    s = step.scores[step.centres, n]
    more = step.N * step.shares[step.centres, n] / step.rate - (sigmoid(s) - 1.0)
    if name == "the minus lost within the negatives' σ":
        return np.asarray(np.round(more / (sigmoid(s) - 1.0)))
    return whole(more / sigmoid(s), name)


def whole(counts: Array, name: str) -> Array:
    """The counts as whole numbers, where another loss has given them a sign or a share."""
    if name == "the minus before the negatives lost":
        counts = -counts
    if name == "a mean over the negatives":
        n = next((n for n in range(2, 40) if steps.is_whole(n * counts)), 1)
        counts = n * counts
    return np.asarray(np.round(counts))


def is_shared(drawn: Array) -> bool:
    """Whether all windows of a batch have the same negatives."""
    return bool(np.all(np.round(drawn) == np.round(drawn[:, :1])))


def _off(drawn: Array, p: Array, others: Array) -> float:
    """The greatest deviation of any word's count, in standard deviations."""
    share = p[others] / p[others].sum()
    n = drawn[others].sum()
    if not n > 0:
        return float("inf")
    roots = 2.0 * np.abs(np.sqrt(drawn[others] + 0.375) - np.sqrt(n * share + 0.375))
    return float(np.max(roots / np.sqrt(1.0 - share)))


def _wrong(drawn: Array, counts: Array, others: Array, figures: tuple[tuple[str, str], ...]) -> Judgement:
    for name, other in _ALTERNATIVES:
        if _off(drawn, other(counts), others) <= DEVIATIONS:
            mistake = known("noise_distribution", name)
            return Judgement("noise", False, mistake.sentence, "", mistake.advice, mistake=mistake, figures=figures)
    what = "The words that you draw do not follow counts^0.75."
    advice = "Raise the counts to the power 0.75, divide by their sum, and draw every negative by that."
    return Judgement("noise", False, what, "", advice, figures=figures)


def _open(why: str) -> Judgement:
    return Judgement("noise", None, why, "", "Nothing is lost: a person will look at it.")
