"""Comments that two hand-ins share word for word and hardly anybody else has: a note beside a pair, never a reason."""

from collections import defaultdict
from collections.abc import Sequence

from grader.similarity.class_index import common_from
from grader.similarity.handed_in import HandIn
from grader.similarity.starter import Starter

_SHORTEST = 20  # characters
_FEWEST_WORDS = 4
_LONGEST = 160


class Remarks:
    """The comments of a class that are neither the starter's nor common."""

    def __init__(self, hand_ins: Sequence[HandIn], starter: Starter) -> None:
        people: dict[str, set[str]] = defaultdict(set)
        self._of = [
            {remark.text: None for piece in one.pieces for remark in piece.remarks if _says_something(remark.text)}
            for one in hand_ins
        ]
        for one, remarks in zip(hand_ins, self._of, strict=True):
            for text in remarks:
                people[text].add(one.person)
        most = common_from(len({one.person for one in hand_ins}))
        self._common = {text for text, them in people.items() if len(them) >= most} | starter.remarks

    def shared(self, first: int, second: int) -> tuple[str, ...]:
        """Those of both hand-ins, in the order of the first."""
        other = self._of[second]
        return tuple(text[:_LONGEST] for text in self._of[first] if text in other and text not in self._common)


def _says_something(text: str) -> bool:
    return len(text) >= _SHORTEST and len(text.split()) >= _FEWEST_WORDS and not text.startswith(("%", "!", "-"))
