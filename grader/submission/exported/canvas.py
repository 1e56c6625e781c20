"""Canvas's "Download submissions": all files side by side, each named after who handed it in.

    leeann_1234_98765_word2vec.py         the sortable name without spaces, the ID of the gradebook, the file's own ID
    leeann_LATE_1234_98765_word2vec-1.py  after the due date; of the same name as an earlier upload
    leeann_1234_text.html                 what was typed on the page; `_link.html` where an address was handed in
    anon_x7Yq2_98765_word2vec.py          where names are hidden

A group's work stands under the group's name, with the ID of one of its members.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from grader.submission.exported.hand_in import Export, HandIn, Part, in_order, spelled

# The first numbers count: what follows them is a file's name, and so a student's choice.
_FILE = r"(?:(?P<number>\d{1,20})_(?P<file>.+)|(?P<typed>(?:text|link)\.html))"
_NAMED = re.compile(rf"(?P<name>.+?)_(?P<late>LATE_|late_)?(?P<id>\d{{1,20}})_{_FILE}", re.DOTALL)
_HIDDEN = re.compile(rf"(?P<late>LATE_|late_)?(?P<name>anon)_(?P<id>[A-Za-z0-9]{{1,20}})_{_FILE}", re.DOTALL)
#: What Canvas adds to a name that was uploaded before: "-1", and "-2" the next time.
_AGAIN = re.compile(r"(?P<stem>.+)-(?P<again>[1-9]\d?)", re.DOTALL)
_FEW = 3  # people, from which on a class has a habit
_LONG = 3  # digits of a file's ID, by which a class of one person is told


@dataclass(frozen=True)
class _File:
    """One name, taken apart."""

    whole: str
    name: str
    late: bool
    id: str
    number: str  # the file's own ID
    plain: str  # as the student called it
    again: int = 0

    @property
    def own(self) -> str:
        """What it was called when it was uploaded first."""
        path = PurePosixPath(self.plain)
        return f"{path.stem}-{self.again}{path.suffix}" if self.again else self.plain


def exported(folders: Sequence[str], files: Sequence[str]) -> Export | None:
    """Who handed in which of these names; None where this is no export of Canvas's."""
    whose: dict[str, list[_File]] = defaultdict(list)
    for name in files:
        if file := _file(name):
            whose[file.id].append(file)
    if not _is_canvas(whose, len(files) + len(folders)):
        return None
    habits = _habits(whose.values())
    return Export("Canvas", in_order(one for its in whose.values() for one in _attempts(_as_meant(its, habits))))


def _is_canvas(whose: Mapping[str, Sequence[_File]], names: int) -> bool:
    """Whether most names are like Canvas's, and every ID has one name: `hw_2024_01_a.py` looks like one, too."""
    read = [file for its in whose.values() for file in its]
    one_name_each = all(len({file.name for file in its}) == 1 for its in whose.values())
    large = any(len(file.number) >= _LONG for file in read)
    return one_name_each and 2 * len(read) > names and (len(whose) > 1 or large)


def _file(whole: str) -> _File | None:
    match = _HIDDEN.fullmatch(whole) or _NAMED.fullmatch(whole)
    if match is None:
        return None
    plain, again = match["file"] or match["typed"], 0
    path = PurePosixPath(plain)
    if repeated := _AGAIN.fullmatch(path.stem):
        plain, again = repeated["stem"] + path.suffix, int(repeated["again"])
    return _File(whole, spelled(match["name"]), bool(match["late"]), match["id"], match["number"] or "", plain, again)


def _habits(people: Iterable[list[_File]]) -> frozenset[str]:
    """Names ending in a number that most of the class use: there, "homework-2.ipynb" is what was asked for."""
    everybody = [{file.own for file in its if file.again} for its in people]
    uses = Counter(name for names in everybody for name in names)
    return frozenset(name for name, count in uses.items() if count >= _FEW and 2 * count > len(everybody))


def _as_meant(files: list[_File], habits: frozenset[str]) -> list[_File]:
    """The files, with a number at a name's end read as part of the name where it says nothing about an upload.

    So it is with what most of the class use, and with "part-1.md" beside "part-2.md" where there is no "part.md".
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    for file in files:
        numbers[file.plain].add(file.again)
    parts = {plain for plain, its in numbers.items() if len(its) > 1 and 0 not in its}
    return [
        replace(file, plain=file.own, again=0) if file.own in habits or file.plain in parts else file for file in files
    ]


def _attempts(files: list[_File]) -> Iterator[HandIn]:
    """One hand-in for each upload of a name that is there several times: mostly one. Each has the newest files."""
    versions: dict[str, list[_File]] = defaultdict(list)
    for file in sorted(files, key=lambda file: (file.again, len(file.number), file.number), reverse=True):
        versions[file.plain].append(file)
    repeated = {file.again for its in versions.values() if len({file.again for file in its}) > 1 for file in its}
    for again in sorted(repeated or {max(file.again for file in files)}):
        parts = tuple(
            Part(file.whole, plain) for plain, its in sorted(versions.items()) for file in _newest(its, again)
        )
        yield HandIn(files[0].name, files[0].id, parts, late=any(file.late for file in files), attempt=again + 1)


def _newest(versions: list[_File], again: int) -> list[_File]:
    """The newest of one name up to an upload, newest first; of a name that came later, the first there is."""
    number = max((file.again for file in versions if file.again <= again), default=versions[-1].again)
    return [file for file in versions if file.again == number]
