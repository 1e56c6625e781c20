"""A source without some of its statements, in which every other keeps its line and its column."""

import ast
from collections.abc import Iterable, Iterator

from grader.submission.statements import Block, Statement, define

_NOTHING = b"0"  # a statement of one letter: nothing shorter than what it stands for

_Place = tuple[int, int]  # a line from 1, a column in bytes from 0


def without(source: str, left_out: Iterable[Statement], opened: Iterable[Block]) -> str:
    """The source with `0` for every statement left out, and blanks; `if 1:` for the heads of opened blocks."""
    lines = [line.encode() for line in source.split("\n")]
    edits = [(_start(node), _end(node), _NOTHING) for node in _gone(left_out)]
    edits += [_opening(block.node, lines) for block in opened]
    for start, end, instead in sorted(edits, reverse=True):  # from the end, so that places stay true
        _blank(lines, start, end, instead)
    return "\n".join(line.decode() for line in lines)


def _opening(node: ast.stmt, lines: list[bytes]) -> tuple[_Place, _Place, bytes]:
    """What makes a block's head one that only lets its body run; or what follows, where only that defines something."""
    body: list[ast.stmt] = getattr(node, "body")  # noqa: B009  `node` is one of four kinds that have one
    first = body[0]
    head = b"if 1:" if define(body) else b"if 0:"
    above = min([first.lineno, *(one.lineno for one in getattr(first, "decorator_list", ()))]) - 1
    return _start(node), (above, len(lines[above - 1])), head


def _gone(left_out: Iterable[Statement]) -> Iterator[ast.stmt]:
    """The statements; or the outermost block of them, where nothing of it is left."""
    statements = list(left_out)
    gone = {id(one) for one in statements}
    whole: dict[int, ast.stmt] = {}
    for one in statements:
        empty = next((block for block in one.blocks if all(id(inner) in gone for inner in block.body)), None)
        node = empty.node if empty else one.node
        whole.setdefault(id(node), node)
    return iter(whole.values())


def _start(node: ast.stmt) -> _Place:
    return node.lineno, node.col_offset


def _end(node: ast.stmt) -> _Place:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def _blank(lines: list[bytes], start: _Place, end: _Place, instead: bytes) -> None:
    """Blanks from one place to another, and writes something at its beginning."""
    (first, begin), (last, stop) = start, end
    rest = lines[last - 1][stop:]
    room = stop - begin - len(instead) if first == last else 0
    for number in range(first, last):
        lines[number] = b""
    # What follows after a semicolon moves up to where the statement before it began.
    lines[first - 1] = lines[first - 1][:begin] + instead + b" " * room + rest
