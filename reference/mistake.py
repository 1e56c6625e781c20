"""What is known about a reference function besides its values: how it is misread, and the terms it is made of.

A mistake stands beside the function it misreads and is found through it. Diagnosis, spec validation and samples all
read it here, so adding one costs one function: see docs/adding-a-mistake.md.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")
AnyFunction = Callable[..., Any]

#: A term's name: its share of every returned value, in order.
Terms = Mapping[str, tuple[Any, ...]]
TermsFunction = TypeVar("TermsFunction", bound=Callable[..., Terms])


@dataclass(frozen=True)
class Mistake:
    """A way to misread a function that students really take. Takes and returns what the right function does."""

    name: str  # a short noun phrase, the same for everybody who made it
    sentence: str  # true of every student whose values equal this mistake's on all draws
    advice: str  # true of the same students
    wrong: AnyFunction
    of: AnyFunction


_mistakes: defaultdict[AnyFunction, list[Mistake]] = defaultdict(list)
_terms: dict[AnyFunction, Callable[..., Terms]] = {}


def mistake(*, of: AnyFunction, name: str, sentence: str, advice: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Files the decorated function as a known mistake of the reference function `of`."""

    def file(wrong: Callable[P, R]) -> Callable[P, R]:
        @wraps(wrong)
        def quietly(*arguments: P.args, **named: P.kwargs) -> R:
            # Some mistakes are about overflow: theirs to make, and nothing that numpy should warn us of.
            with np.errstate(all="ignore"):
                return wrong(*arguments, **named)

        _mistakes[of].append(Mistake(name, sentence, advice, quietly, of))
        return quietly

    return file


def mistakes_of(function: AnyFunction) -> tuple[Mistake, ...]:
    """The known mistakes of a reference function, in the order in which they are written."""
    return tuple(_mistakes.get(function, ()))


def terms_of(function: AnyFunction) -> Callable[[TermsFunction], TermsFunction]:
    """Files the decorated function as the named additive terms of the values that `function` returns.

    It takes the same arguments; its entries, summed over the names, give exactly the returned values in their order.
    A name is a noun phrase that "… enters with -1" can follow.
    """

    def file(split: TermsFunction) -> TermsFunction:
        _terms[function] = split
        return split

    return file


def terms(function: AnyFunction) -> Callable[..., Terms] | None:
    """The function that splits the values of `function` into named terms; None where it has no natural ones."""
    return _terms.get(function)
