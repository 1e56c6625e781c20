"""`grade check`: a student's own check, from the folder they stand in. Public checks and the public seed only."""

import time
from pathlib import Path

import click

from grader.cli import options
from grader.cli.showing import print_report, write_pages

POLL = 0.5  # seconds between two looks at the files, with --watch


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[FOLDER]")
@options.assignment
@options.specs
@options.only
@click.option("--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Write the report here as well.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes; Ctrl-C ends it.")
def command(
    folder: Path, assignment: str | None, specs: Path | None, only: str | None, out: Path | None, watch: bool
) -> None:
    """Check your own work before you hand it in.

    Runs the public checks with the public seed. Exit 1: there is something left to mend.
    """
    left = _once(folder, assignment, specs, only, out)
    while watch:
        seen = _state(folder)
        while _state(folder) == seen:
            time.sleep(POLL)
        click.echo("\n" + "─" * 40)
        left = _once(folder, assignment, specs, only, out)
    raise click.exceptions.Exit(1 if left else 0)


def _once(folder: Path, assignment: str | None, specs: Path | None, only: str | None, out: Path | None) -> bool:
    """One look at everything; whether something is left to mend."""
    from grader.cli.line import Line
    from grader.grading.seed import PUBLIC, Seed

    line = Line(Seed(PUBLIC, secret=False), specs, public_only=True, only=only or "")
    left = False
    for _, report in line.reports(line.found([folder.resolve()], assignment)):
        written = write_pages(out, report) if out else None
        print_report(report, written, "student", verbose=True)
        left = left or any(question.lost for question in report.questions)
    return left


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files, without following links."""
    rows = []
    for path in sorted(folder.rglob("*")):
        try:
            status = path.lstat()
        except OSError:
            continue
        if not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts):
            rows.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(rows)
