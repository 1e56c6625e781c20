"""What one can ask of an item, or of a few in a row, without knowing any name."""

from collections.abc import Sequence

from grader.derivation.reading import commands
from grader.derivation.reading.groups import Group, Item
from grader.derivation.tokens import Token

#: What hangs on a letter, in the order in which cleaning puts it: index, primes, exponent.
SCRIPTS = "_'^"
_STRUCTURAL = frozenset({r"\partial", r"\nabla", r"\sum", r"\prod", r"\over", r"\dots"})


def is_mark(item: Item | None, *texts: str) -> bool:
    """Whether an item is one of these marks or commands."""
    return isinstance(item, Token) and item.kind in ("mark", "command") and item.text in texts


def text_of(items: Sequence[Item]) -> str:
    """The letters of a text, its groups opened."""
    parts = (item.text if isinstance(item, Token) else text_of(item.items) for item in items)
    joined = "".join(part if not part.startswith("\\") or len(part) == 1 else _letter_of(part) for part in parts)
    return joined.replace("~", " ")


def _letter_of(command: str) -> str:
    """What a command within a text prints: `\\_` an underscore, `\\bf` nothing. A sign that means something stays."""
    if command in commands.SPACES or command in commands.DECLARED_STYLES:
        return " "
    if len(command) == 2 and not command[1].isalpha():
        return command[1:]
    return "" if command in commands.STYLES or command in commands.TEXTS else f"{command} "


def is_space(item: Item) -> bool:
    return isinstance(item, Token) and (item.kind == "space" or item.text in commands.SPACES)


def is_words(item: Item | None) -> bool:
    """Whether an item is a text or a word set upright."""
    return isinstance(item, Token) and item.kind in ("words", "run")


def is_letter(item: Item | None, *letters: str) -> bool:
    """Whether an item is a letter, and one of these where any are given."""
    return isinstance(item, Token) and item.kind == "letter" and (not letters or item.text in letters)


def text_of_command(items: Sequence[Item]) -> str:
    """The text of a single token, or ""."""
    return items[0].text if len(items) == 1 and isinstance(items[0], Token) else ""


def is_name(items: Sequence[Item]) -> bool:
    """Whether items are one letter or accented letter with its scripts, and nothing else."""
    first = items[0]
    if not isinstance(first, Token) or first.kind not in ("letter", "command", "words", "run"):
        return False
    start = 1
    if first.kind == "command":
        if first.text in commands.ACCENTS:
            start = 2
        elif not first.text[1:].isalpha() or first.text in commands.ARGUMENTS or first.text in _STRUCTURAL:
            return False
    return all(is_mark(item, *SCRIPTS) or isinstance(item, Group) for item in items[start:]) and (
        len(items) == start or is_mark(items[start], *SCRIPTS)
    )


def collides(inside: Sequence[Item], following: str) -> bool:
    """Whether a script after a group would join those within it."""
    return bool(following) and any(is_mark(item, *SCRIPTS) for item in inside)
