"""What the reference has answered, by what it was asked: a class asks the same of it once for each hand-in.

Only what is told by content alone is kept, and whoever looks it up is given a copy: what one check does to its own
reaches no other, and an answer is the same whether it was known or not.
"""

from collections.abc import Hashable

from grader.code import Reply
from grader.draws.plain import NotPlain, copied, weight

LARGEST = 1 << 20  # bytes of one answer and what was asked
ROOM = 64 << 20  # bytes of all of them together; the oldest make room


class AnswerKey:
    """The answers of one assignment's reference. `room`: bytes."""

    def __init__(self, room: int = ROOM) -> None:
        self._left = room
        self._known: dict[Hashable, tuple[Reply, int]] = {}

    def answer(self, asked: Hashable) -> Reply | None:
        """What was answered before, as a copy; None where that is not known."""
        known = self._known.get(asked)
        return _copy(known[0]) if known else None

    def keep(self, asked: Hashable, reply: Reply) -> Reply:
        """Keeps an answer where it is plain and there is room for it. The answer as everybody is given it."""
        try:
            kept, given = _copy(reply), _copy(reply)
        except NotPlain:
            return reply
        size = weight(asked) + weight([kept.value, kept.printed, kept.changed])
        if size <= LARGEST:
            self._known[asked] = kept, size
            self._left -= size
        while self._left < 0:
            self._left += self._known.pop(next(iter(self._known)))[1]
        return given


def _copy(reply: Reply) -> Reply:
    return Reply(copied(reply.value), reply.printed, copied(dict(reply.changed)))
