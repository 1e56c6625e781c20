"""Which submissions a path means: one, one student's, or a whole class; and which assignment each of them is for.

Looks at names, and at the text of files only where names leave a doubt. Runs nothing.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from grader.mistake_of_user import UserMistake
from grader.submission import mistakes
from grader.submission.detect import AssignmentHint, candidates
from grader.submission.files import entries, listing
from grader.submission.names import bare, is_archive
from grader.submission.spool import Spool
from grader.submission.text import shown_name

__all__ = ["AssignmentHint", "Found", "find"]

ReadAs = Literal["class", "student", "submission"]
Known = Mapping[str, AssignmentHint]

_CODE = (".py", ".ipynb")
_HANDED_IN = (*_CODE, ".md", ".tex", ".txt", ".pdf", ".docx", ".png", ".jpg", ".jpeg")
#: Names of folders that say "this is inside one hand-in" and not "this is a student".
_INSIDE = re.compile(
    r"(code|src|source|python|submissions?|solutions?|student|starter([-_ ]?code)?|handout|notebooks?|written"
    r"|figures|images|utils|data|(hw|homework|a|assignment|ps|pset|q|question|problem|part|task)[-_ ]?\d*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """One submission: whose, for which assignment, where; and what the path it came from was read as."""

    who: str
    slug: str  # "" only while it is still open which
    path: Path
    read_as: ReadAs = "submission"


def find(paths: Sequence[Path], known: Known, assignment: str | None = None) -> list[Found]:
    """The submissions behind some paths, each once, in the order of the paths. Raises UserMistake."""
    if assignment is not None and assignment not in known:
        raise UserMistake(mistakes.unknown(assignment, known))
    found: dict[Path, Found] = {}
    for path in paths:
        places = list(_places(_existing(path), known, assignment))
        for one in _decided(places, known):
            found.setdefault(one.path, one)
    return _told_apart(found.values())


def _existing(path: Path) -> Path:
    """The path made absolute, so that "." has a name. Raises UserMistake where nothing is there to be read."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow the link that somebody put there)
    if not os.path.exists(whole):  # noqa: PTH110  (Path.exists raises where a name is too long)
        raise UserMistake(mistakes.missing(path, whole))
    if not os.access(whole, os.R_OK):
        raise UserMistake(mistakes.locked(path, whole))
    return whole


def _places(path: Path, known: Known, assignment: str | None) -> Iterator[Found]:
    """What one path means; the slug stays empty where only the contents can tell."""
    slug = assignment or (_called(path) if _called(path) in known else "")
    if not path.is_dir():
        if is_archive(path.name):
            _refuse_several(path, known)
        elif path.suffix.lower() not in _HANDED_IN:
            raise UserMistake(mistakes.nothing(path))
        yield Found(_who(path, known), slug, path)
        return
    read_as = _read_as(path, known)
    if read_as == "submission":
        yield Found(_who(path, known), slug, path)
    elif read_as == "student":
        mine = list(_students(path, known, assignment, "student"))
        if not mine:
            raise UserMistake(mistakes.none_for(path, _named_children(path, known), assignment or ""))
        yield from mine
    else:
        for child in _parts(path):
            if _named_children(child, known):
                yield from _students(child, known, assignment, "class")
            elif _bears(child) or not entries(child):
                yield Found(shown_name(_called(child)), slug, child, "class")


def _read_as(path: Path, known: Known) -> ReadAs:
    """Class, student or submission. Raises UserMistake where it is none of them."""
    there = entries(path)
    if not there:
        raise UserMistake(mistakes.empty(path))
    if _named_children(path, known):
        return "student"
    if _has(path, _CODE):
        return "submission"
    bearing = [child for child in _parts(path) if _named_children(child, known) or _bears(child)]
    people = _people(bearing)
    # One archive alone is how somebody handed in; several are what several people did.
    if people and (len(people) > 1 or (path.name not in known and not is_archive(people[0].name))):
        return "class"
    if bearing or _has(path, _HANDED_IN):
        return "submission"
    raise UserMistake(mistakes.nothing(path))


def _students(folder: Path, known: Known, assignment: str | None, read_as: ReadAs) -> Iterator[Found]:
    for child in _named_children(folder, known):
        if assignment in (None, _called(child)):
            yield Found(shown_name(folder.name), _called(child), child, read_as)


def _refuse_several(archive: Path, known: Known) -> None:
    """Raises UserMistake where an archive holds the hand-ins of several people, or one for each of some assignments."""
    with Spool() as spool:
        inside = spool.take(archive).folder
        several = [child.name for child in _named_children(inside, known)]
        if len(several) < 2 and not _has(inside, _CODE):
            people = _people([child for child in _parts(inside) if _bears(child)])
            files = Counter(name for child in people for name in {file.path.name for file in listing(child, {}).files})
            several = [child.name for child in people] if max(files.values(), default=0) > 1 else []
    if len(several) > 1:
        raise UserMistake(mistakes.several(archive, several))


def _called(path: Path) -> str:
    """What a folder is called, or an archive of one."""
    return bare(path.name) if is_archive(path.name) and not path.is_dir() else path.name


def _people(parts: Iterable[Path]) -> list[Path]:
    """Those folders and archives whose names do not say that they are a part of one hand-in."""
    return [part for part in parts if not _INSIDE.fullmatch(_called(part))]


def _parts(path: Path) -> list[Path]:
    """The folders and the archives in a folder, by name."""
    return [
        Path(entry.path)
        for entry in entries(path)
        if entry.is_dir(follow_symlinks=False) or (is_archive(entry.name) and entry.is_file(follow_symlinks=False))
    ]


def _named_children(path: Path, known: Known) -> list[Path]:
    """What in a folder is named like an assignment."""
    return [child for child in _parts(path) if _called(child) in known]


def _has(path: Path, suffixes: tuple[str, ...]) -> bool:
    files = (entry.name for entry in entries(path) if entry.is_file(follow_symlinks=False))
    return any(name.lower().endswith(suffixes) for name in files)


def _bears(path: Path, depth: int = 2) -> bool:
    """Whether something that may have been handed in lies in a folder or in its folders."""
    if is_archive(path.name) and not path.is_dir():
        return True
    return _has(path, _HANDED_IN) or (depth > 0 and any(_bears(child, depth - 1) for child in _parts(path)))


def _who(path: Path, known: Known) -> str:
    """Whose a bare path is: by its own name, unless that is the assignment's or a module's."""
    name = path.name if path.is_dir() else bare(path.name)
    modules = frozenset(module for hint in known.values() for module in hint.modules)
    while (name in known or (name in modules and path.is_file())) and path.parent != path:
        path = path.parent
        name = path.name
    return shown_name(name) or "somebody"


def _decided(places: Sequence[Found], known: Known) -> Iterator[Found]:
    """The submissions with their assignments. In a class where all others agree, so does the one that says nothing."""
    decided = {place.slug for place in places if place.slug}
    open_ones: dict[Path, tuple[str, ...]] = {}
    for place in places:
        if not place.slug:
            fitting = candidates(place.path, known) if len(known) > 1 else tuple(known)
            open_ones[place.path] = fitting
            decided.update(fitting if len(fitting) == 1 else ())
    for place in places:
        fitting = (place.slug,) if place.slug else open_ones[place.path]
        if len(fitting) != 1 and place.read_as == "class" and len(decided) == 1:
            fitting = tuple(decided)
        if len(fitting) != 1:
            raise UserMistake(mistakes.undecided(place.who, place.path, fitting, known))
        yield replace(place, slug=fitting[0])


def _told_apart(found: Iterable[Found]) -> list[Found]:
    """The same list, with two people of the same name told apart by the folders they come from."""
    taken: set[tuple[str, str]] = set()
    result: list[Found] = []
    for one in found:
        folder = one.path.parent.parent if _called(one.path) == one.slug else one.path.parent
        more = ("", f" ({shown_name(folder.name)})", *(f" ({count})" for count in range(2, len(taken) + 3)))
        # Compared without case: on many disks `Ann.html` and `ann.html` are one file.
        who = next(one.who + words for words in more if ((one.who + words).casefold(), one.slug) not in taken)
        taken.add((who.casefold(), one.slug))
        result.append(replace(one, who=who))
    return result
