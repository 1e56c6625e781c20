"""Every decision that was ever made, and what became of it. Decisions are superseded, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.marking.piece import Piece, Place
from grader.report.text import one_line
from grader.report.words import points
from grader.store.event import Decision, Event

GONE = "no longer on the sheet"
NOBODY = "nothing of that name is graded now"


@dataclass(frozen=True)
class Entry:
    """One decision, and whether it counts."""

    event: Event
    became: str  # "counts", "replaced by #7 of bob"
    homeless: bool = False  # it holds, and what it is about is not there


def history(events: Iterable[Event], found: Sequence[Piece]) -> tuple[Entry, ...]:
    """Every decision with what became of it, the oldest first.

    events: in the order in which they were made. found: all pieces there are, with what is decided about them.
    """
    ordered = list(events)
    there = {piece.place: piece for piece in found}
    hand_ins = {(place.who, place.slug) for place in there}
    after: dict[Place, Event] = {}
    entries = []
    for event in reversed(ordered):
        place = Place.of(event)
        is_known = (place.who, place.slug) in hand_ins
        entries.append(_entry(event, after.get(place), there.get(place), is_known))
        after[place] = event
    return tuple(reversed(entries))


def homeless(entries: Iterable[Entry]) -> tuple[Event, ...]:
    """Decisions that hold, and are about what is not there: no report shows them."""
    return tuple(entry.event for entry in entries if entry.homeless)


def lines(entries: Iterable[Entry]) -> Iterable[str]:
    """A paragraph for each decision, as plain text."""
    for entry in entries:
        event = entry.event
        what = points(event.points) if event.decision is Decision.POINTS else "withdrawn"
        place = f"{event.who}, {event.slug}, {event.question}: {event.check}"
        yield one_line(f"#{event.number}  {event.at}, {event.by or 'somebody'}: {what}, {place}")
        yield f"    {one_line(entry.became)}"
        for lead, words in (("comment", event.comment), ("reason", event.reason)):
            if words:
                yield f"    {lead}: {one_line(words)}"


def _entry(event: Event, later: Event | None, piece: Piece | None, is_known: bool) -> Entry:
    if later is not None:
        how = "replaced" if later.decision is Decision.POINTS else "withdrawn"
        return Entry(event, f"{how} by #{later.number}{f' of {later.by}' if later.by else ''}")
    if event.decision is Decision.WITHDRAWN:
        return Entry(event, "nothing is decided by hand")
    if piece is None:
        return Entry(event, f"{GONE if is_known else NOBODY}; kept, and counts again when it is back", homeless=True)
    changed = piece.given is not None and piece.given.changed_since
    return Entry(event, "counts, and the answer has changed since" if changed else "counts")
