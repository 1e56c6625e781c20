r"""Formulas within a sentence that claim nothing a person would check: $w = o$ in passing, $K \ll |V|$, $\alpha_i > 0$.

They stay prose. Whatever narrows a claim down, such as `\lambda > 1` or `\beta < 0`, is none of them.
"""

import re
from collections.abc import Sequence

from grader.derivation.finding.clauses import Clause
from grader.derivation.finding.rows import Row

_INDEX = re.compile(r"[ijklmnopqrtwc]'?")
_SIZE = re.compile(
    r"\\?\|\w\\?\||\|[A-Z](?:_\{?\w{1,8}\}?)?\||\\l?vert[ ]?[A-Z]\\r?vert|[A-Z](?:_\{?[A-Za-z]{1,8}\}?)?"
)
_ZERO = re.compile(r"0(?:\.0)?")
_DISTRIBUTION = re.compile(
    r"(?:\\(?:mathcal|mathrm|text|mathbb)\{?\s*)?(?:N|Normal|U|Uniform|Norm)\}?\s*(?:\\left)?\(.{1,60}\)", re.DOTALL
)
_LONGEST = 80


def is_remark(rows: Sequence[Row], body: str) -> bool:
    """Whether an inline formula of these rows says nothing that has to be judged."""
    clauses = [clause for row in rows for clause in row.clauses if clause.kind != "words"]
    return len(clauses) == 1 and clauses[0].kind == "equation" and _is_remark(clauses[0], body)


def _is_remark(clause: Clause, body: str) -> bool:
    sides = ["".join(body[slice(*part.stretch)].split()) for part in clause.parts if part.stretch]
    signs = [part.relation for part in clause.parts[1:]]
    if len(sides) != 2 or len(signs) != 1 or max(map(len, sides)) > _LONGEST:
        return False
    left, right = sides
    if signs[0] in ("=", "≠"):
        return all(_INDEX.fullmatch(side) for side in sides)
    if signs[0] in (">", "≥", "≫"):
        # Whoever names a positive number positive restricts nothing.
        return _ZERO.fullmatch(right) is not None or all(map(_SIZE.fullmatch, sides))
    if signs[0] in ("<", "≤", "≪"):
        return _ZERO.fullmatch(left) is not None or all(map(_SIZE.fullmatch, sides))
    return signs[0] == "∼" and _DISTRIBUTION.fullmatch(right) is not None
