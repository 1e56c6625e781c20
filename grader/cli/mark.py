"""`grade mark`: marks by hand, in a terminal or by a table; overrides; what was ever decided."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from grader.cli import options
from grader.cli.marking_desk import MarkingDesk
from grader.cli.problems import USER, shown
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

NO_ANSWER_FOUND = "No answer was found."  # for the student, where the instructor says nothing else


@dataclass(frozen=True)
class _Way:
    """What is to be done, and its words."""

    export_file: Path | None
    import_file: Path | None
    override: tuple[str, str, str, str] | None
    withdraw: tuple[str, str, str] | None
    blank_zero: bool
    listed: bool
    history: str | None
    reason: str
    comment: str

    @property
    def chosen(self) -> list[str]:
        """The names of what was asked for; none for a sitting."""
        ways = ("export_file", "import_file", "override", "withdraw", "blank_zero", "listed", "history")
        return [name for name in ways if getattr(self, name) not in (None, False)]


@click.command("mark")
@options.store
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where the reports are (default: the store's folder).")  # fmt: skip
@options.course
@options.assignment
@click.option("--question", metavar="QUESTION", help="Only this question: its number, id or title.")
@click.option("--who", metavar="WHO", help="Only this student: name, id, login or as reports are filed.")
@click.option("--anonymous", is_flag=True, help="Show no names, and the answers in an order that tells nothing.")
@options.seed_file
@click.option("--by", metavar="NAME", help="Who marks (default: you, as this machine knows you).")
@click.option("--export", "export_file", type=click.Path(path_type=Path), metavar="FILE",
              help="Write what waits as a table (CSV), to be filled in.")  # fmt: skip
@click.option("--import", "import_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
              help="Take in the points of such a table: all of it, or nothing.")  # fmt: skip
@click.option("--override", nargs=4, metavar="WHO QUESTION CHECK POINTS", default=None,
              help="Give one mark in place of whatever stands there; of a computed one with --reason.")  # fmt: skip
@click.option("--withdraw", nargs=3, metavar="WHO QUESTION CHECK", default=None,
              help="Take back a mark by hand: what was computed counts again.")  # fmt: skip
@click.option("--blank-zero", is_flag=True,
              help="Give 0 points to every answer that waits and is really empty.")  # fmt: skip
@click.option("--reason", default="", metavar="TEXT", help="Why, for the instructor (--override, --withdraw).")
@click.option("--comment", default="", metavar="TEXT", help="Words for the student (--override, --blank-zero).")
@click.option("--list", "listed", is_flag=True, help="Only say what waits.")
@click.option("--history", is_flag=False, flag_value="", default=None, metavar="[WHO]",
              help="Every decision that was ever made, and what became of it.")  # fmt: skip
def command(
    store: Path | None, out: Path | None, course: Path | None, assignment: str | None, question: str | None,
    who: str | None, anonymous: bool, seed_file: Path | None, by: str | None, **way: object,
) -> None:  # fmt: skip
    """Give the marks that only a person can give.

    On a terminal: one answer after the other with its rubric, question by question. Every decision is kept at once,
    survives every regrade, and is superseded by a later one, never changed.
    """
    asked = _Way(**way)  # type: ignore[arg-type]
    _refuse(asked, anonymous, who)
    desk = MarkingDesk(store, out, course, assignment, question, who, anonymous, seed_file, by)
    doing = {"export_file": _export, "import_file": _import, "override": _override, "withdraw": _withdraw,
             "blank_zero": _zero_for_blanks, "listed": _list, "history": _history}  # fmt: skip
    raise click.exceptions.Exit(doing[asked.chosen[0]](asked, desk) if asked.chosen else _sit(desk))


def _sit(desk: MarkingDesk) -> int:
    """Marks on the terminal; without one, says what waits and how else it can be marked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print_queue(desk)
        advice = "On a terminal, `grade mark` asks; `--export FILE` and `--import FILE` work anywhere."
        click.echo(shown(Finding("This is no terminal, so nothing was asked.", "", advice)), err=True)
        return USER
    from grader.cli.prompts import Prompts
    from grader.marking.sitting import Sitting
    from grader.store.store import Store

    queue = desk.queue()
    if not queue:
        click.echo("Nothing waits for a person.")
        return 0
    with Store(desk.store_file) as store:
        sitting = Sitting(queue, store, desk.signed)
        Prompts(sitting).run()
    click.echo(f"{sitting.decided} of {len(queue)} marked.")
    return desk.refresh() if sitting.changed else 0


def _list(asked: _Way, desk: MarkingDesk) -> int:
    _print_queue(desk)
    return 0


def _print_queue(desk: MarkingDesk) -> None:
    """What waits, and whether there are decisions that no report shows."""
    from grader.marking.history import homeless
    from grader.marking.paper import listed

    click.echo("\n".join(listed(desk.queue())))
    if lost := homeless(desk.history()):
        one = len(lost) == 1
        what = f"{len(lost)} {'mark' if one else 'marks'} by hand {'is' if one else 'are'} about what is not there now."
        advice = "`grade mark --history` says which; they are kept, and count again when it is back."
        click.echo(shown(Finding(what, "", advice)), err=True)


def _history(asked: _Way, desk: MarkingDesk) -> int:
    from grader.marking.history import lines
    from grader.marking.naming import of_person

    who, entries = asked.history, desk.history()
    if who and all(entry.event.who != who for entry in entries):
        who = of_person(desk.everything, who)[0].place.who
    mine = [entry for entry in entries if who in ("", entry.event.who)]
    click.echo("\n".join(lines(mine)) or "Nothing was marked by hand.")
    return 0


def _export(asked: _Way, desk: MarkingDesk) -> int:
    from grader.marking.table import sheets
    from grader.report.drafts import write_whole

    path = asked.export_file
    assert path is not None
    if path.exists():
        what, advice = f"{path.name} is there already, and may hold marks.", "Name another file, or move that one."
        raise UserMistake(Finding(what, str(path), advice))
    secret = desk.secret(leaves=True)
    queue = desk.queue()
    folder = path.with_name(f"{path.stem}-answers")
    made = sheets(queue, folder.name, secret)
    path.parent.mkdir(parents=True, exist_ok=True)
    for name, text in made.beside:
        folder.mkdir(exist_ok=True)
        write_whole(folder / name, text)
    write_whole(path, made.table)
    answers = "1 answer" if len(queue) == 1 else f"{len(queue)} answers"
    click.echo(f"{answers} in {path}. Fill in the column `points`, then: grade mark --import {path}")
    return 0


def _import(asked: _Way, desk: MarkingDesk) -> int:
    from grader.marking.taken_in import taken_in

    assert asked.import_file is not None
    secret = desk.secret(leaves=True)
    taken = taken_in(asked.import_file, desk.everything, desk.events(), desk.signed(), secret)
    for note in taken.notes:
        click.echo(shown(note), err=True)
    desk.keep(taken.events)
    click.echo(f"{len(taken.events)} marked; {taken.known} known already, {taken.empty} without points.")
    return desk.refresh() if taken.events else 0


def _override(asked: _Way, desk: MarkingDesk) -> int:
    from grader.marking.decisions import decided, where_of
    from grader.report.words import number

    assert asked.override is not None
    *place, points = asked.override
    piece = desk.one(place)
    event = decided(piece, points, asked.comment, asked.reason, desk.signed())
    desk.keep([event])
    click.echo(shown(Finding(f"{number(event.points)} of {number(piece.mark.points)}, kept.", where_of(piece))))
    return desk.refresh()


def _withdraw(asked: _Way, desk: MarkingDesk) -> int:
    from grader.marking.decisions import where_of, withdrawn

    assert asked.withdraw is not None
    piece = desk.one(asked.withdraw)
    desk.keep([withdrawn(piece, asked.reason, desk.signed())])
    click.echo(shown(Finding("Withdrawn: what was there before counts again.", where_of(piece))))
    return desk.refresh()


def _zero_for_blanks(asked: _Way, desk: MarkingDesk) -> int:
    """No points for what is really empty, each a decision of its own; everything else goes on waiting."""
    from grader.marking.blank import blanks
    from grader.marking.decisions import decided
    from grader.marking.paper import listed

    queue = desk.queue()
    empty = [piece for piece in blanks(queue, desk.rows) if not desk.is_decided(piece)]
    if not empty:
        click.echo("No answer that waits is empty: nothing was marked.")
        return 0
    comment = asked.comment or NO_ANSWER_FOUND
    desk.keep([decided(piece, "0", comment, "", desk.signed()) for piece in empty])
    *lines, _ = listed(empty)  # the last one counts what waits
    click.echo("\n".join(lines))
    one = len(empty) == 1
    click.echo(f"{len(empty)} empty {'answer' if one else 'answers'}: 0 points{' each' * (not one)}, kept.")
    click.echo(f"{len(queue) - len(empty)} more wait for a person.")
    return desk.refresh()


def _refuse(asked: _Way, anonymous: bool, who: str | None) -> None:
    """Raises UserMistake for options that do not go together."""
    names = {"export_file": "--export", "import_file": "--import", "listed": "--list", "blank_zero": "--blank-zero"}
    if len(asked.chosen) > 1:
        said = " and ".join(f"`{names.get(name, f'--{name}')}`" for name in asked.chosen)
        raise UserMistake(Finding(f"{said} are different things to do.", "", "Give one of them."))
    commented = asked.override or asked.blank_zero
    if (asked.comment and not commented) or (asked.reason and not (asked.override or asked.withdraw)):
        what = "`--comment` goes with `--override` or `--blank-zero`, `--reason` with `--override` or `--withdraw`."
        raise UserMistake(Finding(what, "", "On a terminal, `grade mark` asks for words after the points."))
    if anonymous and (who or asked.override or asked.withdraw or asked.history is not None):
        what = "`--anonymous` names nobody, and somebody is named here."
        raise UserMistake(Finding(what, "", "Leave out one of the two."))
