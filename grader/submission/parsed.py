"""Source text to a syntax tree, or to the reason why not. The one place that hands a student's text to the parser.

`compile` is never called on this side: nested `finally` blocks make its output exponential.
"""

import ast
import symtable
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from grader.outcome import Finding
from grader.submission.text import shown

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_NO_NODES = frozenset({int, float, complex, str, bytes, bool, type(None)})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class BadSyntax:
    """Why Python cannot read a text: its own words, the line, and the line's text."""

    message: str
    line: int
    text: str
    indentation: bool = False
    advice: str = ""  # where something better can be said than the usual

    @property
    def sentence(self) -> str:
        """Python's own words with a full stop."""
        return self.message if self.message.endswith("?") else f"{self.message}."

    def finding(self, file: str, place: str) -> Finding:
        """The message for whoever wrote it."""
        quoted = f": `{shown(self.text.strip(), 80)}`" if self.text.strip() else ""
        return Finding(
            f"{file} has a syntax error, so nothing in it can be run: {self.sentence}",
            f"{place}{quoted}",
            self.advice or self._usual_advice(),
        )

    def _usual_advice(self) -> str:
        if self.indentation:
            return "Line up the block: the same number of spaces for every statement of it, and no tabs."
        return (
            "Mend that line, or the bracket, quotation mark or colon missing before it; "
            "`python -m py_compile` on the file shows whether it can be read now."
        )


#: Characters of the sources whose trees are kept, and how many: a tree takes some hundred times its text, and what was
#: handed in before is hardly asked for again.
ROOM, MOST = 400_000, 100
_trees: dict[str, ast.Module] = {}


def tree_of(source: str) -> ast.Module:
    """The tree of a source that `parsed` accepted before, and without a word about what it says of it.

    Everybody who asks for the same source reads the same tree: nobody changes it. See `own_tree_of`.
    """
    tree = _trees.get(source)
    if tree is None:
        tree = own_tree_of(source)
        _keep(source, tree)
    return tree


def own_tree_of(source: str) -> ast.Module:
    """The same for who changes it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _keep(source: str, tree: ast.Module) -> None:
    while len(_trees) >= MOST or (_trees and sum(map(len, _trees)) + len(source) > ROOM):
        del _trees[next(iter(_trees))]
    if len(source) <= ROOM:
        _trees[source] = tree


def parsed(text: str) -> ast.Module | BadSyntax:
    """The syntax tree of a text that Python 3 would import; else why it would not."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "invalid escape sequence" is the student's business, and no mark
            tree = ast.parse(text)
            symtable.symtable(text, "<student>", "exec")
    except SyntaxError as error:
        return _described(error, text)
    except (RecursionError, MemoryError):
        return BadSyntax("it is nested too deeply to be read", 1, "")
    except ValueError as error:
        return BadSyntax(shown(str(error)), 1, "")
    misplaced = _misplaced(tree, text)
    if misplaced is None:
        _keep(text, tree)  # and never read here: whether a text is too deep must not rest on what was read before
    return misplaced or tree


def _described(error: SyntaxError, text: str) -> BadSyntax:
    line = error.lineno or 1
    return BadSyntax(
        shown(error.msg or "it cannot be read", 200).rstrip("."),
        line,
        _line(text, line),
        isinstance(error, IndentationError),
    )


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1][:1000] if 0 < number <= len(lines) else ""


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly inside one, in their order: `ast.iter_child_nodes` of what the parser made, in half its time.
    Reading a class's code is mostly this."""
    found: list[ast.AST] = []
    for value in node.__dict__.values():
        kind = type(value)
        if kind in _NO_NODES:
            continue
        if kind is list:
            found += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all that are inside it, as `ast.walk` gives them."""
    found = [node]
    for one in found:  # which grows meanwhile
        for value in one.__dict__.values():  # and no call of `children`, which would cost as much again
            kind = type(value)
            if kind is list:
                found += [each for each in value if isinstance(each, ast.AST)]
            elif kind not in _NO_NODES and isinstance(value, ast.AST):
                found.append(value)
        yield one


def inner_statements(node: ast.AST) -> list[ast.AST]:
    """The statements, handlers and cases directly inside a statement, in order; no look at expressions, for speed."""
    blocks = (getattr(node, name, None) for name in ("body", "handlers", "cases", "orelse", "finalbody"))
    return [child for block in blocks if isinstance(block, list) for child in block]


def _misplaced(tree: ast.Module, text: str) -> BadSyntax | None:
    """A `return` outside a function or a `break` outside a loop: grammar allows it, the compiler does not."""
    todo: list[tuple[ast.AST, bool, bool]] = [(node, False, False) for node in tree.body]
    while todo:
        node, in_function, in_loop = todo.pop()
        wrong = None if in_function else _only_in_functions(node)
        if wrong is not None:
            return _out_of_place(wrong, "function", text)
        if isinstance(node, (ast.Break, ast.Continue)) and not in_loop:
            return _out_of_place(node, "loop", text)
        function, owner = isinstance(node, _FUNCTIONS), isinstance(node, ast.ClassDef)
        loop = (in_loop and not function and not owner) or isinstance(node, _LOOPS)
        inside = (in_function or function) and not owner
        todo.extend((child, inside, loop) for child in inner_statements(node))
    return None


def _only_in_functions(statement: ast.AST) -> ast.stmt | ast.expr | None:
    """What in a statement, its blocks aside, may only stand in a function."""
    if isinstance(statement, ast.Return):
        return statement
    todo = [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.expr)]
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.Yield, ast.YieldFrom, ast.Await)):
            return node
        if not isinstance(node, (ast.Name, ast.Constant, ast.Lambda)):
            todo.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
    return None


def _out_of_place(node: ast.stmt | ast.expr, owner: str, text: str) -> BadSyntax:
    word = "yield" if isinstance(node, ast.YieldFrom) else type(node).__name__.lower()
    return BadSyntax(f"'{word}' outside a {owner}", node.lineno, _line(text, node.lineno))
