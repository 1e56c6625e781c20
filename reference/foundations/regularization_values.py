"""The strengths of regularisation to try, and how the list is misread."""

import numpy as np

from reference.mistake import mistake


def regularization_values() -> list[float]:
    """Strengths to try, in rising order, equally spaced in the logarithm.

    A strength's effect is known only up to its order of magnitude, so step by a factor: 10^(1/3) from 1e-6 to 100.
    The list holds 1e-4 and 10^(2/3) = 4.64, the two that assignment 1's document chose.

    Source: assignment 1, question 4; Bergstra & Bengio (2012), "Random search for hyper-parameter optimization".
    """
    return [float(value) for value in np.logspace(-6, 2, 25)]


@mistake(
    of=regularization_values,
    name="one order of magnitude",
    sentence="Your strengths all lie within one order of magnitude.",
    advice="Step by a factor, such as `np.logspace(-6, 2, 25)`: which magnitude is right isn't known beforehand.",
)
def one_magnitude() -> list[float]:
    return [float(value) for value in np.linspace(0.1, 0.9, 9)]


@mistake(
    of=regularization_values,
    name="a single strength",
    sentence="You try one strength only, so there is nothing to choose from.",
    advice="Return several strengths over several magnitudes, such as `np.logspace(-6, 2, 25)`.",
)
def single() -> list[float]:
    return [1e-4]


@mistake(
    of=regularization_values,
    name="exponents for strengths",
    sentence="Some of your strengths are negative, which rewards large weights.",
    advice="A strength is 0 or more. If the list holds exponents, raise 10 to them.",
)
def exponents() -> list[float]:
    return [float(value) for value in np.arange(-6, 3)]
