"""Puts a student's function where it expects to be: between the names that the cells before it have set.

Names that stand for the data (vocabulary, counts) get ours, always. What the student computes from them, at top level,
is computed again from ours by the student's own lines. What is left over gets what its name usually means.
"""

import ast
import builtins
import inspect
import linecache
import types

import numpy as np
from grade_drivers.meanings import meaning
from grade_drivers.vocabulary import Counts, Vocabulary, Words

#: Who reads one of these wants ours, whatever a cell has put there.
DATA = (
    "number of words", "vocabulary", "words", "counts", "tokenizer", "validation rows", "validation words", "texts",
)  # fmt: skip
_KEPT = "__as_the_student_left_them__"
_MOST = 400  # names that are followed from one function
_OWN_DATA = 8  # a container with more entries than this may hold something for every word


class World:
    """Our data under every name that it may have."""

    def __init__(self, words, counts, dimensions, source="", texts=(), rows=(), own=()):
        """own: functions whose module's other names matter. source: the text of the student's file."""
        self.words, self.counts, self.dimensions, self.texts, self.rows = words, counts, dimensions, texts, rows
        self._statements = _top_level(source)
        #: Names that stand for the data, and have ours.
        self.supplied = set()
        #: Names that got a value by their meaning alone.
        self.guessed = set()
        #: Names whose value may belong to other data than ours.
        self.doubtful = set()
        #: Names that nothing could be found for.
        self.lacking = set()

    def value(self, name):
        """What the name means here; raises KeyError where it says nothing."""
        return {
            "negatives per positive": lambda: 4,
            "device": lambda: _torch().device("cpu"),
            "number of words": lambda: len(self.words),
            "dimensions": lambda: self.dimensions,
            "window": lambda: 1,
            "vocabulary": lambda: Vocabulary(self.words),
            "words": lambda: Words(self.words),
            "counts": lambda: Counts(self.words, self.counts),
            "noise": lambda: _torch().tensor(self._noise(), dtype=_torch().float64),
            "table": lambda: _torch().tensor(np.repeat(np.arange(len(self.words)), self._shares())),
            "tokenizer": lambda: _Tokenizer(),
            "validation rows": lambda: list(self.rows) or list(range(min(5, len(self.words)))),
            "validation words": lambda: [self.words[row] for row in self.rows],
            "epochs": lambda: 1,
            "texts": lambda: list(self.texts),
        }[meaning(name)]()

    def around(self, *functions):
        """Sets what the functions read and what is not there, in the modules that they stand in."""
        names = {}
        if not self._statements:  # without the whole text of the file: what of it was executed
            code = getattr(functions[0], "__code__", None)
            self._statements = _top_level("".join(linecache.getlines(code.co_filename)) if code else "")
        for function in functions:
            for module, name in _read_by(function):
                names.setdefault(id(module), (module, []))[1].append(name)
        for module, wanted in names.values():
            self._fill(module, list(dict.fromkeys(wanted)))

    def arguments(self, function, given):
        """The arguments for a function: those that are given, by position, and others that it must have, by name."""
        try:
            parameters = list(inspect.signature(function).parameters.values())
        except (TypeError, ValueError):
            return given, {}
        positional = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
        if any(one.kind is one.VAR_POSITIONAL for one in parameters):
            return given, {}
        named = {}
        for one in parameters:
            needed = one.default is one.empty and one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)
            if needed and one not in positional[: len(given)]:
                try:
                    named[one.name] = self.value(one.name)
                    self.guessed.add(one.name)
                except KeyError:
                    self.lacking.add(one.name)
        return given[: len(positional)], named

    # ---- one module
    def _fill(self, module, wanted):
        for name, (there, value) in module.pop(_KEPT, {}).items():  # what another question's data have replaced
            if there:
                module[name] = value
            else:
                module.pop(name, None)
        names = {*self._reaching(wanted), *wanted}
        module[_KEPT] = {name: (name in module, module.get(name)) for name in sorted(names)}
        ours = {name for name in self._reaching(wanted) if meaning(name) in DATA and self._is_data(module, name)}
        for name in sorted(ours):
            module[name] = self.value(name)
        for name in sorted(ours):
            if meaning(name) == "counts":
                self._their_counts(module, name, ours)
        self.supplied |= ours
        computed = {name: self._computed(module, name, ours, ()) for name in wanted if name not in ours}
        for name in wanted:
            if name in ours or computed[name]:
                continue
            if name not in module or _is_absent(module[name]):
                self._guess(module, name)
            elif _is_of_other_data(module[name]):
                self.doubtful.add(name)

    def _is_data(self, module, name):
        """Whether a name holds data or nothing: a function, a class or a constant of the student's is theirs."""
        if name not in module or _is_absent(module[name]):
            return True
        held = module[name]
        if meaning(name) == "tokenizer":
            return not callable(held)
        if meaning(name) == "number of words":
            return isinstance(held, int)
        return not isinstance(held, (types.FunctionType, types.ModuleType, type, int, float, str))

    def _reaching(self, wanted):
        """The names that are wanted, and those that the student's lines compute them from."""
        seen, todo = [], list(wanted)
        while todo and len(seen) < _MOST:
            name = todo.pop()
            if name not in seen:
                seen.append(name)
                if meaning(name) not in DATA or meaning(name) == "counts":
                    todo += [read for statement in self._statements.get(name, ()) for read in _loaded(statement)]
        return seen

    def _computed(self, module, name, ours, within):
        """Whether the student's own lines have set the name again, from what is ours."""
        statements = self._statements.get(name, ())
        if not statements or name in within or len(within) > 20:
            return False
        needs = {read for statement in statements for read in _loaded(statement)} - {name}
        # Each in any case: what one needs of the others must be there before the lines run.
        again = [read in ours or self._computed(module, read, ours, (*within, name)) for read in sorted(needs)]
        if not any(again) and name in module and not _is_absent(module[name]):
            return False
        kept = module.get(name)
        try:
            for statement in statements:
                exec(compile(ast.Module([statement], []), "<a cell>", "exec"), module)
        except Exception:
            if kept is not None:
                module[name] = kept
            return False
        return not _is_absent(module.get(name))

    def _their_counts(self, module, name, ours):
        """Counts as the student's lines make them from other data of ours: a tensor, a list, a dictionary."""
        statements = self._statements.get(name, ())
        read = {meaning(other) for statement in statements for other in _loaded(statement) if other != name} & {*DATA}
        if not read or "texts" in read:
            return
        kept = module[name]
        try:
            for statement in statements:
                exec(compile(ast.Module([statement], []), "<a cell>", "exec"), module)
            made = module[name]
            values = made.values() if isinstance(made, dict) else made
            same = np.allclose(np.array([float(one) for one in values]), self.counts)
        except Exception:
            same = False
        if not same:
            module[name] = kept

    def _guess(self, module, name):
        try:
            module[name] = self.value(name)
            self.guessed.add(name)
        except KeyError:
            self.lacking.add(name)

    def _noise(self):
        weights = np.asarray(self.counts, dtype=np.float64) ** 0.75
        return weights / weights.sum()

    def _shares(self):
        return np.maximum(1, np.round(self._noise() * 100_000)).astype(int)


class _Tokenizer:
    """Splits at spaces."""

    def __call__(self, text, *arguments, **named):
        return text.split()

    tokenize = __call__


def _read_by(function):
    """(module's names, name) for everything outside itself that a function reads, and what that reads."""
    found, todo, seen = [], [function], set()
    while todo and len(found) < _MOST:
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


def _top_level(source):
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


def _loaded(statement):
    stored_within = {
        part.id
        for inner in ast.walk(statement)
        if isinstance(inner, ast.comprehension)
        for part in ast.walk(inner.target)
        if isinstance(part, ast.Name)
    }
    names = [part.id for part in ast.walk(statement) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)]
    return [name for name in dict.fromkeys(names) if name not in stored_within and not hasattr(builtins, name)]


def _is_absent(value):
    """Whether it stands in for something of a package that is not installed."""
    return type(value).__module__.endswith("standins")


def _is_of_other_data(value):
    """Whether it may hold a number for every word of a vocabulary that is not ours."""
    if type(value).__module__.partition(".")[0] not in ("builtins", "numpy", "torch", "collections"):
        return False
    try:
        if isinstance(value, (str, bytes, type)) or len(value) <= _OWN_DATA:
            return False
        return not isinstance(next(iter(value.values() if isinstance(value, dict) else value)), str)
    except (TypeError, AttributeError, StopIteration):
        return False


def _torch():
    import torch

    return torch
