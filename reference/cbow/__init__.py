"""Assignment 4, `cbow`: windows, noise, neighbours and drills, in numpy. Importing this room files their mistakes.

The model, its loss and its training are in torch, in a room of their own, `learning`, which nothing here imports.
"""

from reference.cbow.drills import two_neurons
from reference.cbow.neighbours import nearest
from reference.cbow.rows import cbow_samples, get_tokenized_dataset, skipgram_samples
from reference.cbow.sampler import K, draw_negatives, noise_distribution

__all__ = [
    "K",
    "cbow_samples",
    "draw_negatives",
    "get_tokenized_dataset",
    "nearest",
    "noise_distribution",
    "skipgram_samples",
    "two_neurons",
]
