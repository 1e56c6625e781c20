"""`grade lint`: reads specs and lists every mistake, each with its line."""

from pathlib import Path

import click

from grader.cli import options
from grader.cli.problems import INSTRUCTOR, shown


@click.command("lint")
@click.argument("names", nargs=-1, metavar="[SLUG or FOLDER]…")
@options.specs
def command(names: tuple[str, ...], specs: Path | None) -> None:
    """Read assignment specs and list every mistake in them; without a name, all that can be found."""
    from grader.checks.reference import ReferenceBroken, functions_of
    from grader.resources import specs_folders
    from grader.spec.find import find, known
    from grader.spec.load import FILE, load
    from grader.spec.mistakes import SpecMistakes

    folders = specs_folders(specs)
    found = 0
    for name in names or [hint.slug for hint in known(folders)]:
        path = Path(name)
        # A submission's folder often has the assignment's name; only one with a spec in it is meant as a path.
        folder = path if path.is_file() or (path / FILE).is_file() else find(name, folders).path
        own = (folder if folder.is_dir() else folder.parent) / "reference.py"
        try:
            assignment = load(folder, functions_of(own if own.is_file() else None))
        except (SpecMistakes, ReferenceBroken) as mistakes:
            found += len(mistakes.findings)
            click.echo("\n".join(shown(finding) for finding in mistakes.findings))
            continue
        checks = sum(len(question.checks) for question in assignment.questions)
        said = f"{_count(len(assignment.questions), 'question')}, {_count(checks, 'check')}"
        click.echo(f"{assignment.slug}: {said}, no mistakes")
    if found:
        click.echo(_count(found, "mistake"))
        raise click.exceptions.Exit(INSTRUCTOR)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
