"""Assignment 3's judges in numpy: what the numbers say that a student's `forward` and `lm_wrapper` give.

Each has the function beside it that draws what the student's code is asked.
"""

from reference.language_models.judging.drawn_batches import corpora, judge_batches
from reference.language_models.judging.one_word import judge_words, places

__all__ = ["corpora", "judge_batches", "judge_words", "places"]
