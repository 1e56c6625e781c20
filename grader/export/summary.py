"""GitHub's step summary: Markdown that `>> "$GITHUB_STEP_SUMMARY"` shows beside a run. Students read it.

Whatever a student wrote stays text: nothing of it becomes markup, a link, a mention or a picture.
"""

import re
from collections.abc import Sequence

from grader.export.readiness import Terms, mark_of
from grader.export.wording import output_of, result_of, title_of, whole
from grader.grading.report import Mark, Report
from grader.policy.gradebook import Row
from grader.report.audience import is_later, seen_by
from grader.report.text import cut, one_line
from grader.report.words import digits, mark_points, number

LARGEST = 1_000_000  # bytes; GitHub takes a MiB for a step
_CUT = "\n*The rest is left out: a summary holds one MiB.*\n"
_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+!|~$&@:.-]")
_LONGEST = 600  # columns of what is said of one check


def summary(rows: Sequence[Row], terms: Terms) -> bytes:
    """One page: a submission check by check, or a class with a line for each."""
    alone = rows[0].report if len(rows) == 1 and mark_of(rows[0], terms) is not None else None
    lines = _submission(rows[0], alone) if alone else _class(rows, terms)
    page = "\n".join(lines) + "\n"
    data = page.encode("utf-8", "backslashreplace")
    if len(data) <= LARGEST:
        return data
    kept = data[: LARGEST - len(_CUT)].decode("utf-8", "ignore")
    return (kept[: kept.rindex("\n") + 1] + _CUT).encode()


def plain(text: str) -> str:
    """Somebody's words on one line; every character that Markdown or HTML could take for markup is text."""
    # An entity is taken for text everywhere, in a table's cell and in front of a link or a mention, too.
    return _MARKUP.sub(lambda match: f"&#{ord(match.group())};", one_line(text))


def _submission(row: Row, report: Report) -> list[str]:
    seen = seen_by(report, "student")
    places = digits(seen)
    waits = f", {number(seen.pending)} more wait" if seen.pending else ""
    lines = [f"## {plain(row.title)}", "", f"**{number(seen.final)} of {number(seen.max_score)} points**{waits}", ""]
    lines += [f"{plain(line)}\n" for line in whole(seen).splitlines()]
    lines += ["| check | result | points | |", "|---|---|---:|---|"]
    for question in seen.questions:
        for mark in question.marks:
            said = plain(cut(one_line(output_of(mark)), _LONGEST))
            cells = [plain(title_of(question, mark)), _result(mark), mark_points(mark, "student", places), said]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def _result(mark: Mark) -> str:
    return "after the release" if is_later(mark, "student") else result_of(mark)


def _class(rows: Sequence[Row], terms: Terms) -> list[str]:
    lines = ["## Marks", "", "| who | assignment | points | of | standing |", "|---|---|---:|---:|---|"]
    for row in rows:
        mark = mark_of(row, terms)
        points = number(mark) if mark is not None else ""
        cells = [plain(row.person.name or row.who), plain(row.slug), points, number(row.out_of), row.standing.value]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
