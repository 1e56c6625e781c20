import hashlib

import numpy as np
import pytest

from grader.data.dice import UNIT
from grader.data.sentiment import FIVE, TWO, Shape, draw_sentiment
from grader.data.word_chain import UnknownWord
from tests.data.languages import dice, within_four_standard_errors

TINY = Shape(("bad", "good"), (0.5, 2.0), 1, 3)


@pytest.mark.parametrize(("shape", "best"), [(FIVE, 0.60499), (TWO, 0.94236)])
def test_the_best_accuracy_is_known_and_the_best_classifier_reaches_it(shape, best):
    language = draw_sentiment(dice(1), shape)
    assert language.best_accuracy == pytest.approx(best, abs=1e-5)
    drawn = language.sentences(3000, dice(2))
    posteriors = [language.posterior(words) for words, _ in drawn]
    right = np.array([posterior.argmax() == label for posterior, (_, label) in zip(posteriors, drawn, strict=True)])
    assert within_four_standard_errors(right.astype(float), language.best_accuracy)
    assert within_four_standard_errors(np.array([posterior.max() for posterior in posteriors]), language.best_accuracy)


def test_the_best_accuracy_of_short_sentences_is_the_sum_over_all_of_them():
    language = draw_sentiment(dice(1), TINY)
    chances = language.favours / UNIT
    one = chances.max(axis=0).sum() / 2
    two = np.einsum("la,lb->lab", chances, chances).max(axis=0).sum() / 2
    three = np.einsum("la,lb,lc->labc", chances, chances, chances).max(axis=0).sum() / 2
    assert language.best_accuracy == pytest.approx((one + two + three) / 3, abs=1e-6)


def test_a_posterior_is_bayes_rule():
    language = draw_sentiment(dice(1), TINY)
    words = [language.words[4], language.words[9], language.words[4]]
    places = [language.numbers[word] for word in words]
    likely = (language.favours / UNIT)[:, language.valences[places] + 2].prod(axis=1)
    assert language.posterior(words) == pytest.approx(likely / likely.sum())
    assert language.posterior([]) == pytest.approx([0.5, 0.5])


def test_lengths_and_labels_are_even():
    drawn = draw_sentiment(dice(1), FIVE).sentences(5000, dice(3))
    lengths = np.array([len(words) for words, _ in drawn])
    assert (lengths.min(), lengths.max()) == (4, 40)
    assert within_four_standard_errors(lengths.astype(float), 22.0)
    for label in range(5):
        assert within_four_standard_errors(np.array([one == label for _, one in drawn]).astype(float), 0.2)


def test_words_are_drawn_as_often_as_they_should_be():
    language = draw_sentiment(dice(1), TWO)
    spoken = [
        language.numbers[word] for words, label in language.sentences(1500, dice(4)) if label == 1 for word in words
    ]
    chances = (language.favours[1] / UNIT)[language.valences + 2] * (language.emissions / UNIT)
    assert chances.sum() == pytest.approx(1)
    for word in np.argsort(-chances)[:5]:
        assert within_four_standard_errors((np.array(spoken) == word).astype(float), chances[word])


def test_vectors_tell_the_valence_of_nearly_every_word():
    language = draw_sentiment(dice(1), FIVE)
    centers = np.array([language.vectors[language.valences == valence].mean(axis=0) for valence in range(-2, 3)])
    distances = np.linalg.norm(language.vectors[:, None, :] - centers[None, :, :], axis=2)
    assert (distances.argmin(axis=1) - 2 == language.valences).mean() > 0.99


def test_an_unknown_word_is_named():
    with pytest.raises(UnknownWord, match="'film' is no word"):
        draw_sentiment(dice(1), TWO).posterior(["film"])


def test_what_is_printed_of_a_language_holds_no_parameter():
    assert repr(draw_sentiment(dice(1), TWO)) == "SentimentLanguage of 1000 words"


def test_the_same_seed_gives_the_same_sentences_on_every_machine():
    language = draw_sentiment(dice(1), FIVE)
    text = repr(language.sentences(50, dice(2))) + repr(language.vectors.tolist())
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "6904e724b904986b"
