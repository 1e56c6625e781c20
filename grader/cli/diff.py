"""`grade diff RUN1 RUN2`: whose marks changed between two runs, and why. Without runs it lists them."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.batch.changes import Change
    from grader.store.rows import Run
    from grader.store.store import Store


@click.command("diff")
@click.argument("before", required=False, type=int, metavar="[RUN1]")
@click.argument("after", required=False, type=int, metavar="[RUN2]")
@options.store
@click.option("--json", "as_json", is_flag=True, help="As JSON on standard output.")
def command(before: int | None, after: int | None, store: Path | None, as_json: bool) -> None:
    """Say whose marks changed between two runs, and why.

    RUN1 and RUN2 are numbers of runs; without RUN2 the marks as they count now are meant, without both the runs are
    listed. Points are those of the work, before late penalties; what a person decided counts from the next run on.
    """
    from grader.batch.changes import changes
    from grader.store.store import Store

    with Store(store or options.REPORTS / options.STORE, writable=False) as opened:
        runs = opened.runs()
        if before is None:
            click.echo("\n".join(_line(opened, run) for run in runs))
            return
        first = _run(runs, before)
        # Without a second run what counts now is meant: the last run with everything that was decided since.
        second = _run(runs, after) if after is not None else replace(runs[-1], decided=opened.last_event)
        found = changes(opened, first, second)
    click.echo(json.dumps([asdict(one) for one in found], indent=1) if as_json else _told(found, first, second))


def _line(store: "Store", run: "Run") -> str:
    """One run: its number, when it began, what it graded."""
    hand_ins = store.hand_ins(run.number)
    graded = sum(one.result is not None for one in hand_ins)
    slugs = ", ".join(sorted({one.slug for one in hand_ins}))
    stopped = "" if run.ended else ", stopped early"
    return f"{run.number:>4}  {run.begun}  {graded} of {len(hand_ins)} graded{stopped}  {slugs}"


def _run(runs: "list[Run]", number: int) -> "Run":
    for run in runs:
        if run.number == number:
            return run
    there = f"There are the runs 1 to {runs[-1].number}." if runs else "There is no run yet."
    raise UserMistake(Finding(f"There is no run {number}.", "", f"{there} `grade diff` lists them."))


def _told(found: "tuple[Change, ...]", before: "Run", after: "Run") -> str:
    heading = f"run {before.number} ({before.begun}) to run {after.number} ({after.begun})"
    if not found:
        return f"{heading}: nobody's marks changed"
    blocks = [_group(why, [one for one in found if one.why == why]) for why in _reasons(found)]
    return "\n\n".join([f"{heading}: marks of {_people(found)} changed", *blocks])


def _reasons(found: "Sequence[Change]") -> "list[tuple[str, ...]]":
    """Each reason, or several that come together, once: first what explains most changes."""
    counted = Counter(one.why for one in found)
    return sorted(counted, key=lambda why: (-counted[why], why))


def _group(why: "tuple[str, ...]", changes: "Sequence[Change]") -> str:
    """One reason, and whose marks it changed."""
    from grader.report.text import one_line

    lines = [f"{'; '.join(map(one_line, why))}: {_people(changes)}"]
    for one in changes:
        attempt = f", attempt {one.attempt}" if one.attempt > 1 else ""
        lines.append(f"    {one_line(one.who)}, {one_line(one.slug)}{attempt}: {_step(one.before, one.after)}")
        lines += [f"        {one_line(each.question)}: {_step(each.before, each.after)}" for each in one.questions]
    return "\n".join(lines)


def _people(changes: "Sequence[Change]") -> str:
    count = len({one.who for one in changes})
    return "1 person" if count == 1 else f"{count} people"


def _step(before: float | None, after: float | None) -> str:
    """ "5 → 6.5"; where the points are the same, something waits or broke that did not before."""
    from grader.report.words import number

    first, second = ("not graded" if points is None else number(points) for points in (before, after))
    return f"{first} → {second}" if first != second else f"{first}, with other points waiting or left out"
