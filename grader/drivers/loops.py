"""Runs a training loop that stands at the top level of a student's file, with our data in the place of theirs."""

import ast
import contextlib
import sys
from typing import Any

Names = dict[str, Any]


def run(loop: list[str], near: Any, ours: Names) -> Names:
    """The names after the loop, in a copy of those of the student's module.

    loop: what has to run before it, and the loop itself, shortened. near: a class or function of the same module.
    ours: names that are ours from the beginning of the loop on, such as the data.
    """
    preparation, text = loop
    names = {**vars(sys.modules[near.__module__]), **ours}
    for statement in ast.parse(preparation).body:
        if not _sets(statement) <= ours.keys():
            # What reads a file that is not here was to set something of ours; the loop says what it lacks.
            with contextlib.suppress(Exception):
                exec(compile(ast.Module([statement], []), "<before the loop>", "exec"), names)
    names.update(ours)
    exec(compile(text, "<the loop>", "exec"), names)
    return names


def _sets(statement: ast.stmt) -> set[str]:
    stored = (one for one in ast.walk(statement) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store))
    return {one.id for one in stored} or {""}
