"""`grade doctor`: what an instructor, or a student, asks about a machine. Machines that lack something: test_levels."""

import re

import pytest

from grader.cli import doctor
from grader.outcome import Finding
from grader.wall.canary import ATTEMPTS, Tried
from grader.wall.levels import Level


class Seen:
    """A slot of which everything is known, so that none is started."""

    def __init__(self, level: Level, tried: list[Tried] | None = None, **why_not: Finding) -> None:
        self.level, self.tried = level, tried or []
        self.why_not = {next(one for one in Level if one.letter == letter): why for letter, why in why_not.items()}


def rows(lines):
    return "\n".join(lines)


def test_the_doctor_tries_everything_and_finds_it_working(grade):
    ended = grade("doctor")
    assert ended.code == 0, ended.out
    assert "BROKEN" not in ended.out
    limits = ("time: stopped as timed_out", "memory: stopped as out_of_memory", "output: stopped as output_exceeded")
    for what in ("packages", "specs and templates", "a student's process: it answers", *limits, "can be written"):
        assert what in ended.out
    assert re.search(r"\nlevel [AB], (isolated|confined): ", ended.out)
    assert "\n  Code of people you do not trust can be graded here." in ended.out
    for attempt in ATTEMPTS:
        assert re.search(rf" {attempt.words}  +\S", ended.out), attempt.words


def test_one_slot_serves_all_that_the_doctor_tries(grade, monkeypatch):
    from grader.wall import slot

    made, real = [], slot.Folder

    def counted():
        made.append(1)
        return real()

    monkeypatch.setattr(slot, "Folder", counted)
    monkeypatch.setattr(doctor, "_torch", lambda slot: (True, "not tried"))
    assert grade("doctor").code == 0
    assert made == [1]


def test_the_doctor_reports_what_fails_and_goes_on(grade, monkeypatch):
    def fail(slot, function, *arguments, torch=False):
        raise OSError("no room")

    monkeypatch.setattr(doctor, "_ask", fail)
    ended = grade("doctor")
    assert ended.code == 4
    assert "BROKEN  a student's process: OSError: no room" in ended.out
    assert "BROKEN  the limit on memory: OSError: no room" in ended.out
    assert "works   specs and templates" in ended.out and "\nlevel " in ended.out


def test_a_limit_that_does_not_stop_anything_is_seen(monkeypatch):
    monkeypatch.setattr(doctor, "_ask", lambda *_: 1)
    assert doctor._stopped(None, "hang", "timed_out") == (False, "it was not stopped")


def test_torch_that_is_not_installed_is_no_fault(monkeypatch):
    def missing(name):
        raise doctor.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", missing)
    works, seen = doctor._torch(None)
    assert works and "not installed" in seen and "pip install 'straightedge[torch]'" in seen


def test_a_torch_that_cannot_be_imported_is_a_fault(grade, monkeypatch):
    def broken(slot, function, *arguments, torch=False):
        if torch:
            raise ImportError("libtorch.so: \x1b[2Jno such file")
        raise KeyError(function)

    monkeypatch.setattr(doctor, "_ask", broken)
    ended = grade("doctor")
    assert "BROKEN  torch: ImportError: libtorch.so: \\x1b[2Jno such file" in ended.out
    assert "\x1b" not in ended.out


@pytest.mark.parametrize(
    ("level", "platform", "works", "words"),
    [
        (Level.ISOLATED, "linux", True, "yes, at level A"),
        (Level.CONFINED, "linux", True, "yes, at level B"),
        (Level.LIMITED, "linux", False, "no; see below for what to do"),
        (Level.LIMITED, "darwin", True, "no, and it cannot be on this system"),
        (Level.NONE, "win32", True, "no, and it cannot be on this system"),
    ],
)
def test_no_system_is_blamed_for_what_it_cannot_have(monkeypatch, level, platform, works, words):
    monkeypatch.setattr(doctor.sys, "platform", platform)
    assert doctor._confined(Seen(level)) == (works, words)


def test_each_level_says_what_it_means_and_an_unproven_system_that_it_is():
    said = {level: rows(doctor._level(Seen(level))) for level in Level}
    assert "can be graded here.\n" in said[Level.ISOLATED] + "\n"
    assert "the room on the disk is watched and not fenced" in said[Level.CONFINED]
    for level in (Level.LIMITED, Level.NONE):
        assert "is refused here" in said[level] and "`grade check` of your own work runs" in said[level]
        assert "--i-trust-this-code" in said[level]
    assert "only time is limited" in said[Level.NONE] and not any("unproven" in words for words in said.values())


def test_a_way_that_got_through_stands_out():
    first, *others = ATTEMPTS
    tried = [Tried(first, False, "se\x1ben"), *(Tried(one, True, "OSError: [Errno 1] x") for one in others)]
    shown = rows(doctor._ways_out(Seen(Level.LIMITED, tried)))
    assert f"{len(ATTEMPTS)} ways out were tried by a locked process; 1 got through." in shown
    assert "read a file of the grader's                    NOT STOPPED: se\\x1ben" in shown
    assert shown.count("not permitted") == len(ATTEMPTS) - 1


def test_where_nothing_was_tried_that_is_said():
    assert "no way out of it was tried" in rows(doctor._ways_out(Seen(Level.LIMITED)))


def test_one_reason_for_two_levels_is_told_once():
    why = Finding("this kernel has no Landlock", "Linux 5.4", "Update the system.")
    shown = rows(doctor._better(Seen(Level.LIMITED, A=why, B=why)))
    assert shown == "\nnot level A or B: this kernel has no Landlock\n  where: Linux 5.4\n  try:   Update the system."
    other = Finding("bubblewrap is not installed", "", "sudo apt-get install bubblewrap")
    shown = rows(doctor._better(Seen(Level.LIMITED, A=other, B=why)))
    assert "\nnot level A: bubblewrap is not installed\n  try:   sudo apt-get" in shown
    assert "\nnot level B: this" in shown


def test_the_doctor_has_help(grade):
    ended = grade("doctor", "--help")
    assert ended.code == 0 and ended.out.startswith("Usage: grade doctor") and "Exit 4" in ended.out
