"""Which names a statement reads and sets: at once when it runs, and later when what it defines is called."""

import ast
from dataclasses import dataclass

from grader.submission.parsed import children, walk

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPOUND = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try)
_NAMED_BLOCKS = (*FUNCTIONS, ast.ClassDef)


@dataclass(frozen=True)
class Names:
    """The names of a module that one statement has to do with."""

    sets: frozenset[str]  # or changes: `x[0] = 1` changes x
    reads: frozenset[str]  # when it runs
    later: frozenset[str] = frozenset()  # when a function that stands in it is called


def names_of(node: ast.AST) -> Names:
    """The names that a statement at the top level reads and sets."""
    sets: set[str] = set()
    reads: set[str] = set()
    later: set[str] = set()
    local: set[str] = set()  # of comprehensions
    todo = [node]
    while todo:
        part = todo.pop()
        if isinstance(part, (*_NAMED_BLOCKS, ast.Lambda)):
            one = _block(part)
            sets, reads, later = sets | one.sets, reads | one.reads, later | one.later
            continue
        if isinstance(part, _COMPREHENSIONS):
            local.update(_stored(part))
        sets.update(_set_by(part))
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            reads.add(part.id)
        elif isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name):
            reads.add(part.target.id)
        todo.extend(children(part))
    own = local | (_set_first(node) if isinstance(node, _COMPOUND) else set())
    return Names(frozenset(sets - local), frozenset(reads - own), frozenset(later))


def _set_first(node: ast.AST) -> set[str]:
    """The names that a block sets before it reads them, going by the lines; what it counts through, too."""
    target = getattr(node, "target", None)
    counted = {part.id for part in walk(target) if isinstance(part, ast.Name)} if target else set[str]()
    stored: dict[str, int] = {}
    loaded: dict[str, int] = {}
    for part in walk(node):
        if isinstance(part, ast.Name):
            lines = loaded if isinstance(part.ctx, ast.Load) else stored
            lines[part.id] = min(part.lineno, lines.get(part.id, part.lineno))
        elif isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name):
            loaded[part.target.id] = min(part.lineno, loaded.get(part.target.id, part.lineno))
    return counted | {name for name, line in stored.items() if line < loaded.get(name, line + 1)}


def root(node: ast.AST) -> str:
    """The name at the beginning of `a.b[0].c(1)`; "" where there is none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def declared_global(function: ast.AST) -> frozenset[str]:
    """The names that a function sets outside of itself."""
    return frozenset(name for part in walk(function) if isinstance(part, ast.Global) for name in part.names)


def _block(part: ast.AST) -> Names:
    """A function, a lambda or a class: what its head reads now, and its body later."""
    if isinstance(part, ast.ClassDef):
        inner = [names_of(statement) for statement in part.body]
        head = [names_of(child) for child in (*part.decorator_list, *part.bases, *part.keywords)]
        own = frozenset[str]().union(*(one.sets for one in inner))
        reads = frozenset[str]().union(*(one.reads for one in inner)) - own
        return Names(
            frozenset({part.name}),
            reads.union(*(one.reads for one in head)),
            frozenset[str]().union(*(one.later for one in (*inner, *head))),
        )
    assert isinstance(part, (*FUNCTIONS, ast.Lambda)), "the three kinds of blocks with a scope of their own"
    heads: list[ast.AST] = [*part.args.defaults, *filter(None, part.args.kw_defaults)]
    if not isinstance(part, ast.Lambda):
        heads += [*part.decorator_list, *filter(None, [part.returns])]
        heads += [argument.annotation for argument in _arguments(part.args) if argument.annotation]
    found = [names_of(head) for head in heads]
    return Names(
        frozenset() if isinstance(part, ast.Lambda) else frozenset({part.name}),
        frozenset[str]().union(*(one.reads for one in found)),
        _free(part).union(*(one.later for one in found)),
    )


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    stars = [one for one in (arguments.vararg, arguments.kwarg) if one]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *stars]


def _free(function: ast.AST) -> frozenset[str]:
    """What a function reads and does not set itself."""
    bound, loads = set[str](), set[str]()
    for part in walk(function):
        if isinstance(part, ast.arg):
            bound.add(part.arg)
        elif isinstance(part, ast.Name):
            (loads if isinstance(part.ctx, ast.Load) else bound).add(part.id)
        elif isinstance(part, _NAMED_BLOCKS) and part is not function:
            bound.add(part.name)
        elif isinstance(part, (ast.Import, ast.ImportFrom, ast.ExceptHandler)):
            bound.update(_set_by(part))
    return frozenset(loads - (bound - declared_global(function)))


def _stored(part: ast.AST) -> set[str]:
    targets = (one.target for one in getattr(part, "generators", ()))
    return {name.id for target in targets for name in walk(target) if isinstance(name, ast.Name)}


def _set_by(part: ast.AST) -> set[str]:
    """The names that one node sets, its children aside."""
    if isinstance(part, ast.Name):
        return set() if isinstance(part.ctx, ast.Load) else {part.id}
    if isinstance(part, (ast.Attribute, ast.Subscript)):
        name = "" if isinstance(part.ctx, ast.Load) else root(part)
        return {name} if name else set()
    if isinstance(part, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in part.names}
    return {part.name} if isinstance(part, ast.ExceptHandler) and part.name else set()
