r"""When a chain holds, as its writer says it: conditions on indices (`w \neq o`), and on what moves (`\lambda > 1`)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.derivation.macros import Macro
from grader.derivation.parse import condition
from grader.derivation.span import NotRead
from grader.derivation.steps import Condition
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Number, Relation, Symbol, When
from grader.derivation.valuing.walks import renamed
from grader.derivation.worlds import Regime

_NEARLY = 1e-3  # a limit at λ = ½ is drawn from a narrow interval around it
_OPPOSITE = {"=": "!=", "!=": "=", "in": "not in", "not in": "in"}


#: A window around a place, written as a set: `j \\in \\{c-m, \\dots, c-1, c+1, \\dots, c+m\\}`.
_AROUND = re.compile(
    r"(?P<letter>[A-Za-z])\s*\\in\s*\\\{\s*(?P<first>[\w\s+-]{1,20}?),\s*\\[lc]?dots,\s*(?P<middle>\w?)\s*-\s*1\s*,"
    r"\s*(?P=middle)\s*\+?\s*1\s*,\s*\\[lc]?dots,\s*(?P<last>[\w\s+-]{1,20}?)\s*\\\}"
)


def _as_range(window: re.Match[str]) -> str:
    letter, middle = window["letter"], window["middle"] or "0"
    return rf"{window['first']} \le {letter} \le {window['last']}, {letter} \neq {middle}"


@dataclass(frozen=True)
class Circumstances:
    """relations: on indices, all of which hold. scalars: on numbers that move. unread: conditions nobody understood.

    surely: the same without what is only carried on from an earlier formula; None where nothing is.
    """

    relations: tuple[Relation, ...] = ()
    scalars: tuple[Relation, ...] = ()
    unread: tuple[str, ...] = ()
    surely: "Circumstances | None" = None

    def with_letters(self, letters: Mapping[str, str]) -> "Circumstances":
        """The same with the student's letters as the question's constants."""
        surely = None if self.surely is None else self.surely.with_letters(letters)
        return replace(self, relations=tuple(renamed(each, letters) for each in self.relations), surely=surely)

    def allow(self, regime: Regime) -> bool:
        """Whether a limit lies within what was said about the numbers that move."""
        return all(_fulfilled(relation, regime) for relation in self.scalars)


def circumstances(
    conditions: Sequence[Condition], symbols: Symbols, before: Circumstances, macros: Mapping[str, Macro]
) -> Circumstances:
    """What a chain's conditions say. before: those of the chain before, which "otherwise" turns round."""
    found = _read(conditions, symbols, before, macros)
    if any(each.carried for each in conditions):
        surely = _read([each for each in conditions if not each.carried], symbols, before, macros)
        return replace(found, surely=surely)
    return found


def _read(
    conditions: Sequence[Condition], symbols: Symbols, before: Circumstances, macros: Mapping[str, Macro]
) -> Circumstances:
    found = Circumstances()
    for each in conditions:
        if not each.latex:
            found = _joined(found, _otherwise(before) if "otherwise" in each.words.lower() else Circumstances())
            continue
        try:
            read = condition(_AROUND.sub(_as_range, each.latex), symbols, macros)
        except NotRead:
            found = _joined(found, Circumstances(unread=(f"{each.words} {each.latex}".strip(),)))
            continue
        found = _joined(found, _of(read, each))
    return found


def _of(read: When, written: Condition) -> Circumstances:
    if len(read.alternatives) != 1:
        return Circumstances(unread=(f"{written.words} {written.latex}".strip(),))
    (relations,) = read.alternatives
    moving = tuple(each for each in relations if _is_scalar(each))
    # `w \\in V`, `k = 1, …, K` say over what a letter runs, and nothing that isn't so anyway.
    return Circumstances(tuple(each for each in relations if each not in moving), moving)


def _is_scalar(relation: Relation) -> bool:
    return any(isinstance(side, Symbol) for side in (relation.left, relation.right)) and any(
        isinstance(side, Number) for side in (relation.left, relation.right)
    )


def _otherwise(before: Circumstances) -> Circumstances:
    if len(before.relations) == 1 and before.relations[0].sign in _OPPOSITE and not before.scalars:
        (relation,) = before.relations
        opposite = _OPPOSITE[relation.sign]
        return Circumstances((Relation(relation.left, opposite, relation.right),))  # type: ignore[arg-type]  # a Sign
    return Circumstances(unread=("otherwise",))


def _joined(first: Circumstances, second: Circumstances) -> Circumstances:
    return Circumstances(
        (*first.relations, *second.relations), (*first.scalars, *second.scalars), (*first.unread, *second.unread)
    )


def _fulfilled(relation: Relation, regime: Regime) -> bool:
    """Whether it holds over the whole of a regime's interval; what the regime does not move is left open."""
    left, right = (_interval(side, regime) for side in (relation.left, relation.right))
    if left is None or right is None:
        return True
    return {
        "<": left[1] < right[0],
        "<=": left[1] <= right[0],
        ">": left[0] > right[1],
        ">=": left[0] >= right[1],
        "=": abs(left[0] - right[0]) < _NEARLY and abs(left[1] - right[1]) < _NEARLY,
        "!=": left[1] < right[0] or left[0] > right[1],
    }.get(relation.sign, True)


def _interval(side: object, regime: Regime) -> tuple[float, float] | None:
    if isinstance(side, Number):
        return side.value, side.value
    return regime.intervals.get(side.name) if isinstance(side, Symbol) else None
