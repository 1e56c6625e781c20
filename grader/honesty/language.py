"""A text as tokens in a row, and which of them a model has to predict."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from grader.data.dice import Real, Whole

#: (N,) numbers of tokens. The end of a sentence is a token of its own, and a text of sentences ends with one.
Text: TypeAlias = Whole


@dataclass(frozen=True)
class Tokens:
    """What a language's texts are made of."""

    spelled: tuple[str, ...]  # (V,)
    end: int | None = None  # of a sentence; None for a running text, whose first token is given and not predicted
    unknown: int | None = None  # what stands for all rare words

    @property
    def given(self) -> int:
        """How many tokens at a text's beginning are not predicted."""
        return 1 if self.end is None else 0

    @property
    def unit(self) -> Literal["word", "character"]:
        return "character" if self.end is None else "word"

    def due(self, text: Text) -> Text:
        """The tokens that a model predicts, one probability for each."""
        return text[self.given :]

    def sentences(self, text: Text) -> list[Text]:
        """The text cut after every end; a running text is one piece."""
        if self.end is None:
            return [text]
        cuts = np.flatnonzero(text == self.end) + 1
        return [piece for piece in np.split(text, cuts) if len(piece)]

    def place(self, text: Text, at: int) -> str:
        """Where a predicted token stands, counted from 1: "sentence 3, word 5 (`cat`)"."""
        number = int(text[at + self.given])
        if self.end is None:
            return f"character {at + self.given + 1} ({shown(self.spelled[number])})"
        before = text[:at]
        sentence = int((before == self.end).sum()) + 1
        if number == self.end:
            return f"the end of sentence {sentence}"
        ends = np.flatnonzero(before == self.end)
        word = at - (int(ends[-1]) + 1 if len(ends) else 0) + 1
        return f"sentence {sentence}, word {word} ({shown(self.spelled[number])})"

    def after(self, context: Text) -> str:
        """What stands before a place, as words: "after `the cat`"."""
        if not len(context):
            return "at the beginning of a text"
        join = "" if self.end is None else " "
        return f"after {shown(join.join(self.spelled[int(number)] for number in context[-_SHOWN:]))}"


_SHOWN = 5  # tokens of a context


def shown(text: str) -> str:
    """A token as code; what can't be seen is written as Python writes it."""
    return f"`{text if text.isprintable() and text.strip() else repr(text)}`"


@dataclass(frozen=True, eq=False)
class Hidden:
    """A text that the student's code never saw, and what this side knows of it."""

    tokens: Tokens
    text: Text
    characters: int  # of the original, ends of lines counted
    lines: int  # of the original
    oracle: Real | None = None  # (due,) the language's own natural logarithms; None for a real text

    @property
    def count(self) -> int:
        """N: the tokens that are predicted."""
        return len(self.tokens.due(self.text))

    @property
    def unknown_share(self) -> float:
        """How many of the predicted tokens are the unknown one, from 0 to 1."""
        if self.tokens.unknown is None:
            return 0.0
        return float((self.tokens.due(self.text) == self.tokens.unknown).mean())
