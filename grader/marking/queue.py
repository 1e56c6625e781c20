"""What waits for a person, question by question, so that all answers to one are read in a row.

An answer that has changed since somebody marked it comes back. Nothing is decided here, and nothing is shown.
"""

import hmac
from collections.abc import Iterable

from grader.marking.piece import Piece, pieces
from grader.policy.gradebook import Row

_KEY = b"grader marking order\0"  # a digest of this room equals none of another's


def waiting(rows: Iterable[Row], shuffled_by: str = "") -> tuple[Piece, ...]:
    """What waits, by assignment, question and check, and then in the order of the rows.

    shuffled_by: a secret. Nobody is named then, and within each check the order is its own and tells nothing; the same
    secret gives the same order.
    """
    everything = pieces(rows)
    found = in_turn(everything, everything)
    if shuffled_by:
        found = tuple(one.unnamed() for one in _shuffled(found, shuffled_by))
    return tuple(one for one in found if one.waits)


def in_turn(some: Iterable[Piece], everything: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same pieces, all of one check in a row, checks in the order of their sheets."""
    order: dict[tuple[str, ...], int] = {}
    for one in everything:
        for part in _parts(one):
            order.setdefault(part, len(order))
    return tuple(sorted(some, key=lambda one: [order[part] for part in _parts(one)]))


def _parts(piece: Piece) -> tuple[tuple[str, ...], ...]:
    place = piece.place
    return ((place.slug,), (place.slug, place.question), (place.slug, place.question, place.check))


def _shuffled(found: tuple[Piece, ...], secret: str) -> tuple[Piece, ...]:
    def digest(piece: Piece) -> bytes:
        words = "\0".join((piece.place.slug, piece.place.question, piece.place.check, piece.place.who))
        return hmac.digest(secret.encode(), _KEY + words.encode("utf-8", "surrogatepass"), "sha256")

    # Sorted by digest first: sorting is stable, so within each check that order stays.
    return in_turn(sorted(found, key=lambda one: (digest(one), one.place)), found)
