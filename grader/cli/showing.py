"""Puts a report where people find it: pages in a folder, lines in the terminal, JSON in a file."""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.problems import machine, shown

if TYPE_CHECKING:
    from grader.grading.report import Report

Audience = Literal["student", "instructor"]
WIDEST = 100


def write_pages(out: Path, report: "Report") -> Path | None:
    """Both pages; gives the student's. None where the machine refused, which is said."""
    from grader.report.files import write_pages as write

    try:
        return write(out, report)
    except OSError as trouble:
        click.echo(shown(machine(trouble)), err=True)
        return None


def print_report(report: "Report", page: Path | None, audience: Audience, verbose: bool) -> None:
    """Ten lines and where the page lies; colours and bars on a terminal only."""
    from grader.report.terminal import render

    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size().columns, WIDEST) if terminal else 80
    click.echo(render(report, verbose=verbose, width=width, colour=colour, audience=audience))
    click.echo(f"\nreport: {page}\n" if page else "")


def write_json(file: str, reports: "Sequence[Report]", audience: Audience) -> bool:
    """An object for one report, an array for several; `-` is standard output. False where the machine refused."""
    from grader.report.machine import as_json

    rows = [as_json(report, audience) for report in reports]
    text = json.dumps(rows[0] if len(rows) == 1 else rows, indent=2, ensure_ascii=True) + "\n"
    if file == "-":
        click.echo(text, nl=False)
        return True
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as trouble:
        click.echo(shown(machine(trouble)), err=True)
        return False
    return True
