r"""A written answer's formulas as chains of steps, over rows, formulas and the sentences between them.

The door of finding: `find`. Decides what belongs together, and never what it means.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from grader.derivation.finding import complaints, remarks
from grader.derivation.finding.assembly import MOST_STEPS, Assembly
from grader.derivation.finding.clauses import Clause
from grader.derivation.finding.connectives import begins_otherwise, is_cell, leads_to_condition, looks_ahead, trails
from grader.derivation.finding.layout import Layout, layout
from grader.derivation.finding.own_macros import definitions
from grader.derivation.finding.places import Formula, Places
from grader.derivation.finding.prose import formulas_in_prose
from grader.derivation.finding.rows import Row, rows
from grader.derivation.segments import Segment, place, segments
from grader.derivation.steps import Found, Prose, Unread
from grader.submission.answer import WrittenAnswer

#: The longest single formula that is looked at.
LONGEST_FORMULA = 60_000
#: The longest whose layout is kept: what many students write is short.
_LONGEST_KEPT = 500


@lru_cache(maxsize=4)
def find(answer: WrittenAnswer) -> Found:
    """The chains of one answer, in order. Never fails: what can't be placed stands in `unread`, with the reason."""
    finder = _Finder(answer)
    found = segments(answer)
    for index, segment in enumerate(found):
        after = found[index + 1].source if index + 1 < len(found) and found[index + 1].kind == "prose" else ""
        finder.segment(segment, after)
    finder.prose += [Prose(f"{one.words} {one.latex}".strip(), one.line) for one in finder.assembly.idle()]
    return Found(finder.assembly.chains(), tuple(finder.prose), tuple(finder.unread), definitions(answer.text))


def _laid_out(body: str) -> tuple[Layout, tuple[Row, ...]]:
    """A formula's marks and rows, found once however many students write it."""
    return _kept_layout(body) if len(body) <= _LONGEST_KEPT else _new_layout(body)


def _new_layout(body: str) -> tuple[Layout, tuple[Row, ...]]:
    found = layout(body)
    return found, tuple(rows(found))


_kept_layout = lru_cache(maxsize=2000)(_new_layout)


@dataclass
class _Finder:
    """Takes an answer's segments one after another."""

    answer: WrittenAnswer
    prose: list[Prose] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    assembly: Assembly = field(init=False)
    full: bool = False

    def __post_init__(self) -> None:
        self.assembly = Assembly(Places(self.answer))

    def segment(self, segment: Segment, after: str) -> None:
        if segment.kind == "prose":
            if segment.source.strip():
                self.prose.append(Prose(segment.source, segment.line))
            for line, text in formulas_in_prose(segment.source, segment.line):
                finding = complaints.formula_in_prose(text, place(self.answer, line))
                self.unread.append(Unread(text, line, finding))
            self.assembly.words(segment.source, segment.start)
        elif segment.problem:
            self.unread.append(Unread(segment.source, segment.line, segment.problem))
            self.assembly.interrupt()
        elif segment.kind == "math" and len(segment.body) > LONGEST_FORMULA:
            finding = complaints.too_long(len(segment.body), LONGEST_FORMULA, place(self.answer, segment.line))
            self.unread.append(Unread(segment.source, segment.line, finding))
            self.assembly.interrupt()
        elif segment.kind == "math":
            self.formula(segment, after)

    def formula(self, segment: Segment, after: str) -> None:
        (found, written), offset = _laid_out(segment.body), segment.start + segment.inner[0]
        for text, start in found.unmatched:
            line = self.assembly.places.line(offset + start)
            self.unread.append(Unread(text, line, complaints.unmatched_brace(text, place(self.answer, line))))
        formula = Formula(found.blanked, offset, segment.display, found.within)
        self.assembly.places.hide((offset + start, text) for start, text in found.hidden)
        words = [clause.words for row in written for clause in row.clauses if clause.kind == "words"]
        self.prose += [Prose(one, segment.line) for one in words]
        if self._is_condition(written, formula, after):
            return
        if not segment.display and remarks.is_remark(written, found.blanked):
            self.prose.append(Prose(segment.source, segment.line))
            self.assembly.between += segment.source
            return
        if written and all(row.is_condition for row in written):
            self._conditions(written, formula)
            return
        # Where the last row is a condition alone, each such row speaks of the one above it.
        trailing = len(written) > 1 and written[-1].is_condition and not written[-1].colon
        for row in written:
            if row.is_condition and trailing and not row.colon:
                for clause in row.clauses:
                    if clause.kind == "condition":
                        self.assembly.trail(self.assembly.as_condition(clause, formula))
            else:
                self.assembly.row(row, formula)
        self.assembly.end_formula()
        if self.assembly.count > MOST_STEPS and not self.full:
            self.full = True
            finding = complaints.too_many(MOST_STEPS, place(self.answer, segment.line))
            self.unread.append(Unread(segment.source, segment.line, finding))

    def _conditions(self, written: Sequence[Row], formula: Formula) -> None:
        """A formula of conditions alone: of the formula before it, or, with a colon or a capital, of the next one."""
        for row in written:
            for clause in (one for one in row.clauses if one.kind == "condition"):
                condition = self.assembly.as_condition(clause, formula)
                if clause.words[:1].islower() and "case" not in clause.words and not row.colon:
                    self.assembly.trail(condition)
                else:
                    self.assembly.condition(condition)

    def _is_condition(self, written: Sequence[Row], formula: Formula, after: str) -> bool:
        """Takes a formula that is a condition of another by the words around it: "for $i \\neq j$"."""
        only = [clause for row in written for clause in row.clauses]
        assembly, between = self.assembly, self.assembly.between
        others = any(clause.kind != "condition" for clause in only[1:])
        if formula.display or not only or others or only[0].kind == "words":
            return False
        turned = begins_otherwise(between) and between.rstrip(" \t\n*_").endswith(":")
        words = "" if turned else leads_to_condition(between)
        alone = between.strip(" \t\n*_") in ("(", "[")
        linked = between.strip(" \t\n") in ("and", ",", "or", ", and")
        unequal = all(part.relation in ("≠", "≤", "≥", "<", ">", "∈") for part in only[0].parts[1:])
        another = linked and unequal and assembly.last is not None and assembly.has_condition()
        joined = linked and assembly.after_condition
        cell = is_cell(between, after)
        announces = looks_ahead(after) or (cell and ("\n" in between or assembly.last is None))
        compared = only[0].compares and (alone or joined or announces or another or cell)
        if not (only[0].kind == "condition" or compared or self._may_be(only[0], words)):
            return False
        further = between.strip(" \t\n,*_") in ("with", "and", "where", "such that") and assembly.last is not None
        apart = another or further or not assembly.has_condition()
        behind = (trails(between) or alone or another or cell) and not announces and apart
        for number, clause in enumerate(only):
            condition = assembly.as_condition(clause, formula, "" if number else words)
            if behind:
                assembly.trail(condition)
            else:
                assembly.condition(condition)
        return True

    def _may_be(self, clause: Clause, words: str) -> bool:
        if not words or clause.compares:
            return bool(words)
        if re.match(r"(?:in the )?(?:if|for|when|whenever|case|∀)\b", words, re.IGNORECASE) is None:
            return False
        if len(clause.parts) == 1:
            return re.search(r"\b(?:all|each|every|any)\b|∀", words) is not None
        stretches = [part.stretch for part in clause.parts if part.stretch]
        return len(clause.parts) == 2 and bool(stretches) and stretches[-1][1] - stretches[0][0] <= 25
