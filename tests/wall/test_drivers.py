"""Drivers: public code of ours that runs beside the student's and is called with parts of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from grader.checks.reference import Pretender
from grader.code import Callback, CannotAnswer, Given, OurFault, Theirs
from grader.outcome import Verdict
from grader.submission.model import Submission
from grader.wall.calls import Handle
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.slot import Slot
from grader.wall.student import Student

DRIVER = """
    import numpy as np

    from grade_drivers.asked import NotAsAsked


    def twice(function, x):
        value = function(x) + function(x)
        if not isinstance(value, float):
            raise NotAsAsked("`half` returns no number.", "on x", "Return x / 2.")
        return value


    def make(Box, start, style):
        return Box(style(start))


    def louder(x):
        return x + 1


    def opened(box):
        box.content = box.content * 2
        return np.full(3, box.content)


    def stumbles(function):
        return {}["nothing"]
"""
OWN = """
    class Box:
        def __init__(self, content):
            self.content = content


    def half(x):
        return x / 2


    def third(x):
        raise RuntimeError("no third")
"""


@pytest.fixture
def given(tmp_path: Path) -> GivenFiles:
    folder = tmp_path / "spec" / "drivers"
    folder.mkdir(parents=True)
    (folder / "boxes.py").write_text(dedent(DRIVER), "utf-8")
    return GivenFiles(tmp_path / "spec" / "given")


@pytest.fixture
def student(
    submission: Callable[..., Submission], given: GivenFiles, slot: Slot, tmp_path: Path
) -> Iterator[Callable[..., Student]]:
    made: list[Student] = []

    def make(**files: str) -> Student:
        made.append(Student(submission(**files), given, Limits(), slot))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_driver_is_called_with_the_students_own_function(student: Callable[..., Student]) -> None:
    assert student(own=OWN).drive("boxes.twice", Theirs(("own.half",)), 3.0).value == 3.0


def test_an_object_of_one_drive_is_given_to_the_next(student: Callable[..., Student]) -> None:
    one = student(own=OWN)
    box = one.drive("boxes.make", Theirs(("own.Box", "own.Carton")), start=20, style=Given("boxes.louder")).value
    assert isinstance(box, Handle)
    assert np.array_equal(one.drive("boxes.opened", box).value, [42, 42, 42])
    assert np.array_equal(one.drive("boxes.opened", box).value, [84, 84, 84])


def test_what_the_students_function_raises_is_theirs(student: Callable[..., Student]) -> None:
    with pytest.raises(CannotAnswer) as trouble:
        student(own=OWN).drive("boxes.twice", Theirs(("own.third",)), 3.0)
    finding = trouble.value.outcome.finding
    assert trouble.value.outcome.verdict is Verdict.CRASHED
    assert finding and finding.what == "`third` raised RuntimeError: no third" and "own.py, line 12" in finding.where


def test_a_driver_says_what_is_not_as_asked_in_three_parts(student: Callable[..., Student]) -> None:
    with pytest.raises(CannotAnswer) as trouble:
        student(own="def half(x):\n    return [x]\n").drive("boxes.twice", Theirs(("own.half",)), 3.0)
    finding = trouble.value.outcome.finding
    assert trouble.value.outcome.verdict is Verdict.FAILED
    assert finding and (finding.what, finding.where, finding.advice) == (
        "`half` returns no number.", "on x", "Return x / 2.",
    )  # fmt: skip
    assert "no number" not in finding.category  # the words could carry a hidden input


def test_a_driver_that_fails_by_itself_costs_nobody_anything(student: Callable[..., Student]) -> None:
    with pytest.raises(CannotAnswer) as trouble:
        student(own=OWN).drive("boxes.stumbles", Theirs(("own.half",)))
    outcome = trouble.value.outcome
    assert outcome.verdict is Verdict.NEEDS_PERSON and "KeyError" in outcome.flags[0]


def test_a_missing_class_is_told_as_a_missing_function_is(student: Callable[..., Student]) -> None:
    with pytest.raises(CannotAnswer) as trouble:
        student(own=OWN).drive("boxes.make", Theirs(("own.Crate",)), 1, Given("boxes.louder"))
    assert trouble.value.outcome.finding and "`Crate`" in trouble.value.outcome.finding.what


def test_ours_of_what_is_missing_stands_in_a_drive_only_where_it_is_lent(
    submission: Callable[..., Submission], given: GivenFiles, slot: Slot
) -> None:
    ours = {"own": {"half": Callback(lambda x: x / 2, "half", reference="own.half")}}
    with Student(submission(other="x = 1\n"), given, Limits(), slot, ours) as one:
        one.ask_for(hidden=False, lent=["own.half"])
        assert one.drive("boxes.twice", Theirs(("own.half",)), 3.0).value == 3.0
        one.ask_for(hidden=False, lent=["own.third"])  # a check that asks for `half` itself
        with pytest.raises(CannotAnswer) as trouble:
            one.drive("boxes.twice", Theirs(("own.half",)), 3.0)
    assert trouble.value.outcome.verdict is Verdict.FAILED
    assert trouble.value.outcome.finding and "own.py is missing" in trouble.value.outcome.finding.what


def test_a_hang_inside_a_drive_is_stopped_and_not_tried_again(student: Callable[..., Student]) -> None:
    one = student(own="def half(x):\n    while True:\n        pass\n")
    for verdict in (Verdict.TIMED_OUT, Verdict.SKIPPED):
        with pytest.raises(CannotAnswer) as trouble:
            one.drive("boxes.twice", Theirs(("own.half",)), 3.0, seconds=0.5)
        assert trouble.value.outcome.verdict is verdict


def test_a_driver_that_is_not_there_is_ours(given: GivenFiles) -> None:
    with pytest.raises(OurFault, match=r"boxes\.nothing|has no `nothing`"):
        given.driver("boxes.nothing")


def test_a_students_file_of_a_drivers_name_is_still_theirs(student: Callable[..., Student], given: GivenFiles) -> None:
    assert student(boxes=OWN).drive("boxes.twice", Theirs(("boxes.half",)), 3.0).value == 3.0
    assert "boxes" not in given.names


def test_the_same_driver_runs_with_functions_of_ours(given: GivenFiles) -> None:
    class Box:
        def __init__(self, content: Any) -> None:
            self.content = content

    ours = Pretender({"own.half": lambda x: x / 2, "own.Box": Box}, given)
    assert ours.drive("boxes.twice", Theirs(("own.half",)), 3.0).value == 3.0
    box = ours.drive("boxes.make", Theirs(("own.Box",)), start=20, style=Given("boxes.louder")).value
    assert np.array_equal(ours.drive("boxes.opened", box).value, [42, 42, 42])
    assert np.array_equal(ours.drive("boxes.opened", box).value, [84, 84, 84])


def test_an_exception_of_that_name_that_the_students_own_line_raises_is_theirs(student: Callable[..., Student]) -> None:
    own = """
        from grade_drivers.asked import NotAsAsked

        def half(x):
            raise NotAsAsked("Full marks.", "", "")
    """
    with pytest.raises(CannotAnswer) as trouble:
        student(own=own).drive("boxes.twice", Theirs(("own.half",)), 3.0)
    finding = trouble.value.outcome.finding
    assert trouble.value.outcome.verdict is Verdict.CRASHED
    assert finding and finding.what.startswith("`half` raised NotAsAsked") and "own.py" in finding.where


def test_a_class_that_could_not_be_defined_is_told_as_such_and_ends_no_process(student: Callable[..., Student]) -> None:
    with pytest.raises(CannotAnswer) as trouble:
        source = "raise ValueError('no data')\n\n\nclass Box:\n    def __init__(self, content=SIZE):\n        pass\n"
        student(own=source).drive("boxes.make", Theirs(("own.Box",)), 1, Given("boxes.louder"))
    finding = trouble.value.outcome.finding
    assert finding and "SIZE" in finding.what and "ended" not in finding.what
