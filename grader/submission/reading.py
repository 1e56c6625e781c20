"""From a student's text to Python 3 that can be imported: as it is, its tabs expanded, or translated from Python 2."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.submission.module import Origin
from grader.submission.parsed import BadSyntax, parsed
from grader.submission.python2 import NotTranslated, Translated, may_be_python2, translate, uses_python2_names
from grader.submission.tabs import with_tabs_expanded

#: The longest text that is parsed: a tree takes some hundred times its text in memory.
LONGEST = 1_000_000

TABS = "mixes tabs and spaces; each tab was read as Python 2 did, up to the next multiple of eight columns."
PYTHON_2 = "is written for Python 2; it was translated."
PYTHON_2_DIVISION = "is written for Python 2; it was translated, and `/` between integers still rounds down."


@dataclass(frozen=True)
class Readable:
    """Source that Python 3 can import, its tree, where its lines came from, and what had to be done to it."""

    source: str
    tree: ast.Module
    origins: tuple[Origin, ...] = ()
    remarks: tuple[str, ...] = ()  # each goes on after the file's name
    python2: bool = False  # it was translated


def read_python(text: str, python2: bool = False, true_division: bool = False) -> Readable | BadSyntax:
    """The text as Python 3 source, or why it cannot be read.

    python2: other cells of the same notebook are Python 2, so this one is too, whatever it looks like.
    true_division: an earlier cell of it has imported `division` from the future.
    """
    if len(text) > LONGEST:
        return BadSyntax(f"it is longer than {LONGEST:,} characters, too long for anything written by hand", 1, "")
    tree = parsed(text)
    if isinstance(tree, ast.Module) and not python2 and not uses_python2_names(tree, text):
        return Readable(text, tree)
    expanded = with_tabs_expanded(text) if "\t" in text else text
    if isinstance(tree, BadSyntax) and expanded != text:
        again = parsed(expanded)
        if isinstance(again, ast.Module) and not python2 and not uses_python2_names(again, expanded):
            return Readable(expanded, again, (), (TABS,))
    if isinstance(tree, ast.Module) or may_be_python2(expanded):
        return _from_python2(translate(expanded, true_division), text, tree)
    return tree


def _from_python2(
    translated: Translated | NotTranslated, text: str, tree: ast.Module | BadSyntax
) -> Readable | BadSyntax:
    again = parsed(translated.source) if isinstance(translated, Translated) else None
    if isinstance(translated, Translated) and isinstance(again, ast.Module):
        remark = PYTHON_2_DIVISION if translated.classic_division else PYTHON_2
        return Readable(translated.source, again, _origins(translated.added), (remark,), True)
    if isinstance(tree, ast.Module):
        return Readable(text, tree)
    if isinstance(translated, NotTranslated) and translated.too_much:
        return replace(tree, advice="This looks like Python 2, and there is too much of it in what was handed in to be "
                       "translated. Write the file for Python 3.")  # fmt: skip
    line = translated.line if isinstance(translated, NotTranslated) else 0
    where = f"at line {line}: mend that line" if line else "here: mend this line"
    return replace(
        tree,
        advice=f"This looks like Python 2, which is translated where that is possible. The translation stops {where}, "
        "or write the file for Python 3.",
    )


def _origins(added: Sequence[int]) -> tuple[Origin, ...]:
    """Where the lines of a text come from that has these lines more than the student's."""
    return tuple(Origin(number + 1, number - before) for before, number in enumerate(sorted(added)))
