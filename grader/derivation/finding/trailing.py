r"""A condition in brackets behind an equation, with a space before it: `a = b \; (w \neq o)`."""

from collections.abc import Sequence

from grader.derivation.finding.layout import Mark

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
