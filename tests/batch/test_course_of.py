"""A course that was named once is gone by until another one is, so that no penalty is lost by a later command."""

from pathlib import Path

import pytest

from grader.batch.course_of import course_of, keep_course
from grader.mistake_of_user import UserMistake
from grader.policy.load import CourseMistakes
from grader.store.store import Store

COURSE = "course_version: 1\ntimezone: Europe/Berlin\nassignments:\n  small: {due: 2026-11-20 23:59}\n"


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "grades.sqlite") as opened:
        yield opened


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "course.yaml"
    path.write_text(COURSE, "utf-8")
    return path


def test_there_is_no_course_until_one_is_named(store):
    assert course_of(store) is None


def test_the_one_that_was_named_before_goes_on(store, file):
    keep_course(store, file)
    assert course_of(store) == course_of(store, file) != None  # noqa: E711


def test_one_that_is_forgotten_is_none(store, file):
    keep_course(store, file)
    keep_course(store, None)
    assert course_of(store) is None


def test_a_file_that_is_gone_is_told_and_never_passed_over(store, file):
    keep_course(store, file)
    file.unlink()
    with pytest.raises(UserMistake) as told:
        course_of(store)
    finding = told.value.finding
    assert finding.what == "The course's file that these marks went by is not there any more."
    assert finding.where == str(file) and "--without-course" in finding.advice


def test_a_course_with_mistakes_is_told(store, file):
    file.write_text("due: tomorrow\n", "utf-8")
    with pytest.raises(CourseMistakes):
        course_of(store, file)
