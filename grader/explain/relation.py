"""What a student's value is to the one due, in words: "half of what is due". Searches nothing; see `scale`."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.explain import factors
from grader.explain.factors import Factor
from grader.explain.wording import number


@dataclass(frozen=True)
class Relation:
    """What the student's value is to the one due: "half of what is due"."""

    name: str  # "zero", "sign", "factor", "log base" or "offset"
    text: str  # goes on after "is"
    category: str  # the same without a value
    advice: str = ""


def describe(found: Sequence[Factor], dimensions: factors.Dimensions) -> Relation:
    """The words for a named factor; for two names where the draws cannot tell them apart."""
    factor = found[0]
    if len(found) > 1:
        text = f"{factor.text} or {found[1].text} times what is due"
        return Relation("factor", text, text, "Recheck what you divide and multiply by.")
    if factor.letters:
        return _of_dimensions(factor, dimensions)
    return _CONSTANTS[factor.text]


def _of_dimensions(factor: Factor, dimensions: factors.Dimensions) -> Relation:
    sign, size = ("minus ", factor.text[1:]) if factor.text.startswith("-") else ("", factor.text)
    at = f" ({number(factor.at(dimensions))} where {factors.place(factor, dimensions)})"
    letter = factor.letters[0]
    said, why, advice = f"{sign}{size} times what is due", "", "Recheck what you divide and multiply by."
    if size == f"1/{letter}":
        said, advice = f"{sign}1/{letter} of what is due", f"Recheck where you divide by {letter}, or take a mean."
        why = f": a mean where the sheet asks for a sum (or dividing by {letter} twice) gives this factor"
    elif size == letter:
        why = ": a sum where the sheet asks for a mean gives this factor"
        advice = f"Recheck where you divide by {letter}, or take a sum."
    return Relation("factor", said + at + why, said + why, advice)


def _constant(name: str, text: str, advice: str) -> Relation:
    return Relation(name, text, text, advice)


_SIGN_AND_FACTOR = "Recheck the sign and the factor."
_BASE = "Recheck the logarithm's base: `np.log` is the natural one."
_CONSTANTS = {
    "-1": _constant(
        "sign", "the negative of what is due", "The sizes match and the sign does not: recheck the minus signs."
    ),
    "2": _constant(
        "factor", "twice what is due", "Look for something that is added twice, or for a 1/2 that is missing."
    ),
    "1/2": _constant("factor", "half of what is due", "Look for a 1/2 too many, or for a part that is left out."),
    "-2": _constant("factor", "minus twice what is due", _SIGN_AND_FACTOR),
    "-1/2": _constant("factor", "minus half of what is due", _SIGN_AND_FACTOR),
}
for _sign, _minus in (("", ""), ("-", "minus ")):
    for _size, _which in (
        ("1/ln 2", "1.443): a base-2 logarithm where the natural one is due"),
        ("1/ln 10", "0.4343): a base-10 logarithm where the natural one is due"),
        ("ln 2", "0.6931): a natural logarithm where the base-2 one is due"),
        ("ln 10", "2.303): a natural logarithm where the base-10 one is due"),
    ):
        _text = f"{_minus}{_size} times what is due ({_minus}{_which} gives this factor"
        _CONSTANTS[_sign + _size] = _constant("log base", _text, _BASE)
