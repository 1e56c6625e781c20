"""The far side's mother process: Python with numpy (and torch) loaded and warm. It forks a locked child for each job.

No student's code ever runs in it. It has one thread, because a fork copies no others: what those hold stays locked.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np

from grader.wall.far import linux, seccomp, worker
from grader.wall.far.lockdown import House, Job, lock
from grader.wall.far.surroundings import surroundings

NOT_LOCKED = 111  # exit code: a step of the lock-down failed, and no student's code was run
CHANNEL = 3
_LARGEST_JOB = 1 << 16


@dataclass
class Mother:
    """The children that run, and what they are made with."""

    control: socket.socket
    house: House
    here: str
    program: bytes = field(default_factory=seccomp.program)
    pid: int = field(default_factory=os.getpid)
    own_pids: int = -1  # the namespace that we live in, as an open file
    address_space: int = 0
    children: dict[int, tuple[int, int]] = field(default_factory=dict)  # pidfd: pid, the job's number

    def serve(self) -> NoReturn:
        """Forks until the grader hangs up, however it ends."""
        status = _status()
        if status["Threads"] != "1":
            sys.exit(f"the zygote has {status['Threads']} threads and cannot fork")
        linux.forbid_tracing()
        if self.house.namespaces:
            self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.address_space = int(status["VmSize"].split()[0]) << 10
        gc.freeze()  # else every collection in a child would touch, and so copy, all of our pages
        gc.enable()
        self._say({"ready": True, "private": int(status["RssAnon"].split()[0]) << 10})
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        while True:
            for descriptor, _ in poll.poll():
                if descriptor == self.control.fileno():
                    poll.register(self._fork(), select.POLLIN)
                else:
                    poll.unregister(descriptor)
                    self._reap(descriptor)

    def _fork(self) -> int:
        """A child for the next job; an open file that stands for it."""
        message, descriptors, _, _ = socket.recv_fds(self.control, _LARGEST_JOB, 2)
        if not message:
            os._exit(0)  # nobody is there any more; the children die with us
        number, job = json.loads(message)
        if self.house.namespaces:
            linux.unshare(linux.NEW_PIDS)  # of the next child: killing it kills all that it starts
        pid = os.fork()
        if pid == 0:
            self._child(Job(**job), *descriptors)
        if self.house.namespaces:
            linux.setns(self.own_pids, linux.NEW_PIDS)
        for descriptor in descriptors:
            os.close(descriptor)
        handle = os.pidfd_open(pid)
        self.children[handle] = (pid, number)
        self._say({"started": number}, handle)
        return handle

    def _child(self, job: Job, channel: int, output: int) -> NoReturn:
        try:
            os.setsid()
            nothing = os.open(os.devnull, os.O_RDONLY)
            for source, target in ((nothing, 0), (output, 1), (output, 2)):
                os.dup2(source, target)
            os.dup2(channel, CHANNEL)
            os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
            lock(self.house, job, self.program, self.address_space)
            # Had the zygote ended before the child was tied to it, nothing would end the child. In a namespace of its
            # own it sees no parent, and ends with the zygote's.
            if os.getppid() not in (0, self.pid):
                raise OSError("the zygote has ended")
            _forget(job.scratch)
        except BaseException as trouble:
            os.write(2, f"the lock-down failed: {trouble}".encode())
            os._exit(NOT_LOCKED)
        worker.answer(CHANNEL, CHANNEL, self.here)

    def _reap(self, handle: int) -> None:
        pid, number = self.children.pop(handle)
        _, status, usage = os.wait4(pid, 0)
        os.close(handle)
        cpu = usage.ru_utime + usage.ru_stime
        self._say({"ended": number, "code": os.waitstatus_to_exitcode(status), "cpu": cpu})

    def _say(self, message: dict[str, Any], descriptor: int | None = None) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(message).encode()], [] if descriptor is None else [descriptor])
        except OSError:
            os._exit(0)


def start(wanted: dict[str, Any], here: str) -> NoReturn:
    """Warms up and serves. wanted: {"control": an open socket, "torch": bool, "house": the fields of House}."""
    _warm_up(wanted["torch"])
    control = socket.socket(fileno=wanted["control"])
    control.set_inheritable(False)
    Mother(control, House(**wanted["house"]), here).serve()


def _status() -> dict[str, str]:
    with open("/proc/self/status") as status:  # noqa: PTH123 - pathlib is not needed otherwise
        return {name: value.strip() for name, _, value in (line.partition(":") for line in status)}


def _warm_up(torch_too: bool) -> None:
    """Does once what libraries put off until their first use, so that no child has to."""
    import copy  # noqa: F401 - what hand-ins import: here once, and not in each child
    import itertools  # noqa: F401
    import math  # noqa: F401
    import time  # noqa: F401

    square = np.ones((20, 20)) + np.eye(20)
    np.linalg.svd(square @ square)
    np.fft.rfft(square[0])
    np.random.default_rng(0).normal(size=3)
    if torch_too:
        _warm_up_torch()


def _warm_up_torch() -> None:
    # An optimizer asks for a folder of compiled files, and makes it; none is used, and here nothing can be written.
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = "/"
    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    model = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.ReLU())
    optimizer = torch.optim.Adam(model.parameters())  # the first one of a process takes a second
    model(torch.ones(600, 4)).pow(2).mean().backward()
    optimizer.step()
    torch.linalg.svd(torch.eye(8))
    linux.use_huge_pages()


def _forget(scratch: str) -> None:
    """An environment of our own making; the grader's was never here."""
    os.environ.clear()
    os.environ.update(surroundings(scratch))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
