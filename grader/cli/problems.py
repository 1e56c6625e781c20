"""Whatever ends a command early, as a three-part message and an exit code; tracebacks go to a log file."""

import contextlib
import logging
import os
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

USER, INSTRUCTOR, OURS = 2, 3, 4


def shown(finding: Finding) -> str:
    """A finding as the terminal prints it: what, where, what to do."""
    lines = [finding.what]
    lines += [f"  where: {finding.where}"] if finding.where else []
    lines += [f"  try:   {finding.advice}"] if finding.advice else []
    return "\n".join(lines)


def log_file() -> Path:
    """Where tracebacks go: one file for each user, in the system's folder for such things."""
    user = getattr(os, "getuid", lambda: "user")()
    return Path(tempfile.gettempdir()) / f"grade-{user}.log"


def keep_log() -> None:
    """Sends the project's log to its file, opened when the first line is written."""
    log = logging.getLogger("grader")
    if not log.handlers:
        handler = logging.FileHandler(log_file(), encoding="utf-8", delay=True, errors="backslashreplace")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.propagate = False


def stop(finding: Finding, code: int) -> click.exceptions.Exit:
    """Prints the message and gives the exit to raise."""
    click.echo(shown(finding), err=True)
    return click.exceptions.Exit(code)


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Turns the exceptions of every room into messages and exit codes."""
    keep_log()
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit, KeyboardInterrupt, SystemExit):
        raise
    except Exception as trouble:
        raise _exit_for(trouble) from None


def _exit_for(trouble: Exception) -> click.exceptions.Exit:
    if isinstance(trouble, UserMistake):
        return stop(trouble.finding, USER)
    if findings := getattr(trouble, "findings", None):  # of a spec, all of them at once
        click.echo("\n".join(shown(finding) for finding in findings), err=True)
        return click.exceptions.Exit(getattr(trouble, "exit_code", INSTRUCTOR))
    if isinstance(trouble, OSError):
        return stop(machine(trouble), OURS)
    logging.getLogger("grader").error("%s", traceback.format_exc())
    what = f"Something failed on our side: {type(trouble).__name__}. No mark is lost by it."
    return stop(Finding(what, f"the details are in {log_file()}", "Send that file with a report of the fault."), OURS)


def machine(trouble: OSError) -> Finding:
    """The machine refused something: a full disk, a folder without permission."""
    what = f"The machine refused: {trouble.strerror or type(trouble).__name__}."
    return Finding(what, str(trouble.filename or ""), "Make room or give permission there, and run it again.")


def exit_code_of(code: Any) -> int:
    """A command's return value as an exit code; None is 0."""
    return code if isinstance(code, int) else 0
