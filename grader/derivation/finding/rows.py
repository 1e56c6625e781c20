r"""The rows of a formula, each with its clauses and with what its beginning and its end say about its neighbours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from grader.derivation.finding.clauses import Clause, clauses
from grader.derivation.finding.layout import Layout, Mark

_LEFT = re.compile(
    r"\\[dt]?frac\{(?:\\partial|\\mathrm\{d\}|d).{1,120}|\\nabla.{1,40}|\\partial_.{1,40}"
    r"|(?:\\[A-Za-z]+\{?)?\\?[A-Za-z]+\}?'?(?:_\{?[A-Za-z0-9,+-]{1,8}\}?)?(?:\([^()]{1,40}\))?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Row:
    """One row: its clauses; `aligned` where it begins with &; `operator` it begins with, if any.

    leads: it begins with a relation. unfinished: an operator ends it. open: one of its brackets has no end.
    colon: it ends with one.
    """

    clauses: tuple[Clause, ...]
    aligned: bool
    operator: str
    leads: bool
    unfinished: bool
    open: bool
    colon: bool

    @property
    def is_condition(self) -> bool:
        """Whether it holds nothing but conditions and words."""
        kinds = {clause.kind for clause in self.clauses}
        return "condition" in kinds and "equation" not in kinds

    @property
    def has_relation(self) -> bool:
        """Whether one of its equations has a relation."""
        return any(len(clause.parts) > 1 for clause in self.clauses)


def rows(found: Layout) -> Iterator[Row]:
    """A formula's rows; those with nothing in them are left out."""
    for marks in _split(found):
        solid = [mark for mark in marks if mark.kind not in ("align", "wide", "words")]
        if not marks or all(mark.kind in ("align", "wide") for mark in marks):
            continue
        first = next(mark for mark in marks if mark.kind not in ("align", "wide"))
        depth = sum({"open": 1, "close": -1}.get(mark.kind, 0) for mark in marks)
        yield Row(
            tuple(clauses(marks, found.blanked)),
            marks[0].kind == "align",
            first.value if first.kind == "operator" else "",
            first.kind == "relation",
            bool(solid) and solid[-1].kind == "operator",
            depth > 0,
            marks[-1].kind == "colon" or marks[-1].value.rstrip().endswith(":"),
        )


def _split(found: Layout) -> Iterator[list[Mark]]:
    broken = any(mark.kind == "break" for mark in found.marks)
    row: list[Mark] = []
    depth = 0
    related = False
    for before, mark in pairwise([Mark("break", 0, 0), *found.marks, Mark("break", 0, 0)]):
        ends = mark.kind == "break" or (
            not broken
            and related
            and depth == 0
            and "\n" in found.blanked[before.end : mark.start]
            and _begins_equation(found, mark)
        )
        if ends:
            yield row
            row, depth, related = [], 0, False
        if mark.kind != "break":
            row.append(mark)
            depth += {"open": 1, "close": -1}.get(mark.kind, 0)
            related = related or mark.kind == "relation"


def _begins_equation(found: Layout, mark: Mark) -> bool:
    r"""Whether a line that no `\\` begins still begins an equation: by a left side of its own."""
    line = found.blanked[mark.start : mark.start + 300].split("\n")[0]
    left, equals, _ = line.replace("&", "").partition("=")
    return bool(equals) and _LEFT.fullmatch("".join(left.split())) is not None
