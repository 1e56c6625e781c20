"""The statements at the top level of a file, one by one, those inside of `if`, `try` and `with` too.

Says of each what it is for; which of them run is decided in `slicing`.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from grader.submission.effects import Effects, Found, called, run_now
from grader.submission.parsed import inner_statements, walk
from grader.submission.scopes import FUNCTIONS, Names, declared_global, names_of, root

#: What is always executed.
DEFINITIONS = (ast.Import, ast.ImportFrom, *FUNCTIONS, ast.ClassDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
#: Calls that begin with one of these compute little in an assignment.
_HARMLESS = frozenset({
    "np", "numpy", "math", "re", "torch", "nn", "F", "string", "random", "collections", "functools", "itertools",
    "logging", "warnings", "typing", "time", "datetime", "dataclasses", "enum", "defaultdict", "Counter", "OrderedDict",
    "namedtuple", "partial", "Path", "TypeVar", "Enum", "dict", "list", "set", "frozenset", "tuple", "range", "len",
    "float", "int", "str", "bool", "sorted", "zip", "enumerate", "sum", "min", "max", "abs", "round", "super", "type",
    "isinstance", "hasattr", "getattr", "ord", "chr", "os", "sys", "platform", "slice", "field", "device", "map",
})  # fmt: skip
#: Of an object: they change it. Everything else that is called for its own sake changes nothing.
_CHANGING = frozenset({
    "append", "extend", "insert", "add", "update", "setdefault", "pop", "remove", "discard", "clear", "sort", "reverse",
    "fill", "to", "cuda", "eval", "apply", "double", "float", "requires_grad_", "load_state_dict", "set_index",
    "set_default_index", "add_tokens", "add_special_tokens", "build_vocab", "copy_", "register_buffer",
})  # fmt: skip
#: Settings of a whole process: cheap, and other statements count on them.
_SETTINGS = frozenset({
    "seed", "manual_seed", "manual_seed_all", "filterwarnings", "simplefilter", "set_printoptions",
    "set_default_dtype", "set_default_tensor_type", "set_num_threads", "use_deterministic_algorithms", "basicConfig",
    "seterr", "setrecursionlimit",
})  # fmt: skip
_MOST_CALLS = 3  # functions that call one another, as far as that is followed


class Use(Enum):
    """What a statement is for."""

    DEFINES = "defines"  # always executed
    SETS_LITTLE = "sets little"  # executed where what it needs is there
    SETS = "sets"  # executed where something that is executed needs it
    SHOWS = "shows"  # nobody needs what it does


@dataclass
class Statement:
    """One statement, what it is for, and the blocks that it stands in, the outermost first."""

    node: ast.stmt
    use: Use
    names: Names
    effect: Found | None
    blocks: tuple["Block", ...] = ()


@dataclass(eq=False)
class Block:
    """A statement that was looked into. `opened`: its head is not executed, only what is kept of its body."""

    node: ast.stmt
    opened: bool
    body: list[Statement] = field(default_factory=list)


def statements(tree: ast.Module, effects: Effects) -> list[Statement]:
    """All statements of a file in their order."""
    changed = dict(_changed_by(tree))
    found: list[Statement] = []
    todo: list[tuple[ast.stmt, tuple[Block, ...]]] = [(node, ()) for node in reversed(tree.body)]
    while todo:
        node, blocks = todo.pop()
        inside = _looked_into(node, effects)
        if inside is None:
            one = _statement(node, blocks, effects, changed)
            found.append(one)
            for block in blocks:
                block.body.append(one)
            continue
        opened, children = inside
        blocks = (*blocks, Block(node, opened))
        todo.extend((child, blocks) for child in reversed(children))
    return found


def asks_for_name(test: ast.expr) -> bool:
    """Whether it is some form of `__name__ == "__main__"`."""
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in walk(test))


def _looked_into(node: ast.stmt, effects: Effects) -> tuple[bool, list[ast.stmt]] | None:
    """What stands in a block that is not taken whole, and whether its head is left out."""
    if isinstance(node, ast.If) and not asks_for_name(node.test):
        inside = [*node.body, *node.orelse]
        opened = effects.of(node.test) is not None
        return (opened, inside) if not opened or define(inside) else None
    if isinstance(node, ast.Try):
        handlers = [line for handler in node.handlers for line in handler.body]
        return False, [*node.body, *handlers, *node.orelse, *node.finalbody]
    if isinstance(node, ast.With):
        opened = any(effects.of(item) is not None for item in node.items)
        plain = not opened and all(item.optional_vars is None for item in node.items)
        return (opened, node.body) if plain or define(node.body) else None
    if isinstance(node, (ast.For, ast.While)) and define(node.body):
        return True, [*node.body, *node.orelse]
    return None


def define(body: list[ast.stmt]) -> bool:
    """Whether a function or class is defined somewhere in these statements, those inside of others too."""
    todo: list[ast.AST] = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            return True
        todo.extend(inner_statements(node))
    return False


def _statement(
    node: ast.stmt, blocks: tuple[Block, ...], effects: Effects, changed: dict[str, frozenset[str]]
) -> Statement:
    names = names_of(node)
    if isinstance(node, ast.If):  # it waits for `__main__`, which is never so here
        return Statement(node, Use.DEFINES, Names(frozenset(), frozenset()), None, blocks)
    in_loop = any(isinstance(block.node, _LOOPS) for block in blocks)
    effect = None if isinstance(node, DEFINITIONS) else effects.of(node)
    if not isinstance(node, DEFINITIONS):
        names = Names(names.sets | _changed(node, changed), names.reads, names.later)
    use = Use.DEFINES if _probes(node, blocks) else _use(node, names, effect is not None)
    return Statement(node, Use.SHOWS if in_loop and use is not Use.DEFINES else use, names, effect, blocks)


def _probes(node: ast.stmt, blocks: tuple[Block, ...]) -> bool:
    """Whether it asks if a name is there: `try: xrange`, behind which `except NameError:` sets it."""
    is_name = isinstance(node, ast.Expr) and isinstance(node.value, ast.Name)
    return is_name and bool(blocks) and isinstance(blocks[-1].node, ast.Try)


def _use(node: ast.stmt, names: Names, has_effect: bool) -> Use:
    if isinstance(node, (*DEFINITIONS, ast.Pass, ast.Global)):
        return Use.DEFINES
    if isinstance(node, _ASSIGNMENTS):
        if not has_effect and (_makes_function(node.value) or isinstance(node.value, ast.Lambda)):
            return Use.DEFINES
        return Use.SETS_LITTLE if _computes_little(node) else Use.SETS
    if isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Constant):
            return Use.DEFINES  # a docstring
        if isinstance(node.value, ast.Call) and _is_setting(called(node.value)):
            return Use.SETS_LITTLE
        return Use.SETS if names.sets else Use.SHOWS
    if isinstance(node, (ast.Assert, ast.Delete, ast.Raise, ast.Break, ast.Continue)):
        return Use.SHOWS
    return Use.SETS if names.sets else Use.SHOWS


def _makes_function(value: ast.expr | None) -> bool:
    """`np.vectorize(_sigmoid)`, `partial(f, 2)`, `torch.compile(f)`: what comes out may be called itself."""
    if not isinstance(value, ast.Call):
        return False
    makes = called(value)[-1] in ("vectorize", "partial", "jit", "njit", "compile", "lru_cache", "wraps", "checkpoint")
    return makes and bool(value.args) and called(value)[0] != "re"


def _computes_little(node: ast.AST) -> bool:
    return all(_is_harmless(part) for part in run_now(node) if isinstance(part, ast.Call))


def _is_harmless(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Constant):
        return True  # " ".join(…)
    return root(call.func) in _HARMLESS


def _is_setting(parts: tuple[str, ...]) -> bool:
    return parts[-1] in _SETTINGS or parts[:2] in (("sys", "path"), ("os", "environ"))


def _changed(node: ast.stmt, changed: dict[str, frozenset[str]]) -> set[str]:
    """The names that calls in it change: `vocab.append(…)`, `shuffle(data)`, `fill(table)`."""
    found: set[str] = set()
    for call in run_now(node):
        if not isinstance(call, ast.Call):
            continue
        parts = called(call)
        own = changed.get(parts[0], frozenset()) if len(parts) == 1 else frozenset()
        found |= own - {""}
        if len(parts) > 1 and parts[-1] in _CHANGING:
            found |= {parts[0]} - {""} if isinstance(node, (ast.Expr, ast.For, ast.While)) else set()
        elif "" in own or parts[-1] == "shuffle" or (parts[-1].endswith("_") and parts[-1][:1] != "_"):
            found |= {name for argument in call.args if (name := root(argument))}
    return found


def _changed_by(tree: ast.Module) -> Iterator[tuple[str, frozenset[str]]]:
    """Functions that change what is not theirs: the globals that they set; "" where they change what they are given."""
    own = {node.name: node for node in tree.body if isinstance(node, FUNCTIONS)}
    sets = {name: declared_global(node) for name, node in own.items()}
    calls = {name: _called(node) & own.keys() for name, node in own.items()}
    for _ in range(_MOST_CALLS):  # `main()` calls what sets them
        sets = {name: sets[name].union(*(sets[one] for one in calls[name])) for name in own}
    for name, node in own.items():
        given = {argument.arg for argument in (*node.args.posonlyargs, *node.args.args)}
        changes = any(given & _changes(part) for part in walk(node))
        yield name, sets[name] | ({""} if changes else frozenset())


def _called(node: ast.AST) -> set[str]:
    calls = (part.func for part in walk(node) if isinstance(part, ast.Call))
    return {function.id for function in calls if isinstance(function, ast.Name)}


def _changes(part: ast.AST) -> set[str]:
    if isinstance(part, (ast.Attribute, ast.Subscript)) and not isinstance(part.ctx, ast.Load):
        return {root(part)}
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in _CHANGING:
        return {root(part.func)}
    return set()
