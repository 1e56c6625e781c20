"""Assignment 3, `language-models`: the bigram network, perplexity and attention, in numpy.

Importing this room files its mistakes as well. The parts in torch are rooms of their own, `characters` and
`deep_averaging`, which nothing here imports: a question in numpy never waits for torch.
"""

from reference.foundations import forward_backward_prop, gradcheck_naive, sgd, sigmoid, sigmoid_grad, softmax
from reference.language_models import (
    attention_mistakes,  # noqa: F401
    character_perplexity_mistakes,  # noqa: F401
    eval_neural_lm_mistakes,  # noqa: F401
    lm_wrapper_mistakes,  # noqa: F401
    text_perplexity_mistakes,  # noqa: F401
)
from reference.language_models.attention import (
    NoisyKeys,
    attention,
    averaging_query,
    averaging_weight,
    copying_weight,
    one_head,
    selecting_matrix,
    selects,
    two_heads,
    wide_covariance,
    wide_key_weight,
)
from reference.language_models.bigram_data import convert_to_lm_dataset, int_to_one_hot, shuffle_training_data
from reference.language_models.counting import WittenBell, plateaus, unigram
from reference.language_models.course_interface import drawn_batch, eval_from_path  # noqa: F401 - found by specs
from reference.language_models.eval_neural_lm import eval_neural_lm
from reference.language_models.forward import forward, log_probs
from reference.language_models.lm_wrapper import lm_wrapper, mean_cost
from reference.language_models.perplexity import nats_per_character, perplexity, perplexity_in_base
from reference.language_models.preprocessing import canonical, cleaned, sentence_of, unknown_share, words
from reference.language_models.text_perplexity import character_perplexity, text_perplexity
from reference.language_models.train_bigram import Recipe, first_params, start_of_training, train_bigram

__all__ = [
    "NoisyKeys",
    "Recipe",
    "WittenBell",
    "attention",
    "averaging_query",
    "averaging_weight",
    "canonical",
    "character_perplexity",
    "cleaned",
    "convert_to_lm_dataset",
    "copying_weight",
    "drawn_batch",
    "eval_neural_lm",
    "first_params",
    "forward",
    "forward_backward_prop",
    "gradcheck_naive",
    "int_to_one_hot",
    "lm_wrapper",
    "log_probs",
    "mean_cost",
    "nats_per_character",
    "one_head",
    "perplexity",
    "perplexity_in_base",
    "plateaus",
    "selecting_matrix",
    "selects",
    "sentence_of",
    "sgd",
    "shuffle_training_data",
    "sigmoid",
    "sigmoid_grad",
    "softmax",
    "start_of_training",
    "text_perplexity",
    "train_bigram",
    "two_heads",
    "unigram",
    "unknown_share",
    "wide_covariance",
    "wide_key_weight",
    "words",
]
