"""What is really empty; in doubt nothing is."""

from dataclasses import replace

import pytest

from grader.checks.essay import NO_ANSWER, NOTHING_BELOW
from grader.grading.report import LeftOut
from grader.marking.blank import blanks
from grader.marking.decisions import decided
from grader.marking.queue import waiting
from grader.outcome import Answer, Finding, Outcome, Verdict
from tests.marking.work import RUBRIC, SIGNED, numbered, row, with_decisions


def nothing(what=NO_ANSWER, *evidence):
    return Outcome(Verdict.NEEDS_PERSON, 0.0, Finding(what), evidence)


def empty(one):
    """The checks of one row that are taken for empty."""
    return [piece.place.check for piece in blanks(waiting([one]), [one])]


@pytest.mark.parametrize("what", [NO_ANSWER, NOTHING_BELOW])
@pytest.mark.parametrize("evidence", [(), (Answer(" \n", (), RUBRIC),)])
def test_an_answer_without_a_word_is_empty(what, evidence):
    assert empty(row(answer=nothing(what, *evidence))) == ["why it falls"]


@pytest.mark.parametrize("answer", [
    nothing("Something was written, but under no number that is known as this question's; a person will look into it."),
    nothing("No text was found under this question's number; a person will look into what was attached."),
    nothing("It could not be read."),
    nothing(NOTHING_BELOW, Answer("", ("scan.png",))),
    nothing(NO_ANSWER, Answer("one word")),
    None,
])  # fmt: skip
def test_what_may_be_an_answer_is_not(answer):
    assert empty(row(answer=answer)) == []


@pytest.mark.parametrize(("left_out", "is_empty"), [
    ("answers.PDF", False), ("answers.md", False), ("code/hw.zip", False), ("hw.ipynb", False),
    ("hw.ipynb, cell 3, line 1", True), ("word2vec.py", True), ("model.npy", True),
])  # fmt: skip
def test_where_a_document_was_left_out_nothing_is_empty(left_out, is_empty):
    one = row(answer=nothing())
    one = replace(one, report=replace(one.report, left_out=(LeftOut(left_out, "It can't be read."),)))
    assert empty(one) == ["why it falls"] * is_empty


def test_below_an_empty_heading_an_attached_file_may_hold_the_answer():
    one = row(answer=nothing(NOTHING_BELOW))
    one = replace(one, report=replace(one.report, attachments=("scan.pdf",)))
    assert empty(one) == []


def test_what_somebody_marked_is_left_as_it_is():
    one = row(answer=nothing())
    [piece] = blanks(waiting([one]), [one])
    marked = with_decisions([one], numbered(decided(piece, "2", "", "", SIGNED)))
    assert blanks(waiting(marked), marked) == ()
