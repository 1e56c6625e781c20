"""One small edit of a tree, with the words for the slip that it undoes; and what an edit may draw on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from grader.derivation.question import Question
from grader.derivation.repairing.places import Place
from grader.derivation.repairing.words import Words
from grader.derivation.tree import Node


@dataclass(frozen=True)
class Edit:
    """The whole tree after one edit. kind: what went wrong. sentence: made only where the edit explains the slip."""

    tree: Node
    kind: str
    sentence: Callable[..., str]  # called with nothing; a sentence made in a loop holds its parts as defaults


@dataclass(frozen=True)
class Surroundings:
    """What an edit may put in: the names of a question and the letters that have a number where it stands.

    letters: index constants and the letters that the chain's left side leaves free. scalars: names worth one number.
    names: what may be put in at all, which what is asked for may not. fresh: a letter that nothing uses yet.
    is_number: whether a part of the step is worth one number. known: parts of the lines so far, which may have got
    lost. lengths: dimensions that may be put in.
    """

    question: Question
    words: Words
    letters: tuple[str, ...]
    names: tuple[str, ...]
    scalars: tuple[str, ...]
    fresh: str
    is_number: Callable[[Node], bool]
    known: tuple[Node, ...] = ()
    lengths: tuple[str, ...] = ()

    def letters_at(self, place: Place) -> tuple[str, ...]:
        """Every letter with a number at a place, the innermost first."""
        return tuple(dict.fromkeys((*place.bound, *self.letters)))


#: The edits of one family at one place.
Family: TypeAlias = Callable[[Surroundings, Place], Iterator[Edit]]
