"""Was this function written at all, or is it still the starter's? In doubt it was: then the values decide.

Two signs count: a body that holds nothing, and "YOUR CODE HERE" blocks that are all empty while the function cannot
give a value without them.
"""

import ast
import builtins
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.outcome import Finding
from grader.submission.parsed import inner_statements
from grader.submission.text import shown

_BEGIN = re.compile(
    r"\s*#[#*\s]*(?:START\s+(?:OF\s+)?|TODO:?\s*)?(?:WRITE\s+)?YOUR\s+CODE\s+(?:STARTS\s+)?HERE", re.IGNORECASE
)
_END = re.compile(r"\s*#[#*\s]*(?:END\s+(?:OF\s+)?YOUR\s+CODE|YOUR\s+CODE\s+ENDS)", re.IGNORECASE)
_BLANK_VALUES = ("zeros", "zeros_like", "empty", "empty_like", "ones", "ones_like")
_MOST_BLOCKS = 50
_LONGEST = 300  # characters of a line that are looked at for a marker


@dataclass(frozen=True)
class Surroundings:
    """What stands around a function: its file's lines, the names its module sets, and how to name a line."""

    lines: list[str]
    bound: frozenset[str]
    place: Callable[[int], str]


@dataclass(frozen=True)
class _Block:
    """One "YOUR CODE HERE" block: its markers' lines, and whether nothing was written between them."""

    first: int
    last: int
    empty: bool
    stops: bool  # holds the starter's `raise NotImplementedError`


def judged(function: ast.FunctionDef, around: Surroundings, name: str) -> tuple[Finding | None, tuple[str, ...]]:
    """The finding where the function is unfinished, else notes; `name` is what they call it."""
    words = holds_nothing(function.body)
    if words:
        return unfinished(name, f"its body is only {words}", around.place(function.lineno)), ()
    blocks = _blocks(function, around.lines)
    empty = [block for block in blocks if block.empty]
    if not empty:
        return None, ()
    if len(empty) < len(blocks):
        return None, tuple(_part_note(name, around.place(block.first)) for block in empty)
    if _needs_its_blocks(function, blocks, around.bound):
        return unfinished(name, 'its "YOUR CODE HERE" block is still empty', around.place(empty[0].first)), ()
    return None, ()


def unfinished(name: str, why: str, where: str) -> Finding:
    """What is said of a function or class that is still the starter's."""
    return Finding(
        f"`{shown(name)}` is not finished: {why}.",
        where,
        f"Write what `{shown(name)}` has to compute there, and hand the file in again; the rest was graded without it.",
    )


def _part_note(name: str, where: str) -> str:
    return f'One of the "YOUR CODE HERE" blocks of `{shown(name)}` is still empty ({where}).'


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return [statement for statement in body if not _is_description(statement)]


def _is_description(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def holds_nothing(body: list[ast.stmt]) -> str:
    """What a body consists of, in words, where that is nothing; "" where there is something."""
    body = _without_docstring(body)
    if not body:
        return "a description"
    if not all(_is_nothing(statement) for statement in body):
        return ""
    return " and ".join(dict.fromkeys(f"`{shown(ast.unparse(statement), 60)}`" for statement in body[:3]))


def _is_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass) or _raises_not_implemented(statement):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and statement.value.value is ...
    if not isinstance(statement, ast.Return):
        return False
    value = statement.value
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(part is None or (isinstance(part, ast.Constant) and part.value is None) for part in parts)


def _raises_not_implemented(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise):
        return False
    raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(raised, ast.Name) and raised.id in ("NotImplementedError", "NotImplemented")


def _blocks(function: ast.FunctionDef, lines: list[str]) -> list[_Block]:
    """The function's marked blocks; a start without an end, or the other way round, is none."""
    spans: list[tuple[int, int]] = []
    begun = 0
    for number in range(function.lineno, (function.end_lineno or function.lineno) + _trailing(function, lines) + 1):
        line = lines[number - 1][:_LONGEST]
        if _END.match(line) and begun:
            spans.append((begun, number))
            begun = 0
        elif _BEGIN.match(line):
            begun = number
    if not 0 < len(spans) <= _MOST_BLOCKS:
        return []
    inside: list[list[ast.stmt]] = [[] for _ in spans]
    for statement in _statements(function):
        for place, (first, last) in enumerate(spans):
            if first < statement.lineno < last:
                inside[place].append(statement)
    return [
        _Block(first, last, all(map(_is_nothing, body)), any(map(_raises_not_implemented, body)))
        for (first, last), body in zip(spans, inside, strict=True)
    ]


def _trailing(function: ast.FunctionDef, lines: list[str]) -> int:
    """Comment lines that follow the last statement and still belong to the function by their indentation."""
    end = function.end_lineno or function.lineno
    count = 0
    for line in lines[end : end + 20]:
        if line.strip() and not (line.lstrip().startswith("#") and line[:1].isspace()):
            break
        count += 1
    return count


def _statements(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Every statement of a function in the order of its lines, nested ones too."""
    todo: list[ast.AST] = list(reversed(function.body))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.stmt):
            yield node
        todo.extend(reversed(inner_statements(node)))


def _needs_its_blocks(function: ast.FunctionDef, blocks: list[_Block], bound: frozenset[str]) -> bool:
    """Whether the function can give nothing of the student's own while all its blocks are empty."""
    outside = [
        statement
        for statement in _statements(function)
        if not any(block.first < statement.lineno < block.last for block in blocks)
    ]
    stop = min((block.first for block in blocks if block.stops), default=0)
    gives = [statement for statement in outside if _gives(statement)]
    if stop:
        # The starter's `raise` stands in the first block, and nothing before it returns: nothing can come out.
        return not any(statement.lineno < stop for statement in gives)
    return _returns_the_unset(function, gives, bound) or all(map(_is_starter_like, outside))


def _gives(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Return):
        return True
    return isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Yield, ast.YieldFrom))


def _returns_the_unset(function: ast.FunctionDef, gives: list[ast.stmt], bound: frozenset[str]) -> bool:
    """Every `return` gives names, one of which neither the function nor the module ever sets."""
    if "*" in bound or not all(
        isinstance(statement, ast.Return) and _names_only(statement.value) for statement in gives
    ):
        return False
    known = bound | frozenset(_names_set(function)) | frozenset(dir(builtins))
    return bool(gives) and all(
        any(isinstance(node, ast.Name) and node.id not in known for node in ast.walk(statement)) for statement in gives
    )


def _names_set(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names


def _is_starter_like(statement: ast.stmt) -> bool:
    """A statement that course files put around the block: a check, a `return`, a value of zeros or None."""
    if isinstance(statement, (ast.Return, ast.Assert, ast.Pass, ast.Import, ast.ImportFrom)):
        return not isinstance(statement, ast.Return) or _names_only(statement.value)
    if isinstance(statement, ast.Assign):
        values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
        return all(map(_is_blank_value, values))
    if isinstance(statement, ast.Expr):
        value = statement.value
        printed = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"
        return printed or isinstance(value, ast.Constant)
    return False


def _names_only(value: ast.expr | None) -> bool:
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return all(part is None or isinstance(part, ast.Name) for part in parts)


def _is_blank_value(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Attribute) and value.func.attr in _BLANK_VALUES
    return isinstance(value, ast.Constant)
