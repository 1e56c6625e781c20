"""One person at a queue: everything is kept at once, and somebody else may sit at the same queue."""

import sqlite3

import pytest

from grader.marking.decided import in_force
from grader.marking.piece import pieces
from grader.marking.queue import waiting
from grader.marking.sitting import Sitting, said
from grader.mistake_of_user import UserMistake
from grader.store.event import Decision
from grader.store.store import Store
from tests.marking.work import GRADIENT, SIGNED, WHY, row, with_decisions


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "grades.sqlite") as opened:
        yield opened


@pytest.fixture
def sitting(store):
    return Sitting(waiting([row("ann"), row("bo")]), store, lambda: SIGNED)


def points(store):
    return {(who, check): event.points for (who, _), each in in_force(store.events()).items()
            for (_, check), event in each.items()}  # fmt: skip


def told(action):
    with pytest.raises(UserMistake) as caught:
        action()
    finding = caught.value.finding
    return finding.what, finding.where, finding.advice


def test_one_after_the_other_until_the_end(sitting, store):
    assert sitting.progress == "1 of 4"
    sitting.decide("2", "good", "")
    assert (sitting.current.place.who, sitting.progress) == ("bo", "2 of 4")
    sitting.skip()
    sitting.decide("4", "", "")
    sitting.decide("0", "", "")
    assert sitting.current is None and sitting.decided == 3 and sitting.changed
    assert points(store) == {("ann", WHY): 2, ("ann", GRADIENT): 4, ("bo", GRADIENT): 0}


def test_every_decision_is_kept_at_once(sitting, store):
    sitting.decide("2", "good", "")
    with Store(store.path, writable=False) as other:
        assert [event.comment for event in other.events()] == ["good"]


def test_a_slip_keeps_nothing_and_stays(sitting, store):
    assert told(lambda: sitting.decide("9", "", ""))[0] == "9 is more than the 3 points that this check is worth."
    assert sitting.progress == "1 of 4" and store.events() == [] and not sitting.changed


def test_back_shows_what_was_given_and_may_be_decided_anew(sitting, store):
    sitting.decide("2", "good", "")
    sitting.back()
    assert sitting.current.given.points == 2 and sitting.current.given.comment == "good"
    sitting.decide("1", "less good", "")
    assert points(store) == {("ann", WHY): 1} and len(store.events()) == 2
    assert sitting.decided == 1


def test_there_is_nothing_before_the_first(sitting):
    assert told(sitting.back) == ("This is the first one.", "", "`s` skips it, `q` ends.")


def test_undo_takes_back_the_last_decision_and_goes_there(sitting, store):
    sitting.decide("2", "", "")
    sitting.skip()
    assert sitting.undo().points == 2
    assert sitting.progress == "1 of 4" and sitting.current.given is None
    assert [event.decision for event in store.events()] == [Decision.POINTS, Decision.WITHDRAWN] and not points(store)
    assert sitting.decided == 0 and sitting.changed


def test_undo_brings_back_what_was_decided_before(store):
    Sitting(waiting([row("ann")]), store, lambda: SIGNED).decide("2", "before", "")
    changed = with_decisions([row("ann", text="New.")], store.events())
    sitting = Sitting(waiting(changed), store, lambda: SIGNED)
    sitting.decide("3", "now", "")
    sitting.undo()
    assert sitting.current.given.comment == "before" and sitting.current.given.changed_since
    assert points(store) == {("ann", WHY): 2} and len(store.events()) == 3


def test_several_decisions_are_taken_back_one_by_one(sitting, store):
    for typed in ("1", "2", "3"):
        sitting.decide(typed, "", "")
    for left in (2, 1, 0):
        sitting.undo()
        assert len(points(store)) == left
    what, _, advice = told(sitting.undo)
    assert what == "Nothing was decided in this sitting, so there is nothing to take back."
    assert advice == "`b` goes back; `grade mark --withdraw` takes back what was earlier."


def test_two_people_at_one_queue_are_both_kept_and_the_last_counts(sitting, store):
    with Store(store.path) as other:
        second = Sitting(waiting([row("ann"), row("bo")]), other, lambda: SIGNED)
        sitting.decide("1", "first", "")
        second.skip()
        second.back()
        assert second.meanwhile().points == 1
        second.decide("2", "second", "")
    assert points(store) == {("ann", WHY): 2} and len(store.events()) == 2


def test_what_somebody_else_marked_meanwhile_is_told_once(store):
    queue = waiting([row("ann")])
    mine, theirs = Sitting(queue, store, lambda: SIGNED), Sitting(queue, store, lambda: SIGNED)
    assert mine.meanwhile() is None
    theirs.decide("1", "", "")
    assert said(mine.meanwhile(), mine.current) == "1 of 3" and mine.meanwhile() is None
    assert theirs.progress == "2 of 2" and theirs.meanwhile() is None


def test_undo_never_takes_back_what_somebody_else_decided(store):
    queue = waiting([row("ann")])
    mine, theirs = Sitting(queue, store, lambda: SIGNED), Sitting(queue, store, lambda: SIGNED)
    mine.decide("1", "", "")
    theirs.decide("2", "", "")
    assert told(mine.undo) == (
        "That was decided again by prof meanwhile, so it was left as it is.",
        "ann, word2vec, 1(c): why it falls",
        "`grade mark --history` shows both.",
    )
    assert points(store) == {("ann", WHY): 2}


def test_no_decision_is_ever_changed_or_removed(sitting, store):
    for typed in ("1", "2"):
        sitting.decide(typed, "", "")
    before = store.events()
    sitting.undo()
    assert store.events()[:2] == before
    for statement in ("UPDATE events SET points = 3", "DELETE FROM events"):
        with sqlite3.connect(store.path) as other, pytest.raises(sqlite3.IntegrityError, match="superseded, never"):
            other.execute(statement)
        other.close()
    assert store.events()[:2] == before


def test_everything_in_a_queue_can_be_marked(store):
    queue = tuple(pieces([row()]))
    sitting = Sitting(queue, store, lambda: SIGNED)
    for _ in queue:
        sitting.decide("1", "", "looked at")
    assert len(points(store)) == 3
