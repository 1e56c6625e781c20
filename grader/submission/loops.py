"""Loops at the top level of a notebook or script: not executed, but remembered.

A check may run one, shortened, where the sheet asks for training and gives it no function.
"""

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

from grader.code import CannotAnswer
from grader.outcome import Finding, Verdict
from grader.submission.parsed import inner_statements, own_tree_of, parsed
from grader.submission.scopes import FUNCTIONS

_LOOPS = (ast.For, ast.While)
_TURNS = "_turns_of_loop_{}"
_MOST_TOLD = 5


@dataclass(frozen=True)
class Loop:
    """One loop of a file's top level, with what has to run before it can."""

    module: str
    file: str
    cell: int  # 0 in a .py file
    line: int  # in the cell, or in the file
    source: str  # the statement as it was written, at the left margin
    reads: frozenset[str]
    sets: frozenset[str]
    preparation: str  # statements of the file that are not executed otherwise, and set what the loop reads
    missing: tuple[str, ...]  # what it needs and nothing here can set: a check gives its own

    @property
    def place(self) -> str:
        """Where it stands, in the student's own terms."""
        return f"{self.file}, cell {self.cell}, line {self.line}" if self.cell else f"{self.file}, line {self.line}"


def find_loop(loops: Sequence[Loop], names: Collection[str]) -> Loop:
    """The loop that has to do with all of these names; the last of several. Raises CannotAnswer."""
    fitting = [loop for loop in loops if set(names) <= loop.reads | loop.sets]
    if fitting:
        return fitting[-1]
    asked = " and ".join(f"`{name}`" for name in names)
    there = ", ".join(loop.place for loop in loops[:_MOST_TOLD])
    finding = Finding(
        f"No loop at the top level uses {asked}.",
        f"loops stand in {there}" if there else "no loop stands at the top level of a file",
        "Use the names that the sheet gives, or name the loop's function as the sheet does.",
    )
    raise CannotAnswer(Verdict.FAILED, finding)


def text_of(source: str, node: ast.stmt) -> str:
    """A statement's own lines, at the left margin."""
    lines = source.split("\n")[node.lineno - 1 : node.end_lineno]
    text = dedent("\n".join(lines))
    return text if isinstance(parsed(text), ast.Module) else ast.unparse(node)


def capped(source: str, most: int) -> str:
    """The same statements, in which each `for` that stands in no other, and each `while`, runs at most `most` times.

    A `while` inside another loop counts anew each time it begins. What stands in functions stays as it is.
    """
    tree = own_tree_of(source)
    tree.body = list(_capped(tree.body, most, False, iter(range(1_000_000))))
    return ast.unparse(ast.fix_missing_locations(tree))


def _capped(body: list[ast.stmt], most: int, in_for: bool, numbers: Iterator[int]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield node
            continue
        inside = in_for or isinstance(node, ast.For)
        for part in (node, *_handlers(node)):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(part, field, None)
                if isinstance(block, list):
                    setattr(part, field, list(_capped(block, most, inside, numbers)))
        if isinstance(node, ast.For) and not in_for:
            node.iter = _call("__import__('itertools').islice", node.iter, most)
        elif isinstance(node, ast.While):
            turns = _TURNS.format(next(numbers))
            yield from ast.parse(f"{turns} = iter(range(1, {most + 1}))").body
            node.test = ast.BoolOp(ast.And(), [node.test, ast.parse(f"next({turns}, 0)", mode="eval").body])
        yield node


def _handlers(node: ast.stmt) -> list[ast.AST]:
    return [child for child in inner_statements(node) if isinstance(child, (ast.ExceptHandler, ast.match_case))]


def _call(function: str, argument: ast.expr, most: int) -> ast.expr:
    return ast.Call(ast.parse(function, mode="eval").body, [argument, ast.Constant(most)], [])
