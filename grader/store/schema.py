"""The store's tables, and how an older file becomes today's: one step for each version, none of them ever changed.

docs/store.md tells them to whoever reads the file with other programs; a test holds the two together.
"""

#: What "PRAGMA application_id" answers, so that no other program's database is taken for ours ("grad").
APPLICATION = 0x67726164

#: The statements that lead from each version to the next; the first from an empty file to version 1.
STEPS: tuple[str, ...] = (
    """
    CREATE TABLE results (
        key TEXT PRIMARY KEY,          -- fingerprint of everything the report rests on
        slug TEXT NOT NULL,
        reusable INTEGER NOT NULL,     -- 0 where something in it was our fault or a limit
        score REAL NOT NULL,
        max_score REAL NOT NULL,
        pending REAL NOT NULL,
        excluded REAL NOT NULL,
        report BLOB NOT NULL           -- grader.store.codec
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE questions (
        key TEXT PRIMARY KEY,          -- fingerprint of the submission and everything one question rests on
        looked BLOB NOT NULL           -- grader.store.codec
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        begun TEXT NOT NULL,           -- ISO time with offset
        ended TEXT,                    -- empty while it runs, or where it was stopped
        decided INTEGER NOT NULL,      -- number of the last event before it began
        paths TEXT NOT NULL,           -- JSON: what was to be graded
        rests_on TEXT NOT NULL         -- JSON: slug: name of a part: its fingerprint
    ) STRICT;

    CREATE TABLE hand_ins (
        run INTEGER NOT NULL REFERENCES runs (number),
        position INTEGER NOT NULL,     -- in the order of the run
        who TEXT NOT NULL,
        slug TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        about TEXT NOT NULL,           -- JSON: name, id, e-mail, members, time of hand-in
        content TEXT NOT NULL,         -- fingerprint of what was handed in; empty where it could not be read
        result TEXT,                   -- key of `results`; empty while it is not graded
        problem TEXT,                  -- JSON: what, where, advice: why it could not be graded
        PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        who TEXT NOT NULL,
        slug TEXT NOT NULL,
        question TEXT NOT NULL,
        "check" TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('points', 'withdrawn')),
        points REAL NOT NULL,
        comment TEXT NOT NULL,
        reason TEXT NOT NULL,
        read TEXT NOT NULL             -- fingerprint of the answer that was read
    ) STRICT;
    CREATE INDEX events_of ON events (slug, who);
    CREATE TRIGGER events_never_change BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'marks by hand are superseded, never changed'); END;
    CREATE TRIGGER events_never_go BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'marks by hand are superseded, never removed'); END;

    CREATE TABLE pages (
        path TEXT PRIMARY KEY,         -- as the page was written
        shows TEXT NOT NULL,           -- fingerprint of what it was made from
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL      -- nanoseconds; a page that somebody touched is written again
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE said (
        shows TEXT PRIMARY KEY,        -- fingerprint of a whole class and all that its pages show
        lines TEXT NOT NULL            -- what the terminal said of it
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE specs (
        files TEXT PRIMARY KEY,        -- fingerprint of an assignment's files and of all that reads them
        rests_on TEXT NOT NULL         -- JSON: what its results rest on
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE settings (
        name TEXT PRIMARY KEY,         -- "course", "anonymous", "seed"
        value TEXT NOT NULL            -- as the last run over a class was told
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE files (
        path TEXT PRIMARY KEY,         -- of a data set
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)
VERSION = len(STEPS)
