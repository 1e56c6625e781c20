"""A corpus as numbers of tokens: the vocabulary, the texts to train on, and the hidden one with its oracle."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from grader.data.corpora import CharacterCorpus, Corpus, Sentence, Vectors, WordCorpus
from grader.data.dice import Dice, Real
from grader.data.plateaus import Plateau
from grader.data.word_chain import END
from grader.honesty.language import Hidden, Text, Tokens
from grader.honesty.levels import counted

UNKNOWN = "<unk>"
#: What the course's own vocabulary file calls it; see `preprocessing` in the reference.
_COURSE_UNKNOWN = "UUUNKKK"
_ABSENT = 0.1  # the size of vectors for tokens that have none


@dataclass(frozen=True, eq=False)
class Numbered:
    """One corpus in the tokens of one vocabulary."""

    tokens: Tokens
    train: Text = field(repr=False)
    dev: Text = field(repr=False)
    hidden: Hidden = field(repr=False)
    vectors: Real | None = field(default=None, repr=False)  # (V, D)
    known: tuple[Plateau, ...] = ()  # the levels of a synthetic language

    @property
    def levels(self) -> tuple[Plateau, ...]:
        """What models reach that know less: exact for a synthetic language, counted for a real text."""
        return self.known or counted(self.tokens, self.train, self.hidden.text)


def numbered(corpus: Corpus, vocabulary: int = 0, most: int = 0) -> Numbered:
    """The corpus as numbers.

    vocabulary: how many types at most, the most frequent ones; the rest is the unknown word. 0: all of them.
    most: how many tokens of the hidden text at most; 0: all of them. Raises ValueError for labelled texts.
    """
    if isinstance(corpus, CharacterCorpus):
        return _characters(corpus, most)
    if isinstance(corpus, WordCorpus):
        return _words(corpus, vocabulary, most)
    raise ValueError("a language model needs a text of words or of characters, and this one has labels")


def _characters(corpus: CharacterCorpus, most: int) -> Numbered:
    symbols = corpus.oracle.symbols if corpus.oracle else "".join(sorted(set(corpus.train + corpus.dev + corpus.test)))
    places = {symbol: number for number, symbol in enumerate(symbols)}

    def read(text: str) -> Text:
        return np.array([places[symbol] for symbol in text], dtype=np.int64)

    test = corpus.test[:most] if most else corpus.test
    oracle = corpus.oracle.log_probabilities(test)[1:] if corpus.oracle else None
    tokens = Tokens(tuple(symbols))
    hidden = Hidden(tokens, read(test), len(test), test.count("\n") + 1, oracle)
    levels = corpus.oracle.plateaus if corpus.oracle else ()
    return Numbered(tokens, read(corpus.train), read(corpus.dev), hidden, known=levels)


def _words(corpus: WordCorpus, vocabulary: int, most: int) -> Numbered:
    tokens, reading = _vocabulary(corpus, vocabulary)

    def read(sentences: Iterable[Sentence]) -> Text:
        return np.array([reading(word) for words in sentences for word in (*words, END)], dtype=np.int64)

    test = _beginning(corpus.test, most) if most else corpus.test
    text = read(test)
    characters = sum(len(word) + 1 for words in test for word in words)
    oracle = corpus.oracle.log_probabilities(text) if corpus.oracle else None
    return Numbered(
        tokens,
        read(corpus.train),
        read(corpus.dev),
        Hidden(tokens, text, characters, len(test), oracle),
        _rows(corpus.vectors, tokens.spelled) if corpus.vectors else None,
        corpus.oracle.plateaus if corpus.oracle else (),
    )


def _beginning(sentences: Sequence[Sentence], most: int) -> Sequence[Sentence]:
    """Whole sentences, at most so many tokens with their ends, and at least one."""
    ends = np.cumsum([len(words) + 1 for words in sentences])
    return sentences[: max(1, int(np.searchsorted(ends, most, side="right")))]


def _vocabulary(corpus: WordCorpus, size: int) -> tuple[Tokens, Callable[[str], int]]:
    """The types, and which of them a word is."""
    if corpus.oracle:
        numbers = corpus.oracle.numbers
        return Tokens(corpus.oracle.words, end=numbers[END]), lambda word: numbers[word]
    if corpus.counts:
        return _of_the_course([word for word, _ in corpus.counts], size)
    often = Counter(word for words in corpus.train for word in words)
    often.pop(UNKNOWN, None)
    ranked = sorted(often, key=lambda word: (-often[word], word))
    spelled = (END, UNKNOWN, *(ranked[: size - 2] if size else ranked))
    places = {word: number for number, word in enumerate(spelled)}
    return Tokens(spelled, end=0, unknown=1), lambda word: places.get(word, 1)


def _of_the_course(listed: Sequence[str], size: int) -> tuple[Tokens, Callable[[str], int]]:
    """The first words of a vocabulary file, and words as that course writes them: lower case, digits as DG."""
    from reference.language_models.preprocessing import canonical

    spelled = tuple(listed[:size] if size else listed)
    places = {word: number for number, word in enumerate(spelled)}
    tokens = Tokens(spelled, end=places[END], unknown=places[_COURSE_UNKNOWN])
    return tokens, lambda word: places[END if word == END else canonical(word, places)]


def _rows(vectors: Vectors, spelled: Sequence[str]) -> Real:
    """(V, D): a row for each token, by its lower case where it has none of its own; else a small one of chance."""
    places = {word: number for number, word in enumerate(vectors.words)}
    rows = _ABSENT * Dice(np.random.Generator(np.random.PCG64(0))).bells(len(spelled), vectors.rows.shape[1])
    for number, word in enumerate(spelled):
        place = places.get(word, places.get(word.lower()))
        if place is not None:
            rows[number] = vectors.rows[place]
    return rows
