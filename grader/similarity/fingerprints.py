"""Winnowed fingerprints of a sequence of tokens.

Of every window of w neighbouring k-grams the one with the smallest hash is a fingerprint. So two texts that share a
stretch of t = w + k - 1 tokens share a fingerprint for sure, and what is shorter than k is never noticed.
Source: Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting" (2003).
"""

from collections.abc import Collection, Iterator, Sequence

_PRIME = (1 << 61) - 1
_BASE = 0x1F3A5C7E9B2D4F61 % _PRIME
_FEWEST = 5  # kinds of tokens in a k-gram; a table of numbers has two
NOTHING = -1  # stands for a k-gram that says nothing

#: How fine the net is: tokens in a k-gram, k-grams in a window. docs/similarity.md says by which measurement.
K, W = 8, 5
#: The length in tokens from which a shared stretch is found for sure.
T = W + K - 1


def hashes(codes: Sequence[int]) -> list[int]:
    """The hash of every k-gram, in order; NOTHING for what is made of few kinds of tokens."""
    leaving = pow(_BASE, K, _PRIME)
    value, found, there = 0, list[int](), dict[int, int]()
    for place, code in enumerate(codes):
        value = (value * _BASE + code) % _PRIME
        there[code] = there.get(code, 0) + 1
        if place >= K:
            old = codes[place - K]
            value = (value - old * leaving) % _PRIME
            there[old] -= 1
            if not there[old]:
                del there[old]
        if place >= K - 1:
            found.append(value if len(there) >= _FEWEST else NOTHING)
    return found


def winnowed(values: Sequence[int], starter: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Fingerprints and their places, in order.

    What the starter has is passed over before one is chosen, so that what stands beside it is found as surely as
    anything else. Of equal ones the first stays as long as it can: a table of equal rows gives few fingerprints.
    """
    chosen = -1
    for end in range(min(W, len(values)), len(values) + 1):
        first, before = max(0, end - W), chosen
        if chosen < first:
            chosen = -1
        for place in range(first if chosen < 0 else end - 1, end):
            value = values[place]
            if value != NOTHING and value not in starter and (chosen < 0 or value < values[chosen]):
                chosen = place
        if chosen >= 0 and chosen != before:
            yield values[chosen], chosen
