"""How the evaluation of the bigram model is misread. Each function changes one step of the right one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reference.arrays import Array
from reference.language_models.bigram_data import Sentence
from reference.language_models.eval_neural_lm import Scored, eval_neural_lm
from reference.language_models.lm_wrapper import BATCH_SIZE, Embeddings
from reference.language_models.perplexity import perplexity_of_log_probs
from reference.mistake import mistake

Corpus = Sequence[Sentence]


# Caught by: perplexity (recomputed from the same parameters); values (forward, labels other than 0).
@mistake(
    of=eval_neural_lm,
    name="word 0 scored at every place",
    sentence="Your perplexity scores word 0 at every place of the text, not the word that stands there.",
    advice="Hand `forward` what it takes as a label: the word's index. Where yours wants a one-hot row, it reads every "
    "index as word 0.",
)
def word_zero(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    scored = Scored.of(S, vectors, dimensions, params)
    return perplexity_of_log_probs(replace(scored, outputs=np.zeros_like(scored.outputs)).log_probs())


# Caught by: perplexity (recomputed; causality: the input is the word to be scored).
@mistake(
    of=eval_neural_lm,
    name="inputs taken from the targets",
    sentence="Your perplexity feeds the model the word that it is to predict, not the one before it.",
    advice="The row for `out_word_index[i]` is the vector of `in_word_index[i]`.",
)
def inputs_from_targets(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    scored = Scored.of(S, vectors, dimensions, params)
    return perplexity_of_log_probs(replace(scored, inputs=scored.outputs).log_probs())


# Caught by: perplexity (recomputed; tokens counted).
@mistake(
    of=eval_neural_lm,
    name="zero-padded rows scored",
    sentence="Your perplexity counts rows of zeros that fill up the last batch, as though word 0 stood there.",
    advice="Let the last batch be as short as it comes, or leave the padding out of the sum and of the count.",
)
def padding_scored(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    scored = Scored.of(S, vectors, dimensions, params)
    missing = -len(scored.inputs) % BATCH_SIZE
    nothing = Scored(
        inputs=np.zeros(missing, dtype=np.intp),
        outputs=np.zeros(missing, dtype=np.intp),
        vectors=np.zeros_like(scored.vectors),
        dimensions=dimensions,
        params=params,
    )
    return perplexity_of_log_probs(np.concatenate([scored.log_probs(), nothing.log_probs()]))


# Caught by: perplexity (recomputed; tokens counted).
@mistake(
    of=eval_neural_lm,
    name="padding counted",
    sentence="You divide by the corpus's length rounded up to whole batches of 50: rows that only fill up are counted.",
    advice="Divide by the number of pairs.",
)
def padding_counted(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    log_probs = Scored.of(S, vectors, dimensions, params).log_probs()
    return np.asarray(np.exp(-np.sum(log_probs) / (len(log_probs) + -len(log_probs) % BATCH_SIZE)))


# Caught by: perplexity (recomputed; N ln PP must add up over uneven parts).
@mistake(
    of=eval_neural_lm,
    name="the first batch only",
    sentence="Your perplexity is that of the first 50 pairs of the text.",
    advice="Go on through all of the text, and divide by the number of its pairs.",
)
def first_batch(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    return perplexity_of_log_probs(Scored.of(S, vectors, dimensions, params).log_probs()[:BATCH_SIZE])


# Caught by: perplexity (recomputed; tokens counted).
@mistake(
    of=eval_neural_lm,
    name="the last batch dropped",
    sentence="Your perplexity leaves out the pairs after the last whole batch of 50.",
    advice="Score the rest too: the last batch is as short as it comes.",
)
def whole_batches(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    log_probs = Scored.of(S, vectors, dimensions, params).log_probs()
    return perplexity_of_log_probs(log_probs[: len(log_probs) // BATCH_SIZE * BATCH_SIZE])


# Caught by: perplexity (recomputed; tokens counted).
@mistake(
    of=eval_neural_lm,
    name="divided by the number of words",
    sentence="You divide by the number of words, though the first of each sentence is not predicted.",
    advice="Divide by the number of pairs, `len(in_word_index)`.",
)
def words_counted(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    log_probs = Scored.of(S, vectors, dimensions, params).log_probs()
    return np.asarray(np.exp(-np.sum(log_probs) / sum(len(sentence) for sentence in S)))


# Caught by: perplexity (recomputed; sentences of uneven lengths).
@mistake(
    of=eval_neural_lm,
    name="the mean of the sentences' perplexities",
    sentence="Your perplexity is the mean of the perplexities of the single sentences.",
    advice="Add up the logarithms of the whole text, divide by all its pairs and take `exp` once.",
)
def mean_of_sentences(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    return np.asarray(np.mean([eval_neural_lm([sentence], vectors, dimensions, params) for sentence in S]))


# Caught by: perplexity (recomputed); claim (the gap explained by the base).
@mistake(
    of=eval_neural_lm,
    name="e to the power of bits",
    sentence="You take `exp` of the mean of base-2 logarithms, so your perplexity is too high.",
    advice="Use one base for both: `np.exp` with `np.log`, or `2 **` with `np.log2`.",
)
def e_to_the_bits(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    return np.asarray(eval_neural_lm(S, vectors, dimensions, params) ** (1.0 / np.log(2.0)))


# Caught by: perplexity (recomputed); claim (the gap explained by the base).
@mistake(
    of=eval_neural_lm,
    name="2 to the power of nats",
    sentence="You raise 2 to the mean of natural logarithms, so your perplexity is too low.",
    advice="Use one base for both: `np.exp` with `np.log`, or `2 **` with `np.log2`.",
)
def two_to_the_nats(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    return np.asarray(eval_neural_lm(S, vectors, dimensions, params) ** np.log(2.0))


# Caught by: perplexity (recomputed; a text of thousands of words).
@mistake(
    of=eval_neural_lm,
    name="the mean of the probabilities",
    sentence="Your perplexity is one over the mean of the probabilities.",
    advice="Average the logarithms, and take `exp` of the negative mean.",
)
def mean_of_probabilities(S: Corpus, vectors: Embeddings, dimensions: Sequence[int], params: Array) -> Array:
    return np.asarray(1.0 / np.mean(np.exp(Scored.of(S, vectors, dimensions, params).log_probs())))
