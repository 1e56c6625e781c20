"""What a text to train and measure on looks like, whether it was read from files or drawn from a seed.

An `oracle` is what knows everything about a synthetic text. It stays on this side of the wall, and is never printed.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from grader.data.character_chain import CharacterChain
from grader.data.dice import Real
from grader.data.sentiment import SentimentLanguage
from grader.data.word_chain import WordChain

Sentence: TypeAlias = tuple[str, ...]  # words, without marks of beginning or end


@dataclass(frozen=True, eq=False)
class Vectors:
    """A vector for each of some words."""

    words: tuple[str, ...]
    rows: Real = field(repr=False)  # (words, D)


@dataclass(frozen=True, eq=False)
class WordCorpus:
    """Sentences of words, in three parts that share none of the text."""

    train: tuple[Sentence, ...] = field(repr=False)
    dev: tuple[Sentence, ...] = field(repr=False)
    test: tuple[Sentence, ...] = field(repr=False)
    notes: tuple[str, ...] = ()  # what a reader of figures should know
    counts: tuple[tuple[str, int], ...] = field(default=(), repr=False)  # a vocabulary file's words, in its order
    vectors: Vectors | None = field(default=None, repr=False)
    oracle: WordChain | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class CharacterCorpus:
    """A text of characters, in three parts."""

    train: str = field(repr=False)
    dev: str = field(repr=False)
    test: str = field(repr=False)
    notes: tuple[str, ...] = ()
    oracle: CharacterChain | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Example:
    """A sentence or a review with its label, a number."""

    words: Sentence
    label: int
    text: str  # as it was written


@dataclass(frozen=True, eq=False)
class LabelledCorpus:
    """Labelled sentences in three parts; no sentence of dev or test stands in train, none of test in dev."""

    labels: tuple[str, ...]  # the labels' names, by number
    train: tuple[Example, ...] = field(repr=False)
    dev: tuple[Example, ...] = field(repr=False)
    test: tuple[Example, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    vectors: Vectors | None = field(default=None, repr=False)
    oracle: SentimentLanguage | None = field(default=None, repr=False)


Corpus: TypeAlias = WordCorpus | CharacterCorpus | LabelledCorpus
