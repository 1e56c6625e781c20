"""What an explanation is given and what it answers: a returned value, seen on several draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.draws.case import Case
from grader.explain import wording
from grader.outcome import Evidence, Finding

#: Keys of `Observation.also`. Each of the first two holds {name: value shaped like the expected one}.
TERMS = "terms"  # the reference's terms, whose sum is the expected value
SIBLINGS = "siblings"  # the expected values of what is returned beside this one


@dataclass(frozen=True)
class Subject:
    """A returned value's name ("the loss", "d outsideVectors") and its axes' letters, where they are known."""

    name: str
    axes: tuple[str, ...] | None = None

    @property
    def mention(self) -> str:
        """The name inside a sentence."""
        return wording.mention(self.name)

    @property
    def title(self) -> str:
        """The name at a sentence's beginning."""
        return wording.sentence(self.mention)


@dataclass(frozen=True)
class Observation:
    """The student's value and the expected one, on one draw."""

    case: Case
    yours: Any
    expected: Any
    also: Mapping[str, Any] = field(default_factory=dict)

    def named(self, key: str) -> Mapping[str, Any]:
        """The named arrays under TERMS or SIBLINGS; none where there are none."""
        found = self.also.get(key)
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True)
class Explanation:
    """Why two values differ. `pattern` is a stable word for tables: "sign", "rows", …, "unknown"."""

    finding: Finding
    evidence: tuple[Evidence, ...]
    pattern: str
