"""`grade export FORMAT`: marks where they belong, in a platform's own gradebook or as a file for another program."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.problems import shown
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.export.parcel import Parcel
    from grader.export.sheet import Sheet

FORMATS = ("canvas", "moodle", "gradescope", "classroom50", "github-summary", "junit", "csv", "json")
GRADEBOOKS = ("canvas", "moodle", "csv")  # where a mark is taken for one that counts; the others say which it is


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice(FORMATS))
@options.store
@options.course
@options.assignment
@click.option("--gradebook", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
              help="The gradebook as the platform gave it out (canvas, moodle).")  # fmt: skip
@click.option("--column", default="", metavar="TITLE", help="Its column, where the assignment's title does not tell.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE or FOLDER",
              help="Where it goes; without it one file goes to standard output.")  # fmt: skip
@click.option("--so-far", is_flag=True, help="Export what is decided, without the points that wait for a person.")
@click.option("--mark-ungraded", is_flag=True, help="Leave people without a mark empty, and export the others.")
@click.option("--leave-out-hidden", is_flag=True,
              help="Without hidden tests, which keep the total from students (gradescope).")  # fmt: skip
@click.option("--factor", type=click.IntRange(1, 10_000), default=100, show_default=True,
              help="What points are multiplied with, to be whole numbers (classroom50).")  # fmt: skip
def command(
    name: str, store: Path | None, course: Path | None, assignment: str | None, gradebook: Path | None, column: str,
    out: Path | None, so_far: bool, mark_ungraded: bool, leave_out_hidden: bool, factor: int,
) -> None:  # fmt: skip
    """Export marks: canvas, moodle, gradescope, classroom50, github-summary, junit, csv or json.

    Canvas and Moodle take back the gradebook that they gave out: name it with --gradebook. Nothing is exported while
    marks are missing; a missing mark is never a zero.
    """
    from grader.batch.book import book_of
    from grader.export.formats import Asked, export
    from grader.export.readiness import Terms, practice

    terms = Terms(so_far=so_far, mark_ungraded=mark_ungraded)
    asked = Asked(terms, _sheet(gradebook), column, leave_out_hidden, factor)
    place = store or options.REPORTS / options.STORE
    book = book_of(place, assignment, course)
    if assignment and not book.rows:
        raise _unknown(assignment, place)
    parcel = export(name, book.rows, asked)
    _say((*book.troubles, *parcel.said, *(practice(book.rows) if name in GRADEBOOKS else ())))
    _write(parcel, out, gradebook)


def _unknown(assignment: str, place: Path) -> UserMistake:
    """For an assignment of which the store holds nothing."""
    from grader.batch.kept import kept
    from grader.store.store import Store
    from grader.submission.text import shown as named

    with Store(place, writable=False) as store:
        there = ", ".join(sorted({one.hand_in.slug for one in kept(store)}))
    advice = f"It holds {there}." if there else "Grade first: `grade PATH`."
    return UserMistake(Finding(f"Nothing of `{named(assignment)}` was graded into this store.", str(place), advice))


def _sheet(gradebook: Path | None) -> "Sheet | None":
    from grader.export.sheet import read

    return read(gradebook.read_bytes(), gradebook.name) if gradebook else None


def _say(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        click.echo(shown(finding), err=True)


def _write(parcel: "Parcel", out: Path | None, gradebook: Path | None) -> None:
    """To one file, into a folder, or to standard output."""
    from grader.report.drafts import write_whole

    if out is None:
        if len(parcel.files) > 1:
            what = f"This makes {len(parcel.files)} files, and no place for them was named."
            raise UserMistake(Finding(what, "", "Name a folder with `--out FOLDER`."))
        for _, data in parcel.files:
            click.echo(data, nl=False)
        return
    folder = out.is_dir() or any("/" in name for name, _ in parcel.files) or len(parcel.files) > 1
    for name, data in parcel.files:
        path = out / name if folder else out
        if gradebook and path.resolve() == gradebook.resolve():
            what = "The gradebook that was downloaded would be overwritten."
            raise UserMistake(Finding(what, str(path), "Name another place with `--out`, and keep the download."))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        click.echo(str(path), err=True)
