"""What crosses in a call besides plain values: functions and samplers of ours, objects of theirs."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.code import Callback, Given, Instance, OurFault
from grader.wall.given import GivenFiles
from grader.wall.wire import Malformed


@dataclass(frozen=True)
class Handle:
    """An object that stays on the far side: it can be named, passed back and have its methods called."""

    number: int
    type_name: str


class CallbackMisused(Exception):
    """The student's code called one of our functions in a way that it cannot be called."""


class Exchange:
    """The functions, samplers and objects of one process, and the count of calls back."""

    def __init__(self, given: GivenFiles) -> None:
        self._given = given
        self._callbacks: list[Callback] = []
        self._twins: list[Any] = []  # this side's twin of every sampler in the open call
        self.trouble: OurFault | None = None  # an exception of ours, believed even where the student swallows it
        self.misuse: str = ""

    def open_call(self) -> None:
        """A new call begins: samplers are made afresh."""
        self._twins = []
        self.trouble, self.misuse = None, ""

    def number(self, callback: Callback) -> int:
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
            return "f", self.number(value)
        if isinstance(value, Given):
            return "g", value.name
        if isinstance(value, Instance):
            self._twins.append(self._given.make(value))
            return "o", [value.name, dict(value.arguments)]
        if isinstance(value, Handle):
            return "h", value.number
        raise OurFault(f"a {type(value).__qualname__} cannot be given to student code")

    def recall(self, tag: str, content: Any) -> Any:
        """Their tags, as values: a function of ours that they hand back is the original again."""
        if tag == "f" and type(content) is int and 0 <= content < len(self._callbacks):
            return self._callbacks[content].function
        if tag == "o" and type(content) is int and 0 <= content < len(self._twins):
            return self._twins[content]
        if tag == "h" and type(content) is list and len(content) == 2 and type(content[1]) is str:
            return Handle(int(content[0]), content[1])
        if tag == "x" and type(content) is str:
            return Handle(0, content)
        if tag == "n" and type(content) is list:
            return set(content)
        raise Malformed(f"unknown tag {tag!r}")

    # ---- calls back
    def answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Runs one of our functions for the student's code. Their mistakes are told to them, ours are kept."""
        number, arguments, named = message["callback"], message["arguments"], message["named"]
        if type(number) is not int or not 0 <= number < len(self._callbacks):
            raise Malformed("a call back to a function that was not given")
        callback = self._callbacks[number]
        try:
            arguments = _positional(callback, arguments, named)
            problem = callback.check(*arguments) if callback.check else ""
            if problem:
                raise CallbackMisused(problem)
        except CallbackMisused as trouble:
            self.misuse = self.misuse or str(trouble)
            return {"ok": False, "yours": True, "message": str(trouble)}
        try:
            return {"ok": True, "value": callback.function(*arguments)}
        except Exception as trouble:  # noqa: BLE001 - ours, whatever it is: the check is broken and says so
            self.trouble = OurFault(f"`{callback.name}`, called by the student's code, raised {trouble!r}")
            return {"ok": False, "yours": False, "message": "the grader's function failed; this is not your fault"}


def _positional(callback: Callback, arguments: list[Any], named: Mapping[str, Any]) -> list[Any]:
    """All arguments by position; keywords are matched to the sheet's names, whatever their case or underscores."""
    by_name = {_plain(name): position for position, name in enumerate(callback.parameters)}
    filled = dict(enumerate(arguments))
    for name, value in named.items():
        position = by_name.get(_plain(str(name)))
        if position is None or position in filled:
            raise CallbackMisused(f"`{callback.name}` takes no argument `{name}` here")
        filled[position] = value
    ordered = [filled[position] for position in sorted(filled)]
    if sorted(filled) != list(range(len(filled))):
        raise CallbackMisused(f"`{callback.name}` was called with an argument left out in the middle")
    try:
        inspect.signature(callback.function).bind(*ordered)
    except TypeError as trouble:
        raise CallbackMisused(f"`{callback.name}` was called with the wrong number of arguments: {trouble}") from None
    return ordered


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
