"""Tries to break out from where student code will run, and says what was stopped.

The attempts (far/probes.py) run as a student's module does, in a locked process like any other; here is what they are
aimed at: a file, sockets and a process of this side that would be seen, reached or hit if the wall had a hole.
"""

import contextlib
import os
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.wall.answers import Raised
from grader.wall.conversation import Conversation
from grader.wall.given import GivenFiles
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.process import Died
from grader.wall.running import Running

PROBES = Path(__file__).parent / "far" / "probes.py"
LIMITS = Limits.model_validate({"call": 5, "import": 5, "memory_mb": 64, "file_mb": 2, "scratch_mb": 4})
MODULE = "canary"


@dataclass(frozen=True)
class Attempt:
    """One way out: the function that tries it, what it is in words, and whether a level without it is still B."""

    function: str
    words: str
    confined: bool = True  # level B stops it, too


ATTEMPTS = (
    Attempt("read_a_file_outside", "read a file of the grader's"),
    Attempt("write_outside", "write to a folder of the grader's"),
    Attempt("leave_something_behind", "leave a file for the next one"),
    Attempt("change_a_files_rights", "change a file's rights"),
    Attempt("change_a_files_time", "change a file's time"),
    Attempt("connect_by_tcp", "connect by TCP"),
    Attempt("send_by_udp", "send by UDP"),
    Attempt("connect_to_a_unix_socket", "connect to a unix socket"),
    Attempt("connect_to_an_abstract_socket", "connect to an abstract socket"),
    Attempt("fork", "start another process"),
    Attempt("start_a_program", "become another program"),
    Attempt("signal_the_grader", "signal the grader"),
    Attempt("trace_the_grader", "trace the grader"),
    Attempt("read_the_graders_memory", "read the grader's environment"),
    Attempt("see_other_processes", "see other processes"),
    Attempt("make_a_user_namespace", "make a user namespace"),
    Attempt("mount_something", "mount a file system"),
    Attempt("hide_a_file_in_memory", "make a file in memory"),
    Attempt("take_too_much_memory", "take more memory than allowed"),
    Attempt("write_too_large_a_file", "write a larger file than allowed"),
    Attempt("fill_the_disk", "write more files than the scratch has room for", confined=False),
)


@dataclass(frozen=True)
class Tried:
    """One attempt and how it ended."""

    attempt: Attempt
    stopped: bool
    saw: str  # the error that stopped it, or what it got


def observe(running: Running, folder: Path) -> list[Tried]:
    """Every attempt, made in one locked process; the folder is one of the grader's own. Ends the process."""
    conversation = Conversation(LIMITS, GivenFiles(folder / "none"), 0, running)
    try:
        _ask(conversation, {"op": "start", "setup": _setup()})
        _ask(conversation, {"op": "load", "module": MODULE, "definitions_only": []})
        with _targets(folder) as target:
            return [_tried(conversation, attempt, target) for attempt in ATTEMPTS]
    finally:
        conversation.close()


def level_of(tried: list[Tried], namespaces: bool) -> Level:
    """The level that these attempts show."""
    if any(not one.stopped and one.attempt.confined for one in tried):
        return Level.LIMITED
    return Level.ISOLATED if namespaces and all(one.stopped for one in tried) else Level.CONFINED


def _setup() -> dict[str, Any]:
    source = PROBES.read_text("utf-8")
    return {"sources": {MODULE: [PROBES.name, source]}, "given": {}, "guarded": [], "substitutes": {}}


def _ask(conversation: Conversation, request: dict[str, Any], calls: int = 0) -> Any:
    answer = conversation.ask(request, LIMITS.call, calls)
    if isinstance(answer, Raised):
        raise OSError(f"{answer.type}: {answer.message}")
    return answer


def _tried(conversation: Conversation, attempt: Attempt, target: dict[str, Any]) -> Tried:
    request = {"op": "call", "target": MODULE, "function": attempt.function, "seed": 0, "calls": [[[target], {}]]}
    try:
        got = _ask(conversation, request, calls=1).rows[0].value
    except OSError as refused:
        return Tried(attempt, True, str(refused))
    except Died as end:
        return Tried(attempt, False, f"the process ended: {end}")
    return Tried(attempt, False, str(got)[:80])


@contextlib.contextmanager
def _targets(folder: Path) -> Iterator[dict[str, Any]]:
    """What a hole in the wall would reach. None of it asks for a right that every user has not."""
    name = f"canary-{secrets.token_hex(8)}"
    aim = folder / name
    aim.mkdir()
    aim.chmod(0o777)
    secret = aim / "secret"
    secret.write_text("seen", "utf-8")
    secret.chmod(0o666)
    with contextlib.ExitStack() as stack:
        tcp, udp, unix, abstract = (
            stack.enter_context(socket.socket(family, kind))
            for family, kind in (
                (socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM),
                (socket.AF_UNIX, socket.SOCK_STREAM), (socket.AF_UNIX, socket.SOCK_STREAM),
            )
        )  # fmt: skip
        for bound, address in ((tcp, ("127.0.0.1", 0)), (udp, ("127.0.0.1", 0)), (abstract, f"\0{name}")):
            bound.bind(address)
        with contextlib.chdir(aim):  # the path of a unix socket may have 107 bytes
            unix.bind("socket")
        (aim / "socket").chmod(0o777)
        for listening in (tcp, unix, abstract):
            listening.listen()
        yield {
            "secret": str(secret), "folder": str(aim), "name": name, "unix": str(aim / "socket"), "grader": os.getpid(),
            "tcp": tcp.getsockname()[1], "udp": udp.getsockname()[1], "program": "/bin/sh",
            "memory": 2 * (LIMITS.memory_mb << 20), "file": 2 * (LIMITS.file_mb << 20),
            "disk": 2 * (LIMITS.scratch_mb << 20),
        }  # fmt: skip
