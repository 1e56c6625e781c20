"""How good a model can be that did not see the text: the floor under an honest perplexity.

Says nothing about whether a model is good; that a score lies below the floor is a proof, a score above it none.
"""

import math

from grader.data.dice import Real

DELTA = 1e-9


def slack(delta: float = DELTA) -> float:
    """The nats by which an honest model may beat the oracle on a whole text, but for a chance of `delta`.

    20.7 nats at 1e-9, however long the text is.

    Let p be the language, X a text drawn from it, and q any model that is causal (each token's probabilities are told
    before the token), normalised (they sum to one, or less) and fixed before it saw any of X. The product of what q
    gives the tokens, q(x), then sums to at most one over all texts x, so for the ratio M = q(X) / p(X)

        E[M] = Σ_x p(x) · q(x) / p(x) ≤ Σ_x q(x) ≤ 1,

    and by Markov's inequality P(M ≥ 1/δ) ≤ δ. In logarithms: with a chance of at most δ

        -ln q(X) ≤ -ln p(X) - ln(1/δ).

    It holds for a model that learns while it reads, and for a text that ends at a token which is told by the past (a
    sentence's end), since M is a supermartingale along the text. It compares totals on one text and not with the
    entropy rate, so no luck of the draw has a part in it. Over n students the chance is at most n · δ.
    """
    if not 0 < delta < 1:
        raise ValueError(f"a chance between 0 and 1 is needed, and this is {delta}")
    return -math.log(delta)


def floor(oracle: Real, delta: float = DELTA) -> float:
    """The smallest total -ln q, in nats, that an honest model reaches on the text.

    oracle: (tokens,), the language's own natural logarithms for exactly the tokens that the model is scored on.
    A model's total below it (and not at it) proves leakage, peeking, dropped tokens or scores that do not sum to one.
    """
    return max(0.0, -math.fsum(oracle.tolist()) - slack(delta))
