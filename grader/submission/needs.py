"""Which statements are executed because others need them, and which can't be because something they need is not there.

Every step goes over each name and each statement once: a file of a megabyte is no reason to wait.
"""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable

from grader.submission.effects import called, run_now
from grader.submission.scopes import names_of, root
from grader.submission.statements import Block, Statement, Use

_MOST_READ = 500  # names that are followed from one function


class Needs:
    """What the statements of one file need of each other; `kept` decides, the rest tells about it afterwards."""

    def __init__(self, found: list[Statement]) -> None:
        self._found = found
        self._writers: dict[str, list[int]] = defaultdict(list)
        self._readers: dict[str, list[int]] = defaultdict(list)
        self._callers: dict[str, list[int]] = defaultdict(list)
        self._later: dict[str, set[str]] = defaultdict(set)  # what calling a function reads
        self._read_later: dict[str, set[str]] = defaultdict(set)  # and the other way round
        self._reads = [one.names.reads | _read_by_heads(one.blocks) for one in found]
        self._kept: set[int] = set()
        self.lacking: dict[int, str] = {}  # by the statement's id: the name that it needs and that is not set
        for number, one in enumerate(found):
            self._note(number, one)

    def _note(self, number: int, one: Statement) -> None:
        for name in one.names.sets:
            self._writers[name].append(number)
            if one.use is Use.DEFINES:
                self._later[name] |= one.names.later
        for name in self._reads[number]:
            self._readers[name].append(number)
        for part in run_now(one.node):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
                self._callers[part.func.id].append(number)
        if one.use is Use.DEFINES:
            for name in one.names.later:
                self._read_later[name] |= one.names.sets

    def kept(self) -> set[int]:
        """The numbers of the statements that are executed."""
        always = [number for number, one in enumerate(self._found) if one.use is Use.DEFINES]
        self._kept = self._with_needs(always)
        self._drop_what_lacks()
        for number, one in enumerate(self._found):
            small = one.use is Use.SETS_LITTLE and one.effect is None and id(one) not in self.lacking
            if small and number not in self._kept and all(map(self._is_there, self._reads[number])):
                self._kept.add(number)
        return self._kept

    def read_by(self, function: str) -> list[str]:
        """The names of the file that a call of the function reads, itself or through another; sorted."""
        return sorted(self._followed(self._later.get(function, ())))

    def is_model(self, name: str) -> bool:
        """Whether what is executed sets the name to an object that training would change."""
        return any(_makes_object(self._found[number].node) for number in self._writers[name] if number in self._kept)

    def preparation(self, names: Iterable[str]) -> tuple[list[int], list[str]]:
        """What else must run so that these names, and what they need, are there; and which of them can't be."""
        wanted = self._followed(names)
        more = self._with_needs([], wanted) - self._kept
        before = self._kept
        self._kept = before | more
        missing = sorted(name for name in wanted if not self._is_there(name))
        self._kept = before
        return sorted(more), missing

    def _followed(self, names: Iterable[str]) -> set[str]:
        seen: set[str] = set()
        todo = list(names)
        while todo and len(seen) < _MOST_READ:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo.extend(sorted(self._later.get(name, ())))
        return seen

    def _is_there(self, name: str) -> bool:
        """Whether nobody sets the name, as with what Python brings along, or something that is executed does."""
        return name not in self._writers or any(number in self._kept for number in self._writers[name])

    def _with_needs(self, start: list[int], names: Iterable[str] = ()) -> set[int]:
        """These statements and, step by step, the affordable ones that set what they read."""
        kept = set(start)
        seen: set[str] = set()
        todo = list(names)
        for number in start:
            todo.extend(self._reads[number] | self._found[number].names.later)
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            for number in self._writers.get(name, ()):
                one = self._found[number]
                if number not in kept and one.effect is None and one.use in (Use.SETS, Use.SETS_LITTLE):
                    kept.add(number)
                    todo.extend(self._reads[number] | one.names.later)
        return kept

    def _drop_what_lacks(self) -> None:
        """Leaves out what reads, or calls a function that reads, a name which nothing that is kept sets."""
        todo = [name for name in sorted(self._writers) if not self._is_there(name)]
        cause = {name: name for name in todo}
        while todo:
            name = todo.pop()
            stops = [*self._readers[name]] if not self._is_there(name) else []
            for number in sorted({*stops, *self._callers[name]}):
                self._drop(number, cause, name, todo)
            for function in sorted(self._read_later.get(name, ())):
                if function not in cause:
                    cause[function] = cause[name]
                    todo.append(function)

    def _drop(self, number: int, cause: dict[str, str], name: str, todo: list[str]) -> None:
        one = self._found[number]
        if number not in self._kept or one.use is Use.DEFINES:
            return
        self._kept.discard(number)
        self.lacking[id(one)] = cause[name]
        for lost in sorted(one.names.sets):
            if lost not in cause and not self._is_there(lost):
                cause[lost] = lost
                todo.append(lost)


def _read_by_heads(blocks: Collection[Block]) -> frozenset[str]:
    """What the heads of the blocks around a statement read."""
    heads = [part for block in blocks if not block.opened for part in _head(block.node)]
    return frozenset[str]().union(*(names_of(part).reads for part in heads))


def _head(node: ast.stmt) -> list[ast.AST]:
    if isinstance(node, ast.If):
        return [node.test]
    return [item.context_expr for item in node.items] if isinstance(node, ast.With) else []


def _makes_object(node: ast.stmt) -> bool:
    """Whether it sets a name to an instance, `DAN(…)` or `nn.Linear(…)`, going by the capital letter."""
    value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
    while isinstance(value, ast.Call) and isinstance(inner := getattr(value.func, "value", None), ast.Call):
        value = inner  # `DAN(…).to(device)`
    return isinstance(value, ast.Call) and root(value) != "torch" and called(value)[-1][:1].isupper()
