"""How well student code is confined here, before any of it is run: whether that is enough, and what would be better."""

from typing import TYPE_CHECKING

import click

from grader.cli.problems import shown
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.wall.slot import Slot


def refuse_strangers(slot: "Slot") -> None:
    """Raises UserMistake where student code cannot be confined."""
    if not slot.level.holds_strangers:
        why = "; ".join(f"level {level.letter}: {why.what}" for level, why in slot.why_not.items())
        raise UserMistake(
            Finding(
                f"Student code cannot be confined on this machine (level {slot.level.letter}, {slot.level.meaning}).",
                why,
                "`grade doctor` says what is missing. To grade code that you trust, add --i-trust-this-code; to check "
                "your own work, run `grade check`.",
            )
        )


def say_what_would_be_better(slot: "Slot") -> None:
    """Where a better level was not reached, why, and what would mend it; on standard error, beside the results."""
    for better, why in slot.why_not.items():
        what = f"Level {slot.level.letter}, not {better.letter}: {why.what}."
        click.echo(shown(Finding(what, why.where, why.advice)), err=True)
