"""Puts a report where people find it: pages in a folder, lines in the terminal, JSON in a file."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.problems import machine, shown

if TYPE_CHECKING:
    from grader.batch.telling import Terminal
    from grader.grading.report import Report

Audience = Literal["student", "instructor"]
WIDEST = 100


def write_pages(out: Path, report: "Report") -> Path | None:
    """Both pages; gives the student's. None where the machine refused, which is said."""
    from grader.report.files import write_pages as write

    try:
        return write(out, report)
    except OSError as trouble:
        click.echo(shown(machine(trouble, f"the report of {report.submission} in {out}")), err=True)
        return None


def print_report(report: "Report", page: Path | None, audience: Audience, verbose: bool) -> None:
    """Ten lines and where the page lies; colours and bars on a terminal only."""
    from grader.report.terminal import render

    there = terminal()
    click.echo(render(report, verbose=verbose, width=there.width, colour=there.colour, audience=audience))
    click.echo(f"\nreport: {page}\n" if page else "")


def terminal() -> "Terminal":
    """The terminal that standard output is; where it is none, lines are as wide everywhere and have no colours."""
    from grader.batch.telling import Terminal

    if not sys.stdout.isatty():
        return Terminal()
    return Terminal(min(shutil.get_terminal_size().columns, WIDEST), not os.environ.get("NO_COLOR"))


def write_json(file: str, reports: "Sequence[Report]", audience: Audience, several: bool) -> bool:
    """An object for one report, an array for several; `-` is standard output. False where the machine refused."""
    from grader.report.machine import as_json, dumps

    rows = [as_json(report, audience) for report in reports]
    return write_text(file, dumps(rows if several or len(rows) != 1 else rows[0]))


def write_text(file: str, text: str) -> bool:
    """All of the text into a file, or to standard output for `-`. False where the machine refused."""
    from grader.report.drafts import write_whole

    if file == "-":
        click.echo(text, nl=False)
        return True
    path = Path(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A device or a pipe cannot be replaced by a finished file.
        plain = path.is_file() or not path.exists()
        write_whole(path, text) if plain else path.write_text(text, "utf-8")
    except OSError as trouble:
        click.echo(shown(machine(trouble, file)), err=True)
        return False
    return True
