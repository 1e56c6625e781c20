"""A vocabulary that everybody numbers alike: by the alphabet, by frequency and as it comes."""

_FIRST, _SECOND = "bdfgklmnprstvz", "aeiou"


def words(V: int) -> list[str]:
    """V words of four letters in the alphabet's order; at most 4,900."""
    syllables = [a + b for a in _FIRST for b in _SECOND]  # in order
    return [first + second for first in syllables for second in syllables][:V]


def counts(V: int) -> list[int]:
    """How often each occurs: falling by Zipf's law, no two alike, the rarest often enough for any threshold."""
    return [3000 // (row + 1) + 50 + (V - row) for row in range(V)]
