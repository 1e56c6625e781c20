"""What a page says, line by line, so that the templates only loop and print."""

import re
from dataclasses import dataclass, replace

from grader.grading.report import LeftOut, Mark, QuestionMark, Report
from grader.outcome import Answer, Derivation, Diagnosis, Evidence, Finding, Part, Printed, Source, Verdict
from grader.report import words
from grader.report.audience import AFTER_RELEASE, Audience, is_later
from grader.report.by_hand import WORD, Hand, adjusted, flags_of, hand_of, settled
from grader.report.derivation import is_all_right
from grader.report.text import cut, one_line

#: The colour of a verdict; a word and a shape always stand beside it.
TONES = {Verdict.PASSED: "good", Verdict.NEEDS_PERSON: "waiting", Verdict.BROKEN: "plain", Verdict.SKIPPED: "plain"}
LONGEST_WHO = 120
LONGEST_PRINT = 8_000  # characters of what was printed that a page shows


@dataclass(frozen=True)
class Shown:
    """One piece of evidence and how it is shown: `template` draws it, folded under `fold` unless that is empty."""

    template: str
    identifier: str
    evidence: Evidence
    fold: str = ""
    is_open: bool = False
    by_hand: bool = False  # a person has marked it


@dataclass(frozen=True)
class Check:
    """One check, as a line or as a note in the margin."""

    identifier: str
    title: str
    word: str
    shape: str
    tone: str
    points: str
    remark: str
    finding: Finding | None
    evidence: tuple[Shown, ...]
    parts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    hand: Hand | None  # what a person gave; the rest is what was computed
    # From here on the instructor's only; empty on the student's page.
    about: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    reproduce: str = ""


@dataclass(frozen=True)
class Question:
    """One question: a line when all is well, opened when something is lost."""

    label: str
    title: str
    word: str
    shape: str
    tone: str
    points: str
    is_open: bool
    praise: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Page:
    """Everything on one page."""

    title: str
    who: str
    due: str
    score: str
    max_score: str
    beside: tuple[tuple[str, str], ...]  # tone, words
    adjusted: tuple[str, ...]  # what a policy changed, a line each
    next: str
    unanswered: tuple[str, str]  # which written questions have no answer, and what to do; both may be ""
    practice: str
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    attachments: tuple[str, ...]
    level: str
    level_meaning: str
    seed: str
    versions: str
    texts: str
    speaks_of_draws: bool
    is_instructor: bool
    flags: tuple[tuple[str, str, str], ...]  # words, where, and the anchor of that place


def page(report: Report, audience: Audience) -> Page:
    """The page of a report that was cut to its audience already."""
    places = words.digits(report)
    questions = tuple(
        _question(question, number, audience, places) for number, question in enumerate(report.questions, 1)
    )
    return Page(
        one_line(report.title or report.assignment), cut(one_line(report.submission), LONGEST_WHO),
        one_line(report.due),
        words.number(report.final), words.number(report.max_score), words.beside_score(report, audience),
        adjusted(report, audience), words.next_thing(report, audience), _unanswered(report, audience),
        words.PRACTICE if report.seed == "public" else "", questions,
        report.notes, report.left_out, report.attachments, report.level, report.level_meaning, report.seed,
        " · ".join(" ".join(pair) for pair in report.versions), "; ".join(words.texts(report)),
        _speaks_of_draws(questions),
        audience == "instructor",
        _flags(report, questions) if audience == "instructor" else (),
    )  # fmt: skip


def _speaks_of_draws(questions: tuple[Question, ...]) -> bool:
    findings = [check.finding for question in questions for check in question.checks if check.finding]
    return any(re.search(r"\bdraw \d", finding.where) for finding in findings)


def _unanswered(report: Report, audience: Audience) -> tuple[str, str]:
    """The advice is the student's: an instructor does not hand in."""
    which, advice = words.unanswered(report, audience)
    return which, advice if audience == "student" else ""


def _flags(report: Report, questions: tuple[Question, ...]) -> tuple[tuple[str, str, str], ...]:
    found = [(flag, "", "") for flag in report.flags]
    for question in questions:
        for check in question.checks:
            where = f"{question.label or question.title}, {check.title}"
            found += [(flag, where, check.identifier) for flag in check.flags]
    return tuple(found)


def _question(question: QuestionMark, number: int, audience: Audience, places: int) -> Question:
    word, shape, tone = _state(question, audience)
    checks = tuple(
        _check(mark, f"q{number}-{position}", audience, places) for position, mark in enumerate(question.marks, 1)
    )
    waits = any(mark.pending and not words.is_unanswered(mark, audience) for mark in question.marks)
    to_read = audience == "instructor" and (waits or any(check.flags for check in checks))
    optional = shape == "skipped" and bool(question.marks)
    told = any(mark.by_hand and mark.by_hand.comment for mark in question.marks)
    is_open = question.lost or question.excluded or optional or to_read or told or _is_unclear(question)
    return Question(
        words.label(question), words.name(question), word, shape, tone,
        words.question_points(question, places), bool(is_open),
        words.praise(question), checks,
    )  # fmt: skip


def _is_unclear(question: QuestionMark) -> bool:
    """Whether a derivation waits that its author could write more plainly."""
    marks = [mark for mark in question.marks if not mark.by_hand]
    shown = [each for mark in marks for each in mark.outcome.evidence if isinstance(each, Derivation)]
    return any(not is_all_right(each) for each in shown)


def _state(question: QuestionMark, audience: Audience) -> tuple[str, str, str]:
    """Word, shape and tone of a whole question; what is lost is said before what waits."""
    if question.lost:
        return f"{words.number(question.lost)} lost", "partial" if question.score else "failed", "lost"
    if question.pending:
        if all(is_later(mark, audience) for mark in question.marks if mark.pending):
            return "later", "later", "waiting"
        if all(words.is_unanswered(mark, audience) for mark in question.marks if mark.pending):
            return words.NO_ANSWER, "needs_person", "waiting"
        return "waits", "needs_person", "waiting"
    if question.excluded:
        return "our fault", "broken", "plain"
    if all(mark.outcome.verdict is Verdict.PASSED or mark.by_hand for mark in question.marks):
        return "complete", "passed", "good"
    return "optional", "skipped", "plain"  # nothing was at stake, and something is not right yet


def _check(mark: Mark, identifier: str, audience: Audience, places: int) -> Check:
    outcome = mark.outcome
    return Check(
        identifier, one_line(mark.title), *_verdict(mark, audience), words.mark_points(mark, audience, places),
        _remark(mark, audience), words.said_of(mark, audience),
        tuple(replace(_shown(mark, settled(mark, each), f"{identifier}-{n}", audience), by_hand=bool(mark.by_hand))
              for n, each in enumerate(outcome.evidence, 1)),
        tuple((part.name, _part_points(part)) for part in outcome.parts), outcome.notes, hand_of(mark, audience),
        _about(mark) if audience == "instructor" else (), flags_of(mark), outcome.diagnoses,
        # What passed need not be run again, and a person is no program.
        "" if outcome.verdict in (Verdict.PASSED, Verdict.NEEDS_PERSON) else mark.reproduce,
    )  # fmt: skip


def _verdict(mark: Mark, audience: Audience) -> tuple[str, str, str]:
    """Word, shape and tone of one check."""
    if mark.by_hand:
        return WORD, "by_hand", "lost" if mark.lost else "good"
    tone = TONES.get(mark.outcome.verdict, "lost" if mark.lost else "plain")
    if is_later(mark, audience):
        return "later", "later", tone
    return words.VERDICTS[mark.outcome.verdict], mark.outcome.verdict.value, tone


def _part_points(part: Part) -> str:
    return f"{words.number(part.earned)} of {words.number(part.points)}"


def _about(mark: Mark) -> tuple[str, ...]:
    """What the instructor reads under a check's title: its kind, its function, who sees it."""
    return tuple(filter(None, (mark.kind, f"`{mark.function}`" if mark.function else "", mark.visibility)))


def _remark(mark: Mark, audience: Audience) -> str:
    """What is true of the check whatever it found."""
    if is_later(mark, audience):
        return "The result is shown after the release; until then its points wait."
    if mark.excluded and audience == "student":
        return f"Its {words.points(mark.points)} {'is' if mark.points == 1 else 'are'} left out of the count."
    if audience == "student" and mark.visibility not in ("public", AFTER_RELEASE):
        return "A hidden check: it runs on inputs that stay with the instructor."
    return ""


def _shown(mark: Mark, evidence: Evidence, identifier: str, audience: Audience) -> Shown:
    template = kind_of(evidence)
    instructor = audience == "instructor"
    match evidence:
        case Printed():
            return Shown(template, identifier, _shortened(evidence), evidence.title, instructor)
        case Answer():
            return Shown(template, identifier, evidence, "The answer" if instructor else "Your answer", instructor)
        case Source():
            return Shown(template, identifier, evidence, f"{evidence.file}, line {evidence.first_line}", True)
        case Derivation() if is_all_right(evidence) and mark.outcome.verdict is Verdict.PASSED:
            return Shown(template, identifier, evidence, "The derivation" if instructor else "Your derivation")
        case Derivation():  # what was understood is unfolded for whoever has to read the rest
            return Shown(template, identifier, evidence, "", instructor and not is_all_right(evidence))
    return Shown(template, identifier, evidence)


def kind_of(evidence: Evidence) -> str:
    """The kind's name, as templates and JSON spell it: worst_entries."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", type(evidence).__name__).lower()


def _shortened(printed: Printed) -> Printed:
    missing = len(printed.text) - LONGEST_PRINT
    if missing <= 0:
        return printed
    return Printed(printed.title, f"{printed.text[:LONGEST_PRINT]}\n… {missing:,} more characters")
