"""The log: where tracebacks go, so that no person is shown one. One file for each user; a full disk keeps it silent."""

import contextlib
import logging
import os
import tempfile
from pathlib import Path


class _Log(logging.FileHandler):
    """A log that never fails the work it tells of: on a full disk it stays silent."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        pass

    def format(self, record: logging.LogRecord) -> str:
        from grader.report.text import visible  # an exception may quote what a student wrote

        return visible(super().format(record))


def log_file() -> Path:
    """Where tracebacks go: one file for each user, in the system's folder for such things."""
    user = getattr(os, "getuid", lambda: "user")()
    return Path(tempfile.gettempdir()) / f"grade-{user}.log"


def keep_log() -> None:
    """Sends the project's log to its file, opened when the first line is written."""
    log = logging.getLogger("grader")
    if not any(isinstance(handler, _Log) for handler in log.handlers):
        handler = _Log(log_file(), encoding="utf-8", delay=True, errors="backslashreplace")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        log.propagate = False
