"""The synthetic sets: a language and its texts from one seed, with no licence and no file.

With a secret seed both are secret: the hidden text, and the language that it is drawn from. A student's process is
handed the training text and the vectors; never the oracle, and never the test text.
"""

from collections.abc import Callable, Mapping

from grader.data.character_chain import draw_character_chain
from grader.data.corpora import CharacterCorpus, Corpus, Example, LabelledCorpus, Vectors, WordCorpus
from grader.data.dice import Dice
from grader.data.sentiment import FIVE, TWO, SentimentLanguage, Shape, draw_sentiment
from grader.data.word_chain import draw_word_chain
from grader.draws.draws import Draws

_WORD_TOKENS = (200_000, 20_000, 50_000)  # train, dev, test
_CHARACTERS = (200_000, 20_000, 20_000)
_SHORT = (8_000, 1_000, 2_000)
_LONG = (6_000, 1_000, 2_000)


def words(draws: Draws) -> WordCorpus:
    """Order-1 words, V = 500, ten classes: for the neural bigram."""
    return _word_corpus(draws, 500, 10)


def neighbours(draws: Draws) -> WordCorpus:
    """Two hundred words beside the end, eight classes: for word vectors, with `association` as the truth."""
    return _word_corpus(draws, 201, 8)


def characters(draws: Draws) -> CharacterCorpus:
    """Order-2 characters, A = 12: for the character model."""
    language = draw_character_chain(Dice(draws.randomness("language")))
    train, dev, test = (
        language.text(length, Dice(draws.randomness(part)))
        for part, length in zip(("train", "dev", "test"), _CHARACTERS, strict=True)
    )
    return CharacterCorpus(train, dev, test, oracle=language)


def sentences(draws: Draws) -> LabelledCorpus:
    """Five classes of short sentences: where the Stanford trees would be."""
    return _labelled(draws, FIVE, _SHORT)


def reviews(draws: Draws) -> LabelledCorpus:
    """Two classes of long texts: where the film reviews would be."""
    return _labelled(draws, TWO, _LONG)


#: What a spec may name, and what stands in for a real set.
SYNTHETIC: Mapping[str, Callable[[Draws], Corpus]] = {
    "synthetic-words": words,
    "synthetic-neighbours": neighbours,
    "synthetic-characters": characters,
    "synthetic-sentences": sentences,
    "synthetic-reviews": reviews,
}


def _word_corpus(draws: Draws, count: int, classes: int) -> WordCorpus:
    language = draw_word_chain(Dice(draws.randomness("language")), count, classes)
    train, dev, test = (
        language.sentences(language.text(tokens, Dice(draws.randomness(part))))
        for part, tokens in zip(("train", "dev", "test"), _WORD_TOKENS, strict=True)
    )
    return WordCorpus(train, dev, test, vectors=Vectors(language.words, language.vectors), oracle=language)


def _labelled(draws: Draws, shape: Shape, counts: tuple[int, int, int]) -> LabelledCorpus:
    language = draw_sentiment(Dice(draws.randomness("language")), shape)
    train, dev, test = (
        _examples(language, count, Dice(draws.randomness(part)))
        for part, count in zip(("train", "dev", "test"), counts, strict=True)
    )
    vectors = Vectors(language.words, language.vectors)
    return LabelledCorpus(shape.labels, train, dev, test, vectors=vectors, oracle=language)


def _examples(language: SentimentLanguage, count: int, dice: Dice) -> tuple[Example, ...]:
    return tuple(Example(spoken, label, " ".join(spoken)) for spoken, label in language.sentences(count, dice))
