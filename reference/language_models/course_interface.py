"""The bigram model behind the interface of the course's `q1d_neural_lm.py`: names set from outside, a text by its path.

What is read and computed stands elsewhere; here it is only called as the sheet calls it. Each mistake of it is one of
the function behind it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from reference.arrays import Array
from reference.language_models.bigram_data import Sentence
from reference.language_models.eval_neural_lm import eval_neural_lm
from reference.language_models.lm_wrapper import Embeddings, lm_wrapper
from reference.language_models.preprocessing import sentence_of
from reference.mistake import mistake, mistakes_of

#: What the starter sets under `__main__`; whoever calls a function of this file sets them before.
word_to_num: dict[str, int] = {}
num_to_word_embedding: Embeddings = np.zeros((0, 0))
dimensions: Sequence[int] = ()
params: Array = np.zeros(0)

_Evaluation = Callable[[Sequence[Sentence], Embeddings, Sequence[int], Array], Array]


def eval_from_path(eval_data_path: str) -> Array:
    """The perplexity on the text of a file, with a word and its tag a line and a blank line after each sentence.

    Source: assignment 3, question 1d.
    """
    return eval_neural_lm(sentences(eval_data_path), num_to_word_embedding, dimensions, params)


def sentences(path: str) -> list[Sentence]:
    """The sentences of a file as word numbers, start and end among them."""
    blocks = Path(path).read_text("utf-8").strip().split("\n\n")
    lines = (" ".join(line.split("\t")[0] for line in block.splitlines()) for block in blocks)
    return [sentence_of(line, word_to_num) for line in lines]


def drawn_batch(
    in_word_index: Sequence[int],
    out_word_index: Sequence[int],
    vectors: Embeddings,
    sizes: Sequence[int],
    flat: Array,
) -> tuple[Array, Array]:
    """`lm_wrapper` again: here for the mistakes about its draws, which a corpus of one pair cannot show."""
    return lm_wrapper(in_word_index, out_word_index, vectors, sizes, flat)


def _by_path(evaluation: _Evaluation) -> Callable[[str], Array]:
    def evaluated(eval_data_path: str) -> Array:
        return evaluation(sentences(eval_data_path), num_to_word_embedding, dimensions, params)

    return evaluated


for _one in mistakes_of(eval_neural_lm):
    # Caught by: perplexity (injected models).
    mistake(of=eval_from_path, name=_one.name, sentence=_one.sentence, advice=_one.advice)(_by_path(_one.wrong))
