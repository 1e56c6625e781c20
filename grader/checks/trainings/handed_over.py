"""The texts of one training: what the student's code is handed to train on, and what stays here to measure with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.accuracies.posed import Posed, labels_of, pose
from grader.checks.training import Training
from grader.data.corpora import Example, LabelledCorpus, Vectors, WordCorpus
from grader.data.resolve import Used
from grader.data.word_chain import WordChain
from grader.draws.draws import Draws
from grader.honesty.reading import Numbered, numbered

Corpus = dict[str, Any]  # plain arrays, as they cross
PADDING, UNKNOWN = 0, 1
_FEWEST = 2  # of a word in the training texts, for a number of its own
_READ_AT_ONCE = 250  # texts in one batch


@dataclass(frozen=True, eq=False)
class Texts:
    """Labelled texts as numbers."""

    posed: Posed
    corpus: LabelledCorpus
    crosses: Corpus = field(repr=False)
    hidden: tuple[list[NDArray[np.int64]], ...] = field(repr=False)  # batches (ids, masks)
    shown: tuple[list[NDArray[np.int64]], ...] = field(repr=False)  # the same of some training texts


@dataclass(frozen=True, eq=False)
class Windows:
    """Windows of three words, with what their scores should be."""

    crosses: Corpus = field(repr=False)
    rows: NDArray[np.int64] = field(repr=False)  # (N, 3) left, right, centre
    due: NDArray[np.float64] = field(repr=False)  # (N,)


@dataclass(frozen=True, eq=False)
class Running:
    """A text of words or characters."""

    numbered: Numbered
    crosses: Corpus = field(repr=False)


def running(check: Training, used: Used) -> Running:
    """A text to predict. Raises ValueError for labelled ones."""
    text = numbered(used.corpus, check.vocabulary, check.tokens)
    crosses = {
        "text": text.train[: check.train or None],
        "dev": text.dev,
        "spelled": list(text.tokens.spelled),
        "end": text.tokens.end,
        "unknown": text.tokens.unknown,
        "vectors": text.vectors,
    }
    return Running(text, crosses)


def labelled(check: Training, corpus: LabelledCorpus, draws: Draws) -> Texts:
    """Texts to classify."""
    posed = pose(corpus, draws, check.train, check.tokens)
    often = Counter(word for one in posed.train for word in one.words)
    known = [word for word in sorted(often, key=lambda word: (-often[word], word)) if often[word] >= _FEWEST]
    spelled = ["<pad>", "<unk>", *known]
    places = {word: place for place, word in enumerate(spelled)}

    def read(examples: Sequence[Example]) -> list[NDArray[np.int64]]:
        return list(_padded([[places.get(word, UNKNOWN) for word in one.words[: check.longest]] for one in examples]))

    def batches(examples: Sequence[Example]) -> tuple[list[NDArray[np.int64]], ...]:
        starts = range(0, len(examples), _READ_AT_ONCE)
        return tuple(read(examples[start : start + _READ_AT_ONCE]) for start in starts)

    ids, masks = read(posed.train)
    crosses = {
        "ids": ids,
        "masks": masks,
        "labels": labels_of(posed.train),
        "classes": len(corpus.labels),
        "spelled": spelled,
        "vectors": _rows(corpus.vectors, spelled) if corpus.vectors else None,
    }
    return Texts(posed, corpus, crosses, batches(posed.parts["test"]), batches(posed.parts["train"]))


def _padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    longest = max(1, max(map(len, rows), default=1))
    ids = np.full((len(rows), longest), PADDING, dtype=np.int64)
    masks = np.zeros_like(ids)
    for row, words in enumerate(rows):
        ids[row, : len(words)] = words
        masks[row, : len(words)] = 1
    return ids, masks


def _rows(vectors: Vectors, spelled: Sequence[str]) -> NDArray[np.float64]:
    """(V, D): a row for each word, by its lower case where it has none of its own; else zeros."""
    places = {word: place for place, word in enumerate(vectors.words)}
    rows = np.zeros((len(spelled), vectors.rows.shape[1]))
    for place, word in enumerate(spelled):
        found = places.get(word, places.get(word.lower()))
        if found is not None:
            rows[place] = vectors.rows[found]
    return rows


def windows(check: Training, corpus: WordCorpus, draws: Draws) -> Windows:
    """Windows to score: half of them seen in a hidden text, half with a centre drawn from the noise.

    Raises ValueError for a text whose language nobody knows.
    """
    if corpus.oracle is None:
        raise ValueError("the true association of words is known of synthetic texts alone")
    text = running(check, Used("", corpus, real=False, said=""))
    counts = np.bincount(_centres(text.crosses["text"]), minlength=len(corpus.oracle.words)).astype(np.float64)
    noise = counts**check.power
    noise /= noise.sum()
    chance = draws.randomness("windows")
    seen = _windows(text.numbered.hidden.text)[: check.tokens // 2]
    drawn = seen.copy()
    drawn[:, 2] = chance.choice(len(noise), size=len(drawn), p=noise)
    rows = chance.permutation(np.concatenate([seen, drawn]))  # where a row stands must not tell whether it was seen
    known = noise[rows[:, 2]] > 0
    return Windows(text.crosses, rows[known], _association(corpus.oracle, rows[known], noise, check.negatives))


def _windows(text: NDArray[np.int64]) -> NDArray[np.int64]:
    """(N, 3): left, right and centre of all windows that lie in one sentence."""
    rows = np.stack([text[:-2], text[2:], text[1:-1]], axis=1)
    return np.asarray(rows[(rows != 0).all(axis=1)])


def _centres(text: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(_windows(text)[:, 2])


def _association(
    chain: WordChain, rows: NDArray[np.int64], noise: NDArray[np.float64], negatives: int
) -> NDArray[np.float64]:
    """(N,): ln P(centre | neighbours in any order) - ln q(centre) - ln K, where negative sampling's loss is least.

    CBOW averages its context, so which neighbour stands left cannot reach its scores: the true ones are those of what
    it can know.
    """
    follows = np.array([chain.distribution(word) for word in range(len(chain.words))])  # (V, V) row before, column next
    begins = chain.frequencies[:, None]  # of the word before
    triples = (begins * follows)[:, 1:], follows[1:, :]  # (V, V - 1) the first two, (V - 1, V) the last two
    left, right, centre = rows.T
    both = triples[0][left] * triples[1][:, right].T + triples[0][right] * triples[1][:, left].T  # (N, V - 1)
    seen = both[np.arange(len(rows)), centre - 1] / both.sum(axis=1)
    return np.asarray(np.log(seen) - np.log(noise[centre]) - np.log(negatives))
