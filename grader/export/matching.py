"""Which line of a downloaded sheet is whose.

A doubt is told and never decided: a mark in somebody else's line is worse than none.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.export.readiness import name_of
from grader.outcome import Finding
from grader.policy.gradebook import Row


@dataclass(frozen=True)
class Entry:
    """One line of a sheet that is about a person."""

    line: int
    ids: tuple[str, ...]  # whatever identifies somebody there: numbers, logins, e-mail addresses
    name: str = ""


@dataclass(frozen=True)
class Matched:
    """Whose line is whose, and who could not be told."""

    rows: Mapping[int, Row]  # by line
    said: tuple[Finding, ...] = ()


def matched(rows: Sequence[Row], entries: Sequence[Entry], sheet: str) -> Matched:
    """Everybody's line. An id decides; a name does where it is unique and no id contradicts it."""
    by_id, by_name = _ids(entries), _names(entries)
    found = {number: _by_ids(row, by_id) for number, row in enumerate(rows)}
    theirs = {kind for row in rows for kind, key in _keys(row) if key in by_id}
    namesakes = Counter(_key(row.person.name or row.who) for row in rows)
    for number, row in enumerate(rows):
        name = _key(row.person.name or row.who)
        # Two people of one name: whoever has an id of this sheet's kind that is not in it, is not the other one.
        contradicted = any(kind in theirs for kind, _ in _keys(row))
        if not found[number] and not contradicted and namesakes[name] == 1:
            found[number] = by_name.get(name, frozenset())
    claims = Counter(line for lines in found.values() for line in lines)
    sure = {n: next(iter(its)) for n, its in found.items() if len(its) == 1 and claims[next(iter(its))] == 1}
    said = [_doubt(row, found[number], sheet) for number, row in enumerate(rows) if number not in sure and row.report]
    return Matched({line: rows[number] for number, line in sorted(sure.items(), key=lambda pair: pair[1])}, tuple(said))


def _doubt(row: Row, lines: frozenset[int], sheet: str) -> Finding:
    where = f"{sheet}, row {', '.join(str(line + 1) for line in sorted(lines))}" if lines else sheet
    if not lines:
        what = f"{name_of(row)} is not in the sheet, or not told apart there from somebody of the same name."
        return Finding(what, where, "Enter these points by hand, or give ids in the roster of the course.")
    many = "fits several rows" if len(lines) > 1 else "and somebody else fit the same row"
    return Finding(
        f"{name_of(row)} {many}, so nobody's points were written there.",
        where,
        "Enter these points by hand, or tell the people apart by their ids in the roster of the course.",
    )


def _by_ids(row: Row, by_id: Mapping[str, frozenset[int]]) -> frozenset[int]:
    return frozenset(line for _, key in _keys(row) for line in by_id.get(key, ()))


def _keys(row: Row) -> list[tuple[str, str]]:
    """A person's ids, each with its kind: a sheet that knows people by one kind may know nothing of another."""
    person = row.person
    kinds = [("id", person.id), ("login", person.login), ("e-mail", person.email), *(("other", one) for one in row.ids)]
    return [(kind, _id(each)) for kind, each in kinds if _id(each)]


def _ids(entries: Iterable[Entry]) -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for each in entry.ids:
            if _id(each):
                lines[_id(each)].add(entry.line)
    return {key: frozenset(its) for key, its in lines.items()}


def _names(entries: Iterable[Entry]) -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if key := _key(entry.name):
            lines[key].add(entry.line)
    return {key: frozenset(its) for key, its in lines.items()}


def _id(words: str) -> str:
    return words.strip().casefold()


def _key(name: str) -> str:
    """The same for "Lee, Ann" and "Ann Lee"."""
    return " ".join(sorted(re.findall(r"[^\s,;_]+", unicodedata.normalize("NFC", name).casefold())))
