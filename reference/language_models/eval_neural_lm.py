"""The perplexity of the bigram model on a corpus."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reference.arrays import Array, Indices
from reference.language_models.bigram_data import Sentence, convert_to_lm_dataset
from reference.language_models.forward import log_probs
from reference.language_models.lm_wrapper import Embeddings
from reference.language_models.perplexity import perplexity_of_log_probs

#: So many rows at a time: 1,000 scores of 2,000 words are 16 MB.
ROWS = 1000


def eval_neural_lm(
    S: Sequence[Sentence], num_to_word_embedding: Embeddings, dimensions: Sequence[int], params: Array
) -> Array:
    """The perplexity of the network with one hidden layer on every pair of neighbours of a corpus.

    PP = exp(-(1/N) Σ_n ln ŷ_{o_n}(x_n)) over the N pairs (word, next word), no pair left out and none added: the last
    batch is as short as it comes.

    S: the corpus that the course's `eval_neural_lm` reads from its path, as sentences of word indices.
    Returns a number of at least 1, (); V for a model that knows nothing.
    Source: assignment 3, question 1d.
    """
    return perplexity_of_log_probs(Scored.of(S, num_to_word_embedding, dimensions, params).log_probs())


@dataclass(frozen=True)
class Scored:
    """A corpus's pairs before a model."""

    inputs: Indices  # (N,)
    outputs: Indices  # (N,)
    vectors: Array  # (V, Dx)
    dimensions: Sequence[int]
    params: Array

    @classmethod
    def of(cls, S: Sequence[Sentence], vectors: Embeddings, dimensions: Sequence[int], params: Array) -> "Scored":
        """The pairs of a corpus, in order."""
        inputs, outputs = (np.array(words, dtype=np.intp) for words in convert_to_lm_dataset(S))
        return cls(inputs, outputs, np.asarray(vectors, dtype=np.float64), dimensions, params)

    def log_probs(self) -> Array:
        """ln of the probability of every output, (N,)."""
        starts = range(0, len(self.inputs), ROWS)
        return np.concatenate([np.zeros(0), *(self._some(slice(start, start + ROWS)) for start in starts)])

    def _some(self, rows: slice) -> Array:
        return log_probs(self.vectors[self.inputs[rows]], self.outputs[rows], self.params, self.dimensions)
