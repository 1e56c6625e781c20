"""Whatever ends a command early, as a three-part message and an exit code; tracebacks go to a log file."""

import contextlib
import logging
import traceback
from collections.abc import Iterator
from typing import Any

import click

from grader.code import OurFault
from grader.log import keep_log, log_file
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

USER, INSTRUCTOR, OURS = 2, 3, 4


def shown(finding: Finding) -> str:
    """A finding as the terminal prints it: what, where, what to do. Nothing in it can move the cursor."""
    from grader.report.text import visible  # here, because `grade --help` needs none of it

    lines = [finding.what]
    lines += [f"  where: {finding.where}"] if finding.where else []
    lines += [f"  try:   {finding.advice}"] if finding.advice else []
    return visible("\n".join(lines))


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
    if isinstance(trouble, OurFault):
        where, advice = "", "Mend the spec or its reference; `grade validate` shows whether it holds."
        return stop(Finding(f"The spec or its reference failed: {trouble}.", where, advice), INSTRUCTOR)
    logging.getLogger("grader").error("%s", traceback.format_exc())
    what = f"Something failed on our side: {type(trouble).__name__}. No mark is lost by it."
    return stop(Finding(what, f"the details are in {log_file()}", "Send that file with a report of the fault."), OURS)


def slip(trouble: click.ClickException) -> None:
    """Tells what is wrong with a command's words, an option that is none or an argument that is missing.

    Whoever gave no words at all is shown the help.
    """
    if isinstance(trouble, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        trouble.show()
        return
    context = getattr(trouble, "ctx", None)  # not where an option has no value: nobody says then whose it is
    command = context.command_path if context else "grade COMMAND"
    if isinstance(trouble, click.NoSuchOption):
        what = f"`{trouble.option_name}` is no option of `{command}`."
    else:
        what = f"{' '.join(trouble.format_message().split()).rstrip('.')}."
    near = getattr(trouble, "possibilities", None) or ()  # the nearest first
    meant = f"Did you mean `{near[0]}`? " if near else ""
    usage = " ".join(context.get_usage().split()).partition(": ")[2] if context else getattr(trouble, "option_name", "")
    click.echo(shown(Finding(what, usage, f"{meant}`{command} --help` says what it takes.")), err=True)


def machine(trouble: OSError, place: str = "") -> Finding:
    """The machine refused something: a full disk, a folder without permission."""
    what = f"The machine refused: {trouble.strerror or type(trouble).__name__}."
    where = place or str(trouble.filename or "")
    return Finding(what, where, "Make room or give permission there, or name another place, and run it again.")


def exit_code_of(code: Any) -> int:
    """A command's return value as an exit code; None is 0."""
    return code if isinstance(code, int) else 0
