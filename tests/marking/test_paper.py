"""A piece as lines: readable, bounded, and harmless."""

from grader.marking.decisions import decided
from grader.marking.paper import MOST_CHARACTERS, answer_text, given, heading, listed, rubric
from grader.marking.piece import pieces
from grader.marking.queue import waiting
from grader.outcome import Outcome, Verdict
from tests.marking.work import GRADIENT, SIGNED, essay, piece, row, with_decisions


def answer(**more):
    return list(answer_text(piece(**more), 40))


def test_the_heading_says_whose_it_is_what_is_asked_and_why_it_waits():
    assert list(heading(piece(name="Ann Lee"), 80)) == [
        "Ann Lee (ann)",
        "1(c) Why: why it falls, out of 3 points",
        "A person will read this answer. (found in answers.md, line 3)",
    ]
    assert next(iter(heading(piece().unnamed(), 80))).startswith("1(c)")


def test_lines_are_wrapped_and_keep_their_begin():
    assert answer(text="One\n\n    indented and rather long words in a row\nend") == [
        "One", "", "    indented and rather long words in a", "    row", "end",
    ]  # fmt: skip


def test_nothing_that_was_written_moves_the_cursor():
    for line in answer(text="a\x1b[2J\rb\u202e"):
        assert line.isprintable()
    assert answer(text="a\x1b[2J\rb") == ["a\\x1b[2J\\rb"]
    assert answer(answer=essay("x", attachments=("a\x1b.png",))) == ["x", "attached: a\\x1b.png"]


def test_a_text_without_end_is_bounded():
    lines = answer(text="x " * MOST_CHARACTERS)
    assert lines[-1] == "… and 100,000 more characters stand in what was handed in."
    assert sum(map(len, lines)) < MOST_CHARACTERS + 5000


def test_no_answer_is_told():
    assert answer(answer=Outcome(Verdict.NEEDS_PERSON)) == answer(text=" \n") == ["No answer was found."]


def test_a_derivation_shows_what_became_of_each_step_and_what_was_written():
    lines = list(answer_text(piece(GRADIENT), 80))
    assert any("a sign is wrong" in line for line in lines) and any("it cannot be read" in line for line in lines)
    assert lines[-2:] == ["", "$a = b$"]


def test_the_rubric_has_a_letter_and_points_for_each_criterion():
    assert list(rubric(piece(), 80)) == ["a    1  names the loss", "c  1.5  says why", "d  0.5  an example"]


def test_a_rubric_of_more_criteria_than_letters_is_shown_all_the_same():
    many = tuple((f"criterion {number}", 1.0) for number in range(30))
    assert len(list(rubric(piece(answer=essay(rubric=many)), 80))) == 30


def test_what_was_given_before_is_told_with_whether_the_answer_changed():
    event = decided(piece(), "2", "Well put.", "", SIGNED)
    [one] = [one for one in pieces(with_decisions([row(text="New.")], [event])) if one.given]
    assert given(one) == "Given before: 2 of 3 points by prof: “Well put.” The answer has changed since."
    assert given(one.unnamed()) == "Given before: 2 of 3 points: “Well put.” The answer has changed since."
    assert given(piece()) == ""


def test_the_list_has_a_line_for_each_check_and_for_each_piece():
    assert list(listed(waiting([row("ann"), row("bo")]))) == [
        "word2vec, 1(c) Why: why it falls, out of 3 points",
        "    Ann (ann): A person will read this answer.",
        "    Bo (bo): A person will read this answer.",
        "word2vec, 2b Gradients: the gradient, out of 4 points",
        "    Ann (ann): A formula could not be read.",
        "    Bo (bo): A formula could not be read.",
        "4 answers wait for a person, 2 questions.",
    ]
    assert list(listed(())) == ["Nothing waits for a person."]
    assert "    somebody: A person will read this answer." in list(listed(waiting([row("ann")], "a secret")))
