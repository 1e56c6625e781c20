"""Assignment 2, `word2vec`: naive softmax and negative sampling.

The mathematics and the order of arguments are assignment 1's under the later course's names, so the functions are the
same ones, their mistakes and terms included.
"""

from reference.foundations import get_negative_samples, sgd, sigmoid, skipgram
from reference.foundations import neg_sampling_cost_and_gradient as neg_sampling
from reference.foundations import softmax_cost_and_gradient as naive_softmax

__all__ = ["get_negative_samples", "naive_softmax", "neg_sampling", "sgd", "sigmoid", "skipgram"]
