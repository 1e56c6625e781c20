"""A sitting on a terminal: shows one piece after the other and asks for points and words. Decides nothing itself."""

import os
import shutil

import click

from grader.cli.problems import shown
from grader.cli.showing import WIDEST
from grader.marking.decisions import points_of
from grader.marking.paper import answer_text, given, heading, rubric
from grader.marking.piece import Piece
from grader.marking.sitting import Sitting, said
from grader.mistake_of_user import UserMistake
from grader.report.text import one_line

ASKS = "points (s skip, b back, u undo, q quit, ? help)"
HELP = """\
  2 or 2.5    points
  ac          the criteria of the rubric that are met, by their letters; their points are added up
  4 extra     more than the check is worth
  m           more of the answer
  s           skip: it goes on waiting
  b           back to the one before
  u           undo the last decision of this sitting
  q           quit; every decision is kept already"""
NONE = "-"  # typed where words that were there before shall go
_LEAST, _AROUND = (12, 18)  # lines of an answer that are shown in any case; lines that stand around it


class Prompts:
    """One sitting at one terminal."""

    def __init__(self, sitting: Sitting) -> None:
        size = shutil.get_terminal_size()
        self._sitting, self._width = sitting, min(size.columns, WIDEST)
        self._page = max(_LEAST, size.lines - _AROUND)
        self._rest: list[str] = []  # of the answer, below what is shown

    def run(self) -> None:
        """Until the queue or the person's time is over."""
        try:
            while (piece := self._sitting.current) is not None:
                if not self._somebody_else(piece) and not self._one(piece):
                    return
        except click.Abort:  # Ctrl-C, or the input's end
            click.echo()

    def _somebody_else(self, piece: Piece) -> bool:
        """Passes over what another person has marked meanwhile."""
        event = self._sitting.meanwhile()
        if event is None:
            return False
        by = one_line(event.by) if event.by and piece.people else "Somebody else"
        click.echo(f"\n{self._sitting.progress}: {by} has marked this meanwhile ({said(event, piece)}); passed over.")
        self._sitting.skip()
        return True

    def _one(self, piece: Piece) -> bool:
        """Shows a piece and asks until something is done with it. False where the person quits."""
        self._show(piece)
        while True:
            typed = click.prompt(
                "points (s skip, b back, u undo, q quit, ? help)", default="", show_default=False
            ).strip()
            try:
                if self._is_done(piece, typed):
                    return typed != "q"
            except UserMistake as mistake:
                click.echo(shown(mistake.finding))

    def _is_done(self, piece: Piece, typed: str) -> bool:
        """Whether this piece is left; does what was typed. Raises UserMistake."""
        match typed.lower():
            case "q":
                return True
            case "s":
                self._sitting.skip()
            case "b":
                self._sitting.back()
            case "u":
                click.echo(f"Taken back: {said(self._sitting.undo(), piece)}.")
            case "m":
                self._more()
                return False
            case "?" | "":
                click.echo(HELP)
                return False
            case _:
                self._decide(piece, typed)
        return True

    def _decide(self, piece: Piece, typed: str) -> None:
        points_of(piece, typed)  # a slip is told before words are asked for
        before = piece.given
        comment = _words("comment for the student", before.comment if before else "")
        reason = _words("reason, for the instructor", before.reason if before else "") if piece.was_computed else ""
        event = self._sitting.decide(typed, comment, reason)
        click.echo(f"{said(event, piece)}, kept.")

    def _show(self, piece: Piece) -> None:
        rule = f"── {self._sitting.progress} · question {piece.number} · {one_line(piece.sheet)}"
        click.echo(f"\n{_bold(rule)}")
        for line in heading(piece, self._width):
            click.echo(line)
        click.echo()
        self._rest = [f"│ {line}" for line in answer_text(piece, self._width - 2)]
        self._more()
        click.echo()
        for line in rubric(piece, self._width):
            click.echo(line)
        if words := given(piece):
            click.echo(words)

    def _more(self) -> None:
        page, self._rest = self._rest[: self._page], self._rest[self._page :]
        click.echo("\n".join(page) if page else "That was all of the answer.")
        if self._rest:
            count = len(self._rest)
            click.echo(f"… {count} more {'line' if count == 1 else 'lines'}: `m` shows more")


def _words(what: str, before: str) -> str:
    """Words on one line; what was there before stays with Enter, and goes with a hyphen."""
    keeps = f"Enter keeps “{one_line(before)}”, {NONE} for none" if before else "Enter for none"
    typed = str(click.prompt(f"{what} ({keeps})", default="", show_default=False)).strip()
    return before if before and not typed else "" if typed == NONE else typed


def _bold(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else click.style(text, bold=True)
