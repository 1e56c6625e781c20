r"""A condition in brackets behind an equation, with a space before it: `a = b \; (w \neq o)`; or a definition."""

from collections.abc import Sequence
from dataclasses import replace

from grader.derivation.finding.comparisons import Run, is_condition, kind_after_words
from grader.derivation.finding.layout import Mark
from grader.derivation.finding.relations import RELATIONS
from grader.derivation.finding.vocabulary import CLOSING, OPENING

#: What may stand before a bracket that holds a comparison and is no condition: an indicator, a probability.
_TAKERS = ("1", "1}", "I", "I}", "E", "E}", "p", "P", "P}", "Pr", "Pr}", r"\delta", "𝟙", "_", "^", "\\Pr")
_NEAR = 40


def bracket(marks: Sequence[Mark], body: str) -> int:
    """Where a bracket begins that ends the marks and stands apart from what is before it; -1 where none does."""
    if not marks or marks[-1].value not in (")", r"\right)"):
        return -1
    depth = 0
    for place in range(len(marks) - 1, 0, -1):
        depth += (marks[place].value in (")", r"\right)")) - (marks[place].value in ("(", r"\left("))
        if depth == 0:
            before = body[max(marks[place].start - _NEAR, 0) : marks[place].start]
            # A command for a space is at least two blanks by now; a mere blank says nothing.
            apart = before.endswith("  ") and not before.rstrip().endswith(_TAKERS)
            return place if apart else -1
    return -1


def in_brackets(run: Run, body: str) -> Run | None:
    r"""What a bracket behind an equation says: a condition, a definition, or words alone, `(\text{otherwise})`."""
    inner = run.marks[1:-1]
    if not inner or not all(body.startswith(r"\text", mark.start) for mark in inner):
        return bracketed(run, body)
    noted = Run("words", " ".join(mark.value for mark in inner), run.start)
    noted.kind = kind_after_words(noted, body)
    return noted


def bracketed(run: Run, body: str) -> Run | None:
    """The condition that a run is which stands in brackets, "(i = j)", or the equation: "(z = Wx)"."""
    text = run.text(body)
    inner = [mark for mark in run.marks[1:-1] if not body.startswith(r"\text", mark.start)]
    words = " ".join(mark.value for mark in run.marks[1:-1] if body.startswith(r"\text", mark.start))
    if run.separator not in ("wide", "align", "comma") or not inner or text[0] not in "([" or text[-1] not in ")]":
        return None
    found = [replace(mark, kind="relation") if mark.value in RELATIONS.values() else mark for mark in inner]
    inside = Run(run.separator, words, run.start, found, "condition", related=True)
    if is_condition(inside, body):
        return inside
    equal = [mark.value for mark in found if mark.kind == "relation"] in (["="], [":="])
    return replace(inside, kind="equation") if equal and inside.has_left and not _is_open(found) else None


def _is_open(marks: Sequence[Mark]) -> bool:
    """Whether a bracket closes among the marks that didn't open there: `(a) = (b)` is no bracket around all."""
    depth = 0
    for mark in marks:
        depth += (mark.value in OPENING or mark.value.startswith(r"\left")) and mark.value != r"\leftarrow"
        depth -= mark.value in CLOSING or (mark.value.startswith(r"\right") and mark.value != r"\rightarrow")
        if depth < 0:
            return True
    return depth != 0
