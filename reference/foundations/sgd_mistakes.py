"""How stochastic gradient descent is misread."""

import numpy as np

from reference.arrays import Array, CostFunction
from reference.foundations.sgd import ANNEAL_EVERY, Postprocessing, sgd
from reference.mistake import mistake


def identity(x: Array) -> Array:
    """The postprocessing that changes nothing."""
    return x


@mistake(
    of=sgd,
    name="postprocessing's result thrown away",
    sentence="Your sgd does not use what `postprocessing` returns: the iterates stay as the step left them.",
    advice="Assign the result: `x = postprocessing(x)`.",
)
def result_thrown_away(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    def call_only(x: Array) -> Array:
        (postprocessing or identity)(x.copy())
        return x

    return sgd(f, x0, step, iterations, call_only, useSaved, PRINT_EVERY)


@mistake(
    of=sgd,
    name="postprocessing once at the end",
    sentence="Your sgd applies `postprocessing` once, after the last iteration.",
    advice="Apply it in every iteration, after the step.",
)
def once_at_the_end(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    return np.asarray((postprocessing or identity)(sgd(f, x0, step, iterations, None, useSaved, PRINT_EVERY)))


@mistake(
    of=sgd,
    name="postprocessing before the step",
    sentence="Your sgd applies `postprocessing` before the step, so what it returns is not postprocessed.",
    advice="Take the step first, then `x = postprocessing(x)`.",
)
def before_the_step(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    x = np.array(x0, dtype=np.float64)
    for i in range(iterations):
        x = np.asarray((postprocessing or identity)(x))
        x = np.asarray(x - step * 0.5 ** (i // ANNEAL_EVERY) * np.asarray(f(x)[1]))
    return x


@mistake(
    of=sgd,
    name="the step never halved",
    sentence="Your sgd keeps the step as it is after 20,000 iterations.",
    advice="Halve the step whenever 20,000 iterations are done.",
)
def never_halved(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    x = np.array(x0, dtype=np.float64)
    for _ in range(iterations):
        x = np.asarray((postprocessing or identity)(np.asarray(x - step * np.asarray(f(x)[1]))))
    return x


@mistake(
    of=sgd,
    name="the step halved with every print",
    sentence="Your sgd halves the step every PRINT_EVERY iterations, where every 20,000 is due.",
    advice="Printing and halving have periods of their own: halve where 20,000 divides the iteration.",
)
def halved_with_prints(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    x = np.array(x0, dtype=np.float64)
    for i in range(iterations):
        x = np.asarray(x - step * 0.5 ** (i // PRINT_EVERY) * np.asarray(f(x)[1]))
        x = np.asarray((postprocessing or identity)(x))
    return x


@mistake(
    of=sgd,
    name="the step halved in every iteration",
    sentence="Your sgd halves the step in every iteration, so it all but stands still after a few.",
    advice="Halve the step where 20,000 divides the iteration, not each time.",
)
def halved_each_time(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    return halved_with_prints(f, x0, step, iterations, postprocessing, useSaved, 1)


@mistake(
    of=sgd,
    name="ascent for descent",
    sentence="Your sgd walks with the gradient, uphill.",
    advice="Subtract: `x -= step * grad`.",
)
def ascent(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    return sgd(f, x0, -step, iterations, postprocessing, useSaved, PRINT_EVERY)


@mistake(
    of=sgd,
    name="one iteration too few",
    sentence="Your sgd stops one iteration early.",
    advice="`range(1, iterations + 1)` has `iterations` members; `range(1, iterations)` one fewer.",
)
def one_too_few(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    return sgd(f, x0, step, iterations - 1, postprocessing, useSaved, PRINT_EVERY)


@mistake(
    of=sgd,
    name="the gradient at x0 each time",
    sentence="Your sgd evaluates f at the starting point in every iteration.",
    advice="Evaluate f at the current x.",
)
def always_at_x0(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    start = np.array(x0, dtype=np.float64)
    return sgd(lambda x: f(start.copy()), x0, step, iterations, postprocessing, useSaved, PRINT_EVERY)


@mistake(
    of=sgd,
    name="the step left out",
    sentence="Your sgd subtracts the whole gradient: the step has no effect.",
    advice="Multiply the gradient by the step.",
)
def without_step(
    f: CostFunction,
    x0: Array | float,
    step: float,
    iterations: int,
    postprocessing: Postprocessing | None = None,
    useSaved: bool = False,
    PRINT_EVERY: int = 10,
) -> Array:
    return never_halved(f, x0, 1.0, iterations, postprocessing, useSaved, PRINT_EVERY)
