"""Pages of a class: what cannot be drawn or written is told, costs nobody else a page, and is made up for."""

import pytest

from grader.batch import pages, work
from grader.batch.pool import Here, Lost
from grader.batch.tasks import ToShow
from grader.store.store import Store
from tests.batch.classes import USUAL, SmallClass, small_class
from tests.slots import shared_slot


@pytest.fixture
def room(tmp_path, monkeypatch) -> SmallClass:
    made = small_class(tmp_path / "room", monkeypatch)
    made.hand_in(**{who: USUAL[who] for who in ("ann", "bob", "dan")})
    return made


def refuses(monkeypatch, name: str) -> None:
    """The disk refuses every page in that place."""
    real = pages.write_whole

    def write(path, text):
        if name in str(path):
            raise OSError(28, "No space left on device")
        real(path, text)

    monkeypatch.setattr(pages, "write_whole", write)


@pytest.mark.parametrize(("name", "where"), [("bob/", "bob/small.html"), ("class-", "class-small.html")])
def test_a_page_that_cannot_be_written_is_told_and_written_by_the_next_run(room, monkeypatch, name, where):
    with monkeypatch.context() as patch:
        refuses(patch, name)
        [finding] = room.run().not_written
    assert finding.what == "The machine refused to write a page: No space left on device."
    assert finding.where == str(room.out / where) and finding.advice.startswith("Make room or give permission there")
    assert room.scores() == {"ann": 3, "bob": 1, "dan": 0}
    others = room.pages()
    assert len(others) == (5 if name == "bob/" else 6)
    assert room.run().not_written == () and room.judged == []
    assert len(room.pages()) == 7 and {**room.pages(), **others} == room.pages()


def test_the_page_of_somebody_who_cannot_be_graded_any_more_is_laid_aside_until_there_is_a_new_one(room):
    room.run()
    before = room.pages()
    (room.folder / "bob" / "own.py").unlink()
    [told] = room.run().told.laid_aside
    assert told.where == str(room.out)
    assert told.what == (
        "Pages from before, of what is no longer there or can't be graded any more, were laid aside: bob."
    )
    assert told.advice == (
        "They end in `.before.html`, count for nothing, and go when there is a new page; their marks are kept."
    )
    after = room.pages()
    assert "bob/small.html" not in after and "bob/small.instructor.html" not in after
    assert after["bob/small.before.html"] == before["bob/small.html"]
    assert after["bob/small.before.instructor.html"] == before["bob/small.instructor.html"]
    assert b"bob/small" not in after["class-small.html"] and b"Nothing was handed in" in after["class-small.html"]
    assert room.run().told.laid_aside == () and room.pages() == after
    room.hand_in(bob=USUAL["bob"])
    room.run()
    assert room.judged == [] and room.pages() == before


def test_the_page_of_somebody_who_is_gone_is_laid_aside_and_nothing_else_is(room):
    room.run()
    (room.out / "bob" / "notes.html").write_text("mine", "utf-8")
    (room.out / "cid").mkdir()
    (room.out / "cid" / "small.html").write_text("mine", "utf-8")
    (room.folder / "bob" / "own.py").unlink()
    (room.folder / "bob").rmdir()
    room.run()
    there = {name for name in room.pages() if name.startswith(("bob/", "cid/"))}
    assert there == {"bob/small.before.html", "bob/small.before.instructor.html", "bob/notes.html", "cid/small.html"}


def test_a_page_that_was_laid_aside_and_touched_since_stays(room):
    room.run()
    (room.folder / "bob" / "own.py").unlink()
    room.run()
    (room.out / "bob" / "small.before.html").write_text("my notes", "utf-8")
    room.hand_in(bob=USUAL["bob"])
    room.run()
    assert {name for name in room.pages() if ".before" in name} == {"bob/small.before.html"}


def test_drafts_that_a_killed_run_left_are_gone_after_the_next_one(room):
    room.run()
    (room.out / ".draft-abcd_012.grade").write_text("{", "utf-8")  # killed over its last file
    room.run()
    assert not list(room.out.rglob(".draft-*"))
    (room.out / "bob" / "small.html").unlink()  # killed over a page
    (room.out / "bob" / ".draft-abcd_012.grade").write_text("<!doct", "utf-8")
    (room.out / "bob" / ".draft-notes").write_text("mine", "utf-8")
    room.run()
    assert [path.name for path in room.out.rglob(".draft-*")] == [".draft-notes"]


def test_a_process_that_ends_over_a_page_is_told(room):
    class Dies(Here):
        def run(self, tasks, at_once=None):
            for task in tasks:
                bobs = isinstance(task, ToShow) and task.who == "bob"
                yield from [Lost(task, "signal 9")] if bobs else super().run([task])

    [finding] = room.run(workers=lambda desks: Dies(desks, shared_slot())).not_written
    assert finding.what == "A page could not be drawn: the process that drew it ended."
    assert not (room.out / "bob").exists() and (room.out / "ann" / "small.html").is_file()
    assert room.run().not_written == () and (room.out / "bob" / "small.html").is_file()


def test_a_result_that_nobody_can_read_any_more_is_told_and_no_zero(room):
    room.run()
    with Store(room.store) as store:
        [bob] = [one for one in store.hand_ins(1) if one.who == "bob"]
        store._database.execute("UPDATE results SET report = x'00' WHERE key = ?", (bob.result,))
        store._database.execute("DELETE FROM said")
    room.run()
    assert room.scores() == {"ann": 3, "bob": None, "dan": 0}
    page = room.pages()["class-small.html"].decode()
    assert "A result in the store cannot be read by this version of the grader." in page
    room.run(fresh=True)
    assert room.scores() == {"ann": 3, "bob": 1, "dan": 0}


def test_a_page_is_drawn_again_by_another_program(room, monkeypatch):
    room.run()
    times = room.times()
    monkeypatch.setattr(pages, "of_grader", lambda: "other")
    room.run()
    assert room.judged == [] and all(room.times()[name] != time for name, time in times.items())


def test_both_pages_of_what_is_unreadable_are_a_problem_and_no_page():
    shown = work.show(ToShow(1, b"nothing", "ann", "", {}, ()))
    assert shown.problem and shown.problem.what.startswith("A result in the store cannot be read") and not shown.student
