"""Which statements are executed because others need them, and which can't be because something they need is not there.

Every step goes over each name and each statement once: a file of a megabyte is no reason to wait.
"""

import ast
from collections import defaultdict
from collections.abc import Collection, Iterable

from grader.submission.effects import Effect, called, run_now
from grader.submission.scopes import names_of, root
from grader.submission.statements import Block, Statement, Use

_MOST_READ = 500  # names that are followed from one function
_MOST_ROUNDS = 20  # nobody's notebook has more stages that build on one another


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
        self._needed: set[str] = set()  # by what is always executed
        #: Names whose value is another one where everything runs, and the statement that would change it.
        self.stale: dict[str, Statement] = {}
        #: Names with a value of their own where a loop, not executed, goes through others: what sets it, and the loop.
        self.swept: dict[str, tuple[Statement, Statement]] = {}
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
        self._kept, self._needed = self._with_needs(always)
        self._drop([name for name in sorted(self._writers) if not self._is_there(name)])
        for _ in range(_MOST_ROUNDS):
            stale = [name for name in sorted(self._needed) if self._is_stale(name)]
            self._drop(stale)
            if not stale:
                break
        for number, one in enumerate(self._found):
            small = one.use is Use.SETS_LITTLE and one.effect is None and id(one) not in self.lacking
            if small and number not in self._kept and all(map(self._is_there, self._reads[number])):
                self._kept.add(number)
        return self._kept

    def preparation(self, names: Iterable[str], at: int) -> tuple[list[int], list[str]]:
        """What else must run before statement `at`, so that these names, and what they need, are there; and which of
        them can't be. What stands after it comes first only where cells are out of order."""
        wanted = self._followed(names)
        found, _ = self._with_needs([], wanted)
        more = {number for number in found - self._kept - {at} if self._may_prepare(number)}
        sooner = self._kept.union(number for number in more if number < at)
        more = {number for number in more if number < at or not sooner & self._writers_of(number)}
        before = self._kept
        self._kept = before | more
        missing = sorted(name for name in wanted if not self._is_there(name))
        self._kept = before
        return sorted(more), missing

    def _writers_of(self, number: int) -> set[int]:
        """Every statement that sets a name which this one sets."""
        return {other for name in self._found[number].names.sets for other in self._writers[name]}

    def _may_prepare(self, number: int) -> bool:
        """Whether a statement that is not executed can be, before a loop is: also what the loop goes on changing."""
        lacks = self.lacking.get(id(self._found[number]))
        return lacks is None or lacks in self.stale

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

    def _with_needs(self, start: list[int], names: Iterable[str] = ()) -> tuple[set[int], set[str]]:
        """These statements and, step by step, the affordable ones that set what they read; and all that is read."""
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
        return kept, seen

    def _is_stale(self, name: str) -> bool:
        """Whether a statement that is not executed would change what the name stands for, after it was last set anew.

        A value half made is worse than none: a function that reads it would be wrong by no fault of its own.
        """
        writers = self._writers.get(name, ())
        set_anew = [number for number in writers if number in self._kept and _sets_anew(self._found[number].node, name)]
        if name in self.stale or not any(self._may_drop(number) for number in writers if number in self._kept):
            return False
        last = max(set_anew, default=-1)
        model = any(_makes_object(self._found[number].node) for number in set_anew)
        for number in [*writers, *(self._readers[name] if model else ())]:
            one = self._found[number]
            trains = one.effect is not None and one.effect.effect is Effect.TRAINS
            changes = name in one.names.sets and (one.effect is not None or id(one) in self.lacking)
            if number > last and number not in self._kept and (changes or trains):
                if last >= 0 and not model and self._only_sweeps(number, name):
                    self.swept[name] = (self._found[last], one)
                    continue
                self.stale[name] = one
                return True
        return False

    def _only_sweeps(self, number: int, name: str) -> bool:
        """Whether a loop does no more to the name than go through values for it, `for act in ("relu", "tanh"):`, and no
        function that stands behind it counts on the last one."""
        node = self._found[number].node
        readers = (at for at, one in enumerate(self._found) if one.use is Use.DEFINES and name in one.names.later)
        return _only_counted(node, name) and all(at < number for at in readers)

    def _may_drop(self, number: int) -> bool:
        return self._found[number].use is not Use.DEFINES

    def _drop(self, gone: list[str]) -> None:
        """Leaves out what sets these names; and what reads one, or calls a function that does."""
        cause = {name: name for name in gone}
        todo = list(gone)
        for name in gone:
            for number in self._writers[name]:
                self._leave_out(number, name, cause, todo)
        while todo:
            name = todo.pop()
            readers = [] if self._is_there(name) else self._readers[name]
            for number in sorted({*readers, *self._callers[name]}):
                self._leave_out(number, cause[name], cause, todo)
            for function in sorted(self._read_later.get(name, ())):
                if function not in cause:
                    cause[function] = cause[name]
                    todo.append(function)

    def _leave_out(self, number: int, why: str, cause: dict[str, str], todo: list[str]) -> None:
        one = self._found[number]
        if number not in self._kept or not self._may_drop(number):
            return
        self._kept.discard(number)
        self.lacking[id(one)] = why
        for lost in sorted(one.names.sets):
            if lost not in cause and not self._is_there(lost):
                cause[lost] = lost
                todo.append(lost)


def _sets_anew(node: ast.stmt, name: str) -> bool:
    """Whether a statement gives the name a value that has nothing to do with the one before."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return any(isinstance(part, ast.Name) and part.id == name for part in parts)


def _only_counted(node: ast.stmt, name: str) -> bool:
    """Whether a loop sets the name in its head, or in that of a loop inside, and nowhere else."""
    heads = [part.target for part in ast.walk(node) if isinstance(part, ast.For)]
    counted = sum(_is_set_by(part, name) for head in heads for part in ast.walk(head))
    return isinstance(node, ast.For) and 0 < counted == sum(_is_set_by(part, name) for part in ast.walk(node))


def _is_set_by(part: ast.AST, name: str) -> bool:
    return isinstance(part, ast.Name) and part.id == name and not isinstance(part.ctx, ast.Load)


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
