"""What a cluster's worker is sent and what it answers, beside tasks and what comes of them: plain values, pickled."""

from dataclasses import dataclass

from grader.batch.parcel import Parcel
from grader.batch.pool import Stopped
from grader.batch.same_program import Other
from grader.batch.tasks import Done, Task


@dataclass(frozen=True)
class Errand:
    """A task, and what it takes to do it elsewhere: of a hand-in its files, of a page what it is to be drawn with."""

    task: Task
    parcel: Parcel | None
    drawn_with: tuple[tuple[str, str], ...] = ()


Answer = Done | Stopped | Other
