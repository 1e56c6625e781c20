"""A number in a paragraph that answers several questions at once: which of its numbers belongs to which name.

Decides nothing: where the names and numbers can be put together in more than one way, it says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

#: Before a number: it is what others add up to, so that it is no number on the way.
_TERM = r"[\w()\[\]{}\\*·/−-]+"
_SUM = re.compile(rf"(?:^|[^\w+])\s*{_TERM}(?:\s*\+\s*{_TERM})+\s*=\s*\$*\s*$")
_TOTAL = re.compile(r"\b(?:total|totally|sum|altogether|together|overall|in all)\b[^\d.;\n]{0,20}$", re.IGNORECASE)
#: After a number: it compares.
_COMPARES = re.compile(r"\s*\$*\s*(?:times|more|fewer|less|%|percent|x\b|versus|vs)", re.IGNORECASE)
#: Right after a number: what adds up to it, "46 (12 + 14 + 20)".
_IN_BRACKETS = re.compile(r"\s*\$*\s*\(\s*\$*(\d{1,6}(?:\s*\+\s*\d{1,6}){1,9})\$*\s*\)")
NEAR = 80
MOST = 300  # mentions and numbers that are put together; more is no answer

Span = tuple[int, int]


@dataclass(frozen=True)
class Numeral:
    """A number of the text: where it stands, and whether it is said to be the case."""

    span: Span
    claimed: bool


@dataclass(frozen=True)
class Found:
    """The last number that stands beside a name, as it is written."""

    text: str
    concluding: bool  # it stands there alone, or the others lead to it
    summed: bool  # it is what others add up to, or said to be the total


def beside(text: str, numerals: Sequence[Numeral], own: Sequence[str], others: Sequence[str]) -> list[Found]:
    """The last number of every stretch of the text that begins with one of our own names and ends before the next
    name. None at all where a number stands before any name: it may belong to the one that follows."""
    mentions = list(islice(_mentions(text, own, others), MOST))
    starts = [numeral.span[0] for numeral in numerals]
    if not mentions or not starts or starts[0] < mentions[0][0] or max(len(mentions), len(starts)) >= MOST:
        return []
    found = []
    ends = [start for start, _ in mentions[1:]] + [len(text)]
    for (begin, ours), end in zip(mentions, ends, strict=True):
        within = [one for one in numerals if begin <= one.span[0] < end]
        if ours and within:
            within = _without_its_sum(text[:end], within)
            said, summed = _is_said(text[:end], within[-1]), _is_summed(text, within)
            found.append(Found(text[slice(*within[-1].span)], said and (summed or len(within) == 1), said and summed))
    return found


def _mentions(text: str, own: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Where a name stands, and whether it is one of our own."""
    names = {name.lower(): ours for several, ours in ((others, False), (own, True)) for name in several}
    longest = sorted(names, key=len, reverse=True)
    pattern = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest)
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
        yield match.start(), names.get(re.sub(r"\s+", " ", match.group().lower()), False)


def _without_its_sum(text: str, numerals: list[Numeral]) -> list[Numeral]:
    """The numbers without those in brackets at the end that add up to the one before them."""
    for place, numeral in enumerate(numerals[:-1]):
        start, end = numeral.span
        bracket = _IN_BRACKETS.match(text, end)
        if bracket and bracket.end() > numerals[-1].span[1]:
            adds_up = str(sum(map(int, bracket.group(1).split("+")))) == text[start:end]
            return numerals[: place + 1] if adds_up else numerals
    return numerals


def _is_said(text: str, numeral: Numeral) -> bool:
    return numeral.claimed and _COMPARES.match(text[numeral.span[1] :][:NEAR]) is None


def _is_summed(text: str, numerals: Sequence[Numeral]) -> bool:
    start = numerals[-1].span[0]
    before = text[max(numerals[0].span[0], start - NEAR) : start]
    return _SUM.search(before) is not None or _TOTAL.search(before) is not None
