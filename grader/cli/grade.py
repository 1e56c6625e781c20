"""`grade PATH…`: grades what was handed in, writes the reports, prints ten lines."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.problems import INSTRUCTOR, OURS, USER, shown
from grader.cli.showing import Audience, print_report, write_json, write_pages
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.grading.report import Report
    from grader.submission.find import Found
    from grader.submission.tray import Tray
    from grader.wall.slot import Slot


@click.command("grade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@options.assignment
@options.specs
@options.seed_file
@options.data
@options.only
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), metavar="FOLDER",
              help="Where reports go (default: reports/).")  # fmt: skip
@click.option("--json", "json_file", metavar="FILE", help="Also as JSON; `-` for standard output.")
@click.option("--for", "audience", type=click.Choice(["student", "instructor"]), default="instructor",
              help="Whom the JSON and the terminal are for: students see no value of a hidden check.")  # fmt: skip
@click.option(
    "--i-trust-this-code",
    "trusted",
    is_flag=True,
    help="Grade where student code cannot be confined; it can do there what you can do.",
)
@options.verbose
def command(
    paths: tuple[Path, ...], assignment: str | None, specs: Path | None, seed_file: Path | None,
    data: Path | None, only: str | None, out: Path, json_file: str | None, audience: Audience, trusted: bool,
    verbose: bool,
) -> None:  # fmt: skip
    """Grade submissions.

    PATH is one submission (a folder or a file), a student (folders named like assignments) or a class (folders of
    students, or the zip that Moodle, Canvas or Gradescope exports). Reports: <out>/<who>/<slug>.html for the student,
    .instructor.html for the instructor.
    """
    from grader.submission.tray import Tray
    from grader.wall.slot import Slot

    with Slot() as slot, Tray() as tray:
        slot.warm_up()  # beside the imports and the specs that are read here meanwhile
        code = _grade(
            slot, tray, paths, assignment, specs, seed_file, data, only, out, json_file, audience, trusted, verbose
        )
    raise click.exceptions.Exit(code)


def _grade(
    slot: "Slot", tray: "Tray", paths: tuple[Path, ...], assignment: str | None, specs: Path | None,
    seed_file: Path | None, data: Path | None, only: str | None, out: Path, json_file: str | None, audience: Audience,
    trusted: bool, verbose: bool,
) -> int:  # fmt: skip
    """Grades what lies behind the paths; the exit code."""
    from grader.cli.line import Line
    from grader.grading.seed import find_seed
    from grader.submission.find import latest

    line = Line(find_seed(seed_file), specs, only=only or "", data=data)
    there = line.handed_in(paths, assignment, tray)
    if not there.found and there.troubles:
        raise UserMistake(there.troubles[0].finding)
    found = latest(there.found)
    if not trusted:
        _refuse_strangers(slot)
    _say_what_would_be_better(slot)
    _refuse_inside(out, found, "--out FOLDER")
    if json_file and json_file != "-":
        _refuse_inside(Path(json_file), found, "--json FILE")
    quiet = json_file == "-"
    if not quiet:
        _say_understood(found)
    for trouble in there.troubles:
        click.echo(shown(trouble.finding) + "\n", err=True)
    reports: list[Report] = []
    failed = False
    try:
        for _, report in line.reports(found, slot):
            reports.append(report)
            written = write_pages(out, report)
            failed = failed or written is None
            if not quiet:
                print_report(report, written, audience, verbose)
    finally:  # whatever ends a class early, what was graded is written
        if json_file and reports:
            failed = not write_json(json_file, reports, audience, several=len(found) > 1) or failed
    return max(USER if there.troubles else 0, _exit_code(reports, failed))


def _refuse_strangers(slot: "Slot") -> None:
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


def _say_what_would_be_better(slot: "Slot") -> None:
    """Where a better level was not reached, why, and what would mend it; on standard error, beside the results."""
    for better, why in slot.why_not.items():
        what = f"Level {slot.level.letter}, not {better.letter}: {why.what}."
        click.echo(shown(Finding(what, why.where, why.advice)), err=True)


def _say_understood(found: "list[Found]") -> None:
    people = len({one.who for one in found})
    if len(found) > 1:
        click.echo(f"{len(found)} submissions of {people} {'person' if people == 1 else 'people'}\n")


def _refuse_inside(out: Path, found: "list[Found]", option: str) -> None:
    """Reports never land inside what was handed in, nor in its place."""
    for one in found:
        if out.resolve().is_relative_to(one.path.resolve()):
            raise UserMistake(Finding(f"{out} would land inside the submission of {one.who}.", str(one.path),
                                      f"Name another place with `{option}`."))  # fmt: skip


def _exit_code(reports: "list[Report]", failed: bool) -> int:
    """Broken checks are the instructor's (the spec or the reference); a report not written is the machine's."""
    if failed:
        return OURS
    return INSTRUCTOR if any(report.excluded for report in reports) else 0
