"""One row of a gradebook, boiled down to what its class is counted by: a report is read here once, and let go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.batch.slips import Made, short, slip_of
from grader.grading.report import Adjustment, Mark, QuestionMark, Report
from grader.policy.gradebook import Row, Standing
from grader.report.by_hand import flags_of
from grader.report.class_summary import Flag, Score
from grader.report.files import address
from grader.report.text import cut, one_line
from grader.report.words import label, name, number

LONGEST_NAME = 80  # columns


@dataclass(frozen=True, order=True)
class Heading:
    """A question as its report names it."""

    id: str
    label: str
    title: str


@dataclass(frozen=True, order=True)
class Stop:
    """A check that waits or is broken; in two reports it is the same where these are equal."""

    question: str  # its id
    check: str
    points: float


@dataclass(frozen=True)
class Tally:
    """What counts of one row. Beside each slip and stop stands the address of that check on the person's page."""

    row: Row  # without its report
    key: str  # of the person; no two rows of a class share it
    called: str
    points: float | None
    headings: tuple[Heading, ...] = ()  # the questions, in the report's order
    scores: tuple[Score, ...] = ()  # theirs
    worth: tuple[float, ...] = ()  # all that could be earned in each, with what is broken, without extra credit
    slips: tuple[tuple[Made, str], ...] = ()
    waiting: tuple[tuple[Stop, str], ...] = ()
    broken: tuple[tuple[Stop, str], ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # a number, which may be "", and the sentence
    flags: tuple[Flag, ...] = ()
    due: str = ""
    made: str = ""  # level, seed and versions
    practice: bool = False


def tally(row: Row) -> Tally:
    """The row's tally."""
    person = row.person
    key = "\0".join((row.who, person.name, person.id, person.login, person.email))
    called = cut(one_line(person.name) or one_line(row.who), LONGEST_NAME)
    bare = Tally(replace(row, report=None), key, called, row.points)
    # Who is excused is in no count, whatever was handed in.
    return bare if row.report is None or row.standing is Standing.EXCUSED else _with(bare, row.report)


def _with(bare: Tally, report: Report) -> Tally:
    """The tally with what its report holds."""
    questions = report.questions
    counted = [_score(question) for question in questions]
    page = address(bare.row.who, bare.row.slug)
    slips: list[tuple[Made, str]] = []
    waiting: list[tuple[Stop, str]] = []
    broken: list[tuple[Stop, str]] = []
    flags = [Flag(short(flag), page) for flag in report.flags]
    for anchor, question, mark in _marks(report):
        if made := slip_of(question.id, mark):
            slips.append((made, page + anchor))
        if stopped := mark.pending or mark.excluded:
            stop = Stop(question.id, short(mark.title), stopped)
            (waiting if mark.pending else broken).append((stop, page + anchor))
        flags += [Flag(short(flag), page + anchor) for flag in flags_of(mark)]
    return replace(
        bare, headings=_headings(tuple((each.id, each.title) for each in questions)),
        scores=tuple(score for score, _ in counted), worth=tuple(worth for _, worth in counted), slips=tuple(slips),
        waiting=tuple(waiting), broken=tuple(broken), changes=tuple(map(_change, report.adjustments)),
        flags=tuple(flags), due=report.due, made=_made(report), practice=report.seed == "public",
    )  # fmt: skip


@lru_cache(100)  # a class has one sheet, or a few
def _headings(questions: tuple[tuple[str, str], ...]) -> tuple[Heading, ...]:
    bare = [QuestionMark(*each, ()) for each in questions]
    return tuple(Heading(each.id, label(each), name(each)) for each in bare)


def _marks(report: Report) -> Iterator[tuple[str, QuestionMark, Mark]]:
    """Every check with its anchor, as the pages number them."""
    for number_of, question in enumerate(report.questions, 1):
        for position, mark in enumerate(question.marks, 1):
            yield f"#q{number_of}-{position}", question, mark


def _score(question: QuestionMark) -> tuple[Score, float]:
    earned = decided = waits = excluded = extra = 0.0
    for mark in question.marks:
        earned += mark.score
        decided += mark.max_score
        waits += mark.pending
        excluded += mark.excluded
        extra += mark.pending + mark.excluded if mark.extra_credit else 0.0
    return Score(_round(earned), _round(decided), _round(waits)), _round(decided + waits + excluded - extra)


def _change(one: Adjustment) -> tuple[str, str]:
    sign = "+" if one.points > 0 else "−"
    return f"{sign}{number(abs(one.points))}" if one.points else "", short(one.what)


def _made(report: Report) -> str:
    versions = ", ".join(" ".join(pair) for pair in report.versions)
    return short(f"level {report.level}, {report.seed} seed{f', {versions}' if versions else ''}")


def _round(points: float) -> float:
    return round(points, 4) + 0.0
