"""Levels on which wrong models come to rest, with their exact values.

"Your model does as well as a unigram" says more than a number. Which of them a model stands on is decided elsewhere.
"""

from dataclasses import dataclass

import numpy as np

from grader.data.dice import Real


@dataclass(frozen=True)
class Plateau:
    """A perplexity that a model reaches which knows so much and no more."""

    name: str
    perplexity: float  # per predicted token, exact for the language as a whole
    meaning: str  # completes "Your model does as well as …"


def entropy(probabilities: Real) -> float:
    """-Σ p ln p in nats; zeros count nothing."""
    positive = probabilities[probabilities > 0]
    return float(-(positive * np.log(positive)).sum())


def cross_entropy(joint: Real, conditional: Real) -> float:
    """-Σ p(context, next) ln q(next | context) in nats; infinite where q rules out what happens."""
    happens = joint > 0
    with np.errstate(divide="ignore"):
        return float(-(joint[happens] * np.log(conditional[happens])).sum())


def given_context(joint: Real) -> Real:
    """p(next | context) from p(context, next), the next one on the last axis; zero where a context never happens."""
    context = joint.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(joint, context, out=np.zeros_like(joint), where=context > 0))
