"""What a student's functions read from their module, and which lines of it set those names. Reads; runs nothing."""

import ast
import builtins
import inspect
import types

MOST = 400  # names that are followed from one function


def read_by(function):
    """(module's names, name) for everything outside itself that a function reads, and what that reads."""
    found, todo, seen = [], [function], set()
    while todo and len(found) < MOST:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for inner in _functions_of(one):
            module = inner.__globals__
            for name in _global_names(inner.__code__):
                if hasattr(builtins, name) and name not in module:
                    continue
                found.append((module, name))
                held = module.get(name)
                own = getattr(held, "__module__", None) == inner.__module__
                if own and isinstance(held, (types.FunctionType, type)):
                    todo.append(held)
    return found


def _functions_of(one):
    """A function, or the methods of a class, of an object's class and of the classes below."""
    one = inspect.unwrap(one) if callable(one) and not isinstance(one, type) else one
    if isinstance(one, types.FunctionType):
        return [one]
    kind = one if isinstance(one, type) else type(one)
    classes = [base for base in kind.__mro__ if base.__module__ == kind.__module__]
    members = [member for base in classes for member in vars(base).values()]
    members = [getattr(member, "__func__", member) for member in members]
    return [member for member in members if isinstance(member, types.FunctionType)]


def _global_names(code):
    """The names that a code reads from its module: attributes of objects are no such names."""
    import dis

    names = [one.argval for one in dis.get_instructions(code) if one.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            names += _global_names(inner)
    return list(dict.fromkeys(names))


def top_level(source):
    """The statements at top level that set each name and define nothing: assignments, and loops that fill them."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return {}
    found = {}
    for statement in tree.body:
        loop = isinstance(statement, ast.For) and not _calls_own(statement, tree)
        if loop or isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            for name in _stored(statement):
                found.setdefault(name, []).append(statement)
    return found


def set_by_functions(source, asked):
    """The names of the module that a function at top level sets, of those functions that are not asked themselves.

    What stands at top level for such a name is there until that function is called: `noise = None`, a table of one.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return set()
    found = set()
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name not in asked:
            parts = list(ast.walk(function))
            stored = {one.id for one in parts if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
            found |= stored & {name for one in parts if isinstance(one, ast.Global) for name in one.names}
    return found


def _calls_own(statement, tree):
    """Whether a loop calls a function of the same file: it may be the training."""
    own = {one.name for one in tree.body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
    calls = [part.func for part in ast.walk(statement) if isinstance(part, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id in own for call in calls)


def _stored(statement):
    names = []
    for part in ast.walk(statement):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.append(part.id)
        elif isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) and isinstance(part.value, ast.Name):
            names.append(part.value.id)
    return list(dict.fromkeys(names))


def loaded(statement):
    stored_within = {
        part.id
        for inner in ast.walk(statement)
        if isinstance(inner, ast.comprehension)
        for part in ast.walk(inner.target)
        if isinstance(part, ast.Name)
    }
    names = [part.id for part in ast.walk(statement) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)]
    return [name for name in dict.fromkeys(names) if name not in stored_within and not hasattr(builtins, name)]
