"""How the bigram model is trained: the course's recipe, on any corpus of pairs."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reference.arrays import Array
from reference.foundations.sgd import sgd
from reference.language_models.lm_wrapper import BATCH_SIZE, Embeddings, mean_cost


@dataclass(frozen=True)
class Recipe:
    """What decides a training besides its data. The defaults are the course's."""

    step: float = 0.3  # halved after every 20,000 iterations
    iterations: int = 40_000
    scale: float = 1.0  # of the normal first parameters
    seed: int = 9265


def train_bigram(
    in_word_index: Sequence[int],
    out_word_index: Sequence[int],
    num_to_word_embedding: Embeddings,
    dimensions: Sequence[int],
    recipe: Recipe,
) -> Array:
    """The parameters after a walk of `sgd` along the mean costs of drawn batches of 50 pairs.

    Returns them flat, [W1, b1, W2, b2]: (Dx + 1) H + (H + 1) Dy numbers, as `saved_params_40000.npy` holds them. Leaves
    the global random states alone.
    Source: assignment 3, question 1d.
    """
    source = random.Random(recipe.seed)
    inputs, outputs = np.asarray(in_word_index), np.asarray(out_word_index)  # (N,), (N,)
    vectors = np.asarray(num_to_word_embedding, dtype=np.float64)  # (V, Dx)

    def cost(params: Array) -> tuple[Array, Array]:
        places = source.choices(range(len(inputs)), k=BATCH_SIZE)
        return mean_cost(inputs[places], outputs[places], vectors, dimensions, params)

    return sgd(cost, first_params(dimensions, recipe), recipe.step, recipe.iterations, PRINT_EVERY=0)


def first_params(dimensions: Sequence[int], recipe: Recipe) -> Array:
    """Normal numbers of the recipe's scale, flat."""
    Dx, H, Dy = (int(size) for size in dimensions)
    return recipe.scale * np.random.default_rng(recipe.seed).normal(size=(Dx + 1) * H + (H + 1) * Dy)


def start_of_training() -> Array:
    """The course's first parameters, flat: what its starter draws after `np.random.seed(9265)`, before any step."""
    return np.random.RandomState(9265).randn((50 + 1) * 50 + (50 + 1) * 2000)
