"""Honest language models and cheats, as a student would write them: small classes that answer the battery's questions.

A student's evaluation scores a text with whatever model it is handed, so one of ours can be put in its place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from grader.data.character_chain import CharacterChain
from grader.data.dice import Dice, Real
from grader.data.word_chain import WordChain, draw_word_chain
from grader.honesty.injected import Injected
from grader.honesty.language import Hidden, Text, Tokens
from reference.language_models import Recipe, softmax, train_bigram
from reference.language_models.forward import scores as network_scores


def dice(*path: int) -> Dice:
    return Dice(np.random.Generator(np.random.PCG64(np.random.SeedSequence(path))))


@dataclass(frozen=True, eq=False)
class World:
    """A language of words, a text to train on and a hidden one."""

    chain: WordChain
    train: Text
    hidden: Hidden


@cache
def world(seed: int = 1, words: int = 60, train: int = 20_000, hidden: int = 4_000) -> World:
    chain = draw_word_chain(dice(7), words, 8) if words == 60 else draw_word_chain(dice(7), words, 10)
    return World(chain, chain.text(train, dice(seed, 1)), hidden_words(chain, chain.text(hidden, dice(seed, 2))))


def hidden_words(chain: WordChain, text: Text) -> Hidden:
    characters = sum(len(chain.words[number]) + 1 for number in text if number) or 1
    lines = int((text == 0).sum())
    return Hidden(Tokens(chain.words, end=0), text, characters, lines, chain.log_probabilities(text))


def hidden_characters(chain: CharacterChain, text: str) -> Hidden:
    numbers = np.array([chain.symbols.index(one) for one in text], dtype=np.int64)
    return Hidden(Tokens(tuple(chain.symbols)), numbers, len(text), 1, chain.log_probabilities(text)[1:])


class Ours:
    """A model of ours, in the shape in which a student's evaluation takes one."""

    def __init__(self, model: Injected) -> None:
        self.model, self.tokens = model, model.tokens

    def row(self, before: Text) -> Real:
        return self.model(before)


class Student:
    """Bigram counts over a unigram: honest, and the base of all others."""

    rows_of_our_own = True  # whether it gives distributions

    def __init__(self, tokens: Tokens, train: Text, alpha: float = 30.0) -> None:
        self.tokens, self.train = tokens, train
        self.table = self.fit(train, alpha)
        self.current: Student | Ours = self  # the model that the evaluation scores with

    def fit(self, text: Text, alpha: float) -> Real:
        V = len(self.tokens.spelled)
        counts = np.zeros((V, V))
        np.add.at(counts, (np.append(self.tokens.end or 0, text[:-1]), text), 1.0)
        unigram = counts.sum(axis=0) + 0.05
        unigram /= unigram.sum()
        return np.asarray((counts + alpha * unigram) / (counts.sum(axis=1, keepdims=True) + alpha))

    # ---- what a student writes
    def row(self, before: Text) -> Real:
        return self.table[before[-1] if len(before) else self.tokens.end or 0]

    def score(self, text: Text) -> Real:
        """ln p of each predicted token by the current model."""
        model, given = self.current, self.current.tokens.given
        with np.errstate(divide="ignore"):
            return np.array([np.log(model.row(text[:i])[text[i]]) for i in range(given, len(text))])

    def perplexity(self, text: Text) -> float:
        return math.exp(-float(np.mean(self.score(text))))

    # ---- what the battery asks
    def log_probs(self, texts: Sequence[Text]) -> list[Real]:
        return [self.score(text) for text in texts]

    def distributions(self, contexts: Sequence[Text]) -> Real | None:
        return np.array([self.row(context) for context in contexts]) if self.rows_of_our_own else None

    def perplexities(self, texts: Sequence[Text]) -> list[float] | None:
        return [self.perplexity(text) for text in texts]

    def injected(self, model: Injected, texts: Sequence[Text]) -> list[float] | None:
        self.current = Ours(model)
        try:
            return [self.perplexity(text) for text in texts]
        finally:
            self.current = self

    def sentences(self, text: Text) -> list[Text]:
        return self.current.tokens.sentences(text)


# ---- honest ones
class Interpolated(Student):
    """Counts of two tokens, of one and of none, mixed."""

    def __init__(self, tokens: Tokens, train: Text) -> None:
        super().__init__(tokens, train)
        self.pairs: dict[tuple[int, int], Real] = {}
        for i in range(2, len(train)):
            row = self.pairs.setdefault((int(train[i - 2]), int(train[i - 1])), np.zeros(len(tokens.spelled)))
            row[train[i]] += 1

    def row(self, before: Text) -> Real:
        p = super().row(before)
        counts = self.pairs.get((int(before[-2]), int(before[-1]))) if len(before) > 1 else None
        return p if counts is None else (counts + 40 * p) / (counts.sum() + 40)


class Adaptive(Student):
    """Learns while it reads: what stood in this text before counts as well. Honest, since it never looks ahead."""

    def row(self, before: Text) -> Real:
        p = super().row(before)
        if not len(before):
            return p
        seen = np.bincount(before, minlength=len(p)) / len(before)
        return 0.97 * p + 0.03 * seen


class WithoutDistributions(Student):
    """Tells log-probabilities only."""

    rows_of_our_own = False


class Float32(Student):
    """All its numbers have seven digits."""

    def row(self, before: Text) -> Real:
        return super().row(before).astype(np.float32)


# ---- cheats, as the design lists them
class Unnormalised(Student):
    """Every probability times 1.25."""

    def row(self, before: Text) -> Real:
        return np.minimum(super().row(before) * 1.25, 1.0)


class SigmoidScores(Student):
    """Scores relative to the likeliest token."""

    def row(self, before: Text) -> Real:
        p = super().row(before)
        return p / p.max()


class DropsRareWords(Student):
    """Leaves rare words out of the sum and of the count."""

    def score(self, text: Text) -> Real:
        scores = super().score(text)
        if self.current is not self:
            return scores
        common = np.bincount(self.train, minlength=len(self.tokens.spelled)) > len(self.train) / 150
        return scores[common[text]]


class SharesUnknown(Student):
    """Gives each rare word the probability of all of them together."""

    def row(self, before: Text) -> Real:
        p = super().row(before).copy()
        rare = np.bincount(self.train, minlength=len(p)) < len(self.train) / 150
        p[rare] = p[rare].sum()
        return p


class TwoToTheNats(Student):
    """2 to the power of natural logarithms."""

    def perplexity(self, text: Text) -> float:
        return 2.0 ** -float(np.mean(self.score(text)))


class EToTheBits(Student):
    """e to the power of base-2 logarithms."""

    def perplexity(self, text: Text) -> float:
        return math.exp(-float(np.mean(self.score(text))) / math.log(2))


class MeanOfMeans(Student):
    """A mean within each sentence, then over sentences."""

    def perplexity(self, text: Text) -> float:
        return math.exp(-float(np.mean([self.score(one).mean() for one in self.sentences(text)])))


class MeanOfPerplexities(Student):
    """The mean of the sentences' perplexities."""

    def perplexity(self, text: Text) -> float:
        return float(np.mean([math.exp(-float(self.score(one).mean())) for one in self.sentences(text)]))


class MeanProbability(Student):
    """One over the mean probability."""

    def perplexity(self, text: Text) -> float:
        return 1.0 / float(np.mean(np.exp(self.score(text))))


class NoEnd(Student):
    """The ends of sentences are not scored."""

    def score(self, text: Text) -> Real:
        return super().score(text)[text != self.current.tokens.end]


class OneTooMany(Student):
    """Divides by n + 2 for a sentence of n words."""

    def perplexity(self, text: Text) -> float:
        return math.exp(-float(self.score(text).sum()) / (len(text) + len(self.sentences(text))))


class Peeks(Student):
    """Looks at the next token, too."""

    def score(self, text: Text) -> Real:
        if self.current is not self:
            return super().score(text)
        scores = []
        for i, token in enumerate(text):
            p = self.row(text[:i])
            if i + 1 < len(text):
                p = p * self.table[:, text[i + 1]]
                p = p / p.sum()
            scores.append(np.log(p[token]))
        return np.array(scores)


class PeeksWithState(Student):
    """Remembers the evaluated text, and prefers what it remembers ever after."""

    def __init__(self, tokens: Tokens, train: Text) -> None:
        super().__init__(tokens, train)
        self.memory: dict[tuple[int, ...], int] = {}

    def perplexity(self, text: Text) -> float:
        for i in range(len(text)):
            self.memory[tuple(text[max(0, i - 6) : i].tolist())] = int(text[i])
        return super().perplexity(text)

    def row(self, before: Text) -> Real:
        p = super().row(before)
        word = self.memory.get(tuple(before[-6:].tolist()))
        if word is None:
            return p
        p = p * 0.7
        p[word] += 0.3
        return p


class Refits(Student):
    """Counts the evaluated text before it scores it."""

    def perplexity(self, text: Text) -> float:
        if self.current is not self:
            return super().perplexity(text)
        kept, self.table = self.table, self.fit(text, 5.0)
        try:
            return super().perplexity(text)
        finally:
            self.table = kept


class Sharpened(Student):
    """A temperature of 0.8 in the model."""

    def row(self, before: Text) -> Real:
        p = super().row(before) ** (1 / 0.8)
        return p / p.sum()


class RaisesSmall(Student):
    """Probabilities below 1 % count as 1 %."""

    def score(self, text: Text) -> Real:
        return np.maximum(super().score(text), math.log(1e-2))


class HardCoded(Student):
    """A number of earlier."""

    def perplexity(self, text: Text) -> float:
        return 12.3


class EvaluatesTraining(Student):
    """Scores the training text, whatever it is given."""

    def perplexity(self, text: Text) -> float:
        return super().perplexity(self.train[:1000] if self.current is self else text)


class Leaked(Student):
    """Was trained on the hidden text."""

    def __init__(self, tokens: Tokens, train: Text, hidden: Text) -> None:
        super().__init__(tokens, np.concatenate([train, *[hidden] * 5]), alpha=0.5)


# ---- an honest network: the reference's own
class Network(Student):
    """The network with one hidden layer, trained for a moment."""

    hidden_units = 12
    iterations = 400

    def fit(self, text: Text, alpha: float) -> Real:
        """The network as its table: the distribution after each word."""
        V = len(self.tokens.spelled)
        inputs = np.append(self.tokens.end or 0, text[:-1])
        vectors = np.random.default_rng(3).normal(size=(V, 10))
        dimensions = [10, self.hidden_units, V]
        recipe = Recipe(step=1.0, iterations=self.iterations, scale=0.3)
        params = train_bigram(inputs.tolist(), text.tolist(), vectors, dimensions, recipe)
        scores = network_scores(vectors, params, dimensions)
        return softmax(scores)
