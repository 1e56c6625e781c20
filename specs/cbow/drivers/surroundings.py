"""Puts a student's function where it expects to be: between the names that the cells before it have set.

Names that stand for the data (vocabulary, counts) get ours, always. What the student computes from them, at top level,
is computed again from ours by the student's own lines. What is left over gets what its name usually means.
"""

import ast
import inspect
import linecache
import types

import numpy as np
from grade_drivers.meanings import meaning
from grade_drivers.sources import MOST, loaded, read_by, set_by_functions, top_level
from grade_drivers.vocabulary import Counts, Vocabulary, Words

#: Who reads one of these wants ours, whatever a cell has put there.
DATA = (
    "number of words", "vocabulary", "words", "counts", "tokenizer", "validation rows", "validation words", "texts",
)  # fmt: skip
_KEPT = "__as_the_student_left_them__"
_OWN_DATA = 8  # a container with more entries than this may hold something for every word


class World:
    """Our data under every name that it may have."""

    def __init__(self, words, counts, dimensions, source="", texts=(), rows=(), own=()):
        """own: functions whose module's other names matter. source: the text of the student's file."""
        self.words, self.counts, self.dimensions, self.texts, self.rows = words, counts, dimensions, texts, rows
        self._source, self._statements = source, top_level(source)
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
            self._source = "".join(linecache.getlines(code.co_filename)) if code else ""
            self._statements = top_level(self._source)
        for function in functions:
            for module, name in read_by(function):
                names.setdefault(id(module), (module, []))[1].append(name)
        asked = {getattr(one, "__name__", "") for one in functions}
        for module, wanted in names.values():
            self._fill(module, list(dict.fromkeys(wanted)), set_by_functions(self._source, asked.union(wanted)))

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
    def _fill(self, module, wanted, stood_in):
        """stood_in: names that have another value once a function has run that is not run here."""
        for name, (there, value) in module.pop(_KEPT, {}).items():  # what another question's data have replaced
            if there:
                module[name] = value
            else:
                module.pop(name, None)
        reaching = self._reaching(module, wanted)
        names = {*reaching, *wanted}
        module[_KEPT] = {name: (name in module, module.get(name)) for name in sorted(names)}
        ours = {name for name in reaching if meaning(name) in DATA and self._is_data(module, name)}
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
            if name not in module or _is_absent(module[name]) or (name in stood_in and meaning(name)):
                self._guess(module, name)
            elif name in stood_in or _is_of_other_data(module[name]):
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

    def _reaching(self, module, wanted):
        """The names that are wanted, and those that the student's lines compute them from."""
        seen, todo = [], list(wanted)
        while todo and len(seen) < MOST:
            name = todo.pop()
            if name not in seen:
                seen.append(name)
                if meaning(name) not in DATA or meaning(name) == "counts":
                    todo += [read for line in self._statements.get(name, ()) for read in _needed(module, line)]
        return seen

    def _computed(self, module, name, ours, within):
        """Whether the student's own lines have set the name again, from what is ours."""
        statements = self._statements.get(name, ())
        if not statements or name in within or len(within) > 20:
            return False
        needs = {read for statement in statements for read in _needed(module, statement)} - {name}
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
        read = {meaning(other) for statement in statements for other in loaded(statement) if other != name} & {*DATA}
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


def _needed(module, statement):
    """The names that a line reads, and those that the functions of the same file read which it calls."""
    names = loaded(statement)
    functions = [module[name] for name in names if isinstance(module.get(name), types.FunctionType)]
    own = [one for one in functions if one.__globals__ is module]
    return list(dict.fromkeys([*names, *(name for one in own for home, name in read_by(one) if home is module)]))


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
