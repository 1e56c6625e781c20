"""What waits, and in which order it is read."""

from dataclasses import replace

from grader.marking.decisions import decided
from grader.marking.piece import pieces
from grader.marking.queue import waiting
from grader.outcome import Outcome, Verdict
from grader.policy.gradebook import Row, Standing
from grader.submission.person import Person
from tests.marking.work import GRADIENT, LOSS, SIGNED, WHY, piece, row, with_decisions


def places(queue):
    return [(one.place.who, one.place.check) for one in queue]


def test_all_answers_to_one_question_are_read_in_a_row_in_the_order_of_the_sheet():
    queue = waiting([row("bo"), row("ann"), row("cy", slug="lstm")])
    assert places(queue) == [
        ("bo", WHY), ("ann", WHY), ("bo", GRADIENT), ("ann", GRADIENT), ("cy", WHY), ("cy", GRADIENT),
    ]  # fmt: skip


def test_assignments_of_one_person_do_not_tear_a_question_apart():
    queue = waiting([row("ann"), row("ann", slug="lstm"), row("bo"), row("bo", slug="lstm")])
    assert [(one.place.slug, one.place.who) for one in queue if one.place.check == WHY] == [
        ("word2vec", "ann"), ("word2vec", "bo"), ("lstm", "ann"), ("lstm", "bo"),
    ]  # fmt: skip


def test_a_piece_tells_whose_it_is_the_question_the_answer_the_rubric_and_why_it_waits():
    one = piece(name="Ann Lee")
    assert (one.called, one.number, one.title, one.mark.points) == ("Ann Lee (ann)", "1(c)", "Why", 3)
    assert one.answer.text == "It falls." and one.rubric[0] == ("names the loss", 1.0)
    assert one.finding.what == "A person will read this answer." and one.given is None
    assert piece(GRADIENT).number == "2b"


def test_whom_intake_has_told_apart_is_named_once():
    (one, *_) = waiting([row("Ann Lee (4101)", name="Ann Lee")])
    assert one.called == "Ann Lee (4101)"


def test_what_is_marked_waits_no_longer_and_comes_back_when_the_answer_changes():
    event = decided(piece(), "2", "", "", SIGNED)
    assert WHY not in [check for _, check in places(waiting(with_decisions([row()], [event])))]
    [again] = [one for one in waiting(with_decisions([row(text="Something else.")], [event])) if one.place.check == WHY]
    assert again.given.changed_since and again.given.points == 2


def test_an_override_of_a_computed_mark_comes_back_when_what_was_computed_changes():
    event = decided(piece(LOSS), "2", "", "the reference was wrong", SIGNED)
    assert LOSS not in [check for _, check in places(waiting(with_decisions([row()], [event])))]
    changed = row(computed=Outcome(Verdict.FAILED))
    assert LOSS in [check for _, check in places(waiting(with_decisions([changed], [event])))]


def test_nobody_reads_what_is_excused_or_what_is_not_there():
    missing = Row("di", "word2vec", "Word vectors", Person("Di"), Standing.MISSING, 9)
    assert waiting([row(standing=Standing.EXCUSED), missing]) == ()


def test_the_work_of_a_group_is_read_once_and_names_its_members():
    team = [row("alee", handed_in_as="team-1", name="Ann Lee"), row("bray", handed_in_as="team-1", name="Bo Ray")]
    queue = waiting(team)
    assert places(queue) == [("team-1", WHY), ("team-1", GRADIENT)]
    assert queue[0].called == "Ann Lee, Bo Ray (team-1)"
    excused = [replace(team[0], standing=Standing.EXCUSED), team[1]]
    assert len(waiting(excused)) == 2


def test_many_members_are_not_all_named():
    team = [row(f"p{number}", handed_in_as="team", name=f"P {number}") for number in range(6)]
    assert waiting(team)[0].called == "P 0, P 1, P 2, P 3 and 2 more (team)"


def test_unnamed_answers_come_in_an_order_of_their_own_for_each_question():
    rows = [row(f"p{number:02}") for number in range(20)]
    queue = waiting(rows, "a secret")
    assert all(one.called == "" and not one.people for one in queue)
    orders = {check: [one.place.who for one in queue if one.place.check == check] for check in (WHY, GRADIENT)}
    assert sorted(orders[WHY]) == [one.who for one in rows] and orders[WHY] != orders[GRADIENT]
    assert orders[WHY] not in (sorted(orders[WHY]), sorted(orders[WHY], reverse=True))
    assert [one.place.check for one in queue] == [WHY] * 20 + [GRADIENT] * 20


def test_the_order_of_unnamed_answers_rests_on_the_secret_alone():
    rows = [row(f"p{number:02}") for number in range(20)]
    assert waiting(rows, "a secret") == waiting(rows[::-1], "a secret") != waiting(rows, "another secret")


def test_hostile_names_are_shown_harmless():
    one = piece(who="a\x1b[2Jb", name="x\ny")
    assert one.called == "x\\ny (a\\x1b[2Jb)"


def test_every_check_is_a_piece_whether_it_waits_or_not():
    assert [one.place.check for one in pieces([row()])] == [LOSS, WHY, GRADIENT]
