r"""What a command or a script takes along: a group, one sign, or a command with its own arguments (`^\mathsf T`)."""

from collections.abc import Sequence

from grader.derivation.reading import commands
from grader.derivation.reading.groups import DEEPEST, Group, Item
from grader.derivation.reading.items import is_space
from grader.derivation.span import NotRead
from grader.derivation.tokens import Token

_TAKERS = frozenset(commands.ACCENTS) | commands.STYLES | commands.TEXTS | commands.REMARKED | {r"\not"}


def argument(items: Sequence[Item], place: int, command: Token) -> tuple[Sequence[Item], int]:
    """What a command at the place before takes as its argument, without braces, and the place behind it.

    Raises NotRead where there is nothing left to take.
    """
    end = _unit_end(items, place)
    if end < 0:
        raise NotRead(f"Something is missing after the `{command.text}` here; write it in braces.", command.span)
    taken = [item for item in items[place:end] if not is_space(item)]
    return (taken[0].items if len(taken) == 1 and isinstance(taken[0], Group) else taken), end


def _unit_end(items: Sequence[Item], place: int, depth: int = 0) -> int:
    """The place behind one argument; -1 where there is none, or it goes too deep."""
    while place < len(items) and is_space(items[place]):
        place += 1
    if place >= len(items) or depth > DEEPEST:
        return -1
    item = items[place]
    place += 1
    if isinstance(item, Token) and item.kind == "command":
        for _ in range(_taken(item.text)):
            place = _unit_end(items, place, depth + 1)
            if place < 0:
                return -1
    return place


def _taken(command: str) -> int:
    """How many arguments a command takes."""
    command = commands.SYNONYMS.get(command, command)
    return commands.ARGUMENTS.get(command, int(command in _TAKERS))
