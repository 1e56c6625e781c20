"""Puts pages where people find them: `<out>/<who>/<slug>.html`, `.instructor.html` beside it, and a class's page.

That is `<out>/class-<slug>.html`. The one of pseudonyms is a file of its own, so that neither is taken for the other.
"""

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from grader.grading.report import Report
from grader.report.audience import Audience
from grader.report.drafts import write_whole

_UNUSUAL = re.compile(r"[^\w.,+@-]+")  # \w knows every alphabet
# Names that Windows keeps to itself, and the class page's: nobody is filed in its place.
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|class-.*\.html", re.IGNORECASE)


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


def class_page(out: Path, slug: str, anonymous: bool) -> Path:
    """Where the page of a class lies; the one of pseudonyms lies beside the other."""
    return out / f"class-{file_name(slug)}{'.anonymous' if anonymous else ''}.html"


def address(who: str, slug: str) -> str:
    """Where the class page finds somebody's page for the instructor."""
    return f"{quote(file_name(who))}/{quote(file_name(slug))}.instructor.html"


def file_name(words: str) -> str:
    """A name for one file or folder. Two different words never share one: what had to change carries a fingerprint."""
    usual = _UNUSUAL.sub("_", words).strip(".")[:80]
    if usual == words and usual and not _TAKEN.fullmatch(usual):
        return usual
    fingerprint = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{usual or 'unnamed'}-{fingerprint}"
