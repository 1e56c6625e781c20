"""`grade PATH…`: grades what was handed in, remembers it, writes the reports, and prints ten lines or a class's."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.confinement import refuse_strangers, say_what_would_be_better
from grader.cli.outside import refuse_inside
from grader.cli.problems import INSTRUCTOR, OURS, USER, shown
from grader.cli.showing import Audience, print_report, terminal, write_json, write_pages
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.batch.class_run import ClassRun, Order
    from grader.cli.line import Line
    from grader.grading.report import Report
    from grader.grading.seed import Seed
    from grader.submission.find import Class, Found
    from grader.wall.slot import Slot


@dataclass(frozen=True)
class _Asked:
    """The command's options, as they were given."""

    paths: tuple[Path, ...]
    assignment: str | None
    specs: Path | None
    seed_file: Path | None
    data: Path | None
    only: str | None
    out: Path
    store: Path | None
    course: Path | None
    without_course: bool
    jobs: int | None
    fresh: bool
    scheduler: str
    anonymous: bool
    json_file: str | None
    audience: Audience
    trusted: bool
    verbose: bool

    @property
    def quiet(self) -> bool:
        """Whether standard output is for the JSON."""
        return self.json_file == "-"


@click.command("grade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@options.assignment
@options.specs
@options.seed_file
@options.data
@options.only
@click.option("--out", type=click.Path(path_type=Path), default=options.REPORTS, metavar="FOLDER",
              help="Where reports go (default: reports/).")  # fmt: skip
@options.store
@options.course
@click.option("--without-course", is_flag=True, help="Forget the course's file that was named before.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), metavar="N",
              help="How many hand-ins are graded at once (default: one for each core).")  # fmt: skip
@click.option("--scheduler", default="", metavar="ADDRESS", help="A dask scheduler to grade on: tcp://host:8786.")
@click.option("--fresh", is_flag=True, help="Run everything again, whatever is known.")
@click.option("--anonymous", is_flag=True, help="Pseudonyms on the class page.")
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
def command(**given: object) -> None:
    """Grade submissions.

    PATH is one submission (a folder or a file), a student (folders named like assignments), a class (folders of
    students), or the archive that Moodle, Canvas or Gradescope exports. Reports: <out>/<who>/<slug>.html for the
    student, .instructor.html for the instructor, <out>/class-<slug>.html for a class. What was graded is kept in
    <out>/grades.sqlite; what has not changed is not run again.
    """
    from grader.wall.slot import Slot

    asked = _Asked(**given)  # type: ignore[arg-type]
    _refuse_with_only(asked)
    with Slot() as slot:
        slot.warm_up()  # beside the imports and the specs that are read here meanwhile
        code = _part(asked, slot) if asked.only else _whole(asked, slot)
    raise click.exceptions.Exit(code)


def _part(asked: _Asked, slot: "Slot") -> int:
    """One question or check of a sheet: shown, and not remembered. The exit code."""
    from grader.cli.line import Line
    from grader.grading.seed import find_seed
    from grader.submission.find import Tray, latest

    line = Line(find_seed(asked.seed_file), asked.specs, only=asked.only or "", data=asked.data)
    with Tray(slot.spool) as tray:
        there = line.handed_in(asked.paths, asked.assignment, tray)
        found = latest(there.found)
        _refuse(asked, found, slot)
        reports, failed = _shown_part(asked, line, found, slot)
    for trouble in there.troubles:
        click.echo(shown(trouble.finding), err=True)
    mistaken = there.is_mistaken(asked.paths) or (line.nothing_came and not reports)
    return max(_exit_code(reports, failed), USER if mistaken else 0)


def _shown_part(asked: _Asked, line: "Line", found: "list[Found]", slot: "Slot") -> "tuple[list[Report], bool]":
    """The reports, each shown and written as soon as it is there; and whether the machine refused one."""
    reports: list[Report] = []
    failed = False
    try:
        for _, report in line.reports(found, slot):
            reports.append(report)
            written = write_pages(asked.out, report)
            failed = failed or written is None
            if not asked.quiet:
                print_report(report, written, asked.audience, asked.verbose)
    finally:  # whatever ends it early, what was graded is written
        if asked.json_file and reports:
            failed = not write_json(asked.json_file, reports, asked.audience, several=len(found) > 1) or failed
    for one, why in line.nothing_came:
        click.echo(shown(Finding(f"{one.who}, {one.slug}: {why.what}", why.where, why.advice)), err=True)
    return reports, failed


def _whole(asked: _Asked, slot: "Slot") -> int:
    """Everything behind the paths, remembered. The exit code."""
    from grader.batch.class_run import run
    from grader.batch.desks import Desks
    from grader.cli.progress import watching
    from grader.grading.seed import find_seed
    from grader.submission.find import Tray

    desks = Desks(find_seed(asked.seed_file), asked.specs, data=asked.data)
    with Tray(slot.spool) as tray:
        there = desks.handed_in(asked.paths, asked.assignment, tray)
        _refuse(asked, there.found, slot)
        several = len({one.who for one in there.found}) > 1
        if several and not asked.quiet:
            _say_understood(there)
        with watching(several) as watcher:
            made = run(_order(asked, desks.seed, several), desks, asked.paths, there, slot, watcher)
    return max(_told(asked, made, several), USER if there.is_mistaken(asked.paths) else 0)


def _order(asked: _Asked, seed: "Seed", several: bool) -> "Order":
    from grader.batch.class_run import Order
    from grader.threads import core_count

    store = asked.store or asked.out / options.STORE
    secret = seed.text if asked.anonymous else ""
    if asked.anonymous:
        from grader.batch.pseudonyms import pseudonyms

        pseudonyms((), secret)  # refuses what is no secret now, and not after a class was graded
    return Order(
        asked.out, store, asked.course, asked.without_course, asked.jobs or core_count(), asked.fresh, asked.scheduler,
        secret, terminal(), whole_reports=bool(asked.json_file) or not several,
    )  # fmt: skip


def _told(asked: _Asked, made: "ClassRun", several: bool) -> int:
    """Prints what came of it; the exit code."""
    from grader.batch.pages import student_page

    for trouble in (*made.doubts, *made.told.troubles, *made.not_written):
        click.echo(shown(trouble), err=True)
    for who, slug, why in (*made.nothing_came, *made.not_graded):
        click.echo(shown(Finding(f"{who}, {slug}: {why.what}", why.where, why.advice)), err=True)
    for finding in made.told.laid_aside:
        click.echo(shown(finding), err=True)
    if not asked.quiet and several:
        if made.ran.known:
            click.echo(f"{made.ran.known:,} of them known and unchanged: not run again\n")
        click.echo("\n\n".join(made.told.classes))
    elif not asked.quiet:
        for report in made.reports:
            page = student_page(asked.out, report.submission, report.assignment)
            print_report(report, page if page.is_file() else None, asked.audience, asked.verbose)
    failed = bool(made.not_graded or made.not_written)
    if asked.json_file and made.reports:
        failed = not write_json(asked.json_file, made.reports, asked.audience, len(made.reports) > 1) or failed
    nothing = len(made.nothing_came) == made.ran.total  # as where a path leads to an empty folder
    return OURS if failed else INSTRUCTOR if made.told.broken else USER if nothing else 0


def _refuse(asked: _Asked, found: "list[Found] | tuple[Found, ...]", slot: "Slot") -> None:
    """Raises UserMistake for what must not be done; says what would be better."""
    if asked.out.exists() and not asked.out.is_dir():
        what = "Reports go into a folder, and this is a file."
        raise UserMistake(Finding(what, str(asked.out), "Name a folder with `--out FOLDER`; it is made if need be."))
    if not asked.trusted:
        refuse_strangers(slot)
    say_what_would_be_better(slot)
    _say_who_may_read_along(asked.scheduler)
    refuse_inside(asked.out, found, "--out FOLDER")
    if asked.store:
        refuse_inside(asked.store, found, "--store FILE")
    if asked.json_file and not asked.quiet:
        refuse_inside(Path(asked.json_file), found, "--json FILE")


def _refuse_with_only(asked: _Asked) -> None:
    """A part of a sheet is shown and not kept: what is about keeping and about classes would be passed over."""
    given = {"--fresh": asked.fresh, "--anonymous": asked.anonymous, "--store": asked.store,
             "--scheduler": asked.scheduler}  # fmt: skip
    useless = " and ".join(f"`{option}`" for option, value in given.items() if value)
    if asked.only and useless:
        what = f"`--only` shows a part of a sheet and keeps nothing, so {useless} would change nothing."
        raise UserMistake(Finding(what, f"--only {asked.only}", "Leave out one of the two."))


def _say_who_may_read_along(address: str) -> None:
    """Where a scheduler is reached over a network without encryption."""
    if address:
        from grader.batch.scheduler import in_the_clear

        if (warning := in_the_clear(address)) is not None:
            click.echo(shown(warning), err=True)


def _say_understood(there: "Class") -> None:
    people = len({one.who for one in there.found})
    click.echo(f"{len(there.found)} submissions of {people} people\n")


def _exit_code(reports: "list[Report]", failed: bool) -> int:
    """Broken checks are the instructor's (the spec or the reference); a report not written is the machine's."""
    if failed:
        return OURS
    return INSTRUCTOR if any(report.excluded for report in reports) else 0
