"""The ways in which one piece of writing can be meant, tried one after the other, each of them the same everywhere.

A product u v^T x, a \\log a b, a prime: only shapes can tell how they are meant, and sometimes not even they. Where an
evaluation meets such a place it asks for a choice; the choice is kept, so that every index and every world reads alike.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from grader.derivation.span import NotRead
from grader.derivation.tree import Placed

_T = TypeVar("_T")
#: More readings than this are no reading.
MOST = 24


class Reading:
    """The choices of one way to read. Born open: choices are made as they are met, and later only repeated."""

    def __init__(self, wanted: Sequence[int] = ()) -> None:
        self._wanted = wanted
        self._taken: list[tuple[int, int]] = []  # which option, of how many
        self._kept: dict[tuple[int, str], tuple[Placed, object]] = {}
        self._closed = False
        self._settled = False
        self.notes: dict[str, None] = {}  # in the order met

    def choose(self, node: Placed, what: str, options: Callable[[], Sequence[_T]]) -> _T:
        """The option taken at this node. Raises NotRead where a closed reading never met it and it is open."""
        kept = self._kept.get((id(node), what))
        if kept is not None:
            return kept[1]  # type: ignore[return-value]  # what was kept under this name came from these options
        found = options()
        if self._closed and len(found) > 1:
            raise NotRead("This can be read in more than one way; brackets would tell.", node.span)
        position = len(self._taken)
        taken = self._wanted[position] if position < len(self._wanted) else 0
        if len(found) > 1:
            self._taken.append((taken, len(found)))
        else:
            taken = 0
        if not self._settled:
            self._kept[id(node), what] = (node, found[taken])
        return found[taken]

    def note(self, words: str) -> None:
        """Something the student should know about how this was read."""
        if not self._settled:
            self.notes[words] = None

    def close(self) -> None:
        """From now on nothing new is chosen."""
        self._closed = True

    def settle(self) -> None:
        """From now on nothing is kept either, so that it makes no difference in which order worlds are valued."""
        self._settled = True

    def following(self) -> list[int] | None:
        """The choices of the next reading; None after the last."""
        for position in range(len(self._taken) - 1, -1, -1):
            taken, many = self._taken[position]
            if taken + 1 < many:
                return [each for each, _ in self._taken[:position]] + [taken + 1]
        return None


def readings() -> Iterator[Reading]:
    """One reading after the other, each to be used before the next is asked for. NotRead where they don't end."""
    wanted: list[int] | None = []
    for _ in range(MOST):
        if wanted is None:
            return
        reading = Reading(wanted)
        yield reading
        wanted = reading.following()
    if wanted is not None:
        raise NotRead("This can be read in too many ways; brackets would tell.")
