"""Assignment 4's judges: what the numbers say that a student's windows, model, training and neighbours give.

Each has the function beside it that draws what the student's code is asked. Nothing here imports torch, but where the
names of known mistakes are needed that stand in `learning`.
"""

from reference.cbow.judging.epochs import epoch
from reference.cbow.judging.nearest import judge_nearest, vectors
from reference.cbow.judging.scores import judge_scores, tables
from reference.cbow.judging.training_steps import judge_negatives, judge_steps
from reference.cbow.judging.windows import judge_windows, sentences

__all__ = [
    "epoch",
    "judge_nearest",
    "judge_negatives",
    "judge_scores",
    "judge_steps",
    "judge_windows",
    "sentences",
    "tables",
    "vectors",
]
