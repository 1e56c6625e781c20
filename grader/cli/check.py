"""`grade check`: a student's own check, from the folder they stand in. Public checks and the public seed only."""

from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.problems import INSTRUCTOR, OURS, USER, shown
from grader.cli.showing import print_report, write_pages
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.spec.model import Assignment
    from grader.wall.slot import Slot

POLL = 0.5  # seconds between two looks at the files, with --watch
LEFT = 1  # exit code: something is left to mend
STOPPED = 130  # exit code: Ctrl-C
State = tuple[tuple[str, int, int], ...]


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER]")
@options.assignment
@options.specs
@options.data
@options.only
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the report here as well.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes; Ctrl-C ends it.")
def command(
    folder: Path, assignment: str | None, specs: Path | None, data: Path | None, only: str | None, out: Path | None,
    watch: bool,
) -> None:  # fmt: skip
    """Check your own work before you hand it in.

    Runs the public checks with the public seed. Exit 1: there is something left to mend.
    """
    from grader.wall.slot import Slot

    try:
        with Slot() as slot:
            slot.warm_up()
            code, seen = _look(slot, watch, folder, assignment, specs, data, only, out)
            while watch:
                while _state(folder) == seen:
                    sleep(POLL)
                click.echo("\n" + "─" * 40)
                code, seen = _look(slot, watch, folder, assignment, specs, data, only, out)
    except KeyboardInterrupt:
        click.echo("\nStopped.", err=True)
        raise click.exceptions.Exit(STOPPED) from None
    raise click.exceptions.Exit(code)


def _look(
    slot: "Slot", watch: bool, folder: Path, assignment: str | None, specs: Path | None, data: Path | None,
    only: str | None, out: Path | None,
) -> tuple[int, State]:  # fmt: skip
    """One look; the exit code, and the files as they were before it. While watching, a mistake is told and passes."""
    seen = _state(folder)
    try:
        return _once(slot, folder, assignment, specs, data, only, out), seen
    except UserMistake as mistake:
        if not watch:
            raise
        click.echo(shown(mistake.finding), err=True)
        return USER, seen


def _once(
    slot: "Slot", folder: Path, assignment: str | None, specs: Path | None, data: Path | None, only: str | None,
    out: Path | None,
) -> int:  # fmt: skip
    """Runs and shows everything; the exit code."""
    from grader.cli.line import Line
    from grader.grading.seed import PUBLIC, Seed
    from grader.submission.find import Tray

    line = Line(Seed(PUBLIC, secret=False), specs, public_only=True, only=only or "", data=data)
    codes = [0]
    with Tray(slot.spool) as tray:
        for one, report in line.reports(line.found([folder.resolve()], assignment, tray), slot):
            written = write_pages(out, report) if out else None
            print_report(report, written, "student", verbose=True)
            _say_what_is_not_checked_here(line.desk(one.slug).assignment, only)
            codes += [LEFT] if any(question.lost for question in report.questions) else []
            codes += [INSTRUCTOR] if report.excluded else []
            codes += [OURS] if out and written is None else []
    for _, why in line.nothing_came:
        advice = "Put your files there, as they are or in a .zip that opens, and check again."
        click.echo(shown(Finding(why.what, why.where, advice)), err=True)
        codes.append(USER)
    return max(codes)


def _say_what_is_not_checked_here(assignment: "Assignment", only: str | None) -> None:
    from grader.report.words import points

    checks = [check for question in assignment.questions for check in question.checks]
    kept = sum(check.total for check in checks if check.visibility != "public" and not check.extra_credit)
    if kept and not only:
        where = "on inputs that stay with the instructor"
        click.echo(f"public checks only: {points(kept)} more when it is graded, {where}")


def _state(folder: Path) -> State:
    """Names, sizes and times of the files, without following links."""
    rows = []
    for path in [folder, *sorted(folder.rglob("*"))] if folder.is_dir() else [folder]:
        try:
            status = path.lstat()
        except OSError:
            continue
        if not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts):
            rows.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(rows)
