"""A roster's cells about exceptions: `word2vec: 3 days; lstm: 2026-12-01 23:59`. Raises ValueError with a sentence."""

from collections.abc import Iterator
from datetime import timedelta

from grader.policy.durations import read_duration, read_moment
from grader.policy.model import Excuse, Extension

#: What an excuse from everything is called in a cell.
EVERYTHING = ("all", "everything")


def read_extra_time(cell: str) -> timedelta:
    """`48 hours`; nothing for an empty cell."""
    return read_duration(cell) if cell else timedelta(0)


def read_extensions(cell: str, who: str) -> tuple[Extension, ...]:
    """`word2vec: 3 days; lstm: 2026-12-01 23:59`: for each assignment how much later, or until when."""
    return tuple(_extension(slug, value, who) for slug, value in _parts(cell))


def read_excuses(cell: str, who: str) -> tuple[Excuse, ...]:
    """`word2vec: ill; lstm`, or `all: left the course`: from which assignments, and why."""
    return tuple(
        Excuse(who=who, assignment=None if slug.lower() in EVERYTHING else slug, reason=reason)
        for slug, reason in _parts(cell)
    )


def _extension(slug: str, value: str, who: str) -> Extension:
    if not value:
        raise ValueError(f"the extension of `{slug}` has no date and no length: write `{slug}: 3 days`")
    if value[:4].isdigit() and value[4:5] == "-":
        return Extension(who=who, assignment=slug, until=read_moment(value))
    return Extension(who=who, assignment=slug, by=read_duration(value))


def _parts(cell: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (one.strip() for one in cell.replace("\n", ";").split(";"))):
        slug, _, value = part.partition(":")
        yield slug.strip(), value.strip()
