"""`grade doctor`: what works on this machine. Everything is tried, nothing is looked up in a table."""

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from grader import __version__
from grader.cli.problems import OURS

Tried = tuple[str, bool, str]  # what, whether it works, what was seen or what to do


@click.command("doctor")
def command() -> None:
    """Say what works on this machine and what does not."""
    click.echo(f"grader {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    broken = False
    for what, works, seen in _tries():
        broken = broken or not works
        click.echo(f"{'works ' if works else 'BROKEN'}  {what}: {seen}")
    click.echo("")
    for line in _level():
        click.echo(line)
    raise click.exceptions.Exit(OURS if broken else 0)


def _tries() -> Iterator[Tried]:
    for what, trying in (
        ("packages", _packages),
        ("specs and templates", _resources),
        ("a student's process", _process),
        ("the limit on time", _time_limit),
        ("the limit on memory", _memory_limit),
        ("the limit on output", _output_limit),
        ("reports can be written here", _writable),
    ):
        try:
            works, seen = trying()
        except Exception as trouble:
            works, seen = False, f"{type(trouble).__name__}: {trouble}"
        yield what, works, seen


def _packages() -> tuple[bool, str]:
    rows = []
    for name in ("numpy", "torch", "nbformat", "math-core"):
        try:
            rows.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            needed = " (only assignments that need it ask for it)" if name == "torch" else ""
            rows.append(f"{name} not installed{needed}")
    return True, ", ".join(rows)


def _resources() -> tuple[bool, str]:
    from grader.resources import specs_folders, templates_folder
    from grader.spec.find import known

    slugs = [hint.slug for hint in known(specs_folders(None))]
    return bool(slugs) and templates_folder().is_dir(), ", ".join(slugs) or "no assignment was found"


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


def _ask(function: str, *arguments: object) -> object:
    """Calls one function of a probe behind the wall, with small limits."""
    from grader.submission.find import Found
    from grader.submission.load import load
    from grader.submission.spool import Spool
    from grader.wall.given import GivenFiles
    from grader.wall.limits import Limits
    from grader.wall.slot import Slot
    from grader.wall.student import Student

    limits = Limits(call=1.0, memory_mb=256, output_mb=1)
    with tempfile.TemporaryDirectory() as folder, Spool() as spool:
        Path(folder, "probe.py").write_text(PROBE, "utf-8")
        probe = load(Found("probe", "probe", Path(folder)), frozenset(), spool)
        with Slot() as slot, Student(probe, GivenFiles(Path(folder, "none")), limits, slot) as student:
            return student.call((f"probe.{function}",), *arguments).value


def _process() -> tuple[bool, str]:
    return _ask("answer", 41) == 42, "it answers"


def _stopped(function: str, verdicts: tuple[str, ...]) -> tuple[bool, str]:
    from grader.code import CannotAnswer

    try:
        _ask(function)
    except CannotAnswer as trouble:
        verdict = trouble.outcome.verdict.value
        return verdict in verdicts, f"stopped as {verdict}"
    return False, "it was not stopped"


def _time_limit() -> tuple[bool, str]:
    return _stopped("hang", ("timed_out",))


def _memory_limit() -> tuple[bool, str]:
    return _stopped("eat", ("out_of_memory",))


def _output_limit() -> tuple[bool, str]:
    return _stopped("flood", ("output_exceeded",))


def _writable() -> tuple[bool, str]:
    free = shutil.disk_usage(Path()).free
    return free > 10 << 20, f"{free >> 20:,} MB free in {Path().resolve()}"


def _level() -> Iterator[str]:
    from grader.wall.slot import Slot

    with Slot() as slot:
        level = slot.level
        yield f"level {level.letter} ({level.meaning})"
        for better, why in slot.why_not.items():
            yield f"not level {better.letter}: {why}"
        for one in slot.tried:
            yield f"{'stopped    ' if one.stopped else 'NOT STOPPED'}  {one.attempt.words}: {one.saw}"
    if sys.platform != "linux":
        yield "This system is unproven: the project is tried on Linux only."
