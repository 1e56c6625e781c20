"""What a folder means: one hand-in, one person's hand-ins for several assignments, or a class of people.

Looks at names only. Which assignment a hand-in is for stays open where no name of a folder says it.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from grader.mistake_of_user import UserMistake
from grader.submission import mistakes
from grader.submission.detect import AssignmentHint, by_names
from grader.submission.exported.contents import MOST_NAMES
from grader.submission.files import entries
from grader.submission.found import Found, ReadAs
from grader.submission.names import bare, is_archive
from grader.submission.text import shown_name

Known = Mapping[str, AssignmentHint]

CODE = (".py", ".ipynb")
HANDED_IN = (*CODE, ".md", ".tex", ".txt", ".pdf", ".docx", ".png", ".jpg", ".jpeg")
_ATTEMPT = re.compile(r"attempt[-_ ]?(\d{1,4})", re.IGNORECASE)
#: Names of folders that say "this is inside one hand-in" and not "this is a student".
_INSIDE = re.compile(
    r"(code|src|source|python|submissions?|solutions?|student|starter([-_ ]?code)?|handout|notebooks?|written"
    r"|figures|images|utils|data|(hw|homework|a|assignment|ps|pset|q|question|problem|part|task|attempt)[-_ ]?\d*)",
    re.IGNORECASE,
)


def in_folder(path: Path, known: Known, assignment: str | None) -> Iterator[Found]:
    """The hand-ins in a folder. Raises UserMistake where there are none."""
    slug = assignment or (called(path) if called(path) in known else "")
    read_as = _read_as(path, known)
    if read_as == "submission":
        yield from _attempts(Found(whose(path, known), slug, path))
    elif read_as == "student":
        named = _named_children(path, known)
        mine = list(_students(path, named, assignment, "student"))
        if not mine:
            raise UserMistake(mistakes.none_for(path, named, assignment or ""))
        yield from mine
    else:
        for child in _parts(path, MOST_NAMES):
            if inside := _named_children(child, known):
                yield from _students(child, inside, assignment, "class")
            elif bears(child) or not entries(child):
                yield from _attempts(Found(shown_name(called(child)), slug, child, "class"))


def whose(path: Path, known: Known) -> str:
    """Whose a bare path is: by its own name, unless that is the assignment's or a module's."""
    name = path.name if path.is_dir() else bare(path.name)
    while (name in known or (path.is_file() and name in _modules(known))) and path.parent != path:
        path = path.parent
        name = path.name
    return shown_name(name) or "somebody"


def called(path: Path) -> str:
    """What a folder is called, or an archive of one."""
    return bare(path.name) if is_archive(path.name) and not path.is_dir() else path.name


def is_inside(name: str) -> bool:
    """Whether a folder's name says that it is a part of one hand-in, and nobody's own."""
    return _INSIDE.fullmatch(name) is not None


def attempt_of(path: Path) -> int:
    """Which attempt a folder's name says it is; 0 where it says nothing of it."""
    match = _ATTEMPT.fullmatch(path.name)
    return int(match[1]) if match else 0


def bears(path: Path, depth: int = 2) -> bool:
    """Whether something that may have been handed in lies in a folder or in its folders."""
    if is_archive(path.name) and not path.is_dir():
        return True
    there = entries(path)
    if any(name.lower().endswith(HANDED_IN) or is_archive(name) for name in _files(there)):
        return True
    return depth > 0 and any(bears(Path(one.path), depth - 1) for one in there if one.is_dir(follow_symlinks=False))


def _read_as(path: Path, known: Known) -> ReadAs:
    """Class, student or submission. Raises UserMistake where it is none of them."""
    if not entries(path):
        raise UserMistake(mistakes.empty(path))
    if _named_children(path, known):
        return "student"
    if _has(path, CODE) and not _are_beside(path, known):
        return "submission"
    bearing = [child for child in _parts(path, MOST_NAMES) if _named_children(child, known) or bears(child)]
    people = _people(bearing)
    # One archive alone is how somebody handed in; several are what several people did.
    if people and (len(people) > 1 or (path.name not in known and not is_archive(people[0].name))):
        return "class"
    if bearing or _has(path, HANDED_IN):
        return "submission"
    raise UserMistake(mistakes.nothing(path))


def strays(path: Path) -> list[str]:
    """The code that lies beside the people of a class and is nobody's, by name."""
    return sorted(name for name in _files(entries(path)) if name.lower().endswith(CODE))


def _are_beside(path: Path, known: Known) -> bool:
    """Whether a folder's code lies beside several people's hand-ins: a script of the instructor's, a stray file."""
    folders = [part for part in _people(_parts(path, MOST_NAMES)) if part.is_dir()]
    if len(folders) < 2:
        return False
    modules = _modules(known)
    if any(Path(name).stem in modules for name in strays(path)):
        return False  # the work itself, with older versions of it in folders
    people = (folder for folder in folders if by_names(folder, known))
    return next(people, None) is not None and next(people, None) is not None


def _modules(known: Known) -> frozenset[str]:
    return frozenset(module for hint in known.values() for module in hint.modules)


def _students(folder: Path, named: Iterable[Path], assignment: str | None, read_as: ReadAs) -> Iterator[Found]:
    for child in named:
        if assignment in (None, called(child)):
            yield from _attempts(Found(shown_name(folder.name), called(child), child, read_as))


def _attempts(found: Found) -> Iterator[Found]:
    """A hand-in, or each of its attempts where all that lies in its folder is called so."""
    there = entries(found.path)
    if there and all(_ATTEMPT.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False) for entry in there):
        numbered = sorted((attempt_of(path), path) for path in (Path(entry.path) for entry in there))
        yield from (replace(found, path=path, attempt=number) for number, path in numbered)
    else:
        yield found


def _people(parts: Iterable[Path]) -> list[Path]:
    """Those folders and archives whose names do not say that they are a part of one hand-in."""
    return [part for part in parts if not is_inside(called(part))]


def _parts(path: Path, most: int = 5_000) -> list[Path]:
    """The folders and the archives in a folder, by name."""
    return [
        Path(entry.path)
        for entry in entries(path, most)
        if entry.is_dir(follow_symlinks=False) or (is_archive(entry.name) and entry.is_file(follow_symlinks=False))
    ]


def _named_children(path: Path, known: Known) -> list[Path]:
    """What in a folder is named like an assignment."""
    named = [entry for entry in entries(path) if entry.name in known or bare(entry.name) in known]
    return [
        Path(entry.path)
        for entry in named
        if (entry.is_dir(follow_symlinks=False) and entry.name in known)
        or (is_archive(entry.name) and entry.is_file(follow_symlinks=False))
    ]


def _has(path: Path, suffixes: tuple[str, ...]) -> bool:
    return any(name.lower().endswith(suffixes) for name in _files(entries(path)))


def _files(there: Iterable[os.DirEntry[str]]) -> Iterator[str]:
    return (entry.name for entry in there if entry.is_file(follow_symlinks=False))
