"""The far side of the wall: loads one submission and answers calls to it.

Decides nothing and knows no expected value, so it has no verdict to forge. Runs as a script in a process of its own;
whatever it says is believed by nobody.
"""

import copy
import os
import random
import sys
import traceback
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, HERE)

import numpy as np  # noqa: E402
import streams  # type: ignore[import-not-found]  # noqa: E402
import studentmodules  # type: ignore[import-not-found]  # noqa: E402
import wire  # type: ignore[import-not-found]  # noqa: E402

del sys.path[:2]  # the student's `wire.py` is theirs

CHANNEL_IN, CHANNEL_OUT = 0, 1
# Names that numpy 1.x had; code written for them is right code.
OLD_NUMPY_NAMES = {
    "float": float, "int": int, "bool": bool, "object": object, "str": str, "complex": complex, "long": int,
    "unicode": str, "float_": np.float64, "int_": np.int64, "NaN": np.nan, "NAN": np.nan, "Inf": np.inf,
    "infty": np.inf, "Infinity": np.inf, "product": np.prod, "cumproduct": np.cumprod, "row_stack": np.vstack,
    "alltrue": np.all, "sometrue": np.any, "in1d": np.isin, "asscalar": lambda a: a.item(),
    "asfarray": lambda a, dtype=np.float64: np.asarray(a, dtype=dtype), "mat": np.asmatrix, "round_": np.round,
}  # fmt: skip


class Gone(BaseException):
    """The grader hung up."""


class Channel:
    """Frames to and from the grader, over descriptors that the student's `print` cannot reach by accident."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer

    def send(self, message: Any, export: Any) -> None:
        frame = wire.Encoder(export).frame(message)
        wire.write_frame(self._writer, frame)

    def receive(self, recall: Any) -> Any:
        try:
            return wire.read_frame(self._reader, wire.Decoder(recall))
        except EOFError:
            raise Gone from None


class Worker:
    """One submission, loaded on demand, and the objects it handed out."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.modules: Any = None
        self.recorder = streams.Recorder(2, 64 << 10)
        self.handles: dict[int, Any] = {}
        self.proxies: dict[int, Proxy] = {}
        self.instances: list[Any] = []  # made for the open call; an index names one
        self.open_call = False
        self.at = -1  # which of the open request's calls is running

    # ---- values that are not plain
    def export(self, value: Any) -> tuple[str, Any]:
        if type(value) is Proxy:
            return "f", value.number
        for index, instance in enumerate(self.instances):
            if instance is value:
                return "o", index
        refusal = studentmodules.refusal(value)
        if refusal is not None:
            raise refusal
        if type(value) in (set, frozenset):
            return "n", sorted(value, key=repr)
        if isinstance(value, np.ndarray) and type(value).__module__.split(".")[0] == "numpy":
            return "x", f"{type(value).__module__}.{type(value).__qualname__}"
        number = len(self.handles) + 1
        self.handles[number] = value
        return "h", [number, str(type(value).__qualname__)[:100]]

    def recall(self, tag: str, content: Any) -> Any:
        if tag == "f":
            return self.proxies.setdefault(content, Proxy(self, content))
        if tag == "h":
            return self.handles[content]
        if tag == "g":
            return self.modules.given(content)
        if tag == "o":
            name, named = content
            self.instances.append(self.modules.given(name)(**named))
            return self.instances[-1]
        raise wire.Malformed(f"unknown tag {tag!r}")

    # ---- the conversation
    def serve(self) -> None:
        while True:
            self.instances = []
            request = self.channel.receive(self.recall)
            self.recorder.start()
            try:
                answer = {"ok": True, "value": self.answer(request)}
                self.reply(request["id"], answer)
            except Gone:
                raise
            except BaseException as trouble:
                self.reply(request["id"], {"ok": False, "trouble": self.trouble(trouble)})

    def reply(self, number: int, answer: dict[str, Any]) -> None:
        self.channel.send({**answer, "id": number, "printed": self.recorder.kept()}, self.export)

    def answer(self, request: dict[str, Any]) -> Any:
        match request["op"]:
            case "start":
                self.modules = studentmodules.Modules(request["setup"], self.proxies.__getitem__, self.recall)
                self.modules.install()
                return None
            case "load":
                return self.modules.load(request["module"], request["definitions_only"])
            case "call":
                return self.calls(request)
        raise wire.Malformed("unknown request")

    def calls(self, request: dict[str, Any]) -> Any:
        target, name = request["target"], request["function"]
        owner = self.modules.loaded(target) if isinstance(target, str) else target
        function = getattr(owner, name)
        replies: list[Any] = []
        self.open_call = True
        self.at = -1
        try:
            for arguments, named in request["calls"]:
                self.at += 1
                random.seed(request["seed"])
                np.random.seed(request["seed"])
                before = copy.deepcopy([a if type(a) in (np.ndarray, list, dict) else None for a in arguments])
                value = function(*arguments, **named)
                replies.append([value, changes(before, arguments)])
        finally:
            self.open_call = False
        return replies

    def trouble(self, trouble: BaseException) -> dict[str, Any]:
        """An exception as plain text, without trusting it to describe itself."""
        try:
            message = str(trouble)[:2000]
        except BaseException:
            message = "(its message could not be read)"
        frames = []
        for frame in traceback.extract_tb(trouble.__traceback__)[-40:]:
            if not frame.filename.startswith(HERE):
                frames.append([frame.filename[:300], frame.lineno or 0, frame.name[:200]])
        kind = type(trouble)
        ours = isinstance(trouble, wire.Malformed)
        names = [str(base.__name__)[:100] for base in kind.__mro__ if base is not object][:6]
        where = [trouble.filename, trouble.lineno or 0] if isinstance(trouble, SyntaxError) else None
        return {"type": str(kind.__name__)[:100], "message": message, "frames": frames, "cannot_cross": ours,
                "kinds": names, "where": where, "at": self.at,
                "standin": getattr(trouble, "standin", None) if isinstance(trouble, ImportError) else None}  # fmt: skip

    def ask(self, number: int, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Calls a function of the grader's side while one of its calls to us is open."""
        if not self.open_call:
            raise RuntimeError("this function belongs to the grader and can only be called while a call is open")
        self.channel.send({"callback": number, "arguments": list(arguments), "named": named}, self.export)
        reply = self.channel.receive(self.recall)
        if not reply["ok"]:
            raise TypeError(reply["message"]) if reply["yours"] else RuntimeError(reply["message"])
        return reply["value"]


class Proxy:
    """A function that stands on the grader's side."""

    def __init__(self, worker: Worker, number: int) -> None:
        self._worker, self.number = worker, number

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._worker.ask(self.number, arguments, named)

    @property
    def __name__(self) -> str:
        return "function_of_the_grader"


def changes(before: list[Any], after: list[Any]) -> dict[int, Any]:
    """Which arguments were changed in place, as they are now."""
    changed = {}
    for position, old in enumerate(before):
        new = after[position]
        if type(old) is np.ndarray:
            same = old.shape == new.shape and old.dtype == new.dtype and old.tobytes() == new.tobytes()
        else:
            same = old is None or repr(old) == repr(new)
        if not same:
            changed[position] = new
    return changed


def main() -> None:
    """Moves the channel out of the way of `print` and `input`, then answers until the grader hangs up."""
    reader, writer = os.dup(CHANNEL_IN), os.dup(CHANNEL_OUT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for name, value in OLD_NUMPY_NAMES.items():
        if name not in vars(np):
            setattr(np, name, value)
    worker = Worker(Channel(reader, writer))
    worker.recorder.install()
    try:
        streams.limit(os.environ)
        worker.serve()
    except Gone:
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
