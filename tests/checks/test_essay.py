"""Essays: a person reads them; what was found and the rubric are laid before that person, and points wait."""

from pathlib import Path

from grader.outcome import Answer, Verdict
from grader.submission.answer import WrittenAnswer
from grader.submission.model import Attachment, Submission
from tests.checks.bench import FOUNDATIONS, attempt, check

ESSAY = check("kind: essay\nrubric: {names the term: 1.5, carries it through: 0.5}\n")
NOBODY = FOUNDATIONS.pretender({})
RUBRIC = (("names the term", 1.5), ("carries it through", 0.5))


def run(answer=None, attachments=(), submission=None):
    outcome = ESSAY.run(attempt(NOBODY, answer=answer, attachments=attachments, submission=submission))
    assert (outcome.verdict, outcome.fraction) == (Verdict.NEEDS_PERSON, 0.0)
    return outcome


def test_an_answer_is_shown_with_its_place_and_the_rubric():
    outcome = run(WrittenAnswer("Because $x$.", "markdown", "answers.md", 7, ("plot.png",)), ("scan.pdf",))
    assert outcome.finding.what == "A person will read this answer."
    assert outcome.finding.where == "found in answers.md, line 7"
    assert outcome.evidence == (Answer("Because $x$.", ("plot.png", "scan.pdf"), RUBRIC),)


def test_an_empty_heading_is_told_and_waits_all_the_same():
    outcome = run(WrittenAnswer("\n", "markdown", "answers.md", 7))
    assert outcome.finding.what == "Nothing stands under this question's heading."
    assert outcome.finding.where == "found in answers.md, line 7"


def test_a_picture_alone_is_an_answer():
    outcome = run(WrittenAnswer("", "markdown", "answers.md", 7, ("plot.png",)))
    assert outcome.finding.what == "A person will read this answer."


def test_attachments_are_named_where_no_text_was_found():
    finding = run(attachments=("scan.pdf", "plot.png")).finding
    assert finding.what == (
        "No text was found under this question's number; a person will look into what was attached."
    )
    assert finding.where == "scan.pdf, plot.png"


def test_no_answer_is_told_with_what_would_be_found():
    outcome = run()
    assert outcome.finding.what == "No answer to this question was found in what was handed in."
    assert "under a heading with its question's number" in outcome.finding.advice
    assert "A person decides about what is missing." in outcome.finding.advice
    assert outcome.evidence == (Answer("", (), RUBRIC),)


def test_arrays_and_weights_are_no_place_to_read_in():
    names = {"params.npy": "array", "model.pt": "weights", "scan.pdf": "PDF"}
    attached = tuple(Attachment(name, kind) for name, kind in names.items())
    outcome = run(attachments=tuple(names), submission=Submission("ann", "x", Path(), attachments=attached))
    assert outcome.finding.where == "scan.pdf" and outcome.evidence == (Answer("", ("scan.pdf",), RUBRIC),)
    outcome = run(attachments=("params.npy",), submission=Submission("ann", "x", Path(), attachments=attached))
    assert outcome.finding.what == "No answer to this question was found in what was handed in."


def test_what_stands_under_no_known_number_is_no_missing_answer():
    written = WrittenAnswer("Because.", "markdown", "answers.md", 3)
    submission = Submission("ann", "x", Path(), documents=(written,)).read_for(["1a"])
    finding = run(submission=submission, attachments=("scan.pdf",)).finding
    assert finding.what == (
        "Something was written, but under no number that is known as this question's; a person will look into it."
    )
    assert finding.where == "answers.md, scan.pdf"
    assert finding.advice == "Put each answer under a heading with its question's number."
