"""Whole trainings on a corpus, in numpy, from assignments 1 and 2: word vectors by skip-gram, sentences by regression.

Nothing here is compared value by value; it is what thresholds are measured on.
"""

from reference.corpus.sentences import Regressions, accuracy, fit, sentence_features
from reference.corpus.trained_vectors import contexts, judge_trained
from reference.corpus.word_vectors import Recipe, pairs_of, train_skipgram

__all__ = [
    "Recipe",
    "Regressions",
    "accuracy",
    "contexts",
    "fit",
    "judge_trained",
    "pairs_of",
    "sentence_features",
    "train_skipgram",
]
