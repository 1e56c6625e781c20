"""The far side of the wall: loads one submission and answers calls to it.

Decides nothing and knows no expected value, so it has no verdict to forge; whatever it says is believed by nobody.
"""

import contextlib
import os
import random
import sys
import threading
import warnings
from inspect import CO_VARARGS
from types import FunctionType, ModuleType
from typing import Any, NoReturn

import numpy as np

from grader.wall import wire
from grader.wall.decoder import Decoder, Import
from grader.wall.encoder import Encoder
from grader.wall.far import linux, oldnumpy, streams, troubles
from grader.wall.far.objects import Objects, Own
from grader.wall.far.studentmodules import Modules

KEPT_OUTPUT = 64 << 10


class Gone(BaseException):
    """The grader hung up."""


class Channel:
    """Frames to and from the grader, over descriptors that the student's `print` cannot reach by accident."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer

    def send(self, frame: bytes) -> None:
        wire.write_frame(self._writer, frame)

    def receive(self, recall: Import) -> Any:
        if os.name == "posix":  # the student's code may have it otherwise, and then a moment would decide
            os.set_blocking(self._reader, True)
        try:
            return Decoder(recall, wire.TO_STUDENT).message(*wire.read_frame(self._reader, wire.TO_STUDENT))
        except EOFError:
            raise Gone from None


class Worker:
    """One conversation with the grader, from the first request to the last."""

    def __init__(self, channel: Channel, recorder: streams.Recorder, here: str) -> None:
        self._channel, self._recorder, self._here = channel, recorder, here
        self._objects = Objects(self.call_back)
        self._modules: Modules | None = None
        self._open = False  # a request of the grader's is being answered
        self._turn = threading.Lock()  # a student's threads may speak one after the other
        self._at = -1  # which of the open request's calls is running

    def serve(self) -> None:
        """Answers until the grader hangs up."""
        while True:
            self._objects.forget_instances()
            request = self._channel.receive(self._objects.recall)
            self._recorder.start()
            self._at, self._open = -1, True
            frame, told = None, None
            try:
                encoder = Encoder(self._objects.export)
                frame = self._frame(encoder, request["id"], {"ok": True, "value": self._answer(request, encoder)})
            except Gone:
                raise
            except BaseException as trouble:
                told = troubles.told(trouble, self._here, self._at)
            # Outside of the `except`: what the failed call held is free by now, and may have been all the memory.
            if frame is None:
                encoder = Encoder(self._objects.export)
                frame = self._frame(encoder, request["id"], {"ok": False, "trouble": told})
            with self._turn:
                self._open = False
                self._channel.send(frame)

    def _frame(self, encoder: Encoder, number: int, answer: dict[str, Any]) -> bytes:
        return encoder.frame({**answer, "id": number, "printed": self._recorder.kept()})

    def _answer(self, request: dict[str, Any], encoder: Encoder) -> Any:
        if request["op"] == "start":
            self._modules = Modules(request["setup"], self._objects.function)
            self._modules.install()
            self._objects.given = self._modules.given
            return None
        assert self._modules, "the grader starts every conversation with its setup"
        _no_deprecations()
        if request["op"] == "load":
            _seed(0)  # what a file draws when it is imported is the same every time
            return self._modules.load(request["module"], request["definitions_only"])
        target = request["target"]
        name = request["function"]
        function = self._function(target, name)
        seed = request["seed"]
        return [self._call(function, arguments, named, seed, encoder) for arguments, named in request["calls"]]

    def _function(self, target: Any, name: str) -> Any:
        """What a request calls: a given function (a driver), one of a module of the student's, or a method."""
        assert self._modules, "the grader starts every conversation with its setup"
        if target is None:
            return self._modules.given(name)
        return self._modules.function(target, name) if isinstance(target, str) else getattr(target, name)

    def _own(self, argument: Any) -> Any:
        """An argument that names something of the student's, as that; any other as it is."""
        assert self._modules, "the grader starts every conversation with its setup"
        return self._modules.function(*argument) if type(argument) is Own else argument

    def _call(self, function: Any, arguments: list[Any], named: dict[str, Any], seed: int, encoder: Encoder) -> Any:
        """The value and the arguments that were changed in place, packed at once: the next call may change them."""
        self._at += 1
        arguments = [self._own(argument) for argument in arguments]
        named = {name: self._own(argument) for name, argument in named.items()}
        _no_deprecations()
        _seed(seed)
        before = [_snapshot(argument) for argument in arguments]
        placed, by_name = _placed(function, arguments)
        value = function(*placed, **by_name, **named)
        changed = {
            position: argument
            for position, (old, argument) in enumerate(zip(before, arguments, strict=True))
            if old is not None and _snapshot(argument) != old
        }
        return encoder.pack([value, changed])

    def call_back(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Calls a function of the grader's side while one of its requests to us is open."""
        with self._turn:
            if not self._open:
                raise RuntimeError("this function belongs to the grader and can only be called while a call is open")
            message = {"callback": number, "arguments": list(arguments), "named": named}
            self._channel.send(Encoder(self._objects.export).frame(message))
            reply = self._channel.receive(self._objects.recall)
        if not reply["ok"]:
            raise TypeError(reply["message"]) if reply["yours"] else RuntimeError(reply["message"])
        return reply["value"]


def _seed(seed: int) -> None:
    """Every generator that a whole process shares starts anew."""
    random.seed(seed)
    np.random.seed(seed)
    torch = sys.modules.get("torch")
    if type(torch) is ModuleType:  # and no stand-in for it
        torch.default_generator.manual_seed(seed)


def _no_deprecations() -> None:
    """What a later Python or numpy finds old-fashioned is no mistake, also for who makes errors of all warnings."""
    for kind in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", kind)


def _placed(function: Any, arguments: list[Any]) -> tuple[list[Any], dict[str, Any]]:
    """Arguments by position, and those that a function takes by keyword alone: `def f(x, *, K=10)` takes K too."""
    if type(function) is not FunctionType or function.__code__.co_flags & CO_VARARGS:
        return arguments, {}
    code = function.__code__
    surplus = arguments[code.co_argcount :]
    keywords = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    if len(surplus) > len(keywords):
        return arguments, {}  # too many for any reading: Python's own message is the clearest
    return arguments[: code.co_argcount], dict(zip(keywords, surplus, strict=False))


def _snapshot(argument: Any) -> bytes | None:
    """An argument's content; None where it has none of its own, or cannot be told."""
    if type(argument) not in (np.ndarray, list, dict):
        return None
    try:
        return Encoder(_by_identity, wire.TO_STUDENT).frame(argument)
    except wire.Malformed:
        return b""


def _by_identity(value: object) -> tuple[str, Any]:
    return "h", id(value)


def main(here: str, limits: dict[str, int]) -> None:
    """Without a zygote: moves the channel out of the way of `print` and `input`, sets the limits and answers."""
    reader, writer = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    streams.limit(limits)
    if sys.platform == "linux":
        linux.die_with_parent()  # a grader that is killed reads no more; a call that hangs would not notice
    answer(reader, writer, here)


def answer(reader: int, writer: int, here: str) -> NoReturn:
    """Answers until the grader hangs up, and ends the process."""
    oldnumpy.restore()
    recorder = streams.Recorder(2, KEPT_OUTPUT)
    recorder.start()
    with contextlib.suppress(Gone, BrokenPipeError, ConnectionResetError):
        Worker(Channel(reader, writer), recorder, here).serve()
    os._exit(0)
