"""A small class in one folder: who hands in what, graded in this process, with every check that was judged counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from grader.batch import class_run
from grader.batch.class_run import ClassRun, Order
from grader.batch.desks import Desks
from grader.batch.kept import kept, report_of
from grader.batch.pool import Here, Workers
from grader.grading import grade as grading
from grader.grading.report import Report
from grader.grading.seed import PUBLIC, Seed
from grader.store.rows import Figures
from grader.store.store import Store
from grader.submission.find import Found, Tray
from tests.grading.sheet import spec, values
from tests.slots import shared_slot

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
WRONG = "def double(x): return 2 * x\ndef triple(x): return 2 * x\n"
NEITHER = "def double(x): return x\ndef triple(x): return x\n"
HANGS = "def double(x):\n    while True: pass\ndef triple(x): return 3 * x\n"
#: The same without a core for itself: for tests that look at something else while it hangs.
SLEEPS = "import time\ndef double(x):\n    time.sleep(3600)\ndef triple(x): return 3 * x\n"
TWO = {"one": [values("double")], "two": [values("triple", 2)]}
#: Who is asked for nothing unusual; ann and cid hand in the very same.
USUAL = {"ann": RIGHT, "bob": WRONG, "cid": RIGHT, "dan": "def double(x): return x\n", "eve": "def double(x:\n"}


class Nobody:
    """Looks on, and counts."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def begins(self, total: int, known: int) -> None:
        self.seen.append(f"{total}, {known} known")

    def one(self, found: Found, figures: Figures | None) -> None:
        self.seen.append(f"{found.who} {figures.score if figures else 'not graded'}")


@dataclass
class SmallClass:
    """A class, its specs, its store and its pages under one folder. judged: checks of the last run, as they ran."""

    root: Path
    seed: str = PUBLIC
    data: Path | None = None
    judged: list[str] = field(default_factory=list)
    #: How many tasks each call for workers was about, of the last run.
    asked: list[int] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.root / "class"

    @property
    def out(self) -> Path:
        return self.root / "reports"

    @property
    def store(self) -> Path:
        return self.root / "grades.sqlite"

    def hand_in(self, **sources: str) -> None:
        """Everybody's own.py."""
        for who, source in sources.items():
            (self.folder / who).mkdir(parents=True, exist_ok=True)
            (self.folder / who / "own.py").write_text(dedent(source), "utf-8")

    def paths(self) -> list[Path]:
        return [self.folder]

    def run(
        self,
        paths: Sequence[Path] = (),
        workers: Callable[[Desks], Workers] | None = None,
        **order: object,
    ) -> ClassRun:
        """One `grade PATH…`, in this process."""
        self.judged.clear()
        self.asked.clear()
        desks = Desks(Seed(self.seed, secret=self.seed != PUBLIC), self.root / "specs", data=self.data)
        asked = Order(self.out, self.store, **order)  # type: ignore[arg-type]
        with Tray() as tray:
            there = desks.handed_in(list(paths) or self.paths(), "small", tray)
            made = workers or (lambda desks: Here(desks, shared_slot()))
            self._made = lambda desks, count: self.asked.append(count) or made(desks)
            return class_run.run(asked, desks, list(paths) or self.paths(), there, shared_slot(), Nobody())

    # ---- what came of it
    def pages(self, out: Path | None = None) -> dict[str, bytes]:
        """Every page by its place."""
        folder = out or self.out
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.html"))}

    def times(self) -> dict[str, int]:
        """When each page was written, in nanoseconds."""
        return {str(path.relative_to(self.out)): path.stat().st_mtime_ns for path in sorted(self.out.rglob("*.html"))}

    def reports(self) -> dict[str, Report | None]:
        """Everybody's latest report, by who."""
        with Store(self.store, writable=False) as store:
            return {one.hand_in.who: report_of(store, one.hand_in)[0] for one in kept(store, "small")}

    def scores(self) -> dict[str, float | None]:
        """Everybody's points; None for who is not graded."""
        return {who: report.score if report else None for who, report in self.reports().items()}

    def problems(self) -> dict[str, str]:
        """Why who is not graded, as the store keeps it."""
        with Store(self.store, writable=False) as store:
            there = [one.hand_in for one in kept(store, "small")]
        return {one.who: one.problem.what if one.problem else "" for one in there if one.result is None}


def small_class(root: Path, monkeypatch, questions=None, **more: object) -> SmallClass:  # type: ignore[no-untyped-def]
    """The class with its spec, which counts what is judged."""
    root.mkdir(parents=True, exist_ok=True)
    made = SmallClass(root)
    spec(root, questions or TWO, **more)
    judge = grading.judge
    monkeypatch.setattr(
        grading, "judge", lambda check, attempt: made.judged.append(check.title) or judge(check, attempt)
    )
    monkeypatch.setattr(class_run, "LocalWorkers", lambda desks, count: made._made(desks, count))
    return made
