"""A student's submission as a `Code`: functions are found by name, called behind the wall, and every way of not
answering becomes a `CannotAnswer` with a message of its own. Decides nothing about values."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.code import SEED, Callback, CannotAnswer, Given, OurFault, Parameter, Reply, Spellings, Theirs
from grader.outcome import Verdict
from grader.submission.model import Module, Submission
from grader.wall import imports
from grader.wall.answers import Raised, Values
from grader.wall.calls import Handle, Named
from grader.wall.conversation import Conversation
from grader.wall.deaths import Frame, died, misused, not_again, place_of, raised, without_values
from grader.wall.driving import NOT_AS_ASKED, not_as_asked, unforeseen
from grader.wall.given import DRIVERS, GivenFiles
from grader.wall.limits import Limits
from grader.wall.process import Died, Killed
from grader.wall.slot import Slot
from grader.wall.undefined import undefined

SECONDS_PER_EVALUATION = 0.02  # added to a call's limit for each of many evaluations
SECONDS_TO_START = 60.0  # Python and numpy, on a machine that is busy; none of the student's code runs yet


@dataclass(frozen=True)
class Elsewhere:
    """A function of the student's own, in another module than the one that the others import it from."""

    module: str
    function: str


#: module: function: what answers by that name, where the student's own is missing there or wrong already
Substitutes = Mapping[str, Mapping[str, Callback | Elsewhere]]
#: One call's arguments, by position and by name.
Arguments = tuple[list[Any], dict[str, Any]]


@dataclass
class _Room:
    """A process, where one runs, and the modules that it has loaded."""

    conversation: Conversation | None = None
    loaded: set[str] = field(default_factory=set)


class Student:
    """One submission behind the wall. A process is started when first needed and again after one has died.

    Public and hidden checks each have a process of their own: what one was given, the other cannot tell. With torch
    it is another one, too, which only those files start that import it.
    """

    def __init__(
        self,
        submission: Submission,
        given: GivenFiles,
        limits: Limits,
        slot: Slot,
        substitutes: Substitutes | None = None,
        torch: bool = False,
    ) -> None:
        self.submission, self._given, self._limits = submission, given, limits
        self._slot, self._may_torch = slot, torch
        self._substitutes = substitutes or {}
        self._modules = {module.name: module for module in submission.modules if module.problem is None}
        # By whether what is given there is hidden, and whether torch is there.
        self._rooms = {(hidden, ready): _Room() for hidden in (False, True) for ready in (False, True)}
        self._hidden = self._apart = self._with_torch = False
        self._lent: Collection[str] | None = None
        self._processes = 0
        self._definitions_only: set[str] = set()
        self._unloadable: dict[str, CannotAnswer] = {}
        #: What ended the process, by the module and the function that was called. None of these is called again.
        self.stopped: dict[tuple[str, str], CannotAnswer] = {}
        #: What importing a file ran into; its functions are graded all the same.
        self.import_troubles: dict[str, CannotAnswer] = {}

    # ---- Code
    def call(self, function: Spellings, *arguments: Any, **named: Any) -> Reply:
        return self._call(function, [(list(arguments), named)])[0]

    def call_many(self, function: Spellings, argument_lists: Sequence[Sequence[Any]]) -> list[Reply]:
        return self._call(function, [(list(arguments), {}) for arguments in argument_lists])

    def call_method(self, handle: Handle, method: str, *arguments: Any) -> Reply:
        """A method of an object that stayed on the far side."""
        what = f"`{handle.type_name}.{method}`"
        self._not_again(handle.type_name, method, what)
        self._go_to([handle])
        return self._converse(handle, method, [(list(arguments), {})], what, (handle.type_name, method))[0]

    def drive(self, driver: str, *arguments: Any, seconds: float | None = None, **named: Any) -> Reply:
        everything = [*arguments, *named.values()]
        theirs = [self._named(one.spellings) for one in everything if isinstance(one, Theirs)]
        what = " with ".join(f"`{one.name}`" for one in theirs[:2]) or f"`{driver}`"
        key = (f"{DRIVERS}.{driver}", "/".join(f"{one.module}.{one.name}" for one in theirs))
        self._not_again(*key, what)
        self._go_to(everything, [*(one.module for one in theirs)], f"{DRIVERS}.{driver.partition('.')[0]}")
        for one in theirs:
            self._load(one.module)
        placed = [self._placed(one) for one in arguments]
        by_name = {name: self._placed(one) for name, one in named.items()}
        return self._converse(None, f"{DRIVERS}.{driver}", [(placed, by_name)], what, key, seconds)[0]

    def notes(self, function: Spellings) -> tuple[str, ...]:
        return self.submission.locate(function).notes

    def parameters(self, function: Spellings) -> tuple[Parameter, ...] | None:
        found = self.submission.locate(function).definition
        return None if found.variadic else found.parameters

    def ask_for(self, hidden: bool, lent: Collection[str], reads_text: bool = False) -> None:
        """From here on the calls are a hidden check's, or a public one's, which may use these functions of ours.

        reads_text: a text is read that nobody should be shown later; it is read in the process of what is hidden.
        """
        self._hidden, self._lent, self._apart = hidden, lent, hidden or reads_text

    def close(self) -> None:
        """Ends the processes. The student can be asked again; that starts others."""
        for room in self._rooms.values():
            _leave(room)

    def __enter__(self) -> "Student":
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    # ---- one call
    def _call(self, function: Spellings, calls: list[Arguments]) -> list[Reply]:
        located = self.submission.locate(function)
        name, module = located.definition.name, located.module.name
        self._not_again(module, name, f"`{name}`")
        self._go_to((), [module])
        self._load(module)
        return self._converse(module, name, calls, f"`{name}`", (module, name))

    def _converse(
        self,
        target: str | Handle | None,
        name: str,
        calls: list[Arguments],
        what: str,
        key: tuple[str, str],
        seconds: float | None = None,
    ) -> list[Reply]:
        """target: a module of the student's, an object of theirs, or None for a given function."""
        seconds = seconds or self._limits.call + SECONDS_PER_EVALUATION * (len(calls) - 1)
        request = {"op": "call", "target": target, "function": name, "seed": SEED,
                   "calls": [[arguments, named] for arguments, named in calls]}  # fmt: skip
        ask = self._ask if _holds_object(request) else self._patiently  # an object is gone with its process
        try:
            answer = ask(request, seconds, len(calls))
        except Died as end:
            trouble = died(what, end.death, self._limits, seconds)
            self.stopped[key] = without_values(trouble) if self._hidden else trouble
            raise trouble from None
        if isinstance(answer, Raised):
            raise self._raised(what, answer) if target is not None else self._raised_in_driver(what, answer)
        return [Reply(row.value, answer.printed, row.changed) for row in answer.rows]

    def _not_again(self, module: str, name: str, what: str) -> None:
        before = self.stopped.get((module, name))
        if before:
            raise not_again(what, before)

    def _patiently(self, request: dict[str, Any], seconds: float, calls: int = 0) -> Values | Raised:
        """One request. Where time ran out and the process had not had its share of the machine, it is asked once more,
        of a new one, before that is believed."""
        try:
            return self._ask(request, seconds, calls)
        except Died as end:
            if end.death.killed is not Killed.WALL_CLOCK or end.death.had_its_share(seconds):
                raise
        for module in _modules_of(request):
            self._load(module)
        return self._ask(request, seconds, calls)

    def _ask(self, request: dict[str, Any], seconds: float, calls: int = 0) -> Values | Raised:
        conversation = self._running()
        conversation.exchange.lent = self._lent
        try:
            return conversation.ask(request, seconds, calls)
        except Died as end:
            _leave(self._room)
            if end.death.outside:
                raise OurFault(f"the process of the student's code was ended: {end.death.outside}") from end
            raise
        except BaseException:
            _leave(self._room)
            raise

    # ---- processes and modules
    @property
    def _room(self) -> _Room:
        return self._rooms[self._apart, self._with_torch]

    def _go_to(self, arguments: Iterable[Any], modules: Iterable[str] = (), given: str = "") -> None:
        """Chooses the process: the one that holds an object among the arguments, else one with torch where a file that
        is needed imports it."""
        held = {one.process for one in arguments if isinstance(one, Handle)}
        for (hidden, ready), room in self._rooms.items():
            if hidden is self._apart and room.conversation and room.conversation.number in held:
                self._with_torch = ready
                return
        self._with_torch = self._may_torch and self._imports_torch(modules, given)

    def _imports_torch(self, modules: Iterable[str], given: str) -> bool:
        sources = [self._given.sources[given][1]] if given in self._given.sources else []
        sources += [self._modules[name].source for module in modules for name in self._needed(module)]
        return any("torch" in imports.packages(source) for source in sources)

    def _needed(self, module: str) -> list[str]:
        """The student's modules that importing one of them executes, itself included."""
        own = {name: known.source for name, known in self._modules.items()}
        return imports.in_order(module, own) if module in own else []

    def _named(self, spellings: Spellings) -> Named:
        """Where a function or class of theirs stands; what stands in for a missing one is found by the sheet's name."""
        try:
            located = self.submission.locate(spellings)
        except CannotAnswer:
            for spelling in spellings:
                module, _, name = spelling.rpartition(".")
                if self._may_stand_in(self._substitutes.get(module, {}).get(name)):
                    return Named(module, name)
            raise
        return Named(located.module.name, located.definition.name)

    def _may_stand_in(self, one: Callback | Elsewhere | None) -> bool:
        """Whether this may be used now: ours is not lent to a check that asks for the student's own."""
        if isinstance(one, Callback) and self._lent is not None:
            return one.reference in self._lent
        return one is not None

    def _placed(self, value: Any) -> Any:
        """An argument of a driver as it crosses."""
        if isinstance(value, Theirs):
            return self._named(value.spellings)
        return Given(f"{DRIVERS}.{value.name}") if isinstance(value, Given) else value

    def _running(self) -> Conversation:
        if self._room.conversation is None:
            self._processes += 1
            running = self._slot.start(self._limits, self._with_torch, self._files())
            conversation = Conversation(self._limits, self._given, self._processes, running)
            try:
                answer = conversation.ask({"op": "start", "setup": self._setup(conversation)}, SECONDS_TO_START)
            except Died as end:
                raise OurFault(f"the worker process did not start: {end} {end.death.output[-1000:]}") from end
            if isinstance(answer, Raised):
                conversation.close()
                raise OurFault(f"the worker process did not start: {answer.type}: {answer.message}")
            self._room.conversation = conversation
        return self._room.conversation

    def _files(self) -> Path | None:
        """What was handed in, where it lies in the slot's spool and so can be shown."""
        folder = self.submission.folder
        return folder if folder.is_relative_to(self._slot.spool) else None

    def _setup(self, conversation: Conversation) -> dict[str, Any]:
        return {
            "sources": {
                module.name: [
                    module.file,
                    module.source if module.executed is None else module.executed,
                    module.executed is not None,
                ]
                for module in self._modules.values()
            },
            "given": {name: list(file) for name, file in self._given.sources.items()},
            "guarded": sorted({name for module in self._modules.values() for name in imports.guarded(module.source)}),
            "substitutes": {
                module: {
                    name: [one.module, one.function]
                    if isinstance(one, Elsewhere)
                    else conversation.exchange.stand_in(one)
                    for name, one in functions.items()
                }
                for module, functions in self._substitutes.items()
            },
        }

    def _load(self, module: str) -> None:
        """Imports a module, once. Those that it imports come first, so that each trouble is its own file's."""
        self._running()
        if module not in self._room.loaded:
            given = self._given.sources.keys() - {module}
            own = {name: known.source for name, known in self._modules.items() if name not in given}
            for name in imports.in_order(module, {**self._stood_for(), **own}):
                if name in self._modules:
                    self._load_one(self._modules[name])

    def _stood_for(self) -> dict[str, str]:
        """Modules that are not there and whose functions stand in others: as if each imported those."""
        return {
            module: "\n".join(f"import {one.module}" for one in functions.values() if isinstance(one, Elsewhere))
            for module, functions in self._substitutes.items()
        }

    def _load_one(self, module: Module) -> None:
        """Imports one module; where that fails, its definitions alone."""
        before = self._unloadable.get(module.name)
        if before:
            raise not_again(module.file, before)
        trouble = self._import(module)
        if trouble and module.name not in self._definitions_only:
            self.import_troubles[module.file] = trouble
            self._definitions_only.add(module.name)
            _leave(self._room)
            trouble = self._import(module)
        if trouble:
            self._unloadable[module.name] = trouble
            raise trouble

    def _import(self, module: Module) -> CannotAnswer | None:
        """Imports one module as far as is known to be possible; what it ran into."""
        if self._room.conversation and module.name in self._room.loaded:
            return None
        what, seconds = f"importing {module.file}", self._limits.importing
        request = {"op": "load", "module": module.name, "definitions_only": sorted(self._definitions_only)}
        try:
            answer = self._patiently(request, seconds)
        except Died as end:
            trouble = died(what, end.death, self._limits, seconds)
        else:
            if not isinstance(answer, Raised):
                self._room.loaded.add(module.name)
                return None
            trouble = self._raised(what, answer)
        return without_values(trouble) if self._hidden else trouble

    # ---- words
    def _raised(self, what: str, answer: Raised) -> CannotAnswer:
        conversation = self._room.conversation
        assert conversation, "who raised is still there"
        if "NoSpaceLeft" in answer.kinds and conversation.disk_is_full():
            raise OurFault("the disk with the scratch folders of student code is full")
        frames = [frame for row in answer.frames if (frame := self._frame(*row)) is not None]
        misuse = conversation.exchange.misuse
        if answer.standin is not None and not self._imports(answer.standin):
            answer = replace(answer, standin=None)  # said by who was not asked
        trouble = (
            misused(what, misuse, frames)
            if misuse
            else undefined(what, answer, self.submission.modules, place_of(frames))
            or raised(what, answer, frames, self._limits)
        )
        trouble.at = answer.at if answer.at >= 0 else None
        trouble.printed = answer.printed
        return trouble

    def _raised_in_driver(self, what: str, answer: Raised) -> CannotAnswer:
        """What ended a driver: the student's code where a line of theirs is on the way, or a driver's own words about
        what it was given. Else nobody can tell whose fault it is."""
        drivers = {file for name, (file, _, _) in self._given.sources.items() if name.startswith(f"{DRIVERS}.")}
        if answer.type == NOT_AS_ASKED and answer.frames and answer.frames[-1][0] in drivers:
            return not_as_asked(what, answer)  # an exception of this name that the student's code raises is theirs
        theirs = any(self._frame(*row) is not None for row in answer.frames)
        trouble = self._raised(what, answer)
        return trouble if theirs or trouble.outcome.verdict is not Verdict.CRASHED else unforeseen(what, answer)

    def _imports(self, package: str) -> bool:
        """Whether any file, the student's or a given one, imports the package that a result is said to need."""
        top = package.partition(".")[0]
        sources = [module.source for module in self._modules.values()]
        sources += [source for _, source, _ in self._given.handed_out.values()]
        return any(top in imports.packages(source) for source in sources)

    def _frame(self, file: str, line: int, function: str) -> Frame | None:
        """One line of a traceback, where it lies in the student's own files."""
        for module in self.submission.modules:
            if module.file == file:
                lines = module.source.split("\n")
                text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
                return Frame(module.place(line), function, text)
        return None


def _holds_object(request: dict[str, Any]) -> bool:
    given = [one for arguments, named in request["calls"] for one in (*arguments, *named.values())]
    return any(isinstance(one, Handle) for one in (request["target"], *given))


def _modules_of(request: dict[str, Any]) -> Iterator[str]:
    """The modules of the student's that a call needs."""
    if isinstance(request.get("target"), str):
        yield request["target"]
    for arguments, named in request.get("calls", ()):
        yield from (one.module for one in (*arguments, *named.values()) if isinstance(one, Named))


def _leave(room: _Room) -> None:
    """Ends the room's process."""
    if room.conversation:
        room.conversation.close()
    room.conversation = None
    room.loaded.clear()
