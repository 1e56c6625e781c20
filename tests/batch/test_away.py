"""What is graded on another machine: the same as here, in the words of whoever sent it, or refused."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.batch.away import Away, NoRoom
from grader.batch.datasets import Datasets
from grader.batch.desks import Desks
from grader.batch.errand import Errand
from grader.batch.parcel import Packed, Parcel, packed
from grader.batch.pool import Here, Stopped
from grader.batch.rests_on import rests_on
from grader.batch.same_program import Other, drawn_with
from grader.batch.tasks import Graded, ToGrade, ToShow, content_of
from grader.batch.work import Bench
from grader.grading.seed import PUBLIC, Seed
from grader.submission.find import Found
from tests.grading.sheet import hand_in, spec, values
from tests.slots import shared_slot


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return Desks(Seed(PUBLIC, secret=False), spec(tmp_path, {"one": [values("double")]}))


@pytest.fixture
def away(desks: Desks, tmp_path: Path) -> Iterator[Away]:
    (tmp_path / "home").mkdir()
    with Bench(desks, shared_slot()) as bench:
        yield Away(desks, shared_slot(), bench, tmp_path / "home")


@pytest.fixture
def task(desks: Desks, tmp_path: Path) -> ToGrade:
    return keyed(desks, Found("alice", "small", hand_in(tmp_path, own="def double(x): return 2 * x\n")))


def keyed(desks: Desks, found: Found, content: str = "") -> ToGrade:
    content = content or content_of(found)
    rests = rests_on(desks.desk("small"), shared_slot().level, Datasets({}))
    return ToGrade(4, rests.whole(content), found, content)


def test_a_hand_in_gets_the_result_that_it_gets_here_and_nothing_of_it_stays(
    away: Away, desks: Desks, task: ToGrade, tmp_path: Path
) -> None:
    with Here(desks, shared_slot()) as workers:
        (here,) = workers.run([task])
    there = away.do(Errand(task, packed(task.found.path)))
    assert isinstance(there, Graded) and isinstance(here, Graded)
    assert there.result == here.result and there.result is not None
    assert not list((tmp_path / "home").iterdir())


def test_what_was_changed_on_its_way_is_told_by_the_senders_path(away: Away, desks: Desks, task: ToGrade) -> None:
    changed = away.do(Errand(keyed(desks, task.found, "another content"), packed(task.found.path)))
    assert isinstance(changed, Graded) and changed.problem and changed.result is None
    assert changed.problem.what == "The files of this hand-in changed while they were read."
    assert changed.problem.where == str(task.found.path)


def test_a_task_of_another_program_is_refused_before_anything_is_unpacked(away: Away, task: ToGrade) -> None:
    refused = away.do(Errand(replace(task, key="of another program"), None))
    assert isinstance(refused, Other) and refused.parts["level"] == shared_slot().level.letter


def test_an_assignment_that_is_not_there_is_told(away: Away, task: ToGrade) -> None:
    refused = away.do(Errand(replace(task, found=replace(task.found, slug="nowhere")), None))
    assert isinstance(refused, Other) and refused.problem
    assert refused.problem.what == "There is no assignment `nowhere`."


def test_a_machine_that_cannot_take_the_files_says_so(away: Away, task: ToGrade, tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="File name too long"):
        away.do(Errand(task, Parcel((Packed("n" * 300, "file"),), alone=False)))
    assert not list((tmp_path / "home").iterdir())


def test_a_parcel_that_leads_out_stops_the_run(away: Away, task: ToGrade) -> None:
    stopped = away.do(Errand(task, Parcel((Packed("../x", "file"),), alone=False)))
    assert isinstance(stopped, Stopped) and stopped.exit_code == 4


def test_a_page_that_is_drawn_with_something_else_is_refused(away: Away) -> None:
    page = ToShow(1, b"", "ann", "", {}, ())
    assert away.do(Errand(page, None, (("grader", "another"),))) == Other(drawn_with())
