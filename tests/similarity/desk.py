"""A class made of texts, compared."""

from collections.abc import Mapping

from grader.similarity.comparison import Comparison, compare
from grader.similarity.handed_in import HandIn
from grader.similarity.piece import Piece, piece
from grader.similarity.starter import Starter
from grader.similarity.tokens import read_code
from grader.similarity.words import read_words
from tests.similarity.written import solution

NOTHING = Starter()


def code(source: str, file: str = "own.py") -> Piece:
    return piece(file, "code", source, read_code(source))


def words(text: str, file: str = "answers.md") -> Piece:
    return piece(file, "words", text, (read_words(text), ()))


def handed_in(who: str, *pieces: Piece | str, person: str = "") -> HandIn:
    read = tuple(code(one) if isinstance(one, str) else one for one in pieces)
    return HandIn(who, person or who, read)


def honest(count: int) -> list[HandIn]:
    """People who worked alone."""
    return [handed_in(f"honest {number:03}", solution(number)) for number in range(count)]


def compared(*more: HandIn, honest_ones: int = 12, starter: Starter = NOTHING) -> Comparison:
    return compare([*honest(honest_ones), *more], starter)


def named(comparison: Comparison) -> list[tuple[str, str]]:
    """The pairs that were noticed, by name."""
    return [(comparison.hand_ins[one.first].who, comparison.hand_ins[one.second].who) for one in comparison.noticed]


def percents(comparison: Comparison) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Of each pair's own lines, how many of a hundred both have."""
    return {
        pair: tuple(100 * shared // own for shared, own in looked.lines)  # type: ignore[misc]
        for pair, looked in zip(named(comparison), comparison.looked, strict=True)
    }
