"""The store: one SQLite file with what was graded, in write-ahead logging, written by the coordinator alone.

Every change is one transaction: whoever is killed between two of them has lost the work of one submission at most.
Reading never needs the permission to write.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from grader.outcome import Finding
from grader.store import problems
from grader.store.event import Decision, Event
from grader.store.opening import opened
from grader.store.rows import Figures, HandIn, Result, Run

_EVENT = [one.name for one in fields(Event)][:-1]  # all but the number, which the store gives


class Store:
    """Results, runs, decisions and pages in one file."""

    def __init__(self, path: Path, writable: bool = True) -> None:
        """Opens the file, and makes it where it may be written. Raises StoreUnusable."""
        self.path, self.writable = path, writable
        try:
            self._database = opened(path, writable)
        except (sqlite3.Error, OSError) as trouble:
            raise problems.unusable(path, trouble) from trouble

    def close(self) -> None:
        """Lets go of the file; everything that was written is in it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.close()

    # ---- results
    def figures(self, key: str) -> Figures | None:
        """The points of a result that may be said again; None where it has to be made."""
        columns = "score, max_score, pending, excluded"
        row = self._one(f"SELECT {columns} FROM results WHERE key = ? AND reusable", key)
        return Figures(*row) if row else None

    def report(self, key: str) -> bytes | None:
        """A result, packed, whether or not it may be said again; None where there is none."""
        row = self._one("SELECT report FROM results WHERE key = ?", key)
        return row[0] if row else None

    def looked(self, keys: Mapping[str, str]) -> dict[str, bytes]:
        """What is known of these questions, packed, by their ids; keys: id to key."""
        rows = {name: self._one("SELECT looked FROM questions WHERE key = ?", key) for name, key in keys.items()}
        return {name: row[0] for name, row in rows.items() if row}

    def keep(self, key: str, result: Result, questions: Mapping[str, str]) -> None:
        """Keeps a result, and what may be said again of its questions; questions: id to key. Raises StoreUnusable."""
        row = (key, result.slug, int(result.reusable), *astuple(result.figures), result.report)
        known = [(questions[name], one) for name, one in result.looked.items() if name in questions]
        with self._writing():
            self._put_aside(key, result.report)
            self._database.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._database.executemany("INSERT OR REPLACE INTO questions VALUES (?, ?)", known)

    def _put_aside(self, key: str, report: bytes) -> None:
        """What was made again and is another, after a limit or a fault of ours, leaves the runs before it theirs."""
        earlier = self.report(key)
        if earlier is None or earlier == report:
            return
        name = f"{key} {sha256(earlier).hexdigest()[:16]}"
        self._database.execute("UPDATE OR REPLACE results SET key = ?, reusable = 0 WHERE key = ?", (name, key))
        self._database.execute("UPDATE hand_ins SET result = ? WHERE result = ?", (name, key))
        self._database.execute("DELETE FROM said")  # it told of the earlier one by the same key

    def rests(self, files: str) -> str | None:
        """What an assignment's results rest on, as JSON, where its files were these before."""
        row = self._one("SELECT rests_on FROM specs WHERE files = ?", files)
        return row[0] if row else None

    def keep_rests(self, files: str, rests_on: str) -> None:
        """Keeps what an assignment's results rest on."""
        with self._writing():
            self._database.execute("INSERT OR REPLACE INTO specs VALUES (?, ?)", (files, rests_on))

    # ---- runs
    def begin(
        self, at: str, paths: Sequence[str], rests_on: Mapping[str, Mapping[str, str]], hand_ins: Iterable[HandIn]
    ) -> int:
        """A new run with everything that it will grade; its number."""
        with self._writing():
            given = "INSERT INTO runs (begun, decided, paths, rests_on) VALUES (?, ?, ?, ?)"
            told = json.dumps(list(paths)), json.dumps(rests_on, sort_keys=True)
            number = self._database.execute(given, (at, self.last_event, *told)).lastrowid
            assert number is not None
            rows = [
                (number, place, one.who, one.slug, one.attempt, one.about, one.content, one.result, _said(one.problem))
                for place, one in enumerate(hand_ins)
            ]
            self._database.executemany("INSERT INTO hand_ins VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return number

    def graded(self, run: int, position: int, key: str) -> None:
        """A hand-in of a run has its result."""
        with self._writing():
            self._database.execute("UPDATE hand_ins SET result = ?, problem = NULL WHERE run = ? AND position = ?",
                                   (key, run, position))  # fmt: skip

    def not_graded(self, run: int, position: int, why: Finding) -> None:
        """A hand-in of a run cannot be graded: why."""
        with self._writing():
            self._database.execute("UPDATE hand_ins SET problem = ? WHERE run = ? AND position = ?",
                                   (_said(why), run, position))  # fmt: skip

    def end(self, run: int, at: str) -> None:
        """A run has come to its end."""
        with self._writing():
            self._database.execute("UPDATE runs SET ended = ? WHERE number = ?", (at, run))

    def runs(self) -> list[Run]:
        """All of them, the oldest first."""
        rows = self._all("SELECT number, begun, ended, decided, paths, rests_on FROM runs ORDER BY number")
        return [
            Run(number, begun, ended, decided, tuple(json.loads(paths)), json.loads(rests_on))
            for number, begun, ended, decided, paths, rests_on in rows
        ]

    def hand_ins(self, run: int) -> list[HandIn]:
        """What a run graded or was to grade, in its order."""
        columns = "who, slug, attempt, about, content, result, problem"
        rows = self._all(f"SELECT {columns} FROM hand_ins WHERE run = ? ORDER BY position", run)
        return [
            HandIn(who, slug, attempt, about, content, result, _finding(problem))
            for who, slug, attempt, about, content, result, problem in rows
        ]

    # ---- decisions of people
    def add(self, events: Sequence[Event]) -> None:
        """Adds decisions, all of them or none. Raises StoreUnusable."""
        rows = [astuple(event)[:-1] for event in events]
        names = ", ".join(f'"{name}"' for name in _EVENT)
        marks = ", ".join("?" for _ in _EVENT)
        self._all("PRAGMA synchronous = FULL")  # results can be made again; what a person decided cannot
        with self._writing():
            self._database.executemany(f"INSERT INTO events ({names}) VALUES ({marks})", rows)

    def events(self, slug: str | None = None) -> list[Event]:
        """Every decision, or those about one assignment, the oldest first."""
        names = ", ".join(f'"{name}"' for name in [*_EVENT, "number"])
        where, given = ("WHERE slug = ?", [slug]) if slug is not None else ("", [])
        found = []
        for row in self._all(f"SELECT {names} FROM events {where} ORDER BY number", *given):
            values = dict(zip([*_EVENT, "number"], row, strict=True))
            found.append(Event(**{**values, "decision": Decision(values["decision"])}))
        return found

    @property
    def last_event(self) -> int:
        """The number of the last decision; 0 for none."""
        row = self._one("SELECT coalesce(max(number), 0) FROM events")
        return int(row[0]) if row else 0

    # ---- settings
    def setting(self, name: str) -> str:
        """What was last told by that name; "" for nothing."""
        row = self._one("SELECT value FROM settings WHERE name = ?", name)
        return row[0] if row else ""

    def set(self, name: str, value: str) -> None:
        """Keeps what was told."""
        with self._writing():
            self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # ---- pages and files
    def pages(self) -> dict[str, tuple[str, int, int]]:
        """By path: what each page shows, its size, and when it was written in nanoseconds."""
        return {path: (shows, size, modified) for path, shows, size, modified in self._all("SELECT * FROM pages")}

    def wrote(self, pages: Iterable[tuple[str, str, int, int]]) -> None:
        """Pages that were written: path, what they show, size, nanoseconds."""
        with self._writing():
            self._database.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", pages)

    def said(self, shows: str) -> str | None:
        """What the terminal said of a class that was the same in everything."""
        row = self._one("SELECT lines FROM said WHERE shows = ?", shows)
        return row[0] if row else None

    def say(self, shows: str, lines: str) -> None:
        """Keeps what the terminal said of a class; of an earlier state nothing is kept."""
        with self._writing():
            self._database.execute("DELETE FROM said")
            self._database.execute("INSERT INTO said VALUES (?, ?)", (shows, lines))

    def files(self) -> dict[str, tuple[int, int, str]]:
        """By path: size, nanoseconds and sha256 of files that were read before."""
        return {path: (size, modified, digest) for path, size, modified, digest in self._all("SELECT * FROM files")}

    def read(self, files: Iterable[tuple[str, int, int, str]]) -> None:
        """Files that were read: path, size, nanoseconds, sha256."""
        with self._writing():
            self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", files)

    # ---- the file
    def _one(self, statement: str, *given: str | int) -> tuple[Any, ...] | None:
        return next(iter(self._all(statement, *given)), None)

    def _all(self, statement: str, *given: str | int) -> list[tuple[Any, ...]]:
        try:
            return self._database.execute(statement, given).fetchall()
        except sqlite3.Error as trouble:
            raise problems.unusable(self.path, trouble) from trouble

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        if not self.writable:
            raise problems.only_readable(self.path)
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._database.in_transaction:  # a full disk has ended it already
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.Error as trouble:
            raise problems.unusable(self.path, trouble) from trouble


def _finding(said: str | None) -> Finding | None:
    return Finding(**json.loads(said)) if said else None


def _said(problem: Finding | None) -> str | None:
    """A finding as JSON."""
    if problem is None:
        return None
    return json.dumps({"what": problem.what, "where": problem.where, "advice": problem.advice})
