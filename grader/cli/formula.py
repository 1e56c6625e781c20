"""`grade formula`: tries a formula against a question that asks for a derivation."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.cli.showing import WIDEST
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.grading.formula import Tried

_VERDICTS = {"holds": "holds", "breaks": "breaks", "not_read": "not read: a person would have to"}
_COLOURS = {"lost": "red", "waiting": "yellow"}
#: A formula is at most this long; what is longer is no formula.
LONGEST = 100_000


@click.command("formula")
@click.argument("assignment", metavar="ASSIGNMENT")
@click.argument("question", metavar="QUESTION")
@click.argument("latex", metavar="LATEX")
@options.specs
@click.option("--json", "as_json", is_flag=True, help="The verdict as JSON.")
def command(assignment: str, question: str, latex: str, specs: Path | None, as_json: bool) -> None:
    r"""Try a formula against a question: which steps hold, where it breaks, and why.

    \b
      grade formula word2vec 1b '\frac{\partial J}{\partial v_c} = U(\hat y - y)'
      grade formula word2vec 1b - < formula.tex

    Exit 0: there is a verdict, or a person would have to read it; the output says which.
    """
    from grader.grading.formula import as_data, checks, tried
    from grader.resources import specs_folders
    from grader.spec.find import find
    from grader.spec.load import load

    found = checks(load(find(assignment, specs_folders(specs)).path), question)
    one = tried(found, _text(latex))
    if as_json:
        import json

        click.echo(json.dumps(as_data(one), ensure_ascii=False, indent=2))
    else:
        _show(one)


def _show(one: "Tried") -> None:
    """The verdict and every line, as a report shows them; colours on a terminal only."""
    from grader.checks.deriving.evidence import evidence
    from grader.report.derivation import as_text

    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR")
    width = min(shutil.get_terminal_size().columns, WIDEST) if terminal else WIDEST
    click.echo(click.style(_VERDICTS[one.status.value], bold=True) if colour else _VERDICTS[one.status.value])
    for text, tone in as_text(evidence(one.check.asked(), one.judged, "formula"), width):
        click.echo(click.style(text, fg=_COLOURS[tone]) if colour and tone in _COLOURS else text)


def _text(latex: str) -> str:
    """The formula that was given, or what stands on standard input."""
    piped = latex == "-"
    where = "standard input" if piped else "the argument LATEX"
    # A character has up to four bytes.
    data = sys.stdin.buffer.read(4 * LONGEST + 1) if piped else os.fsencode(latex)
    try:
        text = "" if len(data) > 4 * LONGEST else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        what = "This is no text: a picture, a PDF, or another encoding than UTF-8."
        raise UserMistake(Finding(what, where, r"Type the formula in LaTeX: '\hat y - y'.")) from None
    if len(text) > LONGEST or len(data) > 4 * LONGEST:
        what = f"This is longer than {LONGEST:,} characters, which no formula is."
        raise UserMistake(Finding(what, where, "Try one chain of equations at a time."))
    if not text.strip():
        raise UserMistake(Finding("There is no formula to try.", where, r"Write one, in quotes: '\hat y - y'."))
    return text
