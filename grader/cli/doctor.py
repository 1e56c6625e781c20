"""`grade doctor`: what works on this machine. Everything is tried, nothing is looked up in a table."""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import __version__
from grader.cli.problems import OURS, shown

if TYPE_CHECKING:
    from grader.outcome import Finding
    from grader.wall.slot import Slot

Seen = tuple[bool, str]  # whether it works, and what was seen or what to do


@click.command("doctor")
def command() -> None:
    """Say what works on this machine and what does not.

    Tries to run student code, to break its limits, and to break out of where it runs. Exit 4: something that should
    work here does not.
    """
    from grader.wall.slot import Slot

    _say(f"grader {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    with Slot() as slot:
        broken = False
        for what, works, seen in _tries(slot):
            broken = broken or not works
            _say(f"{'works ' if works else 'BROKEN'}  {what}: {seen}")
        for line in (*_level(slot), *_ways_out(slot), *_better(slot)):
            _say(line)
    raise click.exceptions.Exit(OURS if broken else 0)


def _say(line: str) -> None:
    """Prints one line, in which nothing can move the cursor: errors quote names that others gave."""
    from grader.report.text import visible

    click.echo(visible(line))


def _tries(slot: "Slot") -> Iterator[tuple[str, bool, str]]:
    tries: tuple[tuple[str, Callable[[], Seen]], ...] = (
        ("packages", _packages),
        ("specs and templates", _resources),
        ("a student's process", lambda: (_ask(slot, "answer", 41) == 42, "it answers")),
        ("the limit on time", lambda: _stopped(slot, "hang", "timed_out")),
        ("the limit on memory", lambda: _stopped(slot, "eat", "out_of_memory")),
        ("the limit on output", lambda: _stopped(slot, "flood", "output_exceeded")),
        ("torch", lambda: _torch(slot)),
        ("reports can be written here", _writable),
        ("strangers' code is confined", lambda: _confined(slot)),
    )
    for what, trying in tries:
        try:
            works, seen = trying()
        except Exception as trouble:
            works, seen = False, f"{type(trouble).__name__}: {trouble}"
        yield what, works, seen


def _packages() -> Seen:
    return True, ", ".join(f"{name} {version(name)}" for name in ("numpy", "nbformat", "math-core", "pydantic"))


def _resources() -> Seen:
    from grader.resources import specs_folders, templates_folder
    from grader.spec.find import known

    slugs = [hint.slug for hint in known(specs_folders(None))]
    return bool(slugs) and templates_folder().is_dir(), ", ".join(slugs) or "no assignment was found"


SECONDS = 1.0  # for a call of the probe
PROBE = """
def answer(x): return x + 1
def hang():
    while True: pass
def eat():
    import numpy
    return numpy.ones(1 << 29).sum()
def flood():
    while True: print("x" * 65536)
"""
WITH_TORCH = """
import torch
def answer(x): return float(torch.full((x,), 1.0, requires_grad=True).sum())
"""


def _ask(slot: "Slot", function: str, *arguments: object, torch: bool = False) -> object:
    """Calls one function of a probe behind the wall, with small limits."""
    from grader.submission.find import Found
    from grader.submission.load import load
    from grader.submission.spool import Spool
    from grader.wall.given import GivenFiles
    from grader.wall.limits import Limits
    from grader.wall.student import Student

    limits = Limits(call=SECONDS, importing=60, memory_mb=4096 if torch else 256, output_mb=1)
    with tempfile.TemporaryDirectory() as folder, Spool(slot.spool) as spool:
        Path(folder, "probe.py").write_text(WITH_TORCH if torch else PROBE, "utf-8")
        probe = load(Found("probe", "probe", Path(folder)), frozenset(), spool)
        with Student(probe, GivenFiles(Path(folder, "none")), limits, slot, torch=torch) as student:
            return student.call((f"probe.{function}",), *arguments).value


def _stopped(slot: "Slot", function: str, verdict: str) -> Seen:
    from grader.code import CannotAnswer

    try:
        _ask(slot, function)
    except CannotAnswer as trouble:
        seen = trouble.outcome.verdict.value
        return seen == verdict, f"stopped as {seen}"
    return False, "it was not stopped"


def _torch(slot: "Slot") -> Seen:
    try:
        installed = version("torch")
    except PackageNotFoundError:
        return True, "not installed, which only assignments that need it will mind: pip install 'straightedge[torch]'"
    return _ask(slot, "answer", 3, torch=True) == 3, f"{installed}, a student's process has it"


def _writable() -> Seen:
    free = shutil.disk_usage(Path()).free
    return free > 10 << 20, f"{free >> 20:,} MB free in {Path().resolve()}"


def _confined(slot: "Slot") -> Seen:
    """No system is blamed for what it cannot have."""
    if slot.level.holds_strangers:
        return True, f"yes, at level {slot.level.letter}"
    if sys.platform == "linux":
        return False, "no; see below for what to do"
    return True, "no, and it cannot be on this system"


# ---- the level
_MEANS = {
    "A": "Code of people you do not trust can be graded here.",
    "B": "Code of people you do not trust can be graded here. It is kept out of your files, your network and your "
         "processes; the room on the disk is watched and not fenced.",
    "C": "Code of people you do not trust is refused here: it could do what you can do. `grade check` of your own work "
         "runs, and `grade --i-trust-this-code`.",
    "D": "Code of people you do not trust is refused here: it could do what you can do, and only time is limited. "
         "`grade check` of your own work runs, and `grade --i-trust-this-code`.",
}  # fmt: skip


def _level(slot: "Slot") -> Iterator[str]:
    yield f"\nlevel {slot.level.letter}, {slot.level.meaning}"
    yield f"  {_MEANS[slot.level.letter]}"
    if sys.platform != "linux":
        yield "  This system is unproven: the project is tried on Linux only."


def _ways_out(slot: "Slot") -> Iterator[str]:
    from grader.report.text import one_line
    from grader.wall.canary import KINDS

    seen = {one.attempt: one for one in slot.tried}
    if not seen:
        yield "\nNothing holds student code here, so no way out of it was tried."
        return
    through = sum(not one.stopped for one in slot.tried)
    yield f"\n{len(seen)} ways out were tried by a locked process; {through or 'none'} got through."
    width = max(len(attempt.words) for attempt in seen)
    for kind in KINDS:
        for row, attempt in enumerate(kind.ways):
            one = seen[attempt]
            end = one_line(one.words) if one.stopped else f"NOT STOPPED: {one_line(one.words)}"
            yield f"  {'' if row else kind.title:17}{attempt.words:{width + 3}}{end}"


def _better(slot: "Slot") -> Iterator[str]:
    """Why no better level was reached; levels that the same thing stood in the way of are named together."""
    reasons: dict[Finding, list[str]] = {}
    for level, why in slot.why_not.items():
        reasons.setdefault(why, []).append(level.letter)
    for why, letters in reasons.items():
        yield f"\nnot level {' or '.join(letters)}: {shown(why)}"
