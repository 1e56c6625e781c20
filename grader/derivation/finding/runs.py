r"""One row of a formula cut into runs, and what each is: an equation, a condition, words, or more of the run before.

"a = b, \quad i \neq j" is an equation and its condition; "a = b, \quad c = d" is two equations.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from grader.derivation.finding.comparisons import ORDER, VALUE, Run, Separator, is_condition, kind_after_words
from grader.derivation.finding.layout import Mark
from grader.derivation.finding.trailing import bracket, bracketed, in_brackets

_NUMBERING = re.compile(
    r"\((?:\d{1,3}[a-z']?|[a-z]|[ivx]{1,4}|\d?\.\d|\*+|\\(?:ast|star|dagger|bullet|spadesuit)|\\text\{[^{}]*\}|\d+\.[a-z0-9]+)\)"
    r"|\*|\\(?:checkmark|star|dagger|blacksquare|therefore)|\[\d{1,3}\]|#\d{1,2}"
)
_LABEL = re.compile(r"\(?[A-Za-z0-9]{1,3}[.):]+|\([A-Za-z0-9]{1,3}\)|[A-Za-z0-9]{1,3}")
_BEGINNING = re.compile(r"\((?:\d{1,2}|[a-h]|i{1,3}|iv|vi{0,3}|[ix]x?)\)")
_DOTS = ("dots", "…", "...", "..")


_SEPARATORS: dict[str, Separator] = {
    "wide": "wide",
    "comma": "comma",
    "align": "align",
    "colon": "colon",
    "words": "words",
}


def runs(row: Sequence[Mark], body: str) -> list[Run]:
    """The runs of one row. `body` is the formula with its layout blanked."""
    found: list[Run] = []
    for run in _cut(_without_brackets(row)):
        if not found:
            run.marks = run.marks[_label(run, body) :]
        start = bracket(run.marks, body)
        if start > 0 and (condition := in_brackets(replace(run, separator="wide", marks=run.marks[start:]), body)):
            run.marks = run.marks[:start]
            _place(run, found, body)
            found.append(condition)
        else:
            _place(run, found, body)
    return found


def _label(run: Run, body: str) -> int:
    r"""How many marks are a label before a formula: the `(i)` of `(i)\ \frac{…}{…} = …`, apart by more than a blank."""
    label = "".join(mark.value for mark in run.marks[:3])
    if len(run.marks) < 4 or not run.related or not _BEGINNING.fullmatch(label):
        return 0
    return 3 if body.startswith("  ", run.marks[2].end) else 0


def _without_brackets(row: Sequence[Mark]) -> Iterator[Mark]:
    """The row's marks; what stands within a pair of brackets is expression. A lone bracket has no inside."""
    stack: list[int] = []
    change = [0] * (len(row) + 1)
    for place, mark in enumerate(row):
        if mark.kind == "open":
            stack.append(place)
        elif mark.kind == "close" and stack:
            change[stack.pop()] += 1
            change[place] -= 1
    depth = 0
    for place, mark in enumerate(row):
        depth += change[place]
        keeps = depth == 0 and mark.kind not in ("open", "close")
        yield mark if keeps else Mark("expression", mark.start, mark.end, mark.value)


def _cut(marks: Iterator[Mark]) -> Iterator[Run]:
    run = Run("")
    for mark, following in pairwise([*marks, None]):
        if mark is None:
            continue
        separator = "wide" if following and _ends_sentence(mark, following) else _SEPARATORS.get(mark.kind)
        if separator in ("align", "wide") and run.marks and following and following.kind == "relation":
            continue  # x \quad &= y
        if not separator:
            run.marks.append(mark)
            run.related = run.related or mark.kind == "relation"
        elif separator == "words" and run.separator == "words" and not run.marks:
            run.words += f" {mark.value}"
        elif separator == "words" or run.marks:
            yield run
            run = Run(separator, mark.value if separator == "words" else "", mark.start)
        elif run.separator not in ("words", "colon"):
            run.separator = separator
    yield run


def _ends_sentence(mark: Mark, following: Mark) -> bool:
    """Whether a semicolon, or a full stop with a blank after it, parts what stands before and behind it."""
    if mark.kind != "stop" or following.kind == "stop":
        return False
    return mark.value == ";" or following.start > mark.end


def _place(run: Run, runs: list[Run], body: str) -> None:
    """Adds a run to those before it: as a clause of its own, as more of the last one, or not at all."""
    last = runs[-1] if runs else None
    while run.marks and run.marks[-1].kind == "stop":
        run.marks.pop()
    if run.separator == "words":
        run.kind = kind_after_words(run, body)
        goes_on = bool(last and last.kind == "equation" and _begins_in_the_middle(run) and run.kind != "condition")
        if last and goes_on:
            last.take(run)
            run.marks, run.kind = [], "words"
        runs.append(run)
    elif run.marks:
        _place_unworded(run, runs, last, body)


def _place_unworded(run: Run, runs: list[Run], last: Run | None, body: str) -> None:
    if last and run.has_left and run.separator in ("wide", "align"):
        label = Run("", marks=run.marks[: run.relations[0]]).text(body)
        if _NUMBERING.fullmatch(label) and "\\text" not in label:  # … \quad (1) = …, all on one row
            run.marks = run.marks[run.relations[0] :]
    text = run.text(body)
    if last is None or last.kind == "words":
        leading = None if last else bracketed(replace(run, separator="wide"), body)
        runs.append(leading if leading and leading.kind == "condition" else run)
    elif last.kind == "condition":
        if (
            not run.related
            and run.separator == "comma"
            and (not last.marks or VALUE.fullmatch(text) or "dots" in text or last.text(body).endswith(_DOTS))
        ):
            last.take(run)
        else:
            run.kind = "condition" if run.separator != "colon" and is_condition(run, body) else "equation"
            runs.append(run)
    elif run.separator == "colon" and run.related and is_condition(last, body):  # "w = o: …"
        last.kind = "condition"
        runs.append(run)
    elif run.separator != "comma" and _NUMBERING.fullmatch(text):
        if words := " ".join(mark.value for mark in run.marks if body.startswith(r"\text", mark.start)):
            noted = Run("words", words, run.start)
            noted.kind = kind_after_words(noted, body)
            runs.append(noted)
    elif condition := bracketed(run, body):
        runs.append(condition)
    elif _is_between(run) and is_condition(run, body):
        run.kind = "condition"
        runs.append(run)
    elif _goes_on(run, last, body):
        last.take(run)
    else:
        run.kind = "condition" if is_condition(run, body) else "equation"
        last.kind = (
            "words" if not last.related and len(last.marks) < 5 and _LABEL.fullmatch(last.text(body)) else last.kind
        )
        runs.append(run)


def _goes_on(run: Run, last: Run, body: str) -> bool:
    """Whether a run without words before it is more of the equation before it."""
    if last.marks[-1].kind in ("relation", "operator") or _begins_in_the_middle(run):
        return True
    if run.separator == "colon":  # "let u = e^{-x}: a = b" is two
        return not (last.related and run.has_left)
    if not last.related:
        return run.separator in ("comma", "align")
    return run.separator == "comma" and not run.related


def _is_between(run: Run) -> bool:
    r"""Whether a run compares twice, `-m \le j \le m`, and so may begin with a sign and go on with nothing."""
    values = [run.marks[place].value for place in run.relations]
    return len(values) == 2 and ORDER.issuperset(values)


def _begins_in_the_middle(run: Run) -> bool:
    return bool(run.marks) and run.marks[0].kind in ("relation", "operator")
