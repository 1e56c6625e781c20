"""Every attack of tests/hostile at levels A and B: nothing gained, nothing read, nothing left behind.

After every tenth attack and after the last an honest submission is graded on the same slot and must get full marks.
Between two of them the attacks themselves say that the slot works: all but what is attacked they answer honestly, and
must get exactly the marks of that.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from grader.checks.reference import functions_of
from grader.draws.draws import Draws
from grader.grading.desk import Desk
from grader.grading.grade import grade
from grader.grading.report import Mark, Report
from grader.grading.seed import Seed
from grader.mistake_of_user import UserMistake
from grader.outcome import Verdict
from grader.report import machine, page, terminal
from grader.spec.find import find as find_spec
from grader.spec.load import load as load_spec
from grader.submission.find import AssignmentHint, find
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall.levels import Level
from grader.wall.slot import Slot
from tests.fortress.attack import HONEST, HOSTILE, Attack, Expected, attacks
from tests.fortress.secrets import BEFORE, REFERENCE, SEED, TOKENS, Secrets, spellings
from tests.fortress.traces import Traces

LEVELS = {"A": Level.ISOLATED, "B": Level.CONFINED}
HINTS = {"fortress": AssignmentHint(frozenset({"fortress"}), frozenset({"apply", "square_loss", "scale", "describe"}))}
FULL_MARKS = 10
#: At level B only what the confinement decides is tried each time; GRADE_EVERY_ATTACK=1 tries all of them there, too.
EVERYTHING = bool(os.environ.get("GRADE_EVERY_ATTACK"))
#: After so many attacks somebody honest is graded; and just before each that looks for what somebody left.
HONEST_AFTER = 10
SHORTEST = 6  # signs by which a secret is looked for at first
HANGING = 0.2  # seconds, for what never comes back: it uses up all of its time, however little it is
FILLING = 30  # seconds, for what memory or output must stop: on a busy machine time would stop it first
SOON_FULL = 48  # megabytes: most of the time of what fills memory goes into filling it
VERDICTS = {
    "F": {Verdict.FAILED, Verdict.PARTIAL}, "T": {Verdict.TIMED_OUT}, "M": {Verdict.OUT_OF_MEMORY},
    "O": {Verdict.OUTPUT_EXCEEDED}, "X": {Verdict.CRASHED}, "R": set(Verdict) - {Verdict.PASSED},
    "N": set(Verdict), "E": set(Verdict),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk() -> Desk:
    folder = find_spec("fortress", [HOSTILE / "specs"])
    return Desk.of(load_spec(folder.path, functions_of(folder.reference)), folder, Seed(SEED, secret=True))


@pytest.fixture(scope="module")
def brief(desk: Desk) -> Desk:
    """The same for who is honest: all checks, and one draw for each."""
    questions = [
        question.model_copy(update={"checks": [check.model_copy(update={"draws": 1}) for check in question.checks]})
        for question in desk.assignment.questions
    ]
    return replace(desk, assignment=desk.assignment.model_copy(update={"questions": questions}))


@pytest.fixture(scope="module")
def secrets() -> Iterator[Secrets]:
    with Secrets() as planted:
        yield planted


@pytest.fixture(scope="module")
def hidden(desk: Desk) -> list[str]:
    """What no student may read."""
    return [*fixed_secrets(), *hidden_numbers(desk)]


@dataclass(frozen=True)
class Place:
    """Where everybody is graded at one level, one after the other: the same slot, the same spool."""

    slot: Slot
    spool: Spool
    brief: Desk
    since: list[str] = field(default_factory=list)  # the attacks after the last honest submission

    def is_fair(self) -> None:
        """Whoever is honest gets full marks here, after all those attacks."""
        after, self.since[:] = list(self.since), []
        assert_full_marks(graded(HONEST, self.brief, self), after)


@pytest.fixture(scope="module")
def places(secrets: Secrets, brief: Desk) -> Iterator[Callable[[str], Place]]:
    """places("A"): the place of that level, opened when the secrets are in place and somebody honest was there.

    No fixture with a level for its parameter: beside `attack`, pytest would open a new slot for each attack, and none
    would come after anybody else.
    """
    with contextlib.ExitStack() as opened:

        @cache
        def place(letter: str) -> Place:
            slot = opened.enter_context(Slot(best=LEVELS[letter]))
            made = Place(slot, opened.enter_context(Spool(slot.spool)), brief)
            made.spool.take(secrets.other_submission)  # another student's submission lies there all the time
            if slot.level is LEVELS[letter]:
                made.is_fair()
                opened.callback(made.is_fair)  # after the last attack
            return made

        yield place


def place_of(letter: str, places: Callable[[str], Place]) -> Place:
    """The place of that level; skips the test where this machine has none."""
    place = places(letter)
    if place.slot.level is not LEVELS[letter]:
        reason = f"this machine gives {place.slot.level.letter} where {letter} is asked"
        if os.environ.get("CI") and shutil.which("bwrap"):
            pytest.fail(reason)
        pytest.skip(reason)
    return place


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may read, unlike pytest's: the wall must not owe its strength to that."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


TRIED = [
    pytest.param(letter, attack, id=f"{letter}-{attack.name}")
    for letter in LEVELS
    for attack in attacks()
    if letter == "A" or EVERYTHING or attack.depends_on_the_level
]


@pytest.mark.parametrize(("letter", "attack"), TRIED)
def test_an_attack_gains_nothing(
    letter: str,
    attack: Attack,
    places: Callable[[str], Place],
    desk: Desk,
    hidden: list[str],
    secrets: Secrets,
    folder: Path,
) -> None:
    place = place_of(letter, places)
    if attack.looks_for_what_was_left and place.since:
        place.is_fair()
    expected = attack.expected(letter)
    handed_in = attack.handed_in(folder / "mallory", {**secrets.places, "SPOOL": str(place.spool.folder)})
    before = Traces.now(secrets.digest(), (folder, handed_in.parent))
    for _ in range(attack.times):
        try:
            report = graded(handed_in, timed(desk, attack, expected), place)
        except UserMistake as refusal:
            told = refusal.finding.what
            assert expected.outcome == "R" and matches(expected.says, [told]), told
            continue
        assert_gained_nothing(attack, expected, report)
        assert_tells_no_secret(report, hidden, expected.never)
    place.since.append(letter + "-" + attack.name)
    assert secrets.visits == []
    left = before.left_behind(Traces.now(secrets.digest(), (folder, handed_in.parent)))
    if left or len(place.since) >= HONEST_AFTER:  # what is ending just now is no trace: it has as long as this takes
        place.is_fair()
        left = before.left_behind(Traces.now(secrets.digest(), (folder, handed_in.parent)))
    assert left == []


def timed(desk: Desk, attack: Attack, expected: Expected) -> Desk:
    """The desk with the time that this attack is given."""
    if attack.hangs:
        update: dict[str, float] = {"call": HANGING, "importing": HANGING}
    elif expected.outcome in ("M", "O"):
        update = {"call": FILLING, "importing": FILLING, "cpu": FILLING, "memory_mb": SOON_FULL}
    else:
        return desk
    limits = desk.assignment.limits.model_copy(update=update)
    return replace(desk, assignment=desk.assignment.model_copy(update={"limits": limits}))


def graded(handed_in: Path, desk: Desk, place: Place) -> Report:
    """By the ordinary path: find, load, grade."""
    [found] = find([handed_in], HINTS, "fortress")
    submission = load(found, desk.given.names, place.spool, desk.assignment.scripts == "run")
    report = grade(desk, submission, place.slot)
    place.spool.release(submission.folder)
    return report


def marks(report: Report) -> dict[str, Mark]:
    return {f"{question.id}/{mark.title}": mark for question in report.questions for mark in question.marks}


# ---- what must come of it


def assert_gained_nothing(attack: Attack, expected: Expected, report: Report) -> None:
    told = {name: (mark.score, mark.outcome) for name, mark in marks(report).items()}
    outcome = marks(report)[attack.check].outcome
    assert report.score == expected.marks, told
    assert (report.excluded, report.pending) == (0, expected.pending), told
    assert outcome.verdict in VERDICTS[expected.outcome], told
    assert matches(expected.says, words(report, attack.check)), told
    flags = [*report.flags, *(flag for mark in marks(report).values() for flag in mark.outcome.flags)]
    assert not expected.flagged or flags, told


def matches(pattern: str, told: Sequence[str]) -> bool:
    return not pattern or any(re.search(pattern, one) for one in told)


def words(report: Report, check: str) -> list[str]:
    """What is said about the attacked check, and about what was left out."""
    finding = marks(report)[check].outcome.finding
    about = [finding.what, finding.where, finding.advice] if finding else []
    return [*about, *report.notes, *(f"{left.what}: {left.why}" for left in report.left_out)]


def assert_tells_no_secret(report: Report, secrets: Sequence[str], never: str) -> None:
    seen = [
        machine.dumps(machine.as_json(report, "student")),
        page.render(report, "student"),
        terminal.render(report, verbose=True, width=100, colour=False, audience="student"),
    ]
    joined = "".join("\n".join(seen).split())  # lines are wrapped
    begins = {joined[at : at + SHORTEST] for at in range(len(joined))}  # to look for each in all of it would cost more
    spelt = [one for secret in secrets for one in spellings(secret)]
    assert all(len(one) >= SHORTEST for one in spelt)
    assert [one for one in spelt if one[:SHORTEST] in begins and one in joined] == []
    assert not never or not re.search(never, joined)


def fixed_secrets() -> list[str]:
    return [*TOKENS.values(), REFERENCE, BEFORE, SEED]


def hidden_numbers(desk: Desk) -> list[str]:
    """The first digits of every number that the hidden check draws."""
    [(question, check)] = [
        (question, check)
        for question in desk.assignment.questions
        for check in question.checks
        if check.visibility == "hidden"
    ]
    cases = Draws(desk.seed.text, "fortress", question.id, check.title).cases(
        check.arguments, check.variants, check.dimensions, check.draws
    )
    numbers = [number for case in cases for value in case.arguments.values() for number in np.ravel(value)]
    return [repr(abs(float(number)))[:10] for number in numbers]


def assert_full_marks(report: Report, after: Sequence[str]) -> None:
    told = {name: (mark.score, mark.outcome.finding) for name, mark in marks(report).items()}
    assert report.score == FULL_MARKS == report.max_score, (after, told)
