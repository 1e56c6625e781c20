"""Grades one submission: every check of every question in the sheet's order, gates, second chances, the report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase
from grader.checks.union import Check
from grader.code import CannotAnswer
from grader.grading.consequences import MEASURED, spared
from grader.grading.desk import Desk
from grader.grading.judge import judge
from grader.grading.looked import Graded, LeftBehind, Looked, wrong_elsewhere
from grader.grading.remarks import report
from grader.grading.repeats import said_once
from grader.grading.report import Mark, QuestionMark, Report
from grader.grading.said import absent_note, behind, cannot_be_lent, quoted, second_note
from grader.grading.substitutes import (
    SheetFunction,
    absent_for,
    functions_used,
    in_place_of,
    merged,
    missing_modules,
    place_of,
    relies_on,
    sheet_functions,
    used_by,
)  # fmt: skip
from grader.grading.uses import Uses
from grader.outcome import Finding, Outcome, Verdict
from grader.spec.model import Question
from grader.submission.model import Submission
from grader.wall.deaths import uses_stopped
from grader.wall.slot import Slot
from grader.wall.student import Student, Substitutes

#: Nothing is lost by these: they close no gate, and another try could give nothing more.
FINAL = {Verdict.PASSED, Verdict.BROKEN, Verdict.NEEDS_PERSON}


def grade(desk: Desk, submission: Submission, slot: Slot) -> Report:
    """The report of one submission, whose code runs in the slot. Never raises for anything a student did."""
    return grade_again(desk, submission, slot, {}).report


def grade_again(desk: Desk, submission: Submission, slot: Slot, known: Mapping[str, Looked]) -> Graded:
    """The same report, of which questions that are known are not run again.

    known: what was found of this very submission before, by questions whose spec and everything they work with are
    unchanged. Never raises for anything a student did.
    """
    submission = submission.read_for([one for each in desk.assignment.questions for one in (each.id, *each.labels)])
    run = _Run(desk, submission, slot, known)
    desk.texts.begin()
    try:
        first = [run.look(question) for question in desk.assignment.questions]
        last = run.second_chances(first)
        marks = run.without_consequences(last)
    finally:
        run.close()
    questions = tuple(
        QuestionMark(question.id, question.title, said_once(row))
        for question, row in zip(desk.assignment.questions, marks, strict=True)
        if row
    )
    left = run.left_behind
    made = report(desk, submission, slot.level, left, questions)
    return Graded(made, run.looked(first, last))


class _Run:
    """One submission being graded."""

    def __init__(self, desk: Desk, submission: Submission, slot: Slot, known: Mapping[str, Looked]) -> None:
        self._desk, self._submission, self._slot = desk, submission, slot
        self._known = dict(known)  # but what turns out to rest on something else
        self._before: dict[str, str] = {}  # by question
        self._after: dict[str, LeftBehind] = {}
        self._finally: dict[str, LeftBehind] = {}
        self._others = ""
        all_checks = [check for question in desk.assignment.questions for check in question.checks]
        self._functions = sheet_functions(all_checks)
        self._absent = missing_modules(self._functions.values(), submission, desk.reference)
        self._uses = Uses(submission)
        self._lends: dict[tuple[tuple[str, ...], ...], frozenset[str]] = {}  # by what is asked for and run
        self._student = self._answering(self._absent)
        self._with_others: dict[tuple[str, ...], Student] = {}
        self._gate: str = ""
        self._measured: dict[str, dict[str, float]] = {}
        self._troubles: dict[str, Outcome] = {}
        self._texts: dict[str, str] = {}

    def _answering(self, substitutes: Substitutes) -> Student:
        desk = self._desk
        # Who imports it unasked waits two seconds for it in every process, unless it is ready beside numpy.
        torch = "torch" in desk.assignment.packages or find_spec("torch") is not None
        return Student(self._submission, desk.given, desk.assignment.limits, self._slot, substitutes, torch)

    @property
    def left_behind(self) -> LeftBehind:
        """What was measured, stopped, imported and read until here."""
        for file, trouble in self._student.import_troubles.items():
            self._troubles.setdefault(file, trouble.outcome)
        self._texts |= self._desk.texts.told
        measured = tuple((name, tuple(values.items())) for name, values in self._measured.items())
        stopped = tuple((*place, trouble.outcome) for place, trouble in self._student.stopped.items())
        return LeftBehind(measured, stopped, tuple(sorted(self._troubles.items())), tuple(sorted(self._texts.items())))

    def looked(self, first: list[list[Mark]], last: list[list[Mark]]) -> dict[str, Looked]:
        """What may be said again of each question."""
        found = {}
        for question, one, other in zip(self._desk.assignment.questions, first, last, strict=True):
            before, after = self._before[question.id], self._after[question.id]
            finally_left = self._finally.get(question.id, after)
            found[question.id] = Looked(before, tuple(one), after, self._others, tuple(other), finally_left)
        return found

    def close(self) -> None:
        for student in (self._student, *self._with_others.values()):
            student.close()

    def open(self, question: Question) -> list[Check]:
        """A question begins: its gates are open again."""
        self._gate = ""
        if self._desk.assignment.isolation == "question":
            self.close()
        return self._desk.checks(question)

    # ---- the first look
    def look(self, question: Question) -> list[Mark]:
        """The question's marks at first sight: run, or known from before."""
        before = self._before[question.id] = self.left_behind.fingerprint
        known = self._known.get(question.id)
        if known and known.before == before:
            self._take_over(known.after)
            row = list(known.first)
        else:
            self._known.pop(question.id, None)
            row = [self.first(question, check) for check in self.open(question)]
        self._after[question.id] = self.left_behind
        return row

    def _take_over(self, after: LeftBehind) -> None:
        self._measured |= {name: dict(values) for name, values in after.measured}
        self._student.stopped |= {(module, name): CannotAnswer.of(what) for module, name, what in after.stopped}
        for file, what in after.troubles:
            self._troubles.setdefault(file, what)
        self._texts |= dict(after.texts)

    def first(self, question: Question, check: Check) -> Mark:
        """One check; skipped behind a gate that did not pass."""
        if self._gate:
            return self._mark(question, check, behind(self._gate))
        outcome = self._with_their_own(question, check)
        if check.code_asked and outcome.verdict is not Verdict.BROKEN:
            absent = absent_for(check, self._absent, self._submission)
            outcome = replace(outcome, notes=(*outcome.notes, absent_note(absent))) if absent else outcome
        self._pass_gate(check, outcome)
        if outcome.measured:
            self._measured[f"{question.id}/{check.title}"] = dict(outcome.measured)
        return self._mark(question, check, outcome)

    def _with_their_own(self, question: Question, check: Check) -> Outcome:
        """The check with nothing but the student's functions. One that has ended the process is not run again, and what
        uses it is not either: one hang costs its time once."""
        stopped = self._stopped(check)
        if stopped:
            [what, *_] = stopped.values()
            return Outcome(Verdict.SKIPPED, 0.0, Finding(what, "", "Mend that first.", category=what))
        return judge(check, self._attempt(question, check, self._student))

    def _stopped(self, check: CheckBase) -> dict[SheetFunction, str]:
        """What has ended the student's process and is used by the check's function, with the words for it."""
        ended = self._student.stopped
        if not (ended and check.code_asked):
            return {}
        places = {one: place_of(one.spellings, self._submission) for one in self._functions.values()}
        stopped = {one: place for one, place in places.items() if place in ended}
        used = used_by(check, stopped, self._submission, self._uses)
        return {one: uses_stopped(stopped[one][1], ended[stopped[one]]) for one in used}

    def _pass_gate(self, check: Check, outcome: Outcome) -> None:
        if check.gate and outcome.verdict not in FINAL:
            self._gate = check.title

    def _attempt(self, question: Question, check: CheckBase, student: Student) -> Attempt:
        draws = self._desk.draws(question, check.title)
        answer = None if check.code_asked else self._submission.answer([question.id, *question.labels])
        attached = tuple(attachment.name for attachment in self._submission.attachments)
        student.ask_for(check.visibility != "public", self._lent(check), reads_text=bool(check.texts))
        return Attempt(
            student, self._desk.reference, draws, answer, attached,
            texts=self._desk.texts, submission=self._submission, measured=self._measured,
        )  # fmt: skip

    def _mark(self, question: Question, check: Check, outcome: Outcome) -> Mark:
        slug = self._desk.assignment.slug
        return Mark(
            check.title, check.kind, check.total, check.visibility, outcome, check.extra_credit,
            reproduce=f"grade --assignment {slug} --only {quoted(f'{question.id}/{check.title}')} PATH",
            function=check.code_asked[0] if check.code_asked else "",
        )  # fmt: skip

    # ---- no double jeopardy
    def second_chances(self, first: list[list[Mark]]) -> list[list[Mark]]:
        """Tries again what failed, with the reference's version of the other functions that are wrong."""
        marks_of_all = [mark for row in first for mark in row]
        marks_of_all += self._elsewhere(marks_of_all)
        lost = [mark for mark in marks_of_all if mark.function and mark.outcome.verdict not in FINAL]
        if not lost:
            return first
        wrong = {mark.function for mark in lost if mark.outcome.verdict is not Verdict.SKIPPED}
        doubtful = {mark.function for mark in lost}
        self._others = wrong_elsewhere(wrong, doubtful, self.left_behind)
        return [
            self._second(question, row, wrong, doubtful)
            for question, row in zip(self._desk.assignment.questions, first, strict=True)
        ]

    def _second(self, question: Question, row: list[Mark], wrong: set[str], doubtful: set[str]) -> list[Mark]:
        """One question's marks after the second chances: tried, or known from before."""
        known = self._known.get(question.id)
        if known and known.others == self._others:
            self._take_over(known.finally_left)
            row = list(known.marks)
        elif any(mark.outcome.verdict not in FINAL for mark in row):
            checks = self.open(question)
            row = [self._again(question, *pair, wrong, doubtful) for pair in zip(checks, row, strict=True)]
        self._finally[question.id] = self.left_behind
        return row

    def without_consequences(self, marks: list[list[Mark]]) -> list[list[Mark]]:
        """What follows from another check's mistake waits, also with `--only`, where that one is not in the report."""
        found, everything = [], replace(self._desk, only="")
        for question, row in zip(self._desk.assignment.questions, marks, strict=True):
            checks = self._desk.checks(question)
            lost = [one for one, mark in zip(checks, row, strict=True) if mark.outcome.verdict in MEASURED]
            titles = {title for one in lost for title in one.follows} - {mark.title for mark in row}
            others = [one for one in everything.checks(question) if one.title in titles]
            unasked = [self._mark(question, one, self._with_their_own(question, one)) for one in others]
            found.append(spared(checks, row, unasked))
        return found

    def _elsewhere(self, marks: Sequence[Mark]) -> Iterator[Mark]:
        """With `--only`: marks of other functions that what failed may use, so that it ends as in the whole sheet."""
        failed = {mark.function for mark in marks if mark.function and mark.outcome.verdict not in FINAL}
        if not (self._desk.only and failed):
            return
        everything = replace(self._desk, only="")
        checks = [(one, check) for one in self._desk.assignment.questions for check in everything.checks(one)]
        calling = [check for _, check in checks if check.code_asked and check.code_asked[0] in failed]
        functions = list(self._functions.values())
        used_by_each = [used_by(check, functions, self._submission, self._uses) for check in calling]
        used = {one.spellings[0] for several in used_by_each for one in several}
        for question, check in checks:
            if check.code_asked and check.code_asked[0] in used - failed:
                yield self._mark(question, check, self._with_their_own(question, check))

    def _again(self, question: Question, check: Check, mark: Mark, wrong: set[str], doubtful: set[str]) -> Mark:
        if self._gate:
            return mark
        outcome = mark.outcome
        if outcome.verdict is Verdict.SKIPPED:  # behind a gate that is open now, or for what it uses
            outcome = self._with_their_own(question, check)
        # What was not run may be right: ours stands in for it only where the rest is not enough.
        outcome = self._with_ours(question, check, outcome, (wrong, doubtful))
        self._pass_gate(check, outcome)
        return replace(mark, outcome=outcome)

    def _with_ours(self, question: Question, check: Check, outcome: Outcome, names: Sequence[set[str]]) -> Outcome:
        """The check with the reference's version of what it uses of each set, where that is better; what has ended the
        process is replaced in any case, and then there may be nothing to be better than."""
        stopped = self._stopped(check)
        before: list[SheetFunction] = []
        for wrong in names:
            if not check.code_asked or outcome.verdict in FINAL:
                break
            named = [one for name, one in self._functions.items() if name in wrong or one in stopped]
            others = [one for one in used_by(check, named, self._submission, self._uses) if self._may_help(one, check)]
            if others == before:
                continue
            tried = judge(check, self._attempt(question, check, self._student_with(others)))
            declared = [one for one in others if one.spellings in check.also_uses]
            if declared and outcome.fraction == 0 and tried.verdict in (Verdict.CRASHED, Verdict.BROKEN):
                tried = cannot_be_lent(declared)
            if tried.verdict is Verdict.NEEDS_PERSON and outcome.fraction == 0:
                outcome = tried
            if tried.fraction > outcome.fraction or (stopped and not before and outcome.fraction == 0):
                outcome = replace(tried, notes=(*tried.notes, *stopped.values(), second_note(others)))
            before = others
        return outcome

    def _lent(self, check: CheckBase) -> frozenset[str]:
        """The functions of ours that may be used for a check, wherever they stand in for the student's own."""
        if not check.code_asked:
            return frozenset()
        key = (check.code_asked[:1], *check.also_uses)
        if key not in self._lends:
            others = (one for one in self._functions.values() if self._may_help(one, check))
            self._lends[key] = frozenset(one.reference for one in others)
        return self._lends[key]

    def _may_help(self, one: SheetFunction, check: CheckBase) -> bool:
        """Whether ours of one function may stand in where another is asked for: not where it could be made to do that
        one's work. So only what the sheet asks for before it, or what the reference itself builds it on; and nothing
        that is built on it, in the reference or in the student's own code."""
        asked, order, find = self._functions[check.code_asked[0]], list(self._functions), self._desk.reference.find
        if not one.lendable or one == asked:
            return False
        if functions_used(one.spellings, [asked], self._submission, self._uses):
            return False
        theirs, ours = find(check.answered_by), find(one.reference)
        before = order.index(one.spellings[0]) < order.index(check.code_asked[0])
        before = before or one.spellings in check.also_uses
        return (before or relies_on(theirs, ours)) and not relies_on(ours, theirs)

    def _student_with(self, others: list[SheetFunction]) -> Student:
        key = tuple(function.spellings[0] for function in others)
        if key not in self._with_others:
            placed = in_place_of(others, self._submission, self._desk.reference)
            self._with_others[key] = self._answering(merged(self._absent, placed))
        return self._with_others[key]
