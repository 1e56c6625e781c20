"""Rows of a gradebook, made by hand."""

from grader.grading.report import Adjustment, ByHand, Mark, QuestionMark, Report
from grader.outcome import Answer, Finding, Outcome, Verdict, WorstEntries
from grader.policy.gradebook import Row, Standing
from grader.submission.person import Person

FAILED = Outcome(Verdict.FAILED, 0.0, Finding("It is wrong.", "draw 2", "Recheck the sign.", "A sign is wrong."))
PASSED = Outcome(Verdict.PASSED, 1.0)
WAITS = Outcome(Verdict.NEEDS_PERSON, 0.0, Finding("A person reads this."), evidence=(Answer("my *words*"),))
BROKEN = Outcome(Verdict.BROKEN, 0.0, Finding("The reference failed."))
SECRET = WorstEntries("loss", (), ())


def part(fraction: float) -> Outcome:
    return Outcome(Verdict.PARTIAL, fraction, Finding("Part of it is right."))


def mark(
    outcome: Outcome = PASSED, points: float = 4, visibility: str = "public", title: str = "loss", **more: object
) -> Mark:
    return Mark(title, str(more.pop("kind", "values")), points, visibility, outcome, **more)  # type: ignore[arg-type]


def report(*marks: Mark, adjustments: tuple[Adjustment, ...] = (), seed: str = "secret", **more: object) -> Report:
    questions = (QuestionMark("1a", "Loss", marks),)
    values = {
        "assignment": "word2vec",
        "title": "Word2vec",
        "submission": "ann",
        "level": "A",
        "level_meaning": "isolated",
    }
    return Report(**{**values, **more}, seed=seed, questions=questions, adjustments=adjustments)  # type: ignore[arg-type]


def row(
    who: str = "ann", points: float = 17.5, of: float = 20, standing: Standing = Standing.GRADED,
    slug: str = "word2vec", made: Report | None = None, name: str | None = None, why: str = "", **person: str,
) -> Row:  # fmt: skip
    """Somebody with these points, or with this report."""
    has = standing in (Standing.GRADED, Standing.WAITING)
    made = made or report(mark(part(points / of), of), submission=who, assignment=slug) if has else None
    called = who.title() if name is None else name
    return Row(who, slug, "Word2vec", Person(called, **person), standing, of, made, why)


UNGRADED = row("uma", standing=Standing.UNGRADED, why="Its archive cannot be opened.", id="9")
MISSING = row("mia", standing=Standing.MISSING, id="8")
EXCUSED = row("eve", standing=Standing.EXCUSED, id="7")
WAITING = row(
    "wim", standing=Standing.WAITING, made=report(mark(), mark(WAITS, 2, title="essay", kind="essay")), of=6, id="6"
)
LATE = Adjustment("Handed in 2 days late: 10 % a day.", -2.0)
HAND = ByHand(2.0, "Well argued.", "the rubric was met", "prof")
