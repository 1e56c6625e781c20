"""One person works through a queue: decides, skips, goes back, takes back. Every decision is kept at once.

Knows no terminal. Somebody else may sit at the same queue: both people's decisions are kept, and the last one counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.marking.decided import in_force
from grader.marking.decisions import Signed, decided, where_of, withdrawn
from grader.marking.piece import Piece, Place
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.report.words import number
from grader.store.event import Decision, Event
from grader.store.store import Store
from grader.submission.text import shown


@dataclass(frozen=True)
class Step:
    """A decision of this sitting, and what it replaced."""

    at: int
    made: Event
    before: Event | None


class Sitting:
    """The queue, and where in it somebody is. clock: who decides, and when it is now."""

    def __init__(self, queue: Sequence[Piece], store: Store, clock: Callable[[], Signed]) -> None:
        self._queue, self._store, self._clock = tuple(queue), store, clock
        self._at = self._kept = 0
        self._steps: list[Step] = []
        self._seen: dict[Place, Event | None] = {}
        for piece in self._queue:
            self._seen[piece.place] = None
        for slug in {piece.place.slug for piece in self._queue}:
            self._seen.update({place: event for place, event in self._in_force(slug).items() if place in self._seen})

    @property
    def current(self) -> Piece | None:
        """What is to be marked now, with what is decided about it; None at the end."""
        if self._at >= len(self._queue):
            return None
        piece = self._queue[self._at]
        place = piece.place
        event = self._in_force(place.slug).get(place)
        return piece.with_decision({(place.question, place.check): event} if event else {})

    @property
    def progress(self) -> str:
        """ "3 of 41"."""
        return f"{self._at + 1} of {len(self._queue)}"

    @property
    def decided(self) -> int:
        """How many pieces were marked in this sitting."""
        return len({step.at for step in self._steps})

    @property
    def changed(self) -> bool:
        """Whether anything was kept, be it that it was taken back again."""
        return self._kept > 0

    def meanwhile(self) -> Event | None:
        """What somebody else has decided about the current piece while this sitting lasts; told once."""
        place = self._queue[self._at].place
        event = self._in_force(place.slug).get(place)
        told, self._seen[place] = self._seen[place], event
        return event if event != told else None

    def decide(self, typed: str, comment: str, reason: str) -> Event:
        """Keeps a decision about the current piece, and goes on to the next. Raises UserMistake, StoreUnusable."""
        piece = self.current
        assert piece is not None  # who marks has something before them
        event = decided(piece, typed, comment, reason, self._clock())
        before = self._in_force(piece.place.slug).get(piece.place)
        self._keep(event)
        self._steps.append(Step(self._at, event, before))
        self._at += 1
        return event

    def skip(self) -> None:
        """Leaves the current piece waiting."""
        self._at += 1

    def back(self) -> None:
        """To the piece before this one. Raises UserMistake at the first."""
        if self._at == 0:
            raise UserMistake(Finding("This is the first one.", "", "`s` skips it, `q` ends."))
        self._at -= 1

    def undo(self) -> Event:
        """Takes back this sitting's last decision and goes to its piece: what was decided before holds again.

        Raises UserMistake where there is none, or where somebody else has decided since.
        """
        if not self._steps:
            what = "Nothing was decided in this sitting, so there is nothing to take back."
            raise UserMistake(Finding(what, "", "`b` goes back; `grade mark --withdraw` takes back what was earlier."))
        step = self._steps[-1]
        piece = self._queue[step.at]
        now = self._in_force(piece.place.slug).get(piece.place)
        if now is None or replace(now, number=0) != step.made:
            self._steps.pop()
            who = f" by {shown(now.by)}" if now and now.by else ""
            what = f"That was decided again{who} meanwhile, so it was left as it is."
            raise UserMistake(Finding(what, where_of(piece), "`grade mark --history` shows both."))
        self._keep(self._taken_back(piece, step))
        self._steps.pop()
        self._at = step.at
        return step.made

    def _taken_back(self, piece: Piece, step: Step) -> Event:
        signed = self._clock()
        if step.before is not None:  # withdrawing would take that back, too
            return replace(step.before, by=signed.by, at=signed.at, number=0)
        place = (piece.place.question, piece.place.check)
        return withdrawn(piece.with_decision({place: step.made}), "", signed)

    def _keep(self, event: Event) -> None:
        self._store.add([event])
        self._kept += 1
        place = Place.of(event)
        self._seen[place] = self._in_force(place.slug).get(place)

    def _in_force(self, slug: str) -> dict[Place, Event]:
        return {
            Place(who, slug, *where): event
            for (who, slug), decisions in in_force(self._store.events(slug)).items()
            for where, event in decisions.items()
        }


def said(event: Event, piece: Piece) -> str:
    """A decision in a few words: "2 of 3"."""
    if event.decision is Decision.WITHDRAWN:
        return "withdrawn"
    return f"{number(event.points)} of {number(piece.mark.points)}"
