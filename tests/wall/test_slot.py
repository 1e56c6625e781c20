"""A slot reaches the best level that the canary confirms, says why no better one, and leaves nothing."""

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from grader.code import OurFault
from grader.wall import bubblewrap, canary, remedies, zygote
from grader.wall import slot as slots
from grader.wall.canary import ATTEMPTS, Tried
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.slot import Slot
from grader.wall.zygote import NotStarted, Zygote

linux = pytest.mark.skipif(sys.platform != "linux", reason="no other system confines anything")


class Pretended:
    """A zygote that is none: starts of it, and ends, are counted."""

    def __init__(self, base, namespaces, torch):
        self.namespaces, self.torch = namespaces, torch
        self.closed = 0
        Pretended.made.append(self)

    made: list["Pretended"] = []

    def fork(self, limits, files):
        return self

    def close(self):
        self.closed += 1


@pytest.fixture
def pretended(monkeypatch):
    """pretended(through…): no zygote is started; the canary says that these attempts got through."""
    Pretended.made = []
    monkeypatch.setattr(slots, "Zygote", Pretended)
    monkeypatch.setattr(slots.sys, "platform", "linux")
    monkeypatch.setattr(bubblewrap, "found", lambda: "/usr/bin/bwrap")

    def flies(*through, here=None):
        def observe(start, base):
            isolated = start(None).namespaces
            return [
                Tried(one, one.function not in through or (here is not None and isolated is not here), "seen")
                for one in ATTEMPTS
            ]

        monkeypatch.setattr(canary, "observe", observe)
        return Pretended.made

    return flies


def test_the_best_level_is_the_first_one_that_holds(pretended):
    made = pretended()
    with Slot() as slot:
        assert slot.level is Level.ISOLATED and slot.why_not == {}
        assert [one.namespaces for one in made] == [True]
        assert len(slot.tried) == len(ATTEMPTS)
    assert [one.closed for one in made] == [1]


def test_a_way_out_costs_the_level_and_is_named(pretended):
    made = pretended("connect_by_tcp", here=True)
    with Slot() as slot:
        assert slot.level is Level.CONFINED
        assert slot.why_not[Level.ISOLATED].what == "the canary was not stopped when it tried to connect by TCP (seen)"
        assert "Do not run strangers' code here." in slot.why_not[Level.ISOLATED].advice
        assert [one.closed for one in made] == [1, 0]


def test_a_way_out_of_both_leaves_a_level_that_holds_nobody(pretended):
    pretended("fork")
    with Slot() as slot:
        assert slot.level is Level.LIMITED and slot.tried == []
        assert set(slot.why_not) == {Level.ISOLATED, Level.CONFINED}


def test_weaker_promises_on_disk_make_b_of_an_a_and_that_is_told(pretended):
    made = pretended("fill_the_disk")
    with Slot() as slot:
        assert slot.level is Level.CONFINED
        assert "write more than the scratch has room for" in slot.why_not[Level.ISOLATED].what
        assert [one.namespaces for one in made] == [True, False]


@pytest.mark.parametrize("best", [Level.CONFINED, Level.LIMITED, Level.NONE])
def test_no_level_above_the_one_asked_for_is_tried(pretended, best):
    made = pretended()
    with Slot(best) as slot:
        slot.warm_up()
        assert slot.level is best
    assert [one.namespaces for one in made] == ([False] if best is Level.CONFINED else [])


def test_what_was_warmed_up_is_used(pretended):
    made = pretended()
    with Slot() as slot:
        slot.warm_up()
        slot.warm_up()
        assert slot.level is Level.ISOLATED
    assert len(made) == 1


def test_a_zygote_that_cannot_be_warmed_up_is_told_when_it_is_needed(monkeypatch, pretended):
    pretended()

    def refused(*arguments):
        raise NotStarted("Resource temporarily unavailable")

    monkeypatch.setattr(slots, "Zygote", refused)
    with Slot() as slot:
        slot.warm_up()
        assert slot.level is Level.LIMITED
        assert slot.why_not[Level.CONFINED].what == "Resource temporarily unavailable"


def test_a_spec_that_needs_torch_says_so_where_there_is_none(monkeypatch):
    monkeypatch.setattr(slots, "find_spec", lambda name: None)
    with Slot() as slot, pytest.raises(OurFault, match="needs torch, which is not installed: pip install"):
        slot.start(Limits(), torch=True)


@linux
def test_a_zygote_that_was_killed_is_replaced(slot):
    if not slot.level.holds_strangers:
        pytest.skip("there is no zygote")
    first = slot._zygotes[False]
    first._popen.kill()
    first._control.close()
    running = slot.start(Limits())
    assert slot._zygotes[False] is not first and running.alive()
    running.kill()
    assert running.wait(5).exit_code == -9
    running.clean_up(True)


@linux
def test_zygotes_that_end_twice_are_our_fault(monkeypatch):
    with Slot() as slot:
        if not slot.level.holds_strangers:
            pytest.skip("there is no zygote")

        def refused(self, limits, files):
            raise NotStarted("no more processes")

        monkeypatch.setattr(canary, "observe", lambda start, base: [Tried(one, True, "") for one in ATTEMPTS])
        monkeypatch.setattr(Zygote, "fork", refused)
        with pytest.raises(OurFault, match="no process could be started for the student's code: "):
            slot.start(Limits())


def state(pid: int) -> str:
    """How a process is, in the kernel's letter: "Z" where it has ended and nobody has asked how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "gone"


@linux
@pytest.mark.parametrize("best", [Level.ISOLATED, Level.CONFINED] * 3, ids=lambda level: level.letter)
def test_a_slot_leaves_no_folder_and_no_process(tmp_path, monkeypatch, best):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Slot(best) as slot:
        started = slot.start(Limits())  # which is still being locked when its zygote ends
        pids = [started.pid, *(one._popen.pid for one in slot._zygotes.values())]
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []
    assert started.wait(5) is not None
    started.clean_up(True)
    assert [pid for pid in pids if state(pid) not in ("gone", "Z")] == []  # its new parent may not have looked yet


@linux
def test_what_lies_in_a_slot_is_closed_to_other_users(slot):
    mode = stat.S_IMODE(slot._base.stat().st_mode)
    assert mode & 0o067 == 0, oct(mode)
    if os.getuid() == 0:  # student code, which is of this group, can enter and not look around
        assert slot._base.stat().st_gid == zygote.UNPRIVILEGED and mode & 0o070 == 0o010


def test_reasons_are_the_slots_own_words():
    with Slot(Level.LIMITED) as slot:
        assert slot._impossible(Level.CONFINED) == ("" if sys.platform == "linux" else remedies.NOT_LINUX)
