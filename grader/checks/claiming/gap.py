"""What would explain the gap between a reported number and a measured one. Every sentence is a sum that comes out.

Nothing is guessed: an explanation is told only where it gives the reported number to the digits that were reported.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

#: Explanations that are told of one gap.
MOST = 2
#: Fewer digits than these are hit by too many sums.
_FEWEST_DIGITS = 3
_TEMPERATURE = "perplexity at temperature "
_HOTTEST, _COLDEST = 2.0, 0.3


@dataclass(frozen=True)
class Gap:
    """A reported number beside a measured one. beside: what else the same check measured ("tokens", "lines")."""

    yours: float
    rounding: float
    digits: int
    measured: float
    name: str  # of what was measured: "perplexity"
    beside: Mapping[str, float]
    #: Other measured numbers of this sort, by what they are: "“Wikipedia, bigram”".
    others: Mapping[str, float]

    def comes_out(self, value: float) -> bool:
        """Whether a sum gives the reported number."""
        if not math.isfinite(value):
            return False
        return abs(value - self.yours) <= max(self.rounding * 1.0001, 5e-4 * abs(value))


def explanations(gap: Gap) -> tuple[str, ...]:
    """What would explain the gap, at most two sentences; none where nothing comes out."""
    if gap.digits < _FEWEST_DIGITS:
        return ()
    found = dict.fromkeys((*_others(gap), *_arithmetic(gap)))
    return tuple(found)[:MOST]


def is_percent_of_share(gap: Gap) -> bool:
    """Whether a factor of 100 is the whole gap: a slip of writing, which a person forgives or not."""
    return any(gap.comes_out(gap.measured * factor) for factor in (100.0, 0.01))


def _others(gap: Gap) -> Iterator[str]:
    for what, value in gap.others.items():
        if gap.comes_out(value):
            yield f"Your number is what we measure for {what}."


def _arithmetic(gap: Gap) -> Iterator[str]:
    if is_percent_of_share(gap):
        yield "The two differ by a factor of 100: percent on one side, a share of 1 on the other."
    if "accuracy" in gap.name and gap.comes_out(1 - gap.measured):
        yield "Your number is 1 minus the accuracy: the share of errors."
    if "perplexity" in gap.name and gap.measured > 1:
        for value, sentence in _of_perplexity(gap):
            if gap.comes_out(value):
                yield sentence
        yield from _temperature(gap)
    for places in (-2, -1, 1, 2):
        if gap.comes_out(gap.measured * 10.0**places):
            yield "The digits are the same: the decimal point has moved."


def _of_perplexity(gap: Gap) -> Iterator[tuple[float, str]]:
    """Each number that a slip on the way to a perplexity would give, with the slip."""
    nats = math.log(gap.measured)
    bits = nats / math.log(2)
    yield 2**nats, "It is 2 to the power of a cross-entropy in nats; logarithms to base e go with e to the power."
    yield _exp(bits), "It is e to the power of a cross-entropy in bits; logarithms to base 2 go with 2 to the power."
    yield nats, "It is the cross-entropy in nats; the perplexity is e to the power of it."
    yield bits, "It is the cross-entropy in bits; the perplexity is 2 to the power of it."
    yield 1 / gap.measured, "It is 1 divided by the perplexity: the mean probability of a token."
    tokens = gap.beside.get("tokens", 0.0)
    for counted, sentence in _counts(gap.beside):
        if tokens > 0 and counted > 0 and counted != tokens:
            yield _exp(nats * tokens / counted), sentence


def _counts(beside: Mapping[str, float]) -> Iterator[tuple[float, str]]:
    """What a sum over all tokens may have been divided by in place of the tokens."""
    tokens = beside.get("tokens", 0.0)
    if lines := beside.get("lines"):
        yield lines, "It is per line: the same sum divided by the number of lines, not of tokens."
        yield tokens - lines, "It comes out where the ends of sentences are summed and not counted."
        yield tokens + lines, "It comes out where one token more a line is counted than is summed."
    if characters := beside.get("characters"):
        yield characters, "It is per character: the same sum divided by the number of characters, not of tokens."
    if unknown := beside.get("unknown"):
        count = unknown * tokens if unknown <= 1 else unknown
        yield tokens - count, "It comes out where unknown words are summed and not counted."
        yield tokens + count, "It comes out where unknown words are counted twice."


def _temperature(gap: Gap) -> Iterator[str]:
    """A temperature that would reproduce it, between two at which the perplexity was measured."""
    known = sorted(
        (float(name.removeprefix(_TEMPERATURE)), value)
        for name, value in gap.beside.items()
        if name.startswith(_TEMPERATURE) and _is_number(name.removeprefix(_TEMPERATURE))
    )
    kept = [(heat, value) for heat, value in known if _COLDEST <= heat <= _HOTTEST]
    for (low, one), (high, two) in pairwise(kept):
        if min(one, two) < gap.yours < max(one, two):
            part = (gap.yours - one) / (two - one)
            yield f"It could be a sampling temperature of about {low + part * (high - low):.2g} inside the perplexity."
            return


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _exp(power: float) -> float:
    return math.exp(power) if power < 700 else math.inf
