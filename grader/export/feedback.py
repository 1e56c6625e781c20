"""A zip of students' pages as Moodle takes it back: a folder for each participant, named as in its own downloads.

    Ann Lee_1234_assignsubmission_file_/word2vec.html

Moodle splits the folder's name at its "_" and reads the number: no name may hold one.
"""

import io
import re
import zipfile
from collections.abc import Mapping

from grader.export.readiness import Terms, mark_of
from grader.policy.gradebook import Row
from grader.report.files import file_name
from grader.report.page import render
from grader.report.text import one_line

FILE = "feedback.zip"
_SEPARATORS = re.compile(r"[_/\\:*?\"<>|]+")
_BEFORE_CLOCKS = (1980, 1, 1, 0, 0, 0)  # the same zip each time


def feedback(rows: Mapping[int, Row], terms: Terms) -> bytes:
    """The pages of whoever has a mark, as their student may read them. rows: by participant number."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, row in sorted(rows.items()):
            if row.report is not None and mark_of(row, terms) is not None:
                page = zipfile.ZipInfo(f"{_folder(number, row)}/{file_name(row.slug)}.html", _BEFORE_CLOCKS)
                page.compress_type = zipfile.ZIP_DEFLATED
                page.create_system, page.external_attr = 3, 0o644 << 16  # the same on every system
                archive.writestr(page, render(row.report, "student"))
    return file.getvalue()


def _folder(number: int, row: Row) -> str:
    name = " ".join(_SEPARATORS.sub(" ", one_line(row.person.name or row.who)).split())[:80].strip(" .~")
    return f"{name or 'Participant'}_{number}_assignsubmission_file_"
