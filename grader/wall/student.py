"""A student's submission as a `Code`: functions are found by name, called behind the wall, and every way of not
answering becomes a `CannotAnswer` with a message of its own. Decides nothing about values."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from grader.code import Callback, CannotAnswer, Reply, Spellings
from grader.outcome import Finding, Verdict
from grader.submission.model import Located, Submission
from grader.wall.calls import Exchange, Handle
from grader.wall.deaths import Frame, Trouble, died, raised
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.process import Died, Killed, Process
from grader.wall.wire import Malformed

SEED = 20150401  # of the student's own generators; the same before every call, so that a run can be repeated
SECONDS_PER_EVALUATION = 0.02  # added to a call's limit for each of many evaluations

#: module: function: the grader's own version, used where the student's is missing or wrong already
Substitutes = Mapping[str, Mapping[str, Callback]]


class Student:
    """One submission behind the wall. A process is started when first needed and again after one has died."""

    def __init__(
        self,
        submission: Submission,
        given: GivenFiles,
        limits: Limits,
        substitutes: Substitutes | None = None,
    ) -> None:
        self.submission, self._given, self._limits = submission, given, limits
        self._substitutes = substitutes or {}
        self._process: Process | None = None
        self._exchange = Exchange(given)
        self._requests = 0
        self._loaded: set[str] = set()
        self._definitions_only = False
        self._fatal: dict[tuple[str, str], CannotAnswer] = {}
        #: What importing a module ran into; its functions are graded all the same.
        self.import_troubles: dict[str, CannotAnswer] = {}

    # ---- Code
    def call(self, function: Spellings, *arguments: Any, **named: Any) -> Reply:
        return self._call(function, [(list(arguments), named)])[0]

    def call_many(self, function: Spellings, argument_lists: Sequence[Sequence[Any]]) -> list[Reply]:
        return self._call(function, [(list(arguments), {}) for arguments in argument_lists])

    def call_method(self, handle: Handle, method: str, *arguments: Any) -> Reply:
        """A method of an object that stayed on the far side."""
        what = f"`{handle.type_name}.{method}`"
        return self._converse(handle, method, [(list(arguments), {})], what, (handle.type_name, method))[0]

    def notes(self, function: Spellings) -> tuple[str, ...]:
        return self.submission.locate(function).notes

    def parameters(self, function: Spellings) -> tuple[str, ...] | None:
        found = self.submission.locate(function).definition
        if found.variadic or found.parameters is None:
            return None
        return tuple(parameter.name for parameter in found.parameters)

    def close(self) -> None:
        """Ends the process. The student can be asked again; that starts another."""
        if self._process:
            self._process.close()
        self._process = None
        self._loaded.clear()

    def __enter__(self) -> "Student":
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    # ---- one call
    def _call(self, function: Spellings, calls: list[tuple[list[Any], dict[str, Any]]]) -> list[Reply]:
        located = self.submission.locate(function)
        name, module = located.definition.name, located.module.name
        before = self._fatal.get((module, name))
        if before:
            raise _not_again(name, before)
        self._load(located)
        return self._converse(module, name, calls, f"`{name}`", (module, name))

    def _converse(
        self, target: Any, name: str, calls: list[tuple[list[Any], dict[str, Any]]], what: str, key: tuple[str, str]
    ) -> list[Reply]:
        seconds = self._limits.call + SECONDS_PER_EVALUATION * (len(calls) - 1)
        self._exchange.open_call()
        request = {"op": "call", "target": target, "function": name, "seed": SEED,
                   "calls": [[arguments, named] for arguments, named in calls]}  # fmt: skip
        try:
            with self._dying(what, seconds):
                answer = self._ask(request, seconds)
        except CannotAnswer as trouble:
            self._fatal[key] = trouble
            raise
        if self._exchange.trouble:
            raise self._exchange.trouble
        if not answer["ok"]:
            trouble = self._raised(what, answer["trouble"])
            trouble.at = answer["trouble"]["at"] if type(answer["trouble"]["at"]) is int else None
            raise trouble
        return [Reply(value, str(answer["printed"]), changed) for value, changed in answer["value"]]

    def _ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """One request and its answer, with the calls back in between. Raises Died."""
        process = self._running()
        self._requests += 1
        with process.within(seconds):
            process.send({**request, "id": self._requests}, self._exchange.export)
            called_back = 0
            while True:
                message = process.receive(self._exchange.recall)
                if not _is_callback(message):
                    return _checked(message, self._requests, process)
                called_back += 1
                with process.clock_stopped():
                    answer = self._answer(message, called_back, process)
                process.send(answer, self._exchange.export)

    def _answer(self, message: Mapping[str, Any], count: int, process: Process) -> dict[str, Any]:
        if count > self._limits.callbacks:
            process.kill(Killed.WALL_CLOCK)
        try:
            return self._exchange.answer(message)
        except Malformed as trouble:
            process.kill(Killed.NONSENSE, str(trouble))
            return {"ok": False, "yours": True, "message": ""}

    # ---- processes and modules
    def _running(self) -> Process:
        if self._process is None:
            self._process = Process(self._limits)
            self._exchange = Exchange(self._given)
            self._loaded.clear()
            with self._dying("the worker process", self._limits.importing):
                self._ask({"op": "start", "setup": self._setup()}, self._limits.importing)
        return self._process

    def _setup(self) -> dict[str, Any]:
        modules = [module for module in self.submission.modules if module.problem is None]
        return {
            "sources": {module.name: [module.file, module.source] for module in modules},
            "given": {name: list(file) for name, file in self._given.sources.items()},
            "guarded": sorted({name for module in modules for name in _guarded_imports(module.source)}),
            "substitutes": {
                module: {name: self._exchange.number(callback) for name, callback in functions.items()}
                for module, functions in self._substitutes.items()
            },
        }

    def _load(self, located: Located) -> None:
        """Imports the function's module once; where that fails, its definitions alone."""
        module = located.module.name
        self._running()
        if module in self._loaded:
            return
        what = f"importing {located.module.file}"
        try:
            self._import(module, what)
        except CannotAnswer as trouble:
            if self._definitions_only:
                raise
            self.import_troubles[located.module.file] = trouble
            self.close()
            self._definitions_only = True
            self._import(module, what)

    def _import(self, module: str, what: str) -> None:
        seconds = self._limits.importing
        request = {"op": "load", "module": module, "definitions_only": self._definitions_only}
        with self._dying(what, seconds):
            answer = self._ask(request, seconds)
        if not answer["ok"]:
            raise self._raised(what, answer["trouble"])
        self._loaded.add(module)

    @contextmanager
    def _dying(self, what: str, seconds: float) -> Iterator[None]:
        try:
            yield
        except Died as end:
            self._process = None
            self._loaded.clear()
            raise died(what, end.death, self._limits, seconds) from None

    # ---- words
    def _raised(self, what: str, trouble: Mapping[str, Any]) -> CannotAnswer:
        if self._exchange.misuse:
            return _misused(what, self._exchange.misuse)
        return raised(what, self._readable(trouble), self._limits)

    def _readable(self, trouble: Mapping[str, Any]) -> Trouble:
        frames = list(trouble["frames"])
        if trouble["where"]:
            frames.append([*trouble["where"], "<module>"])
        return Trouble(
            str(trouble["type"]),
            str(trouble["message"]),
            tuple(frame for row in frames if (frame := self._frame(*row)) is not None),
            tuple(map(str, trouble["kinds"])),
            bool(trouble["cannot_cross"]),
            trouble["standin"] if isinstance(trouble["standin"], str) else None,
        )

    def _frame(self, file: Any, line: Any, function: Any) -> Frame | None:
        """One line of a traceback, where it lies in the student's own files."""
        for module in self.submission.modules:
            if module.file == file and isinstance(line, int):
                lines = module.source.splitlines()
                text = lines[line - 1].strip()[:200] if 0 < line <= len(lines) else ""
                return Frame(module.place(line), module.file, line, str(function), text)
        return None


def _is_callback(message: Any) -> bool:
    return type(message) is dict and message.keys() == {"callback", "arguments", "named"}


def _checked(message: Any, number: int, process: Process) -> dict[str, Any]:
    """An answer that has the form of one and belongs to the open request; anything else ends the process."""
    good = type(message) is dict and message.get("id") == number and type(message.get("id")) is int
    if good and message.get("ok") is True:
        good = message.keys() == {"ok", "value", "id", "printed"} and _are_replies(message["value"])
    elif good:
        good = message.keys() == {"ok", "trouble", "id", "printed"} and _is_trouble(message["trouble"])
    if not good:
        process.kill(Killed.NONSENSE, "an answer that was not asked for")
        raise Died(process.bury())
    answer: dict[str, Any] = message
    return answer


def _are_replies(value: Any) -> bool:
    return value is None or (
        type(value) is list
        and all(type(row) is list and (len(row) != 2 or type(row[1]) in (dict, int)) for row in value)
    )


def _is_trouble(trouble: Any) -> bool:
    return type(trouble) is dict and trouble.keys() == {
        "type", "message", "frames", "cannot_cross", "kinds", "where", "standin", "at",
    } and all(type(row) is list and len(row) == 3 for row in trouble["frames"])  # fmt: skip


def _misused(what: str, misuse: str) -> CannotAnswer:
    finding = Finding(
        f"{what[:1].upper()}{what[1:]} uses a function that it was given in a way that cannot work: {misuse}.",
        "",
        "Compare that call with the function's parameters on the sheet: their order and their shapes.",
    )
    return CannotAnswer(Verdict.CRASHED, finding)


def _not_again(name: str, before: CannotAnswer) -> CannotAnswer:
    finding = before.outcome.finding
    first = finding.what if finding else "It did not come back."
    return CannotAnswer(
        Verdict.SKIPPED,
        Finding(f"Not run again: {first}", "", f"Mend that first; this check needs `{name}` as well."),
    )


def _guarded_imports(source: str) -> Iterator[str]:
    """Names imported under a `try` that handles their absence: there an ImportError is what the student expects."""
    if "except" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Try) and node.handlers:
            for statement in node.body:
                if isinstance(statement, ast.Import):
                    yield from (alias.name for alias in statement.names)
                elif isinstance(statement, ast.ImportFrom) and statement.module:
                    yield statement.module
