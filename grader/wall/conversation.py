"""One process and all that was said to it: requests go out, functions of ours are called back meanwhile, one answer
comes in. Half a conversation cannot be continued; whatever interrupts it ends the process."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from grader.code import OurFault
from grader.wall.answers import CallBack, Raised, Values, read_answer
from grader.wall.calls import FAILED, Exchange, Handle
from grader.wall.given import GivenFiles
from grader.wall.limits import OUR_SHARE, Limits
from grader.wall.process import Died, Killed, Process
from grader.wall.running import Running
from grader.wall.wire import Malformed


class Conversation:
    """The only one who talks to its process. `number` counts the processes of one student."""

    def __init__(self, limits: Limits, given: GivenFiles, number: int, running: Running) -> None:
        self._limits = limits
        self._requests = 0
        self.number = number
        self.exchange = Exchange(given, number)
        self._process = Process(limits, running)

    def ask(self, request: Mapping[str, Any], seconds: float, calls: int = 0) -> Values | Raised:
        """One request of so many calls, and its answer. Raises Died; OurFault where a function of ours failed."""
        self._requests += 1
        self.exchange.open_call(of_an_object=isinstance(request.get("target"), Handle))
        try:
            with self._process.within(seconds, max(calls, 1)):
                self._send({**request, "id": self._requests})
                answer = self._answer(calls)
        except Died:
            self._blame_us_first()
            raise
        except BaseException:
            self.close()
            raise
        self._blame_us_first()
        if isinstance(answer, Values):
            self._only_what_was_given(answer, request.get("calls", ()))
        return answer

    def disk_is_full(self) -> bool:
        """Whether others have filled the disk that the process's scratch is on."""
        return self._process.disk_is_full()

    def close(self) -> None:
        """Ends the process."""
        self._process.close()

    def _answer(self, calls: int) -> Values | Raised:
        called_back, ours = 0, 0.0
        while True:
            answer = self._receive(calls)
            if not isinstance(answer, CallBack):
                return answer
            called_back += 1
            if called_back > self._limits.callbacks or ours > OUR_SHARE * self._limits.call:
                self._process.kill(Killed.CALLBACKS, "" if called_back > self._limits.callbacks else "our time")
                raise Died(self._process.bury())
            started = time.monotonic()
            with self._process.clock_stopped():
                reply = self._called_back(answer, OUR_SHARE * self._limits.call - ours)
            ours += time.monotonic() - started
            self._answer_back(answer, reply)  # on the student's clock again: who never reads it would hold us for ever

    def _answer_back(self, call: CallBack, reply: Mapping[str, Any]) -> None:
        try:
            self._process.send(reply, self.exchange.export)
        except Malformed as trouble:  # the result is larger than what may cross: so was what it was made from
            self.exchange.failed(self.exchange.name(call), f"gave what cannot cross: {trouble}")
            self._process.send({"ok": False, "yours": False, "message": FAILED}, self.exchange.export)

    def _receive(self, calls: int) -> Values | Raised | CallBack:
        message = self._process.receive(self.exchange.recall)
        try:
            return read_answer(message, self._requests, calls)
        except Malformed as trouble:
            raise self._process.talked_nonsense(str(trouble)) from None

    def _called_back(self, call: CallBack, seconds: float) -> dict[str, Any]:
        try:
            return self.exchange.answer(call, seconds)
        except Malformed as trouble:
            raise self._process.talked_nonsense(str(trouble)) from None

    def _only_what_was_given(self, answer: Values, calls: Sequence[Any]) -> None:
        """Ends a process that says it changed an argument that it was not given."""
        for row, (arguments, _) in zip(answer.rows, calls, strict=True):
            if any(position >= len(arguments) for position in row.changed):
                raise self._process.talked_nonsense("a changed argument that was not given")

    def _send(self, message: Mapping[str, Any]) -> None:
        try:
            self._process.send(dict(message), self.exchange.export)
        except Malformed as trouble:
            raise OurFault(f"a value of ours cannot be given to student code: {trouble}") from trouble

    def _blame_us_first(self) -> None:
        if self.exchange.trouble:
            self.close()
            raise self.exchange.trouble
