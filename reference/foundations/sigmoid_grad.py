"""The derivative of the logistic function by its value, and how it is misread."""

import numpy as np

from reference.arrays import Array
from reference.foundations.sigmoid import sigmoid
from reference.mistake import mistake


def sigmoid_grad(s: Array) -> Array:
    """The derivative of σ where its VALUE is s = σ(x), entry by entry.

    σ'(x) = exp(-x) / (1 + exp(-x))². The first factor is σ(x) = 1 / (1 + exp(-x)); the other,
    exp(-x) / (1 + exp(-x)), is 1 - σ(x). So σ'(x) = s (1 - s).

    s: any shape, the sigmoid's value and not its argument. Returns the same shape, from 0 to 1/4 where s is a sigmoid.
    Source: Goodfellow, Bengio & Courville, "Deep Learning", section 3.10.
    """
    return np.asarray(s * (1.0 - s))  # like s


@mistake(
    of=sigmoid_grad,
    name="x where sigmoid(x) is given",
    sentence="Your sigmoid_grad applies the sigmoid once more: it gives σ(s)(1 - σ(s)) for the argument s, which is a "
    "sigmoid's value already.",
    advice="The argument is the sigmoid's value: return s(1 - s) without calling `sigmoid`.",
)
def from_argument(s: Array) -> Array:
    return sigmoid_grad(sigmoid(s))


@mistake(
    of=sigmoid_grad,
    name="s(s - 1) for s(1 - s)",
    sentence="Your derivative of the sigmoid has the wrong sign: the sigmoid rises everywhere, yours is negative.",
    advice="The second factor is 1 - s, not s - 1.",
)
def negative(s: Array) -> Array:
    return np.asarray(s * (s - 1.0))


@mistake(
    of=sigmoid_grad,
    name="the derivative of tanh",
    sentence="Your sigmoid_grad gives 1 - s², which is the derivative of tanh by tanh's value.",
    advice="For the sigmoid the derivative by its value s is s(1 - s).",
)
def of_tanh(s: Array) -> Array:
    return np.asarray(1.0 - s**2)


@mistake(
    of=sigmoid_grad,
    name="1 - s without the factor s",
    sentence="Your sigmoid_grad gives 1 - s; the factor s is missing.",
    advice="1 - s is the derivative of log σ. The derivative of σ itself is s(1 - s).",
)
def of_log_sigmoid(s: Array) -> Array:
    return np.asarray(1.0 - s)


@mistake(
    of=sigmoid_grad,
    name="1 + s for 1 - s",
    sentence="Your sigmoid_grad gives s(1 + s); the sign inside the parentheses should be a minus.",
    advice="exp(-x) / (1 + exp(-x)) is 1 - σ(x), so the derivative is s(1 - s).",
)
def with_plus(s: Array) -> Array:
    return np.asarray(s * (1.0 + s))
