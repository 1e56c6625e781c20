"""What a command writes lands beside what was handed in, never in it nor in its place."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

if TYPE_CHECKING:
    from grader.submission.found import Found


def refuse_inside(place: Path, found: "Iterable[Found]", option: str) -> None:
    """Raises UserMistake where a place lies in somebody's hand-in. option: the one that names another place."""
    whole = place.resolve()
    for one in found:
        if whole.is_relative_to(one.path.resolve()):
            what = f"{place} would land inside the submission of {one.who}."
            raise UserMistake(Finding(what, one.where, f"Name another place with `{option}`."))
