"""The known mistakes of assignment 4 by the function that they misread and their name."""

from reference import cbow
from reference.mistake import Mistake, mistakes_of


def known(function: str, name: str) -> Mistake:
    """The mistake of that name."""
    # Here, because the model, its loss and its training need torch, and a right answer never gets here.
    from reference.cbow import learning

    right = getattr(cbow, function, None) or getattr(learning, function)
    return next(one for one in mistakes_of(right) if one.name == name)
