"""Pieces of the hidden text for the tests that need a few: each stands alone, as a text of its own."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.honesty.language import Hidden, Text

PIECES = 30
_WINDOW = 20  # characters of a piece of a running text
_LONGEST = 60  # words; a longer sentence is left to the whole text


@dataclass(frozen=True)
class Sample:
    """What is drawn from one hidden text by one source of chance."""

    hidden: Hidden
    chance: np.random.Generator

    @cached_property
    def pieces(self) -> list[Text]:
        """Whole sentences, or windows of a running text, of at least three tokens where there are such."""
        tokens, text = self.hidden.tokens, self.hidden.text
        if tokens.end is None:
            starts = self.chance.integers(max(1, len(text) - _WINDOW), size=PIECES)
            return [text[start : start + _WINDOW] for start in starts]
        sentences = [one for one in tokens.sentences(text) if 3 <= len(one) <= _LONGEST] or tokens.sentences(text)
        order = self.chance.permutation(len(sentences))[:PIECES]
        return [sentences[number] for number in order]

    @cached_property
    def cuts(self) -> list[int]:
        """For each piece the place of a token that is predicted."""
        given = self.hidden.tokens.given
        return [int(self.chance.integers(given, len(piece))) for piece in self.pieces]

    @property
    def contexts(self) -> list[Text]:
        """What stands before that token."""
        return [piece[:cut] for piece, cut in zip(self.pieces, self.cuts, strict=True)]

    @property
    def following(self) -> Text:
        """(pieces,): that token."""
        return np.array([piece[cut] for piece, cut in zip(self.pieces, self.cuts, strict=True)], dtype=np.int64)

    def another(self, length: int) -> Text:
        """So many tokens from random places of the hidden text, the last an end where sentences have one."""
        tokens, text = self.hidden.tokens, self.hidden.text
        spoken = text if tokens.end is None else text[text != tokens.end]
        drawn = spoken[self.chance.integers(len(spoken), size=length)]
        if tokens.end is not None and length:
            drawn[-1] = tokens.end
        return drawn
