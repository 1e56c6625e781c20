"""Which submissions some paths mean: one, one student's, or a whole class; and which assignment each of them is for.

Looks at names, and at the text of files only where names leave a doubt. Runs nothing.
"""

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from grader.mistake_of_user import UserMistake
from grader.submission import mistakes
from grader.submission.deciding import decided
from grader.submission.detect import AssignmentHint
from grader.submission.exported.contents import Contents, Folder, opened
from grader.submission.exported.which import exported
from grader.submission.found import Class, Found, Trouble, latest
from grader.submission.names import is_archive
from grader.submission.places import HANDED_IN, Known, attempt_of, called, in_folder, strays, whose
from grader.submission.spool import Spool
from grader.submission.text import shown_name
from grader.submission.tray import Tray
from grader.submission.unpacking import of_export, of_several, several

__all__ = ["AssignmentHint", "Class", "Found", "Tray", "Trouble", "find", "find_class", "latest"]

_Owner = tuple[str, ...]


def find(paths: Sequence[Path], known: Known, assignment: str | None = None) -> list[Found]:
    """The submissions in some folders and files, each once, in the order of the paths. Raises UserMistake."""
    there = find_class(paths, known, assignment, None)
    if there.troubles:
        raise UserMistake(there.troubles[0].finding)
    return list(there.found)


def find_class(paths: Sequence[Path], known: Known, assignment: str | None, tray: Tray | None) -> Class:
    """Every submission behind some paths, each once, in the order of the paths; and what could not be told.

    tray: where exports are unpacked; the paths of what was found lead there as long as it is open. Without one, what
    has to be unpacked is a trouble. Raises UserMistake where there is no such assignment.
    """
    if assignment is not None and assignment not in known:
        raise UserMistake(mistakes.unknown(assignment, known))
    found: dict[Path, tuple[_Owner, Found]] = {}
    troubles: list[Trouble] = []
    for path in paths:
        try:
            whole = _existing(path)
            read = _read(whole, known, assignment, tray)
        except UserMistake as mistake:
            troubles.append(Trouble(shown_name(path.name), path, mistake.finding))
            continue
        clear = decided(read.found, known, whole)
        troubles += [*read.troubles, *clear.troubles]
        for one in clear.found:
            found.setdefault(one.path, (_owner(one, whole), one))
    return Class(tuple(_told_apart(found.values())), tuple(troubles))


def _existing(path: Path) -> Path:
    """The path made absolute, so that "." has a name. Raises UserMistake where nothing is there to be read."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow the link that somebody put there)
    if not os.path.exists(whole):  # noqa: PTH110  (Path.exists raises where a name is too long)
        raise UserMistake(mistakes.missing(path, whole))
    if not os.access(whole, os.R_OK):
        raise UserMistake(mistakes.locked(path, whole))
    return whole


def _read(path: Path, known: Known, assignment: str | None, tray: Tray | None) -> Class:
    """What one path means; the slug stays empty where only the contents can tell. Raises UserMistake."""
    if path.is_dir():
        return _exported(path, Folder.at(path), known, assignment, tray) or _folder(path, known, assignment)
    if is_archive(path.name):
        with opened(path, tray) as contents:
            if contents is None:
                _refuse_several(path, known)
            elif several_found := (
                _exported(path, contents, known, assignment, tray)
                or of_several(path, contents, known, assignment, tray)
            ):
                return several_found
    elif path.suffix.lower() not in HANDED_IN:
        raise UserMistake(mistakes.nothing(path))
    return Class((Found(whose(path, known), _slug(path, known, assignment), path),))


def _folder(path: Path, known: Known, assignment: str | None) -> Class:
    found = tuple(in_folder(path, known, assignment))
    names = strays(path) if found and found[0].read_as == "class" else []
    return Class(found, tuple(Trouble(name, path / name, mistakes.stray(path, names)) for name in names[:1]))


def _exported(path: Path, contents: Contents, known: Known, assignment: str | None, tray: Tray | None) -> Class | None:
    export = exported(contents)
    return export and of_export(path, *export, _slug(path, known, assignment), tray)


def _slug(path: Path, known: Known, assignment: str | None) -> str:
    return assignment or (called(path) if called(path) in known else "")


def _refuse_several(archive: Path, known: Known) -> None:
    """Raises UserMistake where a tar holds the hand-ins of several people, or one for each of some assignments."""
    with Spool() as spool:
        names = several(Folder.at(spool.take(archive).folder), known)
    if names:
        raise UserMistake(mistakes.several(archive, names))


def _owner(one: Found, path: Path) -> _Owner:
    """Whose hand-in it is, so that all attempts of one person are known to be one person's."""
    if one.platform:
        return (str(path), one.id or one.email or one.name, *(member.id or member.name for member in one.members))
    folder = one.path.parent if attempt_of(one.path) == one.attempt > 0 else one.path
    return (str(folder.parent if called(folder) == one.slug else folder),)


def _told_apart(found: Iterable[tuple[_Owner, Found]]) -> list[Found]:
    """The same list, with two people of the same name told apart: by the platform's ids, or by their folders."""
    pairs = [(owner, one) for owner, one in found]
    owners: dict[str, set[_Owner]] = {}
    for owner, one in pairs:
        owners.setdefault(_same_file(one.who), set()).add(owner)
    taken: dict[tuple[str, str], _Owner] = {}
    result: list[Found] = []
    for owner, one in pairs:
        # Everybody's, not only the second one's: what somebody is called does not depend on who came first.
        shared = one.id and len(owners[_same_file(one.who)]) > 1
        name = f"{one.who} ({shown_name(one.id)})" if shared else one.who
        folder = Path(owner[0]).name if one.platform else Path(owner[0]).parent.name
        more = chain(("", f" ({shown_name(folder)})"), (f" ({number})" for number in count(2)))
        words = next(words for words in more if taken.get((_same_file(name + words), one.slug), owner) == owner)
        taken[_same_file(name + words), one.slug] = owner
        result.append(replace(one, who=name + words))
    return result


def _same_file(who: str) -> str:
    """Alike for two names that some disk takes for one: `Ann.html` and `ann.html`."""
    return unicodedata.normalize("NFC", who).casefold()
