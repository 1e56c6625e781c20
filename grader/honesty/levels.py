"""On which level a perplexity stands: "as good as a unigram" says more than a number.

The levels of a synthetic language are exact; those of a real text are counted from its training part.
"""

import math
from collections.abc import Sequence

from grader.data.plateaus import Plateau
from grader.honesty.language import Text, Tokens

#: How far from a level a model may be that stands on it: so much of its perplexity, and of the way to the next level.
_NEAR = 0.035
_SHARE_OF_THE_WAY = 0.25
_WORD_ORDERS, _CHARACTER_ORDERS = 1, 3
_REVERSED = "reversed"  # knows as much as others, and the wrong thing: it is no step of the ladder

_COUNTS_MEAN = {
    "word": ("a unigram: it knows how frequent each word is, and uses nothing of the words before it",
             "counts of pairs of words: it uses the word before, and nothing older"),
    "character": ("a model that knows how frequent each character is, and uses nothing that stands before it",
                  "counts of pairs of characters: it uses the last character only",
                  "counts of three characters in a row: it uses the last two",
                  "counts of four characters in a row: it uses the last three"),
}  # fmt: skip


def stands_on(perplexity: float, levels: Sequence[Plateau]) -> Plateau | None:
    """The level that the perplexity is on; None where it lies between two, or above or below all."""
    ordered = sorted(levels, key=lambda level: level.perplexity)
    for at, level in enumerate(ordered):
        neighbours = [*ordered[max(0, at - 1) : at], *ordered[at + 1 : at + 2]]
        ways = [abs(math.log(other.perplexity / level.perplexity)) for other in neighbours]
        near = min([math.log1p(_NEAR), *(_SHARE_OF_THE_WAY * way for way in ways)])
        if perplexity > 0 and abs(math.log(perplexity / level.perplexity)) <= near:
            return level
    return None


def told(perplexity: float, levels: Sequence[Plateau]) -> str:
    """One sentence on where the perplexity lies among the levels; "" where there is nothing to say.

    Whoever does worse than a level has not its mistake for that: no model is told what another level knows.
    """
    level = stands_on(perplexity, levels)
    if level is not None:
        return f"Your model does as well as {level.meaning}."
    if _below_a_guess(perplexity, levels):
        return "Your model does worse than a guess, by which all are equally likely: it is sure of what does not come."
    ladder = [one for one in levels if one.name != _REVERSED]
    worst = min((one for one in ladder if one.perplexity > perplexity), key=_value, default=None)
    best = max((one for one in ladder if one.perplexity < perplexity), key=_value, default=None)
    return f"Your model lies between {_named(best)} and {_named(worst)}." if worst and best else ""


def _below_a_guess(perplexity: float, levels: Sequence[Plateau]) -> bool:
    guess = next((one.perplexity for one in levels if one.name == "uniform"), math.inf)
    return perplexity > guess and stands_on(perplexity, levels) is None


def _value(level: Plateau) -> float:
    return level.perplexity


def _named(level: Plateau) -> str:
    return f"`{level.name}` ({level.perplexity:.4g})"


def counted(tokens: Tokens, train: Text, hidden: Text) -> tuple[Plateau, ...]:
    """The levels of a real text: a guess, and counts of more and more context, on the hidden text."""
    from reference.language_models.counting import plateaus

    orders = _CHARACTER_ORDERS if tokens.end is None else _WORD_ORDERS
    read = plateaus(train.tolist(), hidden.tolist(), len(tokens.spelled), orders)
    found = [float(value) for value in read.values()]
    names = ("unigram", "bigram") if tokens.end is not None else tuple(f"order {order}" for order in range(orders + 1))
    guess = Plateau("uniform", found[0], f"a guess: every {tokens.unit} is as likely as every other")
    meanings = _COUNTS_MEAN[tokens.unit]
    return (guess, *(Plateau(*one) for one in zip(names, found[1:], meanings, strict=True)))


_ADVICE = {
    "oracle": "There is next to nothing left to learn.",
    "unigram": "Nothing of the word before reaches the prediction: check that each input keeps its own target when you "
    "shuffle, and that the input is what the first layer is given.",
    "bigram": "Nothing older than the last word reaches the prediction.",
    "order 0": "Nothing that stands before reaches the prediction: check that each input keeps its own target, and "
    "that inputs and targets are cut from the text alike.",
    "order 1": "Only the last token reaches the prediction: hand the state that one step returns to the next one, and "
    "check that batch and time are not exchanged.",
    "uniform": "The model has learnt nothing: check that the parameters change at all, the step, and the gradient's "
    "sign.",
    _REVERSED: "Inputs and targets are exchanged: the input is the token before, the target the one after.",
}
_BETWEEN = "Check the gradient first, then how often and by how much the parameters are changed."
_WORSE = (
    "Look at what it is taught: whether the target of each input is the token that follows it. If that is right, the "
    "step may be too large."
)


def advice_on(perplexity: float, levels: Sequence[Plateau]) -> str:
    """What to look at for a model that stands there."""
    level = stands_on(perplexity, levels)
    if level is None:
        return _WORSE if _below_a_guess(perplexity, levels) else _BETWEEN
    return _ADVICE.get(level.name, _BETWEEN)
