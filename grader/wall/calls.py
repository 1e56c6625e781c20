"""What crosses in a call besides plain values: functions and samplers of ours, objects of theirs."""

import inspect
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from grader.code import Callback, CallbackFailed, CannotAnswer, Given, Instance, OurFault
from grader.outcome import Finding, Verdict
from grader.submission.text import shown
from grader.wall.answers import CallBack
from grader.wall.given import GivenFiles
from grader.wall.ours import TooLong, bounded
from grader.wall.wire import Malformed

FAILED = "the grader's function failed on what it was called with"


@dataclass(frozen=True)
class Handle:
    """An object that stays on the far side: it can be named, passed back and have its methods called."""

    number: int
    type_name: str
    #: The process that it lives in, counted from 1; 0 for what cannot even be handed back.
    process: int = 0


@dataclass(frozen=True)
class Named:
    """A function or class of the student's, where it stands: a module that is loaded, and the name in it."""

    module: str
    name: str


class CallbackMisused(Exception):
    """The student's code called one of our functions in a way that it cannot be called."""


class Exchange:
    """The functions, samplers and objects of one process, and what its calls back ran into."""

    def __init__(self, given: GivenFiles, process: int) -> None:
        self._given = given
        self._process = process
        self._callbacks: list[Callback] = []
        self._standing: set[int] = set()  # those that may always be called back: what stands in for the student's own
        self._callable: set[int] = set()  # those that were given in the open call
        #: Of what stands in for the student's own, that which may be used now, by the spec's names; None: everything.
        self.lent: Collection[str] | None = None
        self._twins: list[Any] = []  # this side's twin of every sampler in the open call
        self.trouble: OurFault | None = None  # a failure of ours, believed even where the student swallows it
        self.misuse: str = ""

    def open_call(self, of_an_object: bool) -> None:
        """A new call begins: samplers are made afresh, and functions of earlier calls stay with those.

        A method may use the functions that its object was made with.
        """
        self._twins = []
        if not of_an_object:
            self._callable = set()
        self.trouble, self.misuse = None, ""

    def stand_in(self, callback: Callback) -> int:
        """The number of a function of ours that stands in for one of the student's, in every call."""
        number = self._number(callback)
        self._standing.add(number)
        return number

    def _number(self, callback: Callback) -> int:
        """The number under which the far side knows a function of ours."""
        for number, known in enumerate(self._callbacks):
            if known is callback:
                return number
        self._callbacks.append(callback)
        return len(self._callbacks) - 1

    # ---- the wire's two hooks
    def export(self, value: object) -> tuple[str, Any]:
        """Our values that are not plain, as tags."""
        if isinstance(value, Callback):
            return "f", self._given_now(self._number(value))
        if isinstance(value, Given):
            return "g", value.name
        if isinstance(value, Named):
            return "m", [value.module, value.name]
        if isinstance(value, Instance):
            self._twins.append(self._given.make(value))
            return "o", [value.name, dict(value.arguments)]
        if isinstance(value, Handle):
            if value.process != self._process:
                raise _gone(value)
            return "h", value.number
        for number, callback in enumerate(self._callbacks):
            if callback.function is value:
                return "f", self._given_now(number)
        for index, twin in enumerate(self._twins):
            if twin is value:
                return "w", index
        raise OurFault(f"a {type(value).__qualname__} cannot be given to student code")

    def _given_now(self, number: int) -> int:
        self._callable.add(number)
        return number

    def recall(self, tag: str, content: Any) -> Any:
        """Their tags, as values: a function of ours that they hand back is the original again."""
        if tag == "f" and type(content) is int and 0 <= content < len(self._callbacks):
            if refusal := self._refusal(content):
                raise Malformed(refusal)
            return self._callbacks[content].function
        if tag == "o" and type(content) is int and 0 <= content < len(self._twins):
            return self._twins[content]
        if tag == "h" and type(content) is list and [type(part) for part in content] == [int, str]:
            return Handle(content[0], shown(content[1]), self._process)
        if tag == "x" and type(content) is str:
            return Handle(0, shown(content))
        if tag == "p" and type(content) in (dict, tuple, str, np.ndarray):
            return content
        raise Malformed(f"unknown tag {tag[:20]!r}")

    # ---- calls back
    def _refusal(self, number: int) -> str:
        """Why a function of ours may not be used now; "" where it may."""
        callback = self._callbacks[number]
        if number in self._callable:
            return ""
        if number not in self._standing:
            return f"`{callback.name}` was given to an earlier call, which is over"
        if self.lent is not None and callback.reference not in self.lent:
            return f"ours of `{callback.name}` is not lent for what is asked here"
        return ""

    def answer(self, call: CallBack, seconds: float) -> dict[str, Any]:
        """Runs one of our functions for the student's code. Their mistakes are told to them, ours are kept."""
        if not 0 <= call.number < len(self._callbacks):
            raise Malformed("a call back to a function that was not given")
        callback = self._callbacks[call.number]
        try:
            if refusal := self._refusal(call.number):
                raise CallbackMisused(refusal)
            arguments = _positional(callback, call.arguments, call.named)
            with bounded(seconds):
                problem = callback.check(*arguments) if callback.check else ""
                if not problem:
                    return {"ok": True, "value": callback.function(*arguments)}
        except CallbackMisused as trouble:
            problem = str(trouble)
        except TooLong:
            self.failed(callback.name, "took too long")
            return {"ok": False, "yours": False, "message": FAILED}
        except (Exception, SystemExit) as trouble:  # whatever the reference or a spec has there
            self.failed(callback.name, f"raised {trouble!r}")
            return {"ok": False, "yours": False, "message": FAILED}
        self.misuse = self.misuse or problem
        return {"ok": False, "yours": True, "message": problem}

    def failed(self, name: str, how: str) -> None:
        """Keeps that a function of ours did not answer, also where the student swallows it."""
        self.trouble = self.trouble or CallbackFailed(f"`{name}`, called by the student's code, {how}")

    def name(self, call: CallBack) -> str:
        """What the called function is called."""
        return self._callbacks[call.number].name


def _positional(callback: Callback, arguments: Sequence[Any], named: Mapping[str, Any]) -> list[Any]:
    """All arguments by position; keywords are matched to the sheet's names, whatever their case or underscores."""
    by_name = {_plain(name): position for position, name in enumerate(callback.parameters)}
    filled = dict(enumerate(arguments))
    for name, value in named.items():
        position = by_name.get(_plain(name))
        if position is None:
            raise CallbackMisused(f"`{callback.name}` takes no argument `{shown(name)}` here")
        if position in filled:
            raise CallbackMisused(f"`{callback.name}` was given its argument `{shown(name)}` twice")
        filled[position] = value
    if sorted(filled) != list(range(len(filled))):
        raise CallbackMisused(f"`{callback.name}` was called with an argument left out in the middle")
    ordered = [filled[position] for position in sorted(filled)]
    least, most = _takes(callback.function)
    if not least <= len(ordered) <= most:
        raise CallbackMisused(f"`{callback.name}` was called with {_wrong_number(callback, ordered)}")
    return ordered


def _wrong_number(callback: Callback, ordered: Sequence[Any]) -> str:
    try:
        inspect.signature(callback.function).bind(*ordered)
    except TypeError as trouble:
        return f"the wrong number of arguments: {trouble}"
    return "the wrong number of arguments"


@lru_cache(maxsize=256)  # a loss function is called back hundreds of times
def _takes(function: Callable[..., Any]) -> tuple[float, float]:
    """How many arguments by position, at least and at most; any number of a function in C that does not tell."""
    try:
        taken = inspect.signature(function).parameters.values()
    except ValueError:
        return 0, math.inf
    ordered = [one for one in taken if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    most = math.inf if any(one.kind is one.VAR_POSITIONAL for one in taken) else len(ordered)
    if any(one.kind is one.KEYWORD_ONLY and one.default is one.empty for one in taken):
        return math.inf, most  # no call by position can be right
    return sum(one.default is one.empty for one in ordered), most


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _gone(handle: Handle) -> CannotAnswer:
    return CannotAnswer(
        Verdict.SKIPPED,
        Finding(
            f"The `{handle.type_name}` that was made before is gone: the process that held it has ended.",
            "",
            "Mend what ended it first; this check comes after it.",
        ),
    )
