"""A class that does not lie in folders yet: a platform's export, and an archive of several people's hand-ins.

Who handed in what is told by names; then each hand-in is laid into the tray, unless it is a folder already.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grader.mistake_of_user import UserMistake
from grader.submission import mistakes
from grader.submission.entry import Entry, Refused
from grader.submission.exported.contents import Archive, Contents, Folder
from grader.submission.exported.hand_in import Export, HandIn
from grader.submission.exported.which import Of
from grader.submission.found import Class, Found, Trouble
from grader.submission.names import bare, is_archive, packed_parts, stored
from grader.submission.places import CODE, HANDED_IN, Known, bears, in_folder, is_inside
from grader.submission.text import shown_name
from grader.submission.tray import Tray, Unpacked, copied, room_for


def of_export(path: Path, contents: Contents, export: Export, slug: str, tray: Tray | None) -> Class:
    """The hand-ins of a platform's export. Raises UserMistake where there is no tray to unpack it to, or no room."""
    waiting = [one for one in export.hand_ins if _ready(contents, one) is None]
    if waiting and tray is None:
        raise UserMistake(mistakes.several(path, list(dict.fromkeys(one.name for one in export.hand_ins))))
    place = tray.place(path, sum(room_for(_entries(contents, one)) for one in waiting)) if waiting and tray else None
    found = []
    for number, one in enumerate(export.hand_ins, 1):
        its, said = _ready(contents, one), Unpacked()
        if its is None and place is not None:
            its = place / str(number)
            its.mkdir(0o700)
            said = copied(_entries(contents, one), its)
        found.append(_found(one, export, slug, its or path, path, said))
    troubles = [Trouble(who, path, finding) for who, finding in export.unread]
    return Class(tuple(found), (*troubles, *_nobodys(path, contents, export)))


def of_several(path: Path, contents: Archive, known: Known, assignment: str | None, tray: Tray | None) -> Class | None:
    """The hand-ins in an ordinary archive, read as the folder that it is of; None where it is one hand-in."""
    contents = unwrapped(contents, known)
    names = several(contents, known)
    if not names:
        return None
    if tray is None:
        raise UserMistake(mistakes.several(path, names))
    root = tray.place(path, sum(room_for(contents.entries(name)) for name in names)) / stored(bare(path.name))
    root.mkdir(0o700)
    # Whose folder is empty is one of them, too, and is told as that.
    empty = [name for name in contents.folders if not (contents.entries(name) or is_inside(name) or name in names)]
    said = dict(_laid(root, contents, name) for name in [*names, *empty])
    found = []
    for one in in_folder(root, known, assignment):
        inside = one.path.relative_to(root)
        its = said.get(inside.parts[0], Unpacked())
        found.append(replace(one, source=f"{path}, {inside}", left_out=its.left_out, flags=its.flags))
    return Class(tuple(found), tuple(_outside(path, contents)))


def _laid(root: Path, contents: Archive, name: str) -> tuple[str, Unpacked]:
    """Copies one name of the top to a name of its own in the folder; that name, and what was said."""
    is_file = name in contents.files
    mine = free = stored(name)
    count = 1
    while (root / mine).exists():
        count += 1
        mine = f"{bare(free)[:50]} ({count}){Path(free).suffix if is_file else ''}"
    if is_file:
        return mine, copied((_renamed(entry, mine) for entry in contents.entries(name)), root)
    (root / mine).mkdir(0o700)
    return mine, copied(contents.entries(name), root / mine)


def unwrapped(contents: Of, known: Known) -> Of:
    """Without the folders around it that hold nothing else."""
    while len(contents.folders) == 1 and not contents.files and contents.folders[0] not in known:
        contents = contents.inner(contents.folders[0])
    return contents


def several(contents: Contents, known: Known) -> list[str]:
    """The names at the top that are hand-ins of their own: for several assignments, or of several people."""
    tops = {name: name for name in contents.folders} | {name: bare(name) for name in contents.files if is_archive(name)}
    named = [top for top, plain in tops.items() if plain in known]
    if len(named) > 1:
        return sorted(named)
    if any(name.lower().endswith(CODE) for name in contents.files):
        return []
    archives = {name for name in contents.files if name in tops}
    people = {top: _below(contents, top, known) for top, plain in tops.items() if not is_inside(plain)}
    people = {top: below for top, below in people.items() if below or top in archives}
    often = Counter(name for below in people.values() for name in below)
    if len(people) > 1 and (len(archives & people.keys()) > 1 or max(often.values(), default=0) > 1):
        return sorted(people)
    return []


def _below(contents: Contents, top: str, known: Known) -> frozenset[str]:
    """The names under a folder by which two people's hand-ins are known: of files, and of assignments."""
    below = contents.below(top)
    files = {parts[-1] for parts in below if parts[-1].lower().endswith(HANDED_IN) or is_archive(parts[-1])}
    return frozenset(files | {part for parts in below for part in parts[:-1] if part in known})


def _ready(contents: Contents, one: HandIn) -> Path | None:
    """Where a hand-in lies already; None of one that has to be laid together."""
    alone = one.parts[0] if len(one.parts) == 1 else None
    return contents.root / alone.name if alone and not alone.inside and isinstance(contents, Folder) else None


def _entries(contents: Contents, one: HandIn) -> Iterator[Entry | Refused]:
    """The files of one hand-in, under the names that the student gave them."""
    for part in one.parts:
        for entry in contents.entries(part.name):
            yield _renamed(entry, part.inside) if part.inside else entry


def _renamed(entry: Entry | Refused, name: str) -> Entry | Refused:
    """A file under another name, which is a stranger's as well."""
    if isinstance(entry, Refused):
        return entry
    return replace(entry, parts=packed_parts(name) or (stored(name),))


def _found(one: HandIn, export: Export, slug: str, its: Path, path: Path, said: Unpacked) -> Found:
    who = shown_name(stored(one.name)) if one.name else "somebody"
    return Found(
        who, slug, its, "class", one.name, one.id, one.email, one.members, one.submitted, one.late, one.attempt,
        export.platform, f"{path}, {one.parts[0].name}", said.left_out, said.flags,
    )  # fmt: skip


def _nobodys(path: Path, contents: Contents, export: Export) -> Iterator[Trouble]:
    """What lies in an export and is nobody's: a name that another program gave, a file that was put there."""
    folders = [name for name in contents.folders if not isinstance(contents, Folder) or bears(contents.root / name)]
    files = [name for name in contents.files if name.lower().endswith(HANDED_IN) or is_archive(name)]
    names = sorted({*folders, *files} - export.names)
    if names:
        yield Trouble(shown_name(path.name), path, mistakes.nobodys(path, names, export.platform))
    if isinstance(contents, Archive):
        yield from _outside(path, contents)


def _outside(path: Path, contents: Archive) -> Iterator[Trouble]:
    if contents.outside:
        yield Trouble(shown_name(path.name), path, mistakes.outside(path, contents.outside))
