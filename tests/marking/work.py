"""Work of people that a person marks: rows of a gradebook with an essay, a derivation and a computed check."""

from dataclasses import replace

from grader.grading.report import Mark, QuestionMark, Report
from grader.marking.decided import in_force, marked
from grader.marking.decisions import Signed
from grader.marking.piece import Piece, pieces
from grader.outcome import (
    Answer,
    Derivation,
    DerivationChain,
    DerivationStep,
    Finding,
    Outcome,
    UnreadFormula,
    Verdict,
)
from grader.policy.gradebook import Row, Standing
from grader.store.event import Event
from grader.submission.person import Person

RUBRIC = (("names the loss", 1.0), ("says why", 1.5), ("an example", 0.5))
SIGNED = Signed("prof", "2026-11-21T10:00:00+01:00")
HALF = Outcome(Verdict.PARTIAL, 0.5)
LOSS, WHY, GRADIENT = "loss", "why it falls", "the gradient"  # the checks of 1a, 1c and 2b


def essay(text: str = "It falls.", rubric=RUBRIC, attachments=()) -> Outcome:
    finding = Finding("A person will read this answer.", "found in answers.md, line 3")
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, (Answer(text, attachments, rubric),))


def derivation() -> Outcome:
    steps = (DerivationStep("", "a", "holds"), DerivationStep("=", "b", "breaks", "a sign is wrong"))
    found = Derivation(
        "answers.md", (DerivationChain("a", 7, steps),), (UnreadFormula(9, "\\odd", "it cannot be read"),)
    )
    return Outcome(Verdict.NEEDS_PERSON, 0.0, Finding("A formula could not be read."), (found, Answer("$a = b$")))


def row(who: str = "ann", text: str = "It falls.", slug: str = "word2vec", standing: Standing = Standing.WAITING,
        name: str = "", handed_in_as: str = "", computed: Outcome = HALF, why: str = WHY,
        answer: Outcome | None = None) -> Row:  # fmt: skip
    """Somebody's line: 1a is computed and half right, 1c waits for 3 points, 2b for 4."""
    questions = (
        QuestionMark("naive-softmax", "1(a) Softmax", (Mark(LOSS, "values", 2, "public", computed),)),
        QuestionMark("why", "1(c) Why", (Mark(why, "essay", 3, "public", answer or essay(text)),)),
        QuestionMark("2b", "Gradients", (Mark(GRADIENT, "derivation", 4, "public", derivation()),)),
    )
    report = Report(slug, "Word vectors", who, "A", "isolated", "secret", questions)
    person = Person(name or who.title(), f"id-{who}", login=f"{who}1")
    return Row(who, slug, "Word vectors", person, standing, 9, report, handed_in_as=handed_in_as or who)


def with_decisions(rows, events) -> list[Row]:
    """The rows as they stand after these decisions."""
    numbered = [replace(event, number=number) for number, event in enumerate(events, 1)]
    decisions = in_force(numbered)
    return [
        replace(one, report=marked(one.report, decisions.get((one.handed_in_as, one.slug), {}))) if one.report else one
        for one in rows
    ]


def piece(check: str = WHY, **more) -> Piece:
    """One piece of somebody's work."""
    return next(one for one in pieces([row(**more)]) if one.place.check == check)


def numbered(*events: Event) -> list[Event]:
    return [replace(event, number=number) for number, event in enumerate(events, 1)]
