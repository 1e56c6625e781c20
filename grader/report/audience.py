"""Decides who sees what: the one place where a report is cut down to what a student may read.

A hidden check keeps title, verdict, category and advice. A check that is shown after the release keeps its title; its
points wait, so that no total gives its result away. What is broken on our side keeps its words and loses the rest,
for an exception of ours may quote the reference.

Of what a person gave, the points and the comment are the student's; the reason and the name are not. What a policy
changes may be a share of the score, so before the release it says no number either.
"""

from dataclasses import replace
from typing import Literal

from grader.grading.report import Mark, Report
from grader.outcome import Answer, Evidence, Finding, Outcome, Verdict

Audience = Literal["student", "instructor"]

AFTER_RELEASE = "after release"

#: What a hidden check says where nobody gave its finding a category.
HIDDEN_WORDS = {
    Verdict.PARTIAL: "Part of what this hidden check looks at is right.",
    Verdict.FAILED: "What this hidden check looks at is not right yet.",
    Verdict.CRASHED: "Your code stopped with an error in this hidden check.",
    Verdict.TIMED_OUT: "Your code took longer than the limit allows in this hidden check.",
    Verdict.OUT_OF_MEMORY: "Your code asked for more memory than the limit allows in this hidden check.",
    Verdict.OUTPUT_EXCEEDED: "Your code printed more than the limit allows in this hidden check.",
    Verdict.REJECTED: "What was handed in for this hidden check could not be accepted.",
    Verdict.SKIPPED: "This hidden check was not run.",
    Verdict.NEEDS_PERSON: "A person looks at this.",
    Verdict.BROKEN: "This check failed on our side, and costs you nothing.",
}


def is_later(mark: Mark, audience: Audience) -> bool:
    """Whether this reader sees the result only after the release."""
    return audience == "student" and mark.visibility == AFTER_RELEASE


def seen_by(report: Report, audience: Audience) -> Report:
    """The report as this reader may see it; totals count what is left."""
    if audience == "instructor":
        return report
    questions = tuple(
        replace(question, marks=tuple(_for_student(mark) for mark in question.marks)) for question in report.questions
    )
    adjustments = report.adjustments
    if any(is_later(mark, audience) for question in questions for mark in question.marks):
        adjustments = tuple(replace(one, points=0.0) for one in adjustments)
    return replace(report, questions=questions, flags=(), adjustments=adjustments)


def _for_student(mark: Mark) -> Mark:
    by_hand = replace(mark.by_hand, reason="", by="", changed_since=False) if mark.by_hand else None
    bare = replace(mark, reproduce="", function="", by_hand=by_hand)
    outcome = mark.outcome
    if mark.visibility == AFTER_RELEASE:
        return replace(bare, same_as="", outcome=Outcome(Verdict.NEEDS_PERSON), by_hand=None)
    if mark.visibility != "public":
        return replace(bare, outcome=Outcome(outcome.verdict, outcome.fraction, _hidden_finding(outcome)))
    if outcome.verdict is Verdict.BROKEN:
        return replace(bare, outcome=Outcome(outcome.verdict, outcome.fraction, outcome.finding))
    evidence = tuple(_without_rubric(each) for each in outcome.evidence)
    return replace(bare, outcome=replace(outcome, evidence=evidence, flags=(), diagnoses=()))


def _hidden_finding(outcome: Outcome) -> Finding | None:
    if outcome.verdict is Verdict.PASSED:
        return None
    given = outcome.finding or Finding("")
    return Finding(given.category or HIDDEN_WORDS[outcome.verdict], advice=given.advice)


def _without_rubric(evidence: Evidence) -> Evidence:
    return replace(evidence, rubric=()) if isinstance(evidence, Answer) else evidence
