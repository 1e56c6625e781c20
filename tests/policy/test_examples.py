from datetime import datetime
from pathlib import Path

from grader.policy.gradebook import Standing
from grader.policy.load import load_course
from grader.policy.standings import standings
from tests.policy.handing_in import handed_in

EXAMPLES = Path(__file__).parents[2] / "docs/examples"


def test_the_course_of_the_page_is_a_course():
    course = load_course(EXAMPLES / "course.yaml")
    assert course.troubles == ()
    assert len(course.people or ()) == 7
    assert course.policy("word2vec").due == datetime(2026, 11, 20, 23, 59, 59)


def test_the_page_shows_the_course_that_is_there():
    page = (EXAMPLES.parent / "course.md").read_text("utf-8")
    for name in ("course.yaml", "roster.csv"):
        for line in (EXAMPLES / name).read_text("utf-8").splitlines():
            assert f"    {line}".rstrip() in page, line


def test_the_lines_that_the_page_promises_are_those_that_are_written():
    """What docs/course.md says about Ann, Bo, Emil, Dora and Gita on 23 November, half past two in the morning."""
    course = load_course(EXAMPLES / "course.yaml")
    people = ("alee", "bray", "eastrom", "dspicak", "grao")
    book = standings(course, [handed_in(who, "2026-11-23 02:30+01:00") for who in people])
    page = " ".join((EXAMPLES.parent / "course.md").read_text("utf-8").split())
    rows = {row.who: row for row in book.rows}
    assert [rows[who].points for who in people] == [56, 80, 72, None, 80]
    assert rows["cokafor"].standing is rows["fwong"].standing is Standing.MISSING
    for who in people:
        for line in rows[who].lines:
            assert line in page, line
