"""Python 2 hand-ins: recognised, and translated to Python 3 where that suffices.

fissix (the lib2to3 that Python dropped) mends the grammar, `python2_meaning` what parses in both languages and means
something else. Lines stay where they are, or `added` says which line of the result is none of the student's.
"""

import ast
import contextlib
import re
import tempfile
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.submission.parsed import BadSyntax, parsed, walk
from grader.submission.python2_meaning import PRELUDE_NAMES, with_python2_meaning

#: The fixers that a hand-in needs; those that guess (`input`, `idioms`) or only tidy up are left out.
_FIXERS = (
    "apply basestring dict except exec filter funcattrs getcwdu has_key imports itertools itertools_imports long map "
    "metaclass methodattrs ne next nonzero numliterals paren print raise raw_input renames repr standarderror sys_exc "
    "throw tuple_params types unicode xrange zip"
)
_MOST = 200_000  # characters; fissix needs six seconds for 100,000
_MOST_IN_ALL = 400_000  # of one hand-in: ten times the longest that was ever seen
_MOST_NESTED = 60  # brackets; fissix is written in Python and recursive

_GRAMMAR = re.compile(
    r"""^[ \t]*print(?:[ \t]+[^\s(=.,\[]|[ \t]*$|[ \t]*>>|[ \t]+\([^\n]*\)[ \t]*[,%])   # a print statement
      | ^[^\n#]*[:;][ \t]*print[ \t]+["'\w]
      | \bexcept\b[^\n:]*,[ \t]*\(?\w+[^\n:]*:
      | ^[ \t]*raise[ \t]+\w+[ \t]*,
      | ^[ \t]*exec[ \t]+[^\s(=]
      | ` | <> | \b0[0-7]+\b | \b\d+[lL]\b | \b[uU][rR]['"]
      | \bdef[ \t]+\w+\([^\n)]*\( | \blambda[^\n:]*\(""",
    re.MULTILINE | re.VERBOSE,
)
_FUTURE = re.compile(r"^from[ \t]+__future__[ \t]+import[ \t]+(\([^)]*\)|[^\n;#]*)", re.MULTILINE)
_BUILTINS = frozenset({"xrange", "raw_input", "unicode", "basestring", "unichr", "long", "execfile", *PRELUDE_NAMES})
_METHODS = frozenset({"iteritems", "itervalues", "iterkeys", "has_key"})
_MODULES = frozenset({"cPickle", "cStringIO", "StringIO", "urllib2", "ConfigParser", "Queue", "__builtin__"})
_IZIP = frozenset({"izip", "imap", "ifilter", "izip_longest"})
_WORDS = re.compile(
    rf"\b(?:{'|'.join(sorted(_BUILTINS | _METHODS | _MODULES | _IZIP))})\b|\bprint[ \t]*>>|^[ \t]*print[ \t]*$",
    re.MULTILINE,
)
_INSERTED = re.compile(r"[ \t]*.* = xxx_todo_changeme\d*(?:\.args)?$")


@dataclass(frozen=True)
class Translated:
    """The Python 3 text; `added` are its lines that the student's file does not have."""

    source: str
    added: tuple[int, ...]
    classic_division: bool  # `/` between integers rounds down in it


@dataclass(frozen=True)
class NotTranslated:
    """The text is no Python 2 either; `line` is where that shows, 0 where it cannot be said."""

    line: int = 0
    too_much: bool = False  # there is more of it than anybody writes


#: How many characters may still be translated for the hand-in that is being read; without one, as many as are asked.
_left: ContextVar[list[int] | None] = ContextVar("_left", default=None)


@contextlib.contextmanager
def for_one_hand_in() -> Iterator[None]:
    """Bounds what is translated inside, in all."""
    before = _left.set([_MOST_IN_ALL])
    try:
        yield
    finally:
        _left.reset(before)


def _is_too_much(text: str) -> bool:
    left = _left.get()
    if left is not None:
        left[0] -= len(text)
    return len(text) > _MOST or (left is not None and left[0] < 0)


def may_be_python2(text: str) -> bool:
    """Whether a text that Python 3 cannot read has the marks of Python 2's grammar."""
    return _GRAMMAR.search(text) is not None


def uses_python2_names(tree: ast.Module, text: str) -> bool:
    """Whether a text that Python 3 can read counts on what only Python 2 has, and on nothing that only Python 3 has."""
    if not _WORDS.search(text):
        return False  # most files: no walk for those
    nodes = list(walk(tree))
    bound = set(_bound(nodes))
    guarded = frozenset(id(node) for node in _guarded(nodes))
    return any(_is_python2(node, bound) for node in nodes if id(node) not in guarded) and not needs_python3(tree)


def needs_python3(tree: ast.Module, printed_by_us: bool = False) -> bool:
    """Whether the text has something that Python 2 could not read; `print(…, end=' ')` may be the translation's own."""
    print_function = printed_by_us or _future(tree, "print_function")
    return any(_is_python3(node, print_function) for node in walk(tree))


def translate(text: str, true_division: bool = False) -> Translated | NotTranslated:
    """The text in Python 3, where it is Python 2. `true_division`: an earlier cell has imported it from the future."""
    if _is_too_much(text):
        return NotTranslated(too_much=True)
    if _deepest(text) > _MOST_NESTED:
        return NotTranslated()
    refactored = _refactored(text if text.endswith("\n") else text + "\n")
    if isinstance(refactored, NotTranslated):
        return refactored
    tree = parsed(refactored)
    if isinstance(tree, BadSyntax):
        return NotTranslated(tree.line)
    if needs_python3(tree, printed_by_us=True):
        return NotTranslated()
    source = with_python2_meaning(refactored, tree, classic_division=not (true_division or _future(tree, "division")))
    lines = source.split("\n")
    inserted = [number for number, line in enumerate(lines, 1) if "xxx_todo" in line and _INSERTED.match(line)]
    shifted = len(lines) - len(refactored.split("\n"))
    return Translated(source, (*range(1, shifted + 1), *inserted), "__classic_division" in source)


def _refactored(text: str) -> str | NotTranslated:
    """fissix's translation, which is grammar only."""
    _load_fissix()
    from fissix.pgen2.parse import ParseError
    from fissix.pgen2.tokenize import TokenError

    # fissix looks for this itself, but not inside brackets.
    print_function = any("print_function" in imported for imported in _FUTURE.findall(text))
    try:
        return str(_tool(print_function).refactor_string(text, "<student>"))
    except ParseError as error:
        line = error.context[1][0] if error.context else 0
    except TokenError as error:
        line = error.args[1][0]
    except SyntaxError as error:
        line = error.lineno or 0
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        line = 0  # fissix met what its author did not expect
        _tool.cache_clear()  # and nobody knows in what state it stopped
    return NotTranslated(line)


@cache
def _tool(print_function: bool) -> Any:
    """fissix with the fixers that a hand-in needs; half of its time is spent on setting it up."""
    from fissix.refactor import RefactoringTool

    return RefactoringTool([f"fissix.fixes.fix_{name}" for name in _FIXERS.split()], {"print_function": print_function})


@cache
def _load_fissix() -> None:
    """Imports fissix, which takes 0.1 s and few hand-ins need; it keeps its grammar where it may write."""
    import fissix

    try:
        import fissix.pygram
    except OSError:  # it insists on a cache in the home directory, which a container may not have
        with tempfile.TemporaryDirectory() as folder:
            fissix.CACHE_DIR = Path(folder)
            import fissix.pygram


def _deepest(text: str) -> int:
    """How deep brackets nest, strings not told apart: an upper bound is enough here."""
    deepest = depth = 0
    for bracket in re.findall(r"[\[({})\]]", text):
        depth = depth + 1 if bracket in "[({" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _future(tree: ast.Module, feature: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == feature for alias in node.names)
        for node in tree.body
    )


def _bound(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name for alias in node.names)


def _guarded(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """What stands where the other Python is expected: `try: xrange` / `except NameError`, `if PY2:`."""
    for node in nodes:
        if isinstance(node, ast.Try) and any(_awaits_the_other(handler) for handler in node.handlers):
            for block in (node.body, *(handler.body for handler in node.handlers)):
                for statement in block:
                    yield from walk(statement)
        elif isinstance(node, (ast.If, ast.IfExp)) and re.search(r"version|PY[23]", ast.unparse(node.test)):
            yield from walk(node)


def _awaits_the_other(handler: ast.ExceptHandler) -> bool:
    names = {node.id for node in walk(handler.type) if isinstance(node, ast.Name)} if handler.type else set()
    return handler.type is None or bool(names & {"NameError", "ImportError", "ModuleNotFoundError", "AttributeError"})


def _is_python2(node: ast.AST, bound: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in _BUILTINS and node.id not in bound
    if isinstance(node, ast.Attribute):
        return node.attr in _METHODS
    if isinstance(node, ast.Import):
        return any(alias.name in _MODULES for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return node.module in _MODULES or (
            node.module == "itertools" and any(alias.name in _IZIP for alias in node.names)
        )
    if isinstance(node, ast.Expr):  # `print` alone on its line printed an empty one
        return isinstance(node.value, ast.Name) and node.value.id == "print"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.RShift):  # `print >>file, …`
        return isinstance(node.left, ast.Name) and node.left.id == "print"
    return False


def _is_python3(node: ast.AST, print_function: bool) -> bool:
    if isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.Nonlocal, ast.MatMult, ast.NamedExpr, ast.YieldFrom)):
        return True
    if isinstance(node, (ast.AsyncFunctionDef, ast.Await, ast.Match)):
        return True
    if isinstance(node, ast.FunctionDef):
        return node.returns is not None
    if isinstance(node, ast.arguments):
        return bool(node.kwonlyargs)
    if isinstance(node, ast.arg):
        return node.annotation is not None
    if isinstance(node, ast.Raise):
        return node.cause is not None
    if isinstance(node, ast.Starred):
        return isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    prints = node.func.id == "print" and bool(node.keywords) and not print_function
    return prints or (node.func.id == "super" and not node.args)
