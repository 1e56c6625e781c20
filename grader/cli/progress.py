"""What is seen while a class is graded: a bar with the rate and the time left, on a terminal only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from grader.batch.coordinator import Watcher
    from grader.store.rows import Figures
    from grader.submission.find import Found


class _Nobody:
    """No terminal: nothing is shown until there is something to say."""

    def begins(self, total: int, known: int) -> None:
        pass

    def one(self, found: "Found", figures: "Figures | None") -> None:
        pass


class _Bar:
    """A bar on standard error, with the last who was graded."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begins(self, total: int, known: int) -> None:
        words = f"{known} known" if known else ""
        self._task = self._progress.add_task("grading", total=total, completed=known, last=words)

    def one(self, found: "Found", figures: "Figures | None") -> None:
        from grader.report.text import cut, one_line
        from grader.report.words import number

        assert self._task is not None
        points = f"{number(figures.score)} / {number(figures.max_score)}" if figures else "not graded"
        self._progress.update(self._task, advance=1, last=f"{cut(one_line(found.who), 30)}  {points}")


@contextmanager
def watching(several: bool) -> Iterator["Watcher"]:
    """Whoever looks on: a bar for several hand-ins on a terminal."""
    if not (several and sys.stderr.isatty()):
        yield _Nobody()
        return
    from rich.console import Console  # rich: only on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    from grader.cli.rate import Rate

    columns = (BarColumn(), MofNCompleteColumn(), TaskProgressColumn(), Rate(), Left(compact=True))
    last = TextColumn("{task.fields[last]}", markup=False)
    with Progress(*columns, last, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress)
