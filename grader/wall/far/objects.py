"""What crosses besides plain values, seen from the far side: the grader's functions and samplers, and the student's
own objects, which stay here and are known to the grader by a number."""

import collections
import types
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from grader.wall import wire
from grader.wall.far.standins import refusal

# Harmless liberties: a right answer in one of these is right.
AS_DICTIONARY = (collections.OrderedDict, collections.defaultdict, collections.Counter)

#: What every given function is called on its way to a student.
GIVEN_FUNCTION = "function_of_the_course"


class Own(NamedTuple):
    """A function or class of the student's that a call is given: looked up when the call is made, since it may be one
    that could not be defined, and then that is the call's trouble."""

    module: str
    name: str


class Objects:
    """The tags of one conversation, both ways."""

    def __init__(self, call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], Any]) -> None:
        self._call_back = call_back
        self._functions: list[Any] = []  # the grader's, by number
        self._numbers: dict[Any, int] = {}
        self._instances: list[Any] = []  # made for the open request; an index names one
        self._handles: list[Any] = []
        self.given: Callable[[str], Any] | None = None

    def forget_instances(self) -> None:
        """A new request begins: its samplers are made afresh."""
        self._instances = []

    def function(self, number: int) -> Any:
        """The function that stands on the grader's side under this number."""
        while len(self._functions) <= number:
            made = _function(self._call_back, len(self._functions))
            self._numbers[made] = len(self._functions)
            self._functions.append(made)
        return self._functions[number]

    def export(self, value: Any) -> tuple[str, Any]:
        """A value that is not plain, as a tag."""
        kind = type(value)
        if kind is types.FunctionType and value in self._numbers:
            return "f", self._numbers[value]
        for index, instance in enumerate(self._instances):
            if instance is value:
                return "o", index
        absent = refusal(value)
        if absent is not None:
            raise absent
        if kind in AS_DICTIONARY:
            return "p", dict(value)
        if isinstance(value, tuple) and hasattr(kind, "_fields") and kind.__len__ is tuple.__len__:
            return "p", tuple.__getitem__(value, slice(None))
        if kind is np.ma.MaskedArray and not np.any(value.mask):
            return "p", np.asarray(value)
        if kind.__module__.partition(".")[0] == "torch" and callable(getattr(value, "detach", None)):
            return "p", value.detach().cpu().numpy()
        if isinstance(value, np.ndarray) and kind.__module__.split(".")[0] == "numpy":
            return "x", f"{kind.__module__}.{kind.__qualname__}"
        self._handles.append(value)
        return "h", [len(self._handles) - 1, str(kind.__qualname__)[:100]]

    def recall(self, tag: str, content: Any) -> Any:
        """The grader's tags, as objects."""
        if tag == "f":
            return self.function(content)
        if tag == "h":
            return self._handles[content]
        if tag == "w":
            return self._instances[content]
        assert self.given, "the grader starts every conversation with its setup"
        if tag == "m":
            return Own(*content)
        if tag == "g":
            return _nameless(self.given(content))
        if tag == "o":
            name, named = content
            self._instances.append(self.given(name)(**named))
            return self._instances[-1]
        raise wire.Malformed(f"unknown tag {tag!r}")


def _nameless(given: Any) -> Any:
    """A function of the given files as it comes to a student who is asked to try it: its name and its docstring, from
    which the answer could be told, are left behind. Its lines stay, so that an error in it is told with its place."""
    if type(given) is not types.FunctionType:
        return given
    code = given.__code__
    constants = tuple(None if one is given.__doc__ else one for one in code.co_consts)
    code = code.replace(co_name=GIVEN_FUNCTION, co_qualname=GIVEN_FUNCTION, co_consts=constants)
    copy = types.FunctionType(code, given.__globals__, GIVEN_FUNCTION, given.__defaults__, given.__closure__)
    copy.__kwdefaults__ = given.__kwdefaults__
    copy.__doc__ = None
    copy.__module__ = ""
    return copy


def _function(call_back: Callable[[int, tuple[Any, ...], dict[str, Any]], Any], number: int) -> Any:
    # A plain function and no object of a class of ours: it can be copied, inspected and asked for its name.
    def function_of_the_grader(*arguments: Any, **named: Any) -> Any:
        return call_back(number, arguments, named)

    return function_of_the_grader
