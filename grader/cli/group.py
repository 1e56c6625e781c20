"""The group of commands, with `grade PATH…` as the one that needs no name."""

import os
import signal
import sys
from pathlib import Path

import click

from grader import __version__
from grader.cli.problems import USER, exit_code_of, reported, slip
from grader.interruption import never_lost
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.threads import one_thread

DEFAULT = "grade"
COMMANDS = {  # name: module and one line; imported when it is run
    "grade": "Grade submissions (the default: `grade PATH…`).",
    "check": "Check your own work: the public checks, from the folder you stand in.",
    "mark": "Give the marks that only a person can give, and override any other.",
    "export": "Bring marks where they belong: Canvas, Moodle, Gradescope, CSV and more.",
    "similar": "Say which hand-ins share unusual stretches, side by side; never a mark.",
    "diff": "Say whose marks changed between two runs, and why.",
    "formula": "Try a formula against a question that asks for a derivation.",
    "lint": "Read assignment specs and list every mistake in them.",
    "validate": "Prove a spec: the reference passes, each known mistake is caught.",
    "schema": "Print the JSON Schema of assignment files, for editors.",
    "doctor": "Say what works on this machine and what does not.",
}


class Commands(click.Group):
    """Commands by name; anything that is a path is graded."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"grader.cli.{name}").command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        if arguments and arguments[0] not in COMMANDS and arguments[0] not in ("--help", "-h", "--version"):
            _refuse_words(arguments[0])
            arguments = [DEFAULT, *arguments]
        return super().parse_args(context, arguments)


def _refuse_words(word: str) -> None:
    """A word that is neither a path nor a command is most likely a slip of the fingers."""
    if word.startswith("-") or Path(word).exists() or "/" in word or "\\" in word or "." in word:
        return
    from difflib import get_close_matches

    here = [path.name for path in Path().iterdir()]
    close = get_close_matches(word, [*COMMANDS, *here], n=1, cutoff=0.5)
    hint = f"Did you mean `grade {close[0]}`?" if close else "`grade --help` lists the commands."
    raise UserMistake(Finding(f"`{word}` is neither a command nor a file or folder here.", str(Path().resolve()), hint))


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Options of `grade PATH…`: `grade grade --help`. Exit: 0 graded, 1 something left to mend (check), "
    "2 your mistake, 3 the spec's or the reference's, 4 ours or the machine's.",
    invoke_without_command=False,
)
@click.version_option(__version__, message="%(version)s")
def commands() -> None:
    """Grades NLP and deep-learning assignments, and says why.

    \b
      grade submissions/alice            one student, every assignment handed in
      grade hw2/ --assignment word2vec   any folder or file
      grade check                        a student's own check
    """


def main() -> None:
    """Runs the command line and leaves with its exit code."""
    one_thread()
    never_lost(KeyboardInterrupt, signal.SIGINT)
    try:
        with reported():
            code = commands.main(prog_name="grade", standalone_mode=False)
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        code = end.exit_code
    except click.ClickException as trouble:
        slip(trouble)
        code = USER
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was graded before is kept; the same command goes on from there.", err=True)
        code = 130
    _leave(exit_code_of(code))


def _leave(code: int) -> None:
    try:
        sys.stdout.flush()
    except OSError:
        # What could not be written was told; Python would try once more while it ends, and complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
