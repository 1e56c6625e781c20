"""Puts a report's pages where people find them: `<out>/<who>/<slug>.html` and `.instructor.html` beside it."""

import os
import re
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from grader.grading.report import Report
from grader.report.audience import Audience

_UNUSUAL = re.compile(r"[^\w.,+@-]+")  # \w knows every alphabet
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps to itself


def write_pages(out: Path, report: Report) -> Path:
    """Writes both pages and returns the student's. Raises OSError; a page that was there before stays whole then."""
    from grader.report.page import render  # here, because pages cost jinja2

    folder = out / file_name(report.submission)
    folder.mkdir(parents=True, exist_ok=True)
    slug = file_name(report.assignment)
    pages: tuple[tuple[str, Audience], ...] = ((f"{slug}.html", "student"), (f"{slug}.instructor.html", "instructor"))
    for name, audience in pages:
        write_whole(folder / name, render(report, audience))
    return folder / f"{slug}.html"


def file_name(words: str) -> str:
    """A name for one file or folder. Two different words never share one: what had to change carries a fingerprint."""
    usual = _UNUSUAL.sub("_", words).strip(".")[:80]
    if usual == words and usual and not _DEVICES.fullmatch(usual):
        return usual
    fingerprint = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{usual or 'unnamed'}-{fingerprint}"


def write_whole(path: Path, text: str | bytes) -> None:
    """All of the text or none of it. Raises OSError, and leaves no half of a file behind."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
