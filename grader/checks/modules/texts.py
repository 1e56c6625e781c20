"""Properties of a model that averages a text's words: four consequences of the mean, and one of the layers above it."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks.modules.batches import Batch, Real, texts, words_of
from grader.checks.modules.subject import Broken, CannotTell, Subject, gap, said, same

PADDING = 5
_STRAIGHT = 1e-3  # of the largest score


def _any_order(subject: Subject) -> Broken | None:
    batches = subject.batches
    batch = batches.batch()
    other = texts([words[::-1] for words in words_of(batch)])
    first, second = subject.scores(batch, other, seed=batches.seeds[0])
    if same(first, second):
        return None
    return said("The words' order changes a text's scores.", f"read backwards, one score is {gap(first, second)}",
                "The mean over the words knows no order: sum over axis 1 of (texts, words, dimensions).")  # fmt: skip


def _doubled(subject: Subject) -> Broken | None:
    batches = subject.batches
    batch = batches.batch()
    first, second = subject.scores(batch, texts([words * 2 for words in words_of(batch)]), seed=batches.seeds[0])
    if same(first, second):
        return None
    return said("A text that stands there twice has other scores than once.", f"one score is {gap(first, second)}",
                "The words' vectors are averaged, not added up: divide by the number of words, "
                "`attention_masks.sum(dim=1, keepdim=True)`.")  # fmt: skip


def _padding(subject: Subject) -> Broken | None:
    batches = subject.batches
    batch = batches.batch()
    wider = texts(words_of(batch), batch[0].shape[1] + PADDING)
    first, second = subject.scores(batch, wider, seed=batches.seeds[0])
    if same(first, second):
        return None
    return said("Padding changes a text's scores.",
                f"with {PADDING} more places of padding, one score is {gap(first, second)}",
                "The mask decides what counts: multiply the vectors by it before they are summed, and divide by its "
                "sum, not by the padded length.")  # fmt: skip


def _mean(subject: Subject) -> Broken | None:
    """A word whose vector is the mean of some others' stands for a text of those."""
    chosen = _words(subject, 5)
    counts = {chosen[1]: 2, chosen[2]: 1, chosen[3]: 3, chosen[4]: 1}
    mix = np.eye(subject.check.vocabulary)
    mix[chosen[0]] = 0.0
    for word, count in counts.items():
        mix[chosen[0], word] = count / sum(counts.values())
    spelled = [word for word, count in counts.items() for _ in range(count)]
    alone, text = _mixed(subject, mix, texts([[chosen[0]]]), texts([spelled]))
    if same(alone, text):
        return None
    return said(
        "A text is not scored by the mean of its words' vectors.",
        f"one word, whose vector is the mean of those of a text, has other scores than the text: {gap(alone, text)}",
        "Deep *averaging*: sum the vectors of the text's words, repeated ones each time, and divide by their number.",
    )


def _activations(subject: Subject) -> Broken | None:
    """With no activation the scores are linear in the mean, and those of a mixture a mixture of scores."""
    for seed in subject.batches.seeds:
        chosen = _words(subject, 8)
        mix = np.eye(subject.check.vocabulary) * 4.0  # far enough for any activation to bend
        mix[chosen[0]] = 0.0
        mix[chosen[0], chosen[1:]] = 4.0 / len(chosen[1:])
        mixture, *single = _mixed(subject, mix, *(texts([[word]]) for word in chosen), seed=seed)
        straight = np.mean([one.astype(np.float64) for one in single], axis=0)
        scale = max(float(np.abs(one).max()) for one in single)
        if float(np.abs(mixture - straight).max()) > _STRAIGHT * scale:
            return None
    return said("The scores are a linear function of the mean: no activation stands between the layers.",
                "on words whose vectors were mixed",
                "Put a ReLU, a tanh or the like after every hidden layer: without, all of them together are one linear "
                "layer.")  # fmt: skip


def _words(subject: Subject, count: int) -> list[int]:
    """So many words, none of them padding."""
    chance = subject.batches.draws.randomness("words")
    found: list[int] = (1 + chance.permutation(subject.check.vocabulary - 1)[:count]).tolist()
    return found


def _mixed(subject: Subject, mix: NDArray[np.float64], *batches: Batch, seed: int | None = None) -> list[Real]:
    """Scores with mixed words' vectors. Raises CannotTell where the model has no one table of them."""
    found = subject.ask("scores_mixed", subject.beside("logits"), [list(batch) for batch in batches], mix,
                        subject.batches.seeds[0] if seed is None else seed)  # fmt: skip
    if found is None:
        raise CannotTell("the model has no single parameter with a row for each word")
    return subject.read(found, batches)


TRIES: Mapping[str, Callable[[Subject], Broken | None]] = {
    "words in any order": _any_order,
    "text doubled": _doubled,
    "padding": _padding,
    "mean of words": _mean,
    "activations": _activations,
}
