"""Options that several commands share, so that they are spelled and explained alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]

REPORTS = Path("reports")
STORE = "grades.sqlite"


def assignment(command: Command) -> Command:
    return click.option("-a", "--assignment", metavar="SLUG", help="The assignment, where it cannot be told.")(command)


def specs(command: Command) -> Command:
    return click.option(
        "--specs", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER",
        help="More assignments: FOLDER/<slug>/.",
    )(command)  # fmt: skip


def seed_file(command: Command) -> Command:
    return click.option(
        "--seed-file", type=click.Path(path_type=Path), metavar="FILE",
        help="The secret seed, one line; else $GRADE_SEED; else the public one (practice marks).",
    )(command)  # fmt: skip


def data(command: Command) -> Command:
    return click.option(
        "--data", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER", envvar="GRADE_DATA",
        help="Where real texts lie; without them synthetic ones are used. Else $GRADE_DATA.",
    )(command)  # fmt: skip


def only(command: Command) -> Command:
    return click.option("--only", metavar="QUESTION[/CHECK]", help="One question, or one check of it.")(command)


def verbose(command: Command) -> Command:
    return click.option("-v", "--verbose", is_flag=True, help="Say what was found, too.")(command)


def store(command: Command) -> Command:
    return click.option(
        "--store", type=click.Path(path_type=Path), metavar="FILE",
        help=f"Where results and marks by hand are kept (default: {STORE} in the reports' folder).",
    )(command)  # fmt: skip


def course(command: Command) -> Command:
    return click.option(
        "--course", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE", envvar="GRADE_COURSE",
        help="The course's file: who is in it, due dates, penalties. Else $GRADE_COURSE, else as before.",
    )(command)  # fmt: skip
