"""`grade validate`: proves a spec against its own reference and the known mistakes."""

import secrets
from pathlib import Path

import click

from grader.cli import options
from grader.cli.problems import INSTRUCTOR, shown


@click.command("validate")
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG…")
@options.specs
@options.data
@click.option("--seeds", type=click.IntRange(1, 100), default=3, show_default=True, help="How many seeds are tried.")
@click.option("--random", "at_random", is_flag=True, help="Other seeds each time, instead of always the same.")
def command(slugs: tuple[str, ...], specs: Path | None, data: Path | None, seeds: int, at_random: bool) -> None:
    """Prove a spec: the reference passes with full marks, each known mistake loses marks and is named, a blank stub
    earns nothing."""
    from grader.cli.line import Line
    from grader.grading.seed import PUBLIC, Seed
    from grader.grading.validate import validate

    line = Line(Seed(PUBLIC, secret=False), specs, data=data)
    tried = [secrets.token_hex(8) if at_random else f"validate {number}" for number in range(seeds)]
    faults = 0
    for slug in slugs:
        result = validate(line.desk(slug), tried)
        click.echo(result.summary)
        for said in result.said:
            click.echo(f"  {said}")
        faults += len(result.findings)
        for finding in result.findings:
            click.echo(shown(finding))
    raise click.exceptions.Exit(INSTRUCTOR if faults else 0)
