"""Tries to break out from where student code will run, and says what was stopped.

The attempts (far/probes.py) run as a student's module does, in a locked process like any other; here is what they are
aimed at: files, sockets, memory and a process of this side that would be seen, reached or hit if the wall had a hole.
"""

import contextlib
import ctypes
import errno
import os
import re
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.wall import visible
from grader.wall.answers import Raised
from grader.wall.bubblewrap import SPOOL
from grader.wall.conversation import Conversation
from grader.wall.given import GivenFiles
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.process import Died
from grader.wall.running import Running

PROBES = Path(__file__).parent / "far" / "probes.py"
LIMITS = Limits.model_validate({"call": 60, "import": 60, "memory_mb": 64, "file_mb": 1, "scratch_mb": 1})
#: The watch over the scratch looks now and then: whether it sees the canary's files would be chance. What is asked is
#: whether the system stops them.
_UNWATCHED = LIMITS.model_copy(update={"scratch_mb": 1024})
MODULE = "canary"
_SECRET = b"seen"


@dataclass(frozen=True)
class Attempt:
    """One way out: the function that tries it, what it is in words, and whether a level without it is still B."""

    function: str
    words: str
    confined: bool = True  # level B stops it, too


@dataclass(frozen=True)
class Attempts:
    """Ways out of one kind."""

    title: str
    ways: tuple[Attempt, ...]


KINDS = (
    Attempts("files", (
        Attempt("read_a_file_outside", "read a file of the grader's"),
        Attempt("read_a_file_of_the_system", "read a file of the system's"),
        Attempt("read_the_reference", "read the reference, or the grader's own code"),
        Attempt("read_another_submission", "read another submission"),
        Attempt("open_by_the_newer_call", "open a file by another system call"),
        Attempt("follow_a_link_out", "follow a link out of the scratch"),
        Attempt("ask_for_a_files_handle", "name a file by its handle"),
        Attempt("write_outside", "write to a folder of the grader's"),
        Attempt("write_to_what_was_handed_in", "write where submissions lie"),
        Attempt("leave_something_behind", "leave a file for the next one"),
        Attempt("change_a_files_rights", "change a file's rights"),
        Attempt("change_a_files_time", "change a file's time"),
    )),
    Attempts("network", (
        Attempt("connect_by_tcp", "connect by TCP"),
        Attempt("send_by_udp", "send by UDP"),
        Attempt("connect_to_a_unix_socket", "connect to a unix socket"),
        Attempt("connect_to_an_abstract_socket", "connect to an abstract socket"),
        Attempt("open_an_odd_socket", "open a raw, netlink or vsock socket"),
    )),
    Attempts("other processes", (
        Attempt("signal_the_grader", "signal the grader"),
        Attempt("signal_everybody", "signal everybody"),
        Attempt("read_the_graders_environment", "read the grader's environment"),
        Attempt("read_the_graders_memory", "read the grader's memory"),
        Attempt("take_an_open_file_of_the_graders", "take an open file of the grader's"),
        Attempt("trace_the_grader", "trace the grader"),
        Attempt("see_other_processes", "see other processes"),
        Attempt("leave_shared_memory", "leave shared memory behind"),
        Attempt("leave_a_key", "leave a key in the kernel"),
    )),
    Attempts("the kernel", (
        Attempt("hide_a_file_in_memory", "make a file in memory"),
        Attempt("use_what_had_holes", "reach parts of the kernel that had holes"),
    )),
    Attempts("limits", (
        Attempt("raise_its_own_limits", "raise its own limits"),
        Attempt("outlive_the_grader", "outlive the grader"),
        Attempt("take_too_much_memory", "take more memory than allowed"),
        Attempt("start_too_many_threads", "start 300 threads"),
        Attempt("write_too_large_a_file", "write a larger file than allowed"),
        Attempt("make_too_many_files", "make more files than allowed", confined=False),
        Attempt("fill_the_disk", "write more than the scratch has room for", confined=False),
    )),
    Attempts("other programs", (
        Attempt("fork", "start another process"),
        Attempt("make_a_user_namespace", "make a user namespace"),
        Attempt("mount_something", "mount a file system"),
        Attempt("start_a_program", "become another program"),
    )),
)  # fmt: skip
ATTEMPTS = tuple(attempt for kind in KINDS for attempt in kind.ways)

#: What stopped an attempt, in words that need no manual. Whatever is not here is shown as it came.
_STOPPED_BY = {
    errno.ENOENT: "not there", errno.ESRCH: "not there", errno.ECONNREFUSED: "not there",
    errno.EPERM: "not permitted", errno.EACCES: "not permitted", errno.EROFS: "cannot be written",
    errno.ENOMEM: "no more memory", errno.ENOSPC: "no more room", errno.EFBIG: "too large", errno.EAGAIN: "no more",
    errno.ENOSYS: "not in this kernel", errno.EAFNOSUPPORT: "not in this kernel",
}  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """One attempt and how it ended."""

    attempt: Attempt
    stopped: bool
    saw: str  # the error that stopped it, or what it got

    @property
    def words(self) -> str:
        """What stopped it, or what it got, as a table has it."""
        number = re.match(r"\w+: \[Errno (\d+)\]", self.saw)
        known = _STOPPED_BY.get(int(number[1])) if number and self.stopped else None
        return known or self.saw.removeprefix("OSError: ")


def observe(start: Callable[[Path | None], Running], base: Path) -> list[Tried]:
    """Every attempt, made in one process; those after one that ended it are not there.

    start: of a process that may read a folder of the spool. base: the slot's own folder, with the spool in it.
    Raises OSError or Died where the process does not do what it should.
    """
    with _targets(base) as (mine, target):
        conversation = Conversation(_UNWATCHED, GivenFiles(base / "none"), 0, start(mine))
        try:
            _ask(conversation, {"op": "start", "setup": _setup()})
            _ask(conversation, {"op": "load", "module": MODULE, "definitions_only": []})
            # A process in which nothing works would be stopped everywhere.
            if _call(conversation, "own_file", target) != _SECRET.decode():
                raise OSError("what was handed in cannot be read")
            return _all(conversation, target)
        finally:
            conversation.close()


def level_of(tried: list[Tried], namespaces: bool) -> Level:
    """The level that these attempts show."""
    if [one.attempt for one in tried] != list(ATTEMPTS):
        return Level.LIMITED
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


def _call(conversation: Conversation, function: str, *arguments: object) -> Any:
    request = {"op": "call", "target": MODULE, "function": function, "seed": 0, "calls": [[list(arguments), {}]]}
    return _ask(conversation, request, calls=1).rows[0].value


def _all(conversation: Conversation, target: dict[str, Any]) -> list[Tried]:
    tried: list[Tried] = []
    # Who becomes another program does not answer, and all that was seen before would be lost.
    for together in (ATTEMPTS[:-1], ATTEMPTS[-1:]):
        names = [attempt.function for attempt in together]
        try:
            told = _call(conversation, "every", names, target)
        except Died as end:
            last = end.death.output.split()[-1:]
            ended = [attempt for attempt in together if [attempt.function] == last]
            return [*tried, *(Tried(attempt, False, f"the process ended: {end}") for attempt in ended)]
        tried += [Tried(one, bool(by), by or got) for one, (by, got) in zip(together, told, strict=True)]
    return tried


# ---- what they are aimed at
@contextlib.contextmanager
def _targets(base: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """What a hole in the wall would reach, and what was handed in. None of it asks for a right that others have not."""
    name = f"canary-{secrets.token_hex(8)}"
    aim, spool = base / name, base / "spool" / name
    kept = ctypes.create_string_buffer(_SECRET)
    with contextlib.ExitStack() as stack:
        for folder in (aim, spool):
            folder.mkdir()
            stack.callback(shutil.rmtree, folder)
            folder.chmod(0o777)
        mine, theirs = _handed_in(spool, "mine"), _handed_in(spool, "theirs")
        secret = stack.enter_context(_file(aim / "secret").open("rb"))
        yield mine, {
            **_sockets(stack, aim, name), "name": name,
            "own": "handed-in", "neighbours": [f"{folder}/handed-in" for folder in (theirs, f"{SPOOL}/{name}/theirs")],
            "ours": [str(path) for path in (visible.PACKAGE.parent / "reference" / "__init__.py", Path(__file__))],
            "secret": str(aim / "secret"), "changeable": str(_file(aim / "changeable")), "folder": str(aim),
            "grader": os.getpid(), "address": ctypes.addressof(kept), "descriptor": secret.fileno(),
            "program": "/bin/sh", "threads": 300, "files": 1 << 14,
            "memory": 2 * (LIMITS.memory_mb << 20), "file": 2 * (LIMITS.file_mb << 20),
            "disk": 2 * (LIMITS.scratch_mb << 20),
        }  # fmt: skip


def _handed_in(spool: Path, who: str) -> Path:
    folder = spool / who
    folder.mkdir()
    folder.chmod(0o777)
    _file(folder / "handed-in")
    return folder


def _file(path: Path) -> Path:
    path.write_bytes(_SECRET)
    path.chmod(0o666)
    return path


def _sockets(stack: contextlib.ExitStack, aim: Path, name: str) -> dict[str, Any]:
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
    return {"tcp": tcp.getsockname()[1], "udp": udp.getsockname()[1], "unix": str(aim / "socket")}
