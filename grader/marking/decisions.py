"""What a person typed becomes a decision, or a message that says what to type instead. Nothing is kept here.

The same for a terminal, a table and a page: points from 0 to what the check is worth, with a decimal point or comma;
or the letters of the rubric's criteria that are met; above what it is worth only with the word `extra` behind.
"""

import math
import re
from dataclasses import dataclass

from grader.marking.piece import Piece
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.report.text import visible
from grader.report.words import number, points
from grader.store.event import Decision, Event
from grader.submission.text import shown

#: One for each criterion of a rubric. Without the letters that a prompt takes for something to do.
LETTERS = "acdefghijklnoprtvwxyz"
LONGEST = 10_000  # characters of a comment or a reason

_NUMBER = re.compile(r"([+-]?(?:\d{1,9}(?:[.,]\d*)?|[.,]\d+))(\s*extra)?", re.IGNORECASE)
_TICKED = re.compile(r"[a-z](?:[\s,;+]*[a-z])*", re.IGNORECASE)


@dataclass(frozen=True)
class Signed:
    """Who decides, and when."""

    by: str
    at: str  # ISO time with offset


def decided(piece: Piece, typed: str, comment: str, reason: str, signed: Signed) -> Event:
    """The decision. typed: points or letters. Raises UserMistake."""
    value, criteria = points_of(piece, typed)
    comment, reason = (_words(text, what, piece) for text, what in ((comment, "comment"), (reason, "reason")))
    if piece.was_computed and not reason:
        what = "This replaces a mark that was computed, and no reason is given."
        raise UserMistake(Finding(what, where_of(piece), "Give one, such as `the reference was wrong here`."))
    reason = "\n".join(filter(None, (reason, _met(criteria))))
    return _event(piece, signed, Decision.POINTS, value, comment, reason)


def withdrawn(piece: Piece, reason: str, signed: Signed) -> Event:
    """The decision that what was decided before no longer holds. Raises UserMistake where nothing was."""
    if piece.given is None:
        what = "Nobody has marked this by hand, so there is nothing to withdraw."
        raise UserMistake(Finding(what, where_of(piece), "`grade mark --history` lists what was decided."))
    return _event(piece, signed, Decision.WITHDRAWN, 0.0, "", _words(reason, "reason", piece))


def points_of(piece: Piece, typed: str) -> tuple[float, tuple[tuple[str, float], ...]]:
    """The points that were typed, and the criteria where those were. Raises UserMistake."""
    words = typed.strip()
    criteria: tuple[tuple[str, float], ...] = ()
    if match := _NUMBER.fullmatch(words):
        value, extra = float(match[1].replace(",", ".")), bool(match[2])
    elif _TICKED.fullmatch(words) and piece.rubric:
        criteria = _ticked(piece, words)
        value, extra = math.fsum(worth for _, worth in criteria), False
    else:
        what = f"“{shown(words, 40)}” is no number of points."
        raise UserMistake(Finding(what, where_of(piece), _advice(piece)))
    value = round(value, 4) + 0.0  # as reports count; + 0.0 turns -0.0 into 0.0
    if value < 0:
        raise UserMistake(Finding(f"{number(value)} is less than nothing.", where_of(piece), _advice(piece)))
    if value > piece.mark.points and not extra:
        what = f"{number(value)} is more than the {points(piece.mark.points)} that this check is worth."
        advice = f"{_advice(piece)} Where more is meant, write `{number(value)} extra`."
        raise UserMistake(Finding(what, where_of(piece), advice))
    return value, criteria


def where_of(piece: Piece) -> str:
    """Which piece a message is about: "ann, word2vec, 1c: the loss"."""
    place = piece.place
    who = [shown(place.who)] if piece.people else []
    return ", ".join([*who, place.slug, f"{piece.number}: {shown(place.check)}"])


def _ticked(piece: Piece, words: str) -> tuple[tuple[str, float], ...]:
    letters = [letter.lower() for letter in words if letter.isalpha()]
    there = dict(zip(LETTERS, piece.rubric, strict=False))
    for letter in letters:
        if letter not in there:
            what = f"The rubric has no criterion {letter}."
            raise UserMistake(Finding(what, where_of(piece), _advice(piece)))
    if len(set(letters)) < len(letters):
        twice = next(letter for letter in letters if letters.count(letter) > 1)
        advice = f"Name each criterion once, or write the points as a number up to {number(piece.mark.points)}."
        raise UserMistake(Finding(f"Criterion {twice} is ticked twice.", where_of(piece), advice))
    return tuple(there[letter] for letter in sorted(letters, key=LETTERS.index))


def _met(criteria: tuple[tuple[str, float], ...]) -> str:
    said = "; ".join(f"{shown(criterion)} ({number(worth)})" for criterion, worth in criteria)
    return f"Met: {said}." if said else ""


def _advice(piece: Piece) -> str:
    most = number(piece.mark.points)
    letters = LETTERS[: len(piece.rubric)]
    ticks = f", or the letters of what is met, such as `{letters[:2]}`" if letters else ""
    return f"Write points from 0 to {most}, with a decimal point or comma{ticks}."


def _words(text: str, what: str, piece: Piece) -> str:
    # Nothing unseen is kept: a pasted escape would come out of every report and table again.
    words = visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(words) > LONGEST:
        said = f"The {what} has {len(words):,} characters, more than {LONGEST:,}."
        raise UserMistake(Finding(said, where_of(piece), "Say it shorter, or name a place where more stands."))
    return words


def _event(piece: Piece, signed: Signed, decision: Decision, value: float, comment: str, reason: str) -> Event:
    place = piece.place
    return Event(
        place.who, place.slug, place.question, place.check, decision, value, comment, reason,
        signed.by, signed.at, piece.read,
    )  # fmt: skip
