"""What every platform's export comes down to: people, and which of the export's names are theirs."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from grader.outcome import Finding
from grader.submission.found import Platform
from grader.submission.person import Person


@dataclass(frozen=True)
class Part:
    """A name at the top of an export, and what that is called in the hand-in; "" of a folder that is the hand-in."""

    name: str
    inside: str = ""


@dataclass(frozen=True)
class HandIn:
    """One attempt of one person or of one group."""

    name: str
    id: str
    parts: tuple[Part, ...]
    email: str = ""
    members: tuple[Person, ...] = ()
    submitted: datetime | None = None
    late: bool | None = None
    attempt: int = 1


@dataclass(frozen=True)
class Export:
    """A class as one platform exports it. unread: what of it could not be told, a name and a finding each."""

    platform: Platform
    hand_ins: tuple[HandIn, ...]
    unread: tuple[tuple[str, Finding], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names that belong to somebody."""
        return frozenset(part.name for hand_in in self.hand_ins for part in hand_in.parts)


def in_order(hand_ins: Iterable[HandIn]) -> tuple[HandIn, ...]:
    """By name, whatever order they were packed in."""
    return tuple(
        sorted(hand_ins, key=lambda one: (one.name.casefold(), one.name, one.id, one.attempt, one.parts[0].name))
    )


def spelled(name: str) -> str:
    """A name as it is usually spelled: one letter é, also where a Mac took it apart into two."""
    return unicodedata.normalize("NFC", name).strip()
