"""A gradient that the sheet asks to be derived by hand, taken by autograd or by finite differences instead.

Reads the function that a `gradient` check names and the student's own functions that it uses. Stops at functions that
the sheet asks for elsewhere: a gradient check is made of finite differences.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.checks.base import CallingCheck, CheckBase
from grader.checks.gradient import Gradient
from grader.code import CannotAnswer
from grader.flags.differences import Differences, small_names
from grader.flags.page import Page
from grader.submission.model import Submission
from grader.submission.parsed import inner_statements, walk
from grader.submission.text import shown

_MOST_FUNCTIONS = 40  # that are followed from one check
_MOST_PLACES = 3  # that are named for one check
_MACHINES = frozenset({"torch", "tensorflow", "jax", "autograd", "paddle", "mxnet", "tinygrad"})
_AUTOGRAD = (
    "torch.autograd.grad", "torch.autograd.backward", "torch.autograd.functional.", "torch.func.", "functorch.",
    "autograd.grad", "autograd.value_and_grad", "autograd.elementwise_grad", "autograd.jacobian",
    "autograd.make_vjp", "autograd.multigrad", "autograd.differential_operators.",
    "jax.grad", "jax.value_and_grad", "jax.vjp", "jax.jvp", "jax.jac", "jax.linearize", "tensorflow.GradientTape",
    "tensorflow.gradients", "numdifftools.", "scipy.optimize.approx_fprime", "scipy.misc.derivative",
    "scipy.differentiate.",
)  # fmt: skip


class _File:
    """One module of the submission, read for its functions; what was found in a function is kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.small = small_names(page.nodes)
        self.has_autograd = not _MACHINES.isdisjoint(page.names.roots())
        self.bodies = dict(_bodies(page.tree))
        self.read: dict[str, _Read] = {}


@dataclass(frozen=True)
class _Read:
    """What one function does: the lines that let the machine derive, by what, and the functions that it uses."""

    lines: Mapping[int, str]
    used: Sequence[tuple[str, str]]  # module, name


def derived_by_machine(submission: Submission, checks: Sequence[CheckBase], pages: Sequence[Page]) -> tuple[str, ...]:
    """A sentence for each check whose gradient is not derived by hand; each place is told once."""
    gradients = [check for check in checks if isinstance(check, Gradient)]
    files = {page.module.name: _File(page) for page in pages} if gradients else {}
    asked = {spelling.rpartition(".")[2] for check in checks if isinstance(check, CallingCheck)
             for spelling in check.function}  # fmt: skip
    told: set[str] = set()
    sentences = []
    for check in gradients:
        try:
            located = submission.locate(check.function)
        except CannotAnswer:
            continue
        start = (located.module.name, located.definition.name)
        found = dict(_found(start, files, asked))
        places = [(place, how) for place, how in found.items() if place not in told]
        told.update(found)
        if places:
            sentences.append(_sentence(check.title, places))
    return tuple(sentences)


def _bodies(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """The functions and classes at the top of a module, and the names that something is given to."""
    todo: list[ast.AST] = list(reversed(tree.body))
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node
            continue
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node
        todo.extend(reversed(inner_statements(node)))


def _sentence(title: str, places: Sequence[tuple[str, str]]) -> str:
    how = " and ".join(dict.fromkeys(how for _, how in places[:_MOST_PLACES]))
    where = "; ".join(place for place, _ in places[:_MOST_PLACES])
    rest = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f"See {where}{rest}: “{title}” asks for a gradient derived by hand, and it is taken by {how}."


def _found(start: tuple[str, str], files: Mapping[str, _File], asked: set[str]) -> Iterator[tuple[str, str]]:
    """Every place where the function or one that it uses lets the machine derive, and by what."""
    todo, seen = [start], {start}
    while todo and len(seen) <= _MOST_FUNCTIONS:
        module, name = todo.pop()
        file = files.get(module)
        if file is None or name not in file.bodies:
            continue
        read = file.read.get(name) or file.read.setdefault(name, _read(file.bodies[name], file, files))
        yield from ((file.page.module.place(line), how) for line, how in sorted(read.lines.items()))
        following = [used for used in read.used if used not in seen and used[1] not in asked]
        seen.update(following)
        todo.extend(following)


def _read(body: ast.AST, file: _File, files: Mapping[str, _File]) -> _Read:
    names = file.page.names
    lines = dict.fromkeys(Differences(body, file.small, names, files).lines(), "finite differences")
    used: dict[tuple[str, str], None] = {}
    for node in walk(body):
        if isinstance(node, ast.Name | ast.Attribute | ast.Call):
            by, own = _autograd(node, file, files), _used(node, file, files)
            lines.update({node.lineno: f"autograd (`{by}`)"} if by else {})
            used.update({own: None} if own else {})
    return _Read(lines, list(used))


def _autograd(node: ast.AST, file: _File, files: Mapping[str, _File]) -> str:
    """What takes a gradient here, `torch.autograd.grad` or `.backward()`; "" for nothing."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "backward":
        return ".backward()" if file.has_autograd else ""  # without such a library it is a layer's own method
    dotted = file.page.dotted(node) if isinstance(node, ast.Attribute | ast.Name) else ""
    return shown(dotted, 60) if dotted.startswith(_AUTOGRAD) and dotted.split(".")[0] not in files else ""


def _used(node: ast.AST, file: _File, files: Mapping[str, _File]) -> tuple[str, str] | None:
    """The module and name of a function of the student's own that is mentioned."""
    if isinstance(node, ast.Name) and node.id in file.bodies:
        return file.page.module.name, node.id
    dotted = file.page.dotted(node) if isinstance(node, ast.Attribute | ast.Name) else ""
    module, _, name = dotted.partition(".")
    return (module, name.split(".")[0]) if module in files and name else None
