"""Assignment 1, `word2vec-foundations`: from softmax to sentiment. Importing this room files its mistakes as well."""

from reference.foundations import (
    forward_backward_prop_mistakes,  # noqa: F401
    neg_sampling_draw_mistakes,  # noqa: F401
    neg_sampling_formula_mistakes,  # noqa: F401
    sgd_mistakes,  # noqa: F401
    skipgram_mistakes,  # noqa: F401
    softmax_cost_and_gradient_mistakes,  # noqa: F401
    softmax_regression_mistakes,  # noqa: F401
)
from reference.foundations.cbow import cbow
from reference.foundations.choose_best_model import choose_best_model
from reference.foundations.forward_backward_prop import forward_backward_prop
from reference.foundations.gradcheck_naive import gradcheck_naive
from reference.foundations.neg_sampling_cost_and_gradient import get_negative_samples, neg_sampling_cost_and_gradient
from reference.foundations.normalize_rows import normalize_rows
from reference.foundations.regularization_values import regularization_values
from reference.foundations.sentence_feature import sentence_feature
from reference.foundations.sgd import sgd
from reference.foundations.sigmoid import sigmoid
from reference.foundations.sigmoid_grad import sigmoid_grad
from reference.foundations.skipgram import skipgram
from reference.foundations.softmax import softmax
from reference.foundations.softmax_cost_and_gradient import softmax_cost_and_gradient
from reference.foundations.softmax_regression import softmax_regression

__all__ = [
    "cbow",
    "choose_best_model",
    "forward_backward_prop",
    "get_negative_samples",
    "gradcheck_naive",
    "neg_sampling_cost_and_gradient",
    "normalize_rows",
    "regularization_values",
    "sentence_feature",
    "sgd",
    "sigmoid",
    "sigmoid_grad",
    "skipgram",
    "softmax",
    "softmax_cost_and_gradient",
    "softmax_regression",
]
