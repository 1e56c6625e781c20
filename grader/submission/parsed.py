"""Source text to a syntax tree, or to the reason why not. The one place that hands a student's text to the parser.

`compile` is never called on this side: nested `finally` blocks make its output exponential.
"""

import ast
import symtable
import warnings
from dataclasses import dataclass

from grader.outcome import Finding
from grader.submission.text import shown

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LEAVES = (ast.Name, ast.Constant, ast.expr_context, ast.operator, ast.arguments)


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
    return _misplaced(tree, text) or tree


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


def _misplaced(tree: ast.Module, text: str) -> BadSyntax | None:
    """A `return` outside a function or a `break` outside a loop: grammar allows it, the compiler does not."""
    todo: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while todo:
        node, in_function, in_loop = todo.pop()
        if isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom, ast.Await)) and not in_function:
            word = type(node).__name__.lower()
            return BadSyntax(f"'{word}' outside a function", node.lineno, _line(text, node.lineno))
        if isinstance(node, (ast.Break, ast.Continue)) and not in_loop:
            word = type(node).__name__.lower()
            return BadSyntax(f"'{word}' outside a loop", node.lineno, _line(text, node.lineno))
        function = isinstance(node, _FUNCTIONS)
        loop = (in_loop and not function and not isinstance(node, ast.ClassDef)) or isinstance(node, _LOOPS)
        inside = (in_function or function) and not isinstance(node, ast.ClassDef)
        todo.extend((child, inside, loop) for child in ast.iter_child_nodes(node) if not isinstance(child, _LEAVES))
    return None
