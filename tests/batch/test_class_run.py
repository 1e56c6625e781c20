"""A class is graded once: what is known is neither run nor written again, whatever way it came about."""

import shutil
from dataclasses import replace

import pytest

from grader.batch import coordinator, rests_on, work
from grader.batch.changes import changes
from grader.batch.pool import Here, LocalWorkers, Lost
from grader.batch.tasks import ToGrade
from grader.outcome import Verdict
from grader.store.store import Store
from tests.batch.classes import HANGS, NEITHER, RIGHT, TWO, USUAL, SmallClass, small_class
from tests.grading.sheet import REFERENCE, spec, values
from tests.slots import shared_slot

POINTS = {"ann": 3.0, "bob": 1.0, "cid": 3.0, "dan": 0.0, "eve": 0.0}


@pytest.fixture
def room(tmp_path, monkeypatch) -> SmallClass:
    made = small_class(tmp_path / "room", monkeypatch)
    made.hand_in(**USUAL)
    return made


@pytest.fixture
def afresh(monkeypatch):
    """afresh(room): the same class and specs, graded in a folder where nothing is known."""

    def graded(room: SmallClass) -> SmallClass:
        root = room.root.parent / f"{room.root.name}-afresh"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        for name in ("class", "specs", "data"):
            if (room.root / name).is_dir():
                shutil.copytree(room.root / name, root / name)
        made = replace(room, root=root, judged=room.judged, data=root / "data" if room.data else None)
        made.run()
        return made

    return graded


# ---- what is known
def test_everybody_has_a_result_and_pages_and_equal_hand_ins_are_run_once(room):
    ran = room.run().ran
    assert room.scores() == POINTS
    assert room.judged == ["double", "triple"] * 4  # ann and cid are one
    assert (ran.total, ran.known, len(ran.timings)) == (5, 0, 4)
    assert {name.partition("/")[0] for name in room.pages()} == {*POINTS, "class-small.html"}
    ann, cid = (room.pages()[f"{who}/small.html"] for who in ("ann", "cid"))
    assert ann.replace(b"ann", b"cid") == cid


def test_a_second_run_runs_nothing_and_writes_nothing(room):
    room.run()
    pages, times = room.pages(), room.times()
    made = room.run()
    assert (room.judged, room.asked, made.ran.known) == ([], [], 5)
    assert (room.pages(), room.times()) == (pages, times)


def test_the_same_class_comes_out_the_same_whatever_it_is_run_by(room, afresh):
    room.run()
    pages = room.pages()
    other = afresh(room)
    assert other.pages() == pages
    shutil.rmtree(other.out)
    other.store.unlink()
    other.run(paths=[other.folder / who for who in ("eve", "cid", "bob", "ann", "dan")])
    assert other.pages() == pages
    other.run(fresh=True)
    assert other.judged == ["double", "triple"] * 4 and other.pages() == pages


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_same_class_comes_out_the_same_with_any_number_of_workers(room, jobs):
    room.run()
    pages, reports = room.pages(), room.reports()
    room.store.unlink()
    shutil.rmtree(room.out)
    room.run(workers=lambda desks: LocalWorkers(desks, jobs))
    assert (room.pages(), room.reports()) == (pages, reports)


class Stops(Here):
    """Ends the run, as Ctrl-C does, after so many hand-ins."""

    after = 2

    def run(self, tasks, at_once=None):
        for number, answer in enumerate(super().run(tasks, at_once)):
            if number == self.after:
                raise KeyboardInterrupt
            yield answer


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_run_that_was_stopped_goes_on_and_comes_out_the_same(room, afresh, monkeypatch, after):
    monkeypatch.setattr(Stops, "after", after)
    with pytest.raises(KeyboardInterrupt):
        room.run(workers=lambda desks: Stops(desks, shared_slot()))
    stopped = room.scores()
    assert len([one for one in stopped.values() if one is None]) >= 4 - after
    assert set(room.problems().values()) == {""}  # not graded, and no zero
    kept = len(room.judged)
    room.run()
    again = len(room.judged)
    assert again == 8 - 2 * after and again + kept - 2 * (kept > 2 * after) == 8
    assert room.scores() == POINTS
    assert room.pages() == afresh(room).pages()


def test_pages_that_are_gone_or_were_touched_are_written_again_and_nothing_is_run(room):
    room.run()
    pages = room.pages()
    (room.out / "ann" / "small.html").unlink()
    (room.out / "bob" / "small.instructor.html").write_text("all points", "utf-8")
    times = room.times()
    room.run()
    assert room.judged == [] and room.pages() == pages
    same = {name for name, time in times.items() if room.times()[name] == time}
    assert {name.partition("/")[0] for name in same} >= {"cid", "dan", "eve"} and len(same) in (6, 7)
    (room.out / "class-small.html").unlink()
    room.run()
    assert room.judged == [] and room.pages() == pages


# ---- what has changed
def must_run(room: SmallClass, afresh, judged: list[str]) -> None:
    """After a change exactly these checks run, and everything is as it is where nothing was known."""
    room.run()
    assert sorted(room.judged) == sorted(judged)
    pages = room.pages()
    assert afresh(room).pages() == pages
    room.run()
    assert room.judged == []


def test_one_changed_question_is_run_alone_for_everybody(room, afresh):
    room.run()
    spec(room.root, {**TWO, "two": [values("triple", 5)]})
    must_run(room, afresh, ["triple"] * 4)
    assert room.scores() == {**POINTS, "ann": 6.0, "cid": 6.0}


def test_what_has_a_second_chance_is_run_again_only_where_something_else_is_wrong(room, afresh):
    room.hand_in(fay="def double(x): return x\ndef triple(x): return double(x) + x\n")
    room.run()
    assert room.scores()["fay"] == 2
    spec(room.root, {**TWO, "one": [values("double", 4)]})
    must_run(room, afresh, ["double"] * 5)


def test_a_question_that_is_new_or_gone_leaves_the_others_as_they_are(room, afresh):
    room.run()
    spec(room.root, {"one": TWO["one"], "three": [values("triple", 1, title="three times")]})
    room.run()
    assert set(room.judged) <= {"double", "three times"}
    pages = room.pages()
    assert afresh(room).pages() == pages


@pytest.mark.parametrize(
    ("before", "after"), [("title: Small", "title: Other"), ("title: Question one", "title: Other"),
                          ("slug: small", "slug: small\ndue: Other")]
)  # fmt: skip
def test_what_only_stands_on_a_page_runs_nothing_when_it_changes(room, afresh, before, after):
    room.run()
    sheet = room.root / "specs" / "small" / "assignment.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace(before, after), "utf-8")
    must_run(room, afresh, [])
    assert all(b"Other" in page for name, page in room.pages().items() if name != "class-small.html")


def test_a_comment_in_a_spec_runs_nothing_and_writes_nothing(room):
    room.run()
    times = room.times()
    sheet = room.root / "specs" / "small" / "assignment.yaml"
    sheet.write_text("# a comment\n" + sheet.read_text("utf-8"), "utf-8")
    room.run()
    assert room.judged == [] and room.times() == times


EVERYTHING = ["double", "triple"] * 4


def test_a_changed_reference_runs_everything_again(room, afresh):
    room.run()
    spec(room.root, TWO, reference=REFERENCE.replace("return 3 * x", "return 2 * x"))
    must_run(room, afresh, EVERYTHING)
    assert room.scores() == {**POINTS, "ann": 1.0, "bob": 3.0, "cid": 1.0}


@pytest.mark.parametrize("folder", ["given", "drivers"])
def test_a_changed_file_beside_the_spec_runs_everything_again(room, afresh, folder):
    place = room.root / "specs" / "small" / folder
    place.mkdir()
    (place / "tools.py").write_text("SCALE = 1\n", "utf-8")
    room.run()
    (place / "tools.py").write_text("SCALE = 2\n", "utf-8")
    must_run(room, afresh, EVERYTHING)


def test_another_seed_runs_everything_again(room, afresh):
    room.run()
    room.seed = "a secret"
    must_run(room, afresh, EVERYTHING)


def test_another_limit_runs_everything_again(room, afresh):
    room.run()
    spec(room.root, TWO, call=2)
    must_run(room, afresh, EVERYTHING)


def test_what_one_person_hands_in_anew_is_run_alone(room, afresh):
    room.run()
    room.hand_in(bob=RIGHT + "# mended\n")
    must_run(room, afresh, ["double", "triple"])
    assert room.scores()["bob"] == 3


def test_what_somebody_hands_in_that_another_one_did_is_known(room, afresh):
    room.run()
    room.hand_in(bob=RIGHT)
    must_run(room, afresh, [])
    assert room.scores()["bob"] == 3


def test_who_comes_later_is_run_alone(room, afresh):
    room.run()
    room.hand_in(fay=NEITHER)
    must_run(room, afresh, ["double", "triple"])


@pytest.mark.parametrize("part", ["of_grader", "_of_reference", "_versions"])
def test_another_program_runs_everything_again(room, monkeypatch, part):
    room.run()
    other = {**rests_on._versions(), "numpy": "9"} if part == "_versions" else "other"
    monkeypatch.setattr(rests_on, part, lambda: other)
    room.run()
    assert room.judged == EVERYTHING


# ---- limits, and faults of ours
def moody(room: SmallClass) -> None:
    """A reference that is broken while a file is there."""
    flag = room.root / "flag"
    fails = f"""
    import os
    def double(x):
        if os.path.exists({str(flag)!r}): raise ValueError("not today")
        return 2 * x
    def triple(x): return 3 * x
    """
    spec(room.root, TWO, reference=fails)
    flag.touch()


def test_what_broke_is_run_again_each_time_and_what_it_says_then_counts(room, afresh):
    moody(room)
    assert room.run().told.broken
    assert {who: report.excluded for who, report in room.reports().items() if report.excluded} != {}
    first = room.pages()
    assert room.run().told.broken and "double" in room.judged and "triple" not in room.judged[:1]
    assert room.pages() == first
    (room.root / "flag").unlink()
    made = room.run()
    assert "double" in room.judged and not made.told.broken
    assert room.scores() == POINTS
    assert room.pages() == afresh(room).pages() != first
    with Store(room.store) as store:
        runs = store.runs()
        assert changes(store, runs[0], runs[1]) == ()
        told = changes(store, runs[1], runs[2])
    assert "ann" in {one.who for one in told}
    assert {why for one in told for why in one.why} == {"it was run again and came out otherwise"}
    room.run()
    assert room.judged == []


def test_a_hand_in_that_hits_a_limit_beside_others_is_tried_once_more_alone(room):
    spec(room.root, TWO, call=0.3)
    room.hand_in(fay=HANGS, gil="def double(x): return x.repeat(10 ** 12)\ndef triple(x): return 3 * x\n")
    tries: list[tuple[tuple[str, ...], int | None]] = []

    class Crowded(Here):
        crowded = True

        def run(self, tasks, at_once=None):
            there = list(tasks)
            tries.append((tuple(task.found.who for task in there if isinstance(task, ToGrade)), at_once))
            yield from super().run(there, at_once)

    room.run(workers=lambda desks: Crowded(desks, shared_slot()))
    hit = {one for name, report in room.reports().items() for question in report.questions for mark in question.marks
           if mark.outcome.verdict in (Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY) for one in [name]}  # fmt: skip
    assert "fay" in hit
    assert tries[0] == (("ann", "bob", "dan", "eve", "fay", "gil"), None)
    assert set(tries[1][0]) == hit and tries[1][1] == 1
    pages = room.pages()
    room.run()  # and once more in each run, with the same end
    assert room.judged and set(room.judged) <= {"double", "triple"} and room.pages() == pages


def test_who_alone_hit_a_limit_is_not_tried_twice(room):
    spec(room.root, TWO, call=0.3)
    shutil.rmtree(room.folder)
    room.hand_in(fay=HANGS)
    room.run()
    assert room.judged == ["double", "triple"]
    assert room.scores()["fay"] == 2


# ---- one broken hand-in
def test_a_fault_of_ours_stops_nobody_else_and_is_no_zero(room, monkeypatch):
    real = work.grade_again

    def fails(desk, submission, slot, known):
        if submission.who == "bob":
            raise RuntimeError("ours")
        return real(desk, submission, slot, known)

    monkeypatch.setattr(work, "grade_again", fails)
    made = room.run()
    assert room.scores() == {**POINTS, "bob": None}
    [(who, slug, why)] = made.not_graded
    assert (who, slug) == ("bob", "small")
    assert why.what == "Something failed on our side: RuntimeError. No mark is lost by it."
    assert room.problems() == {"bob": why.what}
    assert not (room.out / "bob").exists() and b"bob" in room.pages()["class-small.html"]
    monkeypatch.setattr(work, "grade_again", real)
    assert room.run().not_graded == () and room.judged == ["double", "triple"]
    assert room.scores() == POINTS


def test_an_empty_hand_in_is_told_and_neither_a_zero_nor_a_fault_of_ours(room):
    for who in ("fay", "gus"):
        (room.folder / who).mkdir()
    (room.folder / "hal.zip").write_bytes(b"damaged")
    (room.folder / "ivy").mkdir()
    (room.folder / "ivy" / "notes.txt").write_text("later", "utf-8")
    made = room.run()
    assert room.scores() == {**POINTS, "fay": None, "gus": None, "hal": None, "ivy": 0.0}
    assert [(who, why.where) for who, _, why in made.nothing_came] == [
        ("fay", str(room.folder / "fay")), ("gus", str(room.folder / "gus")), ("hal", str(room.folder / "hal.zip")),
    ]  # fmt: skip
    assert made.not_graded == () and not (room.out / "fay").exists()
    assert "Nothing was handed in" in room.problems()["gus"]
    again = room.run()
    assert again.nothing_came == made.nothing_came and room.judged == []
    (room.folder / "hal.zip").unlink()
    assert room.run().ran.timings == []  # an empty folder is not run, and not once again each time
    room.hand_in(fay=RIGHT)
    room.run()
    assert room.scores()["fay"] == 3.0 and room.judged == []  # what ann handed in is known


def test_a_hand_in_that_changes_while_it_is_read_is_told(room, monkeypatch):
    real = work.content_of
    monkeypatch.setattr(work, "content_of", lambda found: "other" if found.who == "bob" else real(found))
    [(who, _, why)] = room.run().not_graded
    assert who == "bob" and why.what == "The files of this hand-in changed while they were read."
    assert why.advice == "Run the same command again when nobody writes there." and room.scores()["bob"] is None


def test_a_hand_in_that_cannot_be_read_is_told(room, monkeypatch):
    real = coordinator.content_of

    def refuses(found):
        if found.who == "bob":
            raise PermissionError(13, "Permission denied", str(found.path))
        return real(found)

    monkeypatch.setattr(coordinator, "content_of", refuses)
    [(who, _, why)] = room.run().not_graded
    assert (who, why.what) == ("bob", "This hand-in cannot be read: Permission denied.")
    assert why.advice == "Give permission to read it, and run the same command again."
    assert room.scores() == {**POINTS, "bob": None}
    monkeypatch.setattr(coordinator, "content_of", real)
    room.run()
    assert room.judged == ["double", "triple"] and room.scores() == POINTS


def test_a_full_disk_where_it_is_copied_is_the_machines(room, monkeypatch):
    real = work.load

    def full(found, *more, **named):
        if found.who == "bob":
            raise OSError(28, "No space left on device")
        return real(found, *more, **named)

    monkeypatch.setattr(work, "load", full)
    [(_, _, why)] = room.run().not_graded
    assert why.what == "The machine refused: No space left on device."
    assert why.advice.startswith("Make room") and room.scores() == {**POINTS, "bob": None}


class Killed(Here):
    """Workers of which one dies over bob, `times` times."""

    crowded = True
    times = 1

    def run(self, tasks, at_once=None):
        for task in list(tasks):
            if getattr(task, "key", None) and task.found.who == "bob" and self.times:
                self.times -= 1
                yield Lost(task, "signal 9")
            else:
                yield from super().run([task], at_once)


def test_what_killed_its_worker_is_tried_alone_and_has_its_result(room, afresh):
    assert room.run(workers=lambda desks: Killed(desks, shared_slot())).not_graded == ()
    assert room.scores() == POINTS and room.pages() == afresh(room).pages()


def test_what_killed_its_worker_twice_is_recorded_as_that(room, monkeypatch):
    monkeypatch.setattr(Killed, "times", 2)
    [(who, _, why)] = room.run(workers=lambda desks: Killed(desks, shared_slot())).not_graded
    assert who == "bob" and "ended twice (signal 9), the second time with nothing beside it" in why.what
    assert why.where and why.advice.startswith("Look at it by hand")
    assert room.scores() == {**POINTS, "bob": None}
    assert room.run().not_graded == () and room.scores() == POINTS
