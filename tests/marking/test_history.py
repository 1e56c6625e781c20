"""What became of every decision."""

from dataclasses import replace

from grader.marking.decisions import Signed, decided, withdrawn
from grader.marking.history import history, homeless, lines
from grader.marking.piece import pieces
from tests.marking.work import LOSS, SIGNED, numbered, piece, row, with_decisions

GIVEN = decided(piece(), "2", "Well put.", "", SIGNED)
LATER = decided(piece(), "3", "", "", Signed("bo", "2026-11-22T10:00:00+01:00"))


def became(events, rows):
    found = pieces(with_decisions(rows, events))
    return [entry.became for entry in history(numbered(*events), found)]


def test_a_decision_counts_until_another_replaces_it():
    assert became([GIVEN], [row()]) == ["counts"]
    assert became([GIVEN, LATER], [row()]) == ["replaced by #2 of bo", "counts"]


def test_what_was_withdrawn_is_told_with_by_whom():
    [one] = [one for one in pieces(with_decisions([row()], [GIVEN])) if one.given]
    gone = withdrawn(one, "", Signed("bo", ""))
    assert became([GIVEN, gone], [row()]) == ["withdrawn by #2 of bo", "nothing is decided by hand"]
    assert became([GIVEN, gone, LATER], [row()]) == ["withdrawn by #2 of bo", "replaced by #3 of bo", "counts"]


def test_an_answer_that_changed_is_told():
    assert became([GIVEN], [row(text="Another.")]) == ["counts, and the answer has changed since"]


def test_a_check_that_was_renamed_is_no_longer_on_the_sheet_and_its_decision_is_kept():
    renamed = [row(why="why it sinks")]
    assert became([GIVEN], renamed) == ["no longer on the sheet; kept, and counts again when it is back"]
    [event] = homeless(history(numbered(GIVEN), pieces(renamed)))
    assert event.comment == "Well put."
    assert became([GIVEN], [row()]) == ["counts"]


def test_a_hand_in_that_is_not_graded_now_is_told_otherwise():
    assert became([GIVEN], [row("bo")]) == [
        "nothing of that name is graded now; kept, and counts again when it is back"
    ]


def test_the_lines_hold_everything_that_was_decided():
    override = decided(piece(LOSS), "1", "", "the draw was unlucky", SIGNED)
    events = [replace(GIVEN, comment="two\nlines \x1b[2J"), override]
    found = pieces(with_decisions([row()], events))
    assert list(lines(history(numbered(*events), found))) == [
        "#1 2026-11-21T10:00:00+01:00, prof: 2 points, ann, word2vec, why: why it falls",
        "    counts",
        "    comment: two lines \\x1b[2J",
        "#2 2026-11-21T10:00:00+01:00, prof: 1 point, ann, word2vec, naive-softmax: loss",
        "    counts",
        "    reason: the draw was unlucky",
    ]
