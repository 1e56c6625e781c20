"""A zygote forks, one after the other, and all that it forked ends with it."""

import os
import signal
import sys
import threading

import pytest

from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.running import Ended
from grader.wall.slot import Slot
from grader.wall.zygote import UNPRIVILEGED, NotStarted, Zygote

if sys.platform != "linux":
    pytest.skip("no other system has zygotes", allow_module_level=True)
WITHIN = 20  # seconds that nothing here takes


@pytest.fixture(scope="module", params=[Level.ISOLATED, Level.CONFINED], ids=lambda level: level.letter)
def slot(request):
    with Slot(request.param) as one:
        if one.level is not request.param:
            pytest.skip(f"level {request.param.letter} is not to be had here: {one.why_not}")
        yield one


@pytest.fixture
def own(slot):
    """A zygote of the test's own, in the slot's folder."""
    one = Zygote(slot._base, slot.level is Level.ISOLATED, torch=False)
    yield one
    one.close()


def buried(running) -> Ended:
    running.kill()
    end = running.wait(WITHIN)
    running.clean_up(output_is_drained=True)
    return end


def status(pid: int) -> dict[str, str]:
    with open(f"/proc/{pid}/status") as lines:  # noqa: PTH123
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_a_process_is_never_roots_has_no_capability_and_is_traced_by_nobody(own):
    one = own.fork(Limits(), None)
    one.hang_up()  # it is locked by the time that it has read this
    try:
        seen = status(one.pid)
        assert os.getuid() != 0 or seen["Uid"].split() == [str(UNPRIVILEGED)] * 4
        assert seen["Uid"].split()[0] != "0"
    finally:
        buried(one)


def test_the_end_of_a_process_is_told_with_what_it_took(own):
    one = own.fork(Limits(), None)
    one.hang_up()
    assert one.wait(WITHIN).exit_code == 0
    assert one.wait(WITHIN).cpu > 0 and not one.alive()
    one.kill()  # nothing is there any more
    one.clean_up(output_is_drained=True)


def test_processes_are_told_apart(own):
    first, second, third = (own.fork(Limits(), None) for _ in range(3))
    second.kill()
    assert second.wait(WITHIN).exit_code == -signal.SIGKILL
    third.hang_up()
    assert third.wait(WITHIN).exit_code == 0
    assert first.alive() and first.wait(0) is None
    for one in (first, second, third):
        buried(one)


def test_threads_of_the_grader_can_share_a_zygote(own):
    ends = []

    def one():
        running = own.fork(Limits(), None)
        running.hang_up()
        ends.append(running.wait(WITHIN).exit_code)
        buried(running)

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WITHIN)
    assert ends == [0] * 6


def test_a_killed_zygote_takes_its_processes_along_and_starts_no_more(own):
    running = [own.fork(Limits(), None) for _ in range(3)]
    own._popen.kill() if os.getuid() else os.killpg(own._popen.pid, signal.SIGKILL)
    if own.namespaces:  # bwrap is what was killed: the zygote in it ends with the end of its channel
        own._control.close()
    assert [one.wait(WITHIN) for one in running] == [Ended(-signal.SIGKILL, None, orphan=True)] * 3
    with pytest.raises(NotStarted):
        own.fork(Limits(), None)
    for one in running:
        one.clean_up(output_is_drained=True)


def test_a_zygote_that_cannot_start_says_why(slot, monkeypatch):
    monkeypatch.setattr(Zygote, "_command", lambda self, control: ["/bin/sh", "-c", "echo no numpy here >&2; exit 3"])
    one = Zygote(slot._base, False, torch=False)
    with pytest.raises(NotStarted, match="no numpy here"):
        one.fork(Limits(), None)
    one.close()


def test_a_program_that_is_not_there_is_a_zygote_that_did_not_start(slot, monkeypatch):
    monkeypatch.setattr(Zygote, "_command", lambda self, control: ["/nonexistent/python"])
    with pytest.raises(NotStarted, match="No such file"):
        Zygote(slot._base, False, torch=False)


def test_forking_leaves_no_open_file_behind(own):
    def once():
        one = own.fork(Limits(), None)
        one.hang_up()
        one.wait(WITHIN)
        buried(one)
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    assert once() == [once() for _ in range(5)][-1]
