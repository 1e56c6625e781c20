"""Finds pieces by what a person types: who, question, check. A word that fits nothing gets the nearest that does."""

import re
from collections.abc import Callable, Iterable, Sequence

from grader.marking.piece import Piece
from grader.mistake_of_user import UserMistake
from grader.nearest import closest
from grader.outcome import Finding
from grader.submission.text import shown

_LISTED = 8  # words that a message lists where none is near

Names = Callable[[Piece], Iterable[str]]


def of_assignment(found: Sequence[Piece], word: str) -> tuple[Piece, ...]:
    """The pieces of one assignment. Raises UserMistake."""
    return _chosen(found, word, lambda piece: [piece.place.slug], "assignment", "is in the store")


def of_person(found: Sequence[Piece], word: str) -> tuple[Piece, ...]:
    """The pieces of one hand-in, by its name or anything that tells whose it is. Raises UserMistake."""
    mine = _chosen(found, word, _names_of_person, "student", "handed in")
    whose = sorted({piece.place.who for piece in mine})
    if len(whose) > 1:
        what = f"“{shown(word)}” fits {len(whose)} people."
        said = ", ".join(f"`{shown(one)}`" for one in whose[:_LISTED])
        raise UserMistake(Finding(what, "", f"Name the hand-in as it is filed: {said}."))
    return mine


def of_question(found: Sequence[Piece], word: str) -> tuple[Piece, ...]:
    """The pieces of the questions with that number, id or title. Raises UserMistake."""
    return _chosen(found, word, _names_of_question, "question", "is there")


def of_check(found: Sequence[Piece], word: str) -> tuple[Piece, ...]:
    """The pieces of the checks with that title, or the only one whose title begins so. Raises UserMistake."""
    return _chosen(found, _begun(found, word), lambda piece: [piece.place.check], "check", "is there")


def _begun(found: Sequence[Piece], word: str) -> str:
    """The only title that begins so; the word itself where several do or none."""
    begun = {piece.place.check for piece in found if _plain(piece.place.check).startswith(_plain(word) or "\0")}
    return begun.pop() if len(begun) == 1 else word


def the_one(found: Sequence[Piece]) -> Piece:
    """The only piece there is. Raises UserMistake where what was typed fits several."""
    if len(found) == 1:
        return found[0]
    several = [f"`{place.question}` of `{place.slug}`" for place in dict.fromkeys(piece.place for piece in found)]
    what = f"That fits {len(found)} checks."
    named = ", ".join(dict.fromkeys(several[:_LISTED]))
    raise UserMistake(Finding(what, "", f"Name the question by its id, or add --assignment SLUG: {named}."))


def _names_of_person(piece: Piece) -> Iterable[str]:
    yield piece.place.who
    for person in piece.people:
        yield from filter(None, (person.name, person.id, person.login, person.email))


def _names_of_question(piece: Piece) -> Iterable[str]:
    return piece.number, piece.place.question, piece.title, f"{piece.number} {piece.title}"


def _chosen(found: Sequence[Piece], word: str, names: Names, kind: str, there: str) -> tuple[Piece, ...]:
    """Those with exactly that name; else those whose name differs in capitals, spaces and marks alone."""
    exact = tuple(piece for piece in found if word in names(piece))
    if exact:
        return exact
    plain = _plain(word)
    if plain and (alike := tuple(piece for piece in found if plain in map(_plain, names(piece)))):
        return alike
    known = list(dict.fromkeys(name for piece in found for name in names(piece)))
    near = closest(word, known)
    first = [next(iter(names(piece))) for piece in found]
    listed = list(dict.fromkeys(first))
    more = " …" if len(listed) > _LISTED else ""
    said = ", ".join(f"`{shown(one)}`" for one in listed[:_LISTED]) + more
    advice = f"Did you mean `{shown(near)}`?" if near else f"Known are {said}." if said else "Grade something first."
    raise UserMistake(Finding(f"No {kind} `{shown(word)}` {there}.", "", advice))


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "", word).casefold()
