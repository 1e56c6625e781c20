"""`grade similar PATH…`: which hand-ins share unusual stretches, and where. Runs nothing and changes no mark."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.outside import refuse_inside
from grader.cli.problems import OURS, USER, machine, shown

if TYPE_CHECKING:
    from grader.similarity.comparison import Comparison
    from grader.similarity.view import View
    from grader.submission.found import Found

_WIDTH = 100


@click.command("similar")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@options.assignment
@options.specs
@click.option("--out", type=click.Path(path_type=Path), default=options.REPORTS, metavar="FOLDER",
              help="Where the pages go (default: reports/).")  # fmt: skip
@click.option("--json", "json_file", metavar="FILE", help="Also as JSON; `-` for standard output.")
@click.option("--anonymous", is_flag=True, help="Numbers for names; comments and texts in quotes are left out.")
def command(
    paths: tuple[Path, ...], assignment: str | None, specs: Path | None, out: Path, json_file: str | None,
    anonymous: bool,
) -> None:  # fmt: skip
    """Say which hand-ins of a class share unusual stretches, and show them side by side.

    Nothing is run and no mark is changed: sharing can have innocent reasons. One page for each assignment:
    <out>/similar-<slug>.html, with --anonymous similar-<slug>.anonymous.html beside it.
    """
    from grader.cli.line import Line
    from grader.grading.seed import PUBLIC, Seed
    from grader.submission.tray import Tray

    with Tray() as tray:
        # By name, so that the order in which paths are typed says nothing.
        ordered = sorted(paths, key=lambda path: str(path.resolve()))
        there = Line(Seed(PUBLIC, secret=False), specs).handed_in(ordered, assignment, tray)
        for place, option in ((out, "--out FOLDER"), (Path(json_file or "-"), "--json FILE")):
            refuse_inside(place, there.found, option)
        for trouble in there.troubles:
            click.echo(shown(trouble.finding) + "\n", err=True)
        code = _compare(there.found, specs, out, json_file, anonymous)
    raise click.exceptions.Exit(max(code, USER if there.is_mistaken(paths) else 0))


def _compare(
    found: "Sequence[Found]", specs: Path | None, out: Path, json_file: str | None, anonymous: bool
) -> int:  # fmt: skip
    """Compares what was found, assignment by assignment; the exit code."""
    from grader.cli.showing import write_text
    from grader.report.files import file_name
    from grader.report.machine import dumps
    from grader.similarity.machine import as_json
    from grader.similarity.view import view

    rows, written = [], True
    for slug in sorted({one.slug for one in found}):
        comparison, title = _compared([one for one in found if one.slug == slug], slug, specs)
        seen = view(comparison, title, anonymous)
        rows.append(as_json(comparison, seen, slug))
        name = f"similar-{file_name(slug)}{'.anonymous' if anonymous else ''}.html"
        written = _written(out / name, seen, quiet=json_file == "-") and written
    if json_file:
        written = write_text(json_file, dumps(rows[0] if len(rows) == 1 else rows)) and written
    return 0 if written else OURS


def _compared(found: "Sequence[Found]", slug: str, specs: Path | None) -> "tuple[Comparison, str]":
    """The hand-ins for one assignment compared, and its title."""
    from grader.resources import specs_folders
    from grader.similarity.comparison import compare
    from grader.similarity.handed_in import read_class
    from grader.similarity.starter import starter_of
    from grader.spec.find import find, known
    from grader.submission.spool import Spool

    folders = specs_folders(specs)
    title = next(hint.title for hint in known(folders) if hint.slug == slug)
    with Spool() as spool:
        hand_ins = read_class(found, spool)
    return compare(hand_ins, starter_of(find(slug, folders).path)), title


def _written(path: Path, seen: "View", quiet: bool) -> bool:
    """Writes the page and tells its ten lines. False where the machine refused."""
    from grader.report.drafts import write_whole
    from grader.similarity.page import page
    from grader.similarity.terminal import lines

    if not quiet:
        click.echo(lines(seen, _WIDTH))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page(seen))
    except OSError as trouble:
        click.echo(shown(machine(trouble, str(path))), err=True)
        return False
    if not quiet:
        click.echo(f"\npage: {path}\n")
    return True
