"""The reference in this process, as a `Code`: the same handle as a student's, on the side that decides.

Also stands in for a student in `grade validate`, where one function is replaced by a known mistake.
"""

import contextlib
import copy
import importlib
import importlib.util
import inspect
import io
import random
import sys
import traceback
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.abc import SourceLoader
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import reference
from grader.checks.answer_key import AnswerKey
from grader.code import SEED, Callback, CannotAnswer, Given, Instance, OurFault, Parameter, Reply, Spellings, Theirs
from grader.defined import names_of
from grader.draws.case import FunctionName
from grader.draws.plain import NotPlain, told
from grader.outcome import Finding, Verdict
from grader.wall.driving import NOT_AS_ASKED
from grader.wall.given import GivenFiles

OWN = ("", "own")  # `my_function` and `own.my_function` both mean the assignment's own reference.py


class ReferenceBroken(OurFault):
    """An assignment's own reference.py cannot be imported. Carries the instructor's message; exit code 3."""

    exit_code = 3

    def __init__(self, path: Path, trouble: BaseException) -> None:
        super().__init__(f"reference.py cannot be imported: {type(trouble).__name__}: {trouble}")
        lines = [frame.lineno for frame in traceback.extract_tb(trouble.__traceback__) if frame.filename == str(path)]
        line = getattr(trouble, "lineno", None) or (lines[-1] if lines else None)
        self.findings = (
            Finding(
                f"The assignment's reference.py cannot be imported: {type(trouble).__name__}: {trouble}",
                f"{path.parent.name}/{path.name}" + (f", line {line}" if line else ""),
                "Run `python reference.py` in its folder and mend what that shows.",
            ),
        )


class KnownMistake(Protocol):
    """A named wrong version of a reference function, as the reference package keeps them."""

    @property
    def name(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def advice(self) -> str: ...
    @property
    def wrong(self) -> Callable[..., Any]: ...


class Reference:
    """Functions of the project's `reference` package, `word2vec.naive_softmax`, or of an assignment's own
    `reference.py`: `my_function`."""

    def __init__(
        self, given: GivenFiles, own: Path | None = None, sheet: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`sheet`: what the sheet calls a function's parameters, for students who call back by keyword."""
        self._given, self._own_path = given, own
        self._own: ModuleType | None = None
        self._sheet = dict(sheet or {})
        self._key = AnswerKey()

    def find(self, name: str) -> Callable[..., Any]:
        """The function of that name. Raises OurFault where the reference has none."""
        module_name, _, attribute = name.rpartition(".")
        try:
            module = self._own_module() if module_name in OWN else importlib.import_module(f"reference.{module_name}")
            function: Callable[..., Any] = getattr(module, attribute)
        except (ImportError, AttributeError):
            raise OurFault(f"the reference has no function `{name}`") from None
        return function

    def _own_module(self) -> ModuleType:
        if self._own is None:
            if self._own_path is None:
                raise ImportError("this assignment has no reference.py of its own")
            spec = importlib.util.spec_from_file_location("assignment_reference", self._own_path)
            assert spec and isinstance(spec.loader, SourceLoader)
            self._own = importlib.util.module_from_spec(spec)
            try:
                # From its text, and no compiled file: that is known by the second, and a change may be quicker.
                exec(spec.loader.source_to_code(self._own_path.read_bytes(), self._own_path), vars(self._own))
            except (Exception, SystemExit) as trouble:
                self._own = None
                raise ReferenceBroken(self._own_path, trouble) from trouble
        return self._own

    def callback(self, name: str) -> Callback:
        """A reference function as something that student code can call."""
        function = self.find(name)
        theirs = tuple(self._sheet.get(name, ()))
        names = (*theirs, *_names(function)[len(theirs) :])
        return Callback(function, name.rpartition(".")[2], _argument_check(function), names, name)

    def mistakes(self, name: str) -> tuple[KnownMistake, ...]:
        """The known mistakes about a function."""
        from reference.mistake import mistakes_of

        return tuple(mistakes_of(self.find(name)))

    def terms(self, name: str) -> Callable[..., Mapping[str, tuple[Any, ...]]] | None:
        """The function that gives the additive terms of a reference function's values, where there is one."""
        from reference.mistake import terms

        found: Callable[..., Mapping[str, tuple[Any, ...]]] | None = terms(self.find(name))
        return found

    def pretender(self, functions: Mapping[str, Callable[..., Any]]) -> "Pretender":
        """A student in this process with these functions, by spelling."""
        return Pretender(functions, self._given)

    def run(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Reply:
        """One call of a function of ours, as it would be on the far side."""
        return run(function, arguments, {}, self._given)

    def objective(self, function: Any, at: Any) -> float:
        """The cost that a function to be minimised gives at a point."""
        value = self.run(self._given.make(function) if not isinstance(function, Callback) else function.function, (at,))
        return float(value.value[0])

    def resolve(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Drawn arguments with the reference's functions in the places that name them."""
        return {
            name: self.callback(value.name) if isinstance(value, FunctionName) else value
            for name, value in arguments.items()
        }

    # ---- Code
    def call(self, function: Spellings, *arguments: Any, **named: Any) -> Reply:
        asked = self._asked(function[0], arguments, named)
        known = self._key.answer(asked) if asked else None
        if known:
            return known
        try:
            reply = run(self.find(function[0]), arguments, named, self._given)
        except OurFault:
            raise
        except Exception as trouble:
            raise OurFault(f"the reference `{function[0]}` raised {type(trouble).__name__}: {trouble}") from trouble
        return self._key.keep(asked, reply) if asked else reply

    def _asked(self, name: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> Hashable:
        """All that a call rests on; None where it cannot be told."""
        try:
            by_position = tuple([self._told(one) for one in arguments])
            return self.find(name), by_position, tuple([(one, self._told(value)) for one, value in named.items()])
        except NotPlain:
            return None

    def _told(self, argument: Any) -> Hashable:
        if not isinstance(argument, Callback):
            return told(argument)
        if argument.reference and argument.function is self.find(argument.reference):
            return Callback, argument.function
        raise NotPlain("a function that is none of the reference's")

    def call_many(self, function: Spellings, argument_lists: Sequence[Sequence[Any]]) -> list[Reply]:
        return [self.call(function, *arguments) for arguments in argument_lists]

    def drive(self, driver: str, *arguments: Any, seconds: float | None = None, **named: Any) -> Reply:
        """As of a student whose functions are the reference's: `Theirs` names them by the reference's names."""

        def placed(value: Any) -> Any:
            return self.find(value.spellings[0]) if isinstance(value, Theirs) else value

        arguments = tuple(map(placed, arguments))
        return _drive(self._given, driver, arguments, {name: placed(value) for name, value in named.items()})

    def notes(self, function: Spellings) -> tuple[str, ...]:
        return ()

    def parameters(self, function: Spellings) -> tuple[Parameter, ...] | None:
        return _parameters(self.find(function[0]))


def functions_of(own: Path | None) -> Callable[[str], frozenset[str] | None]:
    """What a spec's `reference:` may name: the functions of a module of the reference, or of the assignment's own."""

    def names(module: str) -> frozenset[str] | None:
        try:
            if module in OWN:
                return frozenset(vars(Reference(GivenFiles(Path()), own)._own_module()))
        except ImportError:
            return None
        # Read and not imported: of an assignment with one model in torch, the other questions never wait for torch.
        found = names_of(Path(reference.__file__ or "").parent, module)
        return None if found is None else frozenset(found)

    return names


class Pretender:
    """A student whose functions are given: the reference's own or known mistakes, run in this process."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]], given: GivenFiles) -> None:
        self._functions, self._given = functions, given

    def _find(self, function: Spellings) -> tuple[str, Callable[..., Any]]:
        for spelling in function:
            if spelling in self._functions:
                return spelling, self._functions[spelling]
        raise CannotAnswer(Verdict.FAILED, Finding(f"`{function[0]}` is missing."))

    def call(self, function: Spellings, *arguments: Any, **named: Any) -> Reply:
        name, target = self._find(function)
        try:
            return run(target, arguments, named, self._given)
        except OurFault:
            raise
        except Exception as trouble:
            finding = Finding(f"`{name}` raised {type(trouble).__name__}: {trouble}")
            raise CannotAnswer(Verdict.CRASHED, finding) from trouble

    def call_many(self, function: Spellings, argument_lists: Sequence[Sequence[Any]]) -> list[Reply]:
        return [self.call(function, *arguments) for arguments in argument_lists]

    def drive(self, driver: str, *arguments: Any, seconds: float | None = None, **named: Any) -> Reply:
        def placed(value: Any) -> Any:
            return self._find(value.spellings)[1] if isinstance(value, Theirs) else value

        arguments, by_name = tuple(map(placed, arguments)), {name: placed(value) for name, value in named.items()}
        try:
            return _drive(self._given, driver, arguments, by_name)
        except (OurFault, CannotAnswer):
            raise
        except Exception as trouble:
            if type(trouble).__name__ == NOT_AS_ASKED:
                finding = Finding(*str(trouble).split("\n")[:3])
                raise CannotAnswer(Verdict.FAILED, finding) from trouble
            finding = Finding(f"`{driver}` raised {type(trouble).__name__}: {trouble}")
            raise CannotAnswer(Verdict.CRASHED, finding) from trouble

    def notes(self, function: Spellings) -> tuple[str, ...]:
        return ()

    def parameters(self, function: Spellings) -> tuple[Parameter, ...] | None:
        return _parameters(self._find(function)[1])


def _drive(given: GivenFiles, driver: str, arguments: Sequence[Any], named: Mapping[str, Any]) -> Reply:
    """A driver in this process; objects are passed on as they are, tensors come back as arrays as they would there."""

    def own(value: Any) -> Any:
        return given.driver(value.name) if isinstance(value, Given) else value

    reply = run(given.driver(driver), [own(one) for one in arguments], {n: own(v) for n, v in named.items()}, given)
    return replace(reply, value=_crossed(reply.value))


def _crossed(value: Any) -> Any:
    """A value as it comes over the wall: tensors as arrays."""
    if type(value) in (list, tuple):
        return type(value)(map(_crossed, value))
    if type(value) is dict:
        return {key: _crossed(one) for key, one in value.items()}
    return value.detach().cpu().numpy() if type(value).__name__ in ("Tensor", "Parameter") else value


def run(function: Callable[..., Any], arguments: Sequence[Any], named: Mapping[str, Any], given: GivenFiles) -> Reply:
    """One call in this process as it would be on the far side: own copies, seeded generators, what was printed."""
    import numpy as np

    own = [_own(value, given) for value in arguments]
    before = copy.deepcopy([value if isinstance(value, (np.ndarray, list, dict)) else None for value in own])
    printed = io.StringIO()
    with _seeded(), contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
        value = function(*own, **named)
    changed = {
        position: own[position]
        for position, old in enumerate(before)
        if old is not None and not _same(old, own[position])
    }
    return Reply(value, printed.getvalue(), changed)


@contextlib.contextmanager
def _seeded() -> Iterator[None]:
    """Every generator that a whole process shares starts anew, and is as it was afterwards."""
    import numpy as np

    torch = sys.modules.get("torch")
    state, numpy_state = random.getstate(), np.random.get_state()
    torch_state = torch.get_rng_state() if torch else None
    random.seed(SEED)
    np.random.seed(SEED)
    if torch:
        torch.default_generator.manual_seed(SEED)  # `manual_seed` writes down a stack for each device that is not there
    try:
        yield
    finally:
        random.setstate(state)
        np.random.set_state(numpy_state)
        if torch:
            torch.set_rng_state(torch_state)


def _own(value: Any, given: GivenFiles) -> Any:
    import numpy as np

    if isinstance(value, Callback):
        return value.function
    if isinstance(value, (Given, Instance)):
        return given.make(value)
    # An object that a driver gave back is passed on as itself, as a handle is.
    return copy.deepcopy(value) if isinstance(value, (np.ndarray, list, dict, set, tuple)) else value


def _same(old: Any, new: Any) -> bool:
    """Whether a value is what its copy was; an array to the last bit, also within lists."""
    import numpy as np

    if old is new:
        return True
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        return bool(old.shape == new.shape and old.tobytes() == new.tobytes())
    if type(old) is type(new) and isinstance(old, (list, tuple)):
        return len(old) == len(new) and all(map(_same, old, new))
    if type(old) is type(new) is dict:
        return list(old) == list(new) and all(map(_same, old.values(), new.values()))
    return repr(old) == repr(new)


def _parameters(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(one.name, one.default is one.empty) for one in inspect.signature(function).parameters.values()
    )


def _names(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in _parameters(function))


def _argument_check(function: Callable[..., Any]) -> Callable[..., str] | None:
    """What the reference itself knows about arguments that cannot be right (`function.wrong_arguments`)."""
    check: Callable[..., str] | None = getattr(function, "wrong_arguments", None)
    return check
