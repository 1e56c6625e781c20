r"""A run of marks between two separators, and whether it compares indices or sizes: `w \neq o`, `0 < x < 1`."""

import re
from dataclasses import dataclass, field
from typing import Literal

from grader.derivation.finding.connectives import word_kind
from grader.derivation.finding.layout import Mark

#: Relations of more and less.
ORDER = frozenset("<>≤≥≪≫")
_SINGLE = re.compile(r"(?:\{?[A-Za-z]'?\}?|\\[A-Za-z]+)(?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9+-]{1,6}\}))?|-?\d+(?:\.\d+)?")
_BOUND = re.compile(rf"-?\d?(?:{_SINGLE.pattern})(?:[+-]\d?(?:{_SINGLE.pattern}))?")
_INDEX = re.compile(r"[ci-or-x]'?(?:_[a-z0-9]|_\{[a-z0-9]\})?")
_LONGEST_CONDITION = 200
#: What an index may be compared with.
VALUE = re.compile(r"[abci-or-x]'?(?:,[a-z])*|-?\d+(?:,.{1,30})?|\\?\{.{1,30}\}|\d+(?::|\\dots|\\ldots|\.\.).{1,20}")

Separator = Literal["", "wide", "comma", "align", "colon", "words"]


@dataclass
class Run:
    """Marks between two separators, and what separates them from those before."""

    separator: Separator
    words: str = ""
    start: int = 0
    marks: list[Mark] = field(default_factory=list)
    kind: Literal["equation", "condition", "words"] = "equation"
    related: bool = False  # one of its marks is a relation

    def take(self, other: "Run") -> None:
        """Goes on with the marks of another run."""
        self.marks += other.marks
        self.related = self.related or other.related

    @property
    def relations(self) -> list[int]:
        """Where its relations stand among its marks."""
        return [place for place, mark in enumerate(self.marks) if mark.kind == "relation"]

    @property
    def has_left(self) -> bool:
        """Whether it has a relation and something before it."""
        return bool(self.relations) and self.relations[0] > 0

    def text(self, body: str) -> str:
        """What was written, without white space."""
        return "".join(body[self.marks[0].start : self.marks[-1].end].split()) if self.marks else ""


def is_condition(run: Run, body: str) -> bool:
    """Whether a comparison speaks of indices or sizes, as "i = j", "w \\neq o", "0 < x < 1" do."""
    text = run.text(body)
    relations = run.relations
    if len(text) > _LONGEST_CONDITION or not relations or not run.has_left:
        return False
    kinds = {run.marks[place].value for place in relations}
    sides = sides_of(run, body)
    if kinds <= ORDER:
        # c-m \le j \le c+m
        between = len(sides) == 3 and _SINGLE.fullmatch(sides[1]) and all(map(_BOUND.fullmatch, (sides[0], sides[2])))
        return bool(between) or all(_SINGLE.fullmatch(side) for side in sides)
    if kinds <= {"≠", "∈", "∉"}:
        return len(sides[0]) <= 30
    if kinds <= {"=", "≠"}:
        return all(_INDEX.fullmatch(side) for side in sides[:-1]) and VALUE.fullmatch(sides[-1]) is not None
    return False


def kind_after_words(run: Run, body: str) -> Literal["equation", "condition", "words"]:
    """What a run is, going by the words before it."""
    kind = word_kind(run.words)
    if kind in ("condition", "otherwise"):
        return "condition"
    if kind in ("perhaps", "or", "joint") and is_condition(run, body):
        return "condition"
    if not run.marks or (kind == "note" and not run.related):
        return "words"
    return "equation"


def sides_of(run: Run, body: str) -> list[str]:
    """What stands between its relations, without white space."""
    ends = [0, *(mark.start for mark in run.marks if mark.kind == "relation"), run.marks[-1].end]
    starts = [run.marks[0].start, *(mark.end for mark in run.marks if mark.kind == "relation")]
    return ["".join(body[start:end].split()) for start, end in zip(starts, ends[1:], strict=True)]
