r"""One row of a formula as clauses: equations with their sides, conditions, words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.derivation.finding.comparisons import Run, is_condition
from grader.derivation.finding.connectives import begins_otherwise, plain_condition, word_kind
from grader.derivation.finding.layout import Mark
from grader.derivation.finding.relations import IMPLICATIONS
from grader.derivation.finding.runs import runs

_DOLLARS = re.compile(r"\$([^$]{1,200})\$")
_LETTER = r"(?:\\?[A-Za-z]+'?(?:_(?:\w|\{[\w+-]{1,8}\}))?|\\[lc]?dots|\.\.\.?|…|-?\d+|\\text\{[^{}]*\})"
#: What a condition names without comparing it: `i, j`.
_INDICES = re.compile(rf"\(?{_LETTER}(?:[,&]{_LETTER})*[.,;)]*")
_SHAPE = re.compile(
    r"(?:\\(?:mathbb|mathbf|mathcal|mathrm|Bbb)\s*(?:\{\s*R\s*\}|R(?![A-Za-z]))|\\(?:R|Reals|reals|real)(?![A-Za-z])|ℝ)"
    r"(?:\s*\^\s*(?:\{(?:[^{}]|\{[^{}]{0,20}\}){0,60}\}|\w|\\[A-Za-z]+))?[\s.,;]*"
)
_DERIVATIVE = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:\\partial|d(?![A-Za-z])|\\mathrm\s*\{d\})|\\nabla|\\partial|\\triangledown|∇|∂"
)


@dataclass(frozen=True)
class Part:
    """One side of a relation: what relation leads to it, and the stretch of the body that it is (None: nothing)."""

    relation: str
    stretch: tuple[int, int] | None


@dataclass(frozen=True)
class Clause:
    """An equation (its sides), a condition (its words and its stretch), or words alone.

    implied: it stood after an implication sign, within one formula. compares: an equation that may be a condition.
    announces: a condition with a colon after it, and so with what holds under it.
    """

    kind: Literal["equation", "condition", "words"]
    start: int
    parts: tuple[Part, ...] = ()
    words: str = ""
    stretch: tuple[int, int] | None = None
    inside: str = ""  # a condition that stood whole within its words
    implied: bool = False
    compares: bool = False
    announces: bool = False


def clauses(row: Sequence[Mark], body: str) -> list[Clause]:
    """The clauses of one row. `body` is the formula with its layout blanked."""
    found = runs(row, body)
    following = [run.separator for run in found[1:]] + [""] * bool(found)
    made: list[Clause] = []
    for run, after in zip(found, following, strict=True):
        remark = _cut_shape(run, body)
        made += [*_clauses(run, body, after == "colon"), *remark]
    return made


def _cut_shape(run: Run, body: str) -> list[Clause]:
    r"""Takes a remark on the shape off a run's end, `= U\delta \in \mathbb{R}^D`, and returns it as words."""
    place = next((one for one in reversed(run.relations) if run.marks[one].value == "∈"), 0)
    if not place or place != run.relations[-1]:
        return []
    start, end = run.marks[place].start, run.marks[-1].end
    if not _SHAPE.fullmatch(body[run.marks[place].end : end].strip()):
        return []
    named = len(run.relations) == 1 and (place == 1 or _DERIVATIVE.match(run.text(body)) is not None)
    if named or run.kind == "condition":  # "where U \in \mathbb{R}^{D \times V}": all of it is the remark
        start, place = run.marks[0].start, 0
    del run.marks[place:]
    run.related = len(run.relations) > 0
    run.kind = run.kind if run.marks else "words"
    return [Clause("words", start, words=body[start:end].strip())]


def _clauses(run: Run, body: str, announces: bool) -> Iterator[Clause]:
    stretch = (run.marks[0].start, run.marks[-1].end) if run.marks else None
    if run.kind == "condition" and _states(run, body):
        yield Clause("condition", run.start, words=_case(run.words), announces=True)
        yield from _equations(run, body) if run.related else [_value(run)]
        return
    if run.kind == "condition" and run.marks and not run.related and not _INDICES.fullmatch(run.text(body)):
        yield Clause("words", run.start, words=run.words.strip())
        yield from _equations(run, body)
        return
    if run.kind == "condition":
        if run.marks and begins_otherwise(run.words) and not run.related:  # "for all other w"
            words, inside, stretch = f"{run.words.strip()} {run.text(body)}", "", None
        else:
            words, inside = _within(run.words) if not run.marks else (run.words.strip(), "")
        words = _case(words) if stretch is None and not inside else words
        yield Clause("condition", run.start, words=words, stretch=stretch, inside=inside, announces=announces)
        return
    if run.words.strip():
        yield Clause("words", run.start, words=run.words.strip())
    if run.kind == "words" and run.marks:
        yield Clause("words", run.start, words=body[run.marks[0].start : run.marks[-1].end])
    elif run.marks:
        yield from _equations(run, body)


def _states(run: Run, body: str) -> bool:
    r"""Whether what stands behind words such as "else" is no condition but an equation that holds then."""
    if not run.marks or is_condition(run, body):
        return False
    if word_kind(run.words) == "otherwise":
        return True
    return run.has_left and _DERIVATIVE.match(run.text(body)) is not None


def _value(run: Run) -> Clause:
    """A lone value behind "else": what the left side is worth then."""
    parts = (Part("", None), Part("=", (run.marks[0].start, run.marks[-1].end)))
    return Clause("equation", run.marks[0].start, parts)


def _case(words: str) -> str:
    """Words that speak of all other cases, with "otherwise" among them; others as they are."""
    words = words.strip()
    if not begins_otherwise(words) or "otherwise" in words.lower():
        return words
    return "otherwise" if word_kind(words) == "otherwise" and " " not in words else f"otherwise: {words}"


def _within(words: str) -> tuple[str, str]:
    """A condition that stands whole within a \\text: its words, and its maths."""
    maths = list(_DOLLARS.finditer(words))
    if maths:
        # What stands behind the first formula goes with it: "and", "or", or what nobody can read.
        first = maths[0]
        rest = _DOLLARS.sub(lambda one: f"}}{one[1]}\\text{{", words[first.end() :])
        behind = f"\\text{{{rest}}}".replace(r"\text{}", "") if rest.strip(" ,.;:") else ""
        return words[: first.start()].strip(), f"{first[1]} {behind}".strip()
    _, latex, _ = plain_condition(words)
    return words.strip(), latex


def _equations(run: Run, body: str) -> Iterator[Clause]:
    """The equations of a run: more than one where an implication leads from one to the next."""
    parts: list[Part] = []
    marks: list[Mark] = []
    implied = False
    for group in _groups(run.marks):
        sides = _parts(group)
        if len(sides) > 1 and sides[0].relation in IMPLICATIONS and sides[0].stretch is not None:
            if is_condition(Run("", marks=marks), body):  # i = j ⇒ …
                yield Clause("condition", marks[0].start, stretch=(marks[0].start, marks[-1].end))
            else:
                yield from _equation(parts, marks, body, implied)
            parts, marks, implied = [replace(sides[0], relation=""), *sides[1:]], [], True
        else:
            parts += sides
        marks += group
    yield from _equation(parts, marks, body, implied)


def _equation(parts: list[Part], marks: list[Mark], body: str, implied: bool) -> Iterator[Clause]:
    # A relation with nothing after it only counts at the end, where the next row may go on.
    kept = [part for place, part in enumerate(parts) if part.stretch or place in (0, len(parts) - 1)]
    if not any(part.stretch for part in kept) and len(kept) < 2:
        return
    compares = is_condition(Run("", marks=marks), body)
    yield Clause("equation", marks[0].start, tuple(kept), implied=implied, compares=compares)


def _groups(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The marks, cut before each implication."""
    group: list[Mark] = []
    for mark in marks:
        if mark.kind == "relation" and mark.value in IMPLICATIONS:
            yield group
            group = []
        group.append(mark)
    yield group


def _parts(marks: Sequence[Mark]) -> list[Part]:
    """A group's sides. The first has no relation, unless the group begins with an implication."""
    if not marks:
        return [Part("", None)]
    found: list[tuple[str, list[Mark]]] = []
    if marks[0].kind != "relation" or marks[0].value not in IMPLICATIONS:
        found.append(("", []))
    for mark in marks:
        if mark.kind == "relation":
            found.append((mark.value, []))
        else:
            found[-1][1].append(mark)
    return [Part(relation, (held[0].start, held[-1].end) if held else None) for relation, held in found]
