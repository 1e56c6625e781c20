"""How the perplexity of sentences is misread. Each function changes one step of the right one."""

from collections.abc import Sequence

import numpy as np

from reference.arrays import Array
from reference.language_models.perplexity import perplexity, perplexity_of_log_probs
from reference.language_models.text_perplexity import Model, sentence_probabilities, text_perplexity
from reference.mistake import mistake

Sentences = Sequence[Sequence[int]]


def all_probabilities(model: Model, sentences: Sentences, end: int) -> Array:
    """Every token's probability, the ends among them: (M,)."""
    return np.concatenate([sentence_probabilities(model, sentence, end) for sentence in sentences])


# Caught by: perplexity (tokens counted per sentence = words + 1).
@mistake(
    of=text_perplexity,
    name="the end of a sentence left out",
    sentence="Your perplexity leaves out the end of each sentence, in the sum and in the count.",
    advice="A sentence of n words has n + 1 tokens to predict: score its end as well.",
)
def without_end(model: Model, sentences: Sentences, end: int) -> Array:
    return perplexity(np.concatenate([sentence_probabilities(model, words, end)[:-1] for words in sentences]))


# Caught by: perplexity (an injected skewed model).
@mistake(
    of=text_perplexity,
    name="the start of a sentence counted",
    sentence="You count n + 2 tokens for a sentence of n words: the start, which is given and not predicted, is one.",
    advice="Divide by the tokens that are predicted: n words and the end.",
)
def start_counted(model: Model, sentences: Sentences, end: int) -> Array:
    p = all_probabilities(model, sentences, end)
    return np.asarray(np.exp(-np.sum(np.log(p)) / (len(p) + len(sentences))))


# Caught by: perplexity (an injected skewed model).
@mistake(
    of=text_perplexity,
    name="the end scored but not counted",
    sentence="You score the end of each sentence and divide by the number of words, which leaves those ends out.",
    advice="Divide by as many tokens as you score: n words and the end.",
)
def end_not_counted(model: Model, sentences: Sentences, end: int) -> Array:
    p = all_probabilities(model, sentences, end)
    return np.asarray(np.exp(-np.sum(np.log(p)) / (len(p) - len(sentences))))


# Caught by: perplexity (an injected skewed model, sentences of 1, 30, 2 and 11 words).
@mistake(
    of=text_perplexity,
    name="a mean of the sentences' means",
    sentence="You average within each sentence first, then over the sentences: a word of a short one counts more.",
    advice="Add up the logarithms of all sentences and divide by the number of all their tokens.",
)
def mean_of_means(model: Model, sentences: Sentences, end: int) -> Array:
    means = [np.mean(np.log(sentence_probabilities(model, words, end))) for words in sentences]
    return perplexity_of_log_probs(np.array(means))


# Caught by: perplexity (an injected skewed model, sentences of 1, 30, 2 and 11 words).
@mistake(
    of=text_perplexity,
    name="the mean of the sentences' perplexities",
    sentence="Your perplexity is the mean of the perplexities of the single sentences.",
    advice="Add up the logarithms of all sentences, divide by all their tokens and take `exp` once.",
)
def mean_of_perplexities(model: Model, sentences: Sentences, end: int) -> Array:
    return np.asarray(np.mean([text_perplexity(model, [words], end) for words in sentences]))


# Caught by: perplexity (an injected uniform model must give V).
@mistake(
    of=text_perplexity,
    name="e to the power of bits",
    sentence="You take `exp` of the mean of base-2 logarithms, so your perplexity is too high.",
    advice="Use one base for both: `np.exp` with `np.log`, or `2 **` with `np.log2`.",
)
def e_to_the_bits(model: Model, sentences: Sentences, end: int) -> Array:
    return np.asarray(np.exp(-np.mean(np.log2(all_probabilities(model, sentences, end)))))


# Caught by: perplexity (an injected uniform model must give V).
@mistake(
    of=text_perplexity,
    name="2 to the power of nats",
    sentence="You raise 2 to the mean of natural logarithms, so your perplexity is too low.",
    advice="Use one base for both: `np.exp` with `np.log`, or `2 **` with `np.log2`.",
)
def two_to_the_nats(model: Model, sentences: Sentences, end: int) -> Array:
    return np.asarray(2.0 ** -np.mean(np.log(all_probabilities(model, sentences, end))))


# Caught by: perplexity (an injected skewed model; the calibration of an honest one warns, it does not fail).
@mistake(
    of=text_perplexity,
    name="a temperature in the perplexity",
    sentence="Your perplexity sharpens the model's distribution with the temperature 0.8 before it scores the text.",
    advice="A temperature belongs to sampling. Score the text with the distribution as the model gives it.",
)
def sharpened(model: Model, sentences: Sentences, end: int) -> Array:
    def cold(before: Sequence[int]) -> Array:
        p = model(before) ** (1.0 / 0.8)
        return np.asarray(p / np.sum(p))

    return text_perplexity(cold, sentences, end)


# Caught by: perplexity (Σ of the distribution is not 1).
@mistake(
    of=text_perplexity,
    name="scores for probabilities",
    sentence="You score each token relative to the most probable one: your probabilities don't sum to 1.",
    advice="Score every token with its probability as it is, of a distribution that sums to 1.",
)
def relative(model: Model, sentences: Sentences, end: int) -> Array:
    return text_perplexity(lambda before: model(before) / np.max(model(before)), sentences, end)


# Caught by: perplexity (replaced suffixes move earlier log-probabilities; the floor).
@mistake(
    of=text_perplexity,
    name="the scored word among what came before",
    sentence="You hand the model the word that is scored along with the words before it.",
    advice="The i-th word is scored from the words before it: `tokens[:i]`, not `tokens[:i + 1]`.",
)
def peeking(model: Model, sentences: Sentences, end: int) -> Array:
    p = [model([*words, end][: i + 1])[w] for words in sentences for i, w in enumerate([*words, end])]
    return perplexity(np.array(p))


# Caught by: perplexity (N ln PP must add up over uneven parts; an injected skewed model).
@mistake(
    of=text_perplexity,
    name="the first sentence only",
    sentence="Your perplexity is that of the first sentence.",
    advice="Go on through all sentences, and divide by the number of all their tokens.",
)
def first_sentence(model: Model, sentences: Sentences, end: int) -> Array:
    return text_perplexity(model, sentences[:1], end)
