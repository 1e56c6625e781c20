"""`grade diff`: whose marks changed between two runs, each with its reason, and the list of runs."""

import json

import pytest

from grader.batch import rests_on
from grader.store.event import Decision, Event
from grader.store.rows import HandIn
from grader.store.store import Store
from tests.batch.classes import HANGS, RIGHT, TWO, USUAL, WRONG, SmallClass, small_class
from tests.grading.sheet import REFERENCE, spec, values

pytestmark = pytest.mark.usefixtures("lent_slot")


@pytest.fixture
def room(tmp_path, monkeypatch) -> SmallClass:
    """A class that was graded once."""
    made = small_class(tmp_path / "room", monkeypatch)
    made.hand_in(**{who: USUAL[who] for who in ("ann", "bob", "dan")})
    made.run()
    return made


@pytest.fixture
def diff(grade, room):
    """diff(1, 2): what the command says of the room's store."""

    def ask(*words: object) -> str:
        ended = grade("diff", *words, "--store", room.store)
        assert (ended.code, ended.err) == (0, "")
        return ended.out

    return ask


BOB = ["    bob, small: 1 → 3", "        two: 0 → 2"]


def changes(told: str) -> list[str]:
    """All but the heading."""
    heading, _, rest = told.partition("\n")
    assert heading.startswith("run 1 (") and " to run 2 (" in heading, told
    return rest.strip().splitlines()


def test_runs_are_listed_with_what_they_graded(diff, room):
    with Store(room.store) as store:
        store.begin("2026-01-01T00:00:00+00:00", [], {}, [HandIn("ann", "small", 1, '{"where": ""}', "c")])
    first, second = diff().splitlines()
    assert first.split()[0] == "1" and first.endswith("3 of 3 graded  small")
    assert second == "   2  2026-01-01T00:00:00+00:00  0 of 1 graded, stopped early  small"


def test_where_nothing_changed_nobody_is_named(diff, room):
    room.run()
    assert diff(1, 2).strip().endswith("nobody's marks changed") and "\n" not in diff(1, 2).strip()


def test_a_changed_question_is_the_reason_for_its_own_points_alone(diff, room):
    spec(room.root, {**TWO, "two": [values("triple", 5)]})
    room.run()
    assert changes(diff(1, 2)) == [
        "the spec of question two changed: 1 person",
        "    ann, small: 3 → 6",
        "        two: 2 → 5",
    ]


def test_a_changed_reference_is_the_reason(diff, room):
    spec(room.root, TWO, reference=REFERENCE.replace("return 3 * x", "return 2 * x"))
    room.run()
    assert changes(diff(1, 2)) == [
        "the reference changed: 2 people",
        "    ann, small: 3 → 1", "        two: 2 → 0",
        "    bob, small: 1 → 3", "        two: 0 → 2",
    ]  # fmt: skip
    assert "marks of 2 people changed" in diff(1, 2)


def test_what_was_handed_in_anew_is_the_reason(diff, room):
    room.hand_in(bob=RIGHT)
    room.run()
    assert changes(diff(1, 2)) == ["what was handed in changed: 1 person", *BOB]
    assert "marks of 1 person changed" in diff(1, 2)


@pytest.mark.parametrize(
    ("part", "value", "why"),
    [
        ("of_grader", "other", "the grader's own source changed"),
        (
            "_versions",
            {**rests_on._versions(), "numpy": "9.0"},
            f"numpy is 9.0, and was {rests_on._versions()['numpy']}",
        ),
    ],
)
def test_another_program_is_the_reason(diff, room, monkeypatch, part, value, why):
    monkeypatch.setattr(rests_on, part, lambda: value)
    real = room.folder / "bob" / "own.py"
    real.write_text(RIGHT, "utf-8")
    room.run()
    assert changes(diff(1, 2)) == [f"what was handed in changed; {why}: 1 person", *BOB]


def test_another_seed_is_named_where_marks_changed_with_it(diff, room):
    room.hand_in(bob=RIGHT)
    room.seed = "a secret"
    room.run()
    told = changes(diff(1, 2))
    assert told[0].endswith("another seed was used: 1 person") and told[1:] == BOB
    assert "a secret" not in "\n".join(told)


def test_what_a_person_decided_counts_from_the_next_run_on(diff, room):
    with Store(room.store) as store:
        store.add([Event("bob", "small", "two", "triple", Decision.POINTS, 1.5, "nearly", "it is close", "me", "now")])
    assert diff(1, 1).strip().endswith("nobody's marks changed")
    told = ["a person decided: 1 person", "    bob, small: 1 → 2.5", "        two: 0 → 1.5"]
    assert diff(1).splitlines()[2:] == told
    room.run()
    assert changes(diff(1, 2)) == told


def test_who_comes_and_goes_is_told(diff, room):
    room.hand_in(zoe=WRONG)
    (room.folder / "bob" / "own.py").unlink()
    (room.folder / "bob").rmdir()
    room.run()
    told = changes(diff(1, 2))
    assert told[:2] == ["it is no longer among what was graded: 1 person", "    bob, small: 1 → not graded"]
    assert told[2:] == ["", "it was not handed in before: 1 person", "    zoe, small: not graded → 1"]


def test_one_reason_is_told_once_and_the_commonest_first(diff, room):
    room.hand_in(bob=RIGHT)
    spec(room.root, {**TWO, "one": [values("double", 4)]})
    room.run()
    assert changes(diff(1, 2)) == [
        "the spec of question one changed: 1 person", "    ann, small: 3 → 6", "        one: 1 → 4",
        "",
        "what was handed in changed; the spec of question one changed: 1 person",
        "    bob, small: 1 → 6", "        one: 1 → 4", "        two: 0 → 2",
    ]  # fmt: skip
    room.hand_in(zoe=RIGHT, yan=RIGHT, ann=WRONG)
    room.run()
    assert [line for line in diff(2, 3).splitlines()[2:] if line and not line.startswith(" ")] == [
        "it was not handed in before: 2 people", "what was handed in changed: 1 person",
    ]  # fmt: skip


def test_a_limit_that_was_hit_once_is_told_as_that(diff, room, monkeypatch):
    room.hand_in(zoe=HANGS)
    room.run()
    with Store(room.store) as store:  # as if it had been quick enough when it was tried again
        run = store.begin("now", [], store.runs()[-1].rests_on, store.hand_ins(2))
        zoe = next(one for one in store.hand_ins(2) if one.who == "zoe")
        ann = next(one for one in store.hand_ins(2) if one.who == "ann")
        store._database.execute("UPDATE hand_ins SET result = ? WHERE run = ? AND who = 'zoe'", (ann.result, run))
    assert zoe.result != ann.result
    told = diff(2, 3)
    assert "it was run again and came out otherwise: 1 person\n    zoe, small: 2 → 3\n" in told


def test_json_says_the_same(diff, room):
    room.hand_in(bob=RIGHT)
    room.run()
    [one] = json.loads(diff(1, 2, "--json"))
    assert (one["who"], one["slug"], one["before"], one["after"]) == ("bob", "small", 1, 3)
    assert one["questions"] == [{"question": "two", "before": 0, "after": 2}] and one["why"] == [
        "what was handed in changed"
    ]


def test_a_run_that_is_none_is_the_users_mistake(grade, room):
    ended = grade("diff", 7, "--store", room.store)
    assert ended.code == 2
    assert ended.err == "There is no run 7.\n  try:   There are the runs 1 to 1. `grade diff` lists them.\n"


def test_no_store_is_told(grade, tmp_path):
    ended = grade("diff", "--store", tmp_path / "none")
    assert ended.code == 2 and ended.err.startswith("There is no store of results here.\n")
    assert not (tmp_path / "none").exists()


def test_a_name_cannot_move_the_cursor(grade, room, monkeypatch):
    with Store(room.store) as store:
        run = store.begin(
            "now", [], store.runs()[0].rests_on, [HandIn("\x1b[2Jann", "small", 1, '{"where": ""}', "c", "k")]
        )
        store._database.execute(
            "UPDATE hand_ins SET result = (SELECT result FROM hand_ins WHERE who = 'ann') WHERE run = ?", (run,)
        )
    out = grade("diff", 1, 2, "--store", room.store).out
    assert "\x1b" not in out and "[2Jann, small: not graded → 3" in out
