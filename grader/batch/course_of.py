"""Which course a store's marks go by: the one that is named, else the one that they went by before.

So that nobody's penalty or extension is lost because a later command did not name the course's file again.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.store.store import Store

if TYPE_CHECKING:
    from grader.policy.course import Course

COURSE = "course"  # the setting's name


def course_of(store: Store, named: Path | None = None) -> "Course | None":
    """The course, or None where there never was one. Raises CourseMistakes, and UserMistake where its file is gone."""
    path = named or (Path(before) if (before := store.setting(COURSE)) else None)
    if path is None:
        return None
    if not path.is_file():
        what = "The course's file that these marks went by is not there any more."
        advice = "Put it back, or name it with `--course FILE`; `grade PATH --without-course` goes on without one."
        raise UserMistake(Finding(what, str(path), advice))
    from grader.policy.load import load_course  # here: most stores have none

    return load_course(path)


def keep_course(store: Store, path: Path | None) -> None:
    """Later commands go by this file; by none where it is None."""
    store.set(COURSE, str(path.absolute()) if path else "")
