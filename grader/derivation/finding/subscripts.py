r"""Conditions that stand in an index, `u_{w \neq o}`: the index keeps its letter, and the condition is the row's."""

from collections.abc import Iterator

from grader.derivation.finding.lexemes import Lexemes
from grader.derivation.finding.vocabulary import BIG_OPERATORS

_UNEQUAL = frozenset((r"\neq", r"\ne", "≠", "!="))
_BARS = frozenset(("|", r"\vert", r"\rvert"))
_SIZES = frozenset(
    (r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigr", r"\Bigr", r"\biggr", r"\Biggr", r"\right", r"\bigm", r"\Bigm")
)
_LONGEST = 6
_AT_LEAST = 3  # a value, a size, a bar
#: What has a condition below it for another reason.
_CONDITIONED = BIG_OPERATORS | frozenset(
    (r"\limits", r"\max", r"\min", r"\delta", "δ", "I", "E", "1", r"\chi", "]", ")", r"\nolimits", "𝟙", r"\bigcup")
)


def conditions(found: Lexemes) -> Iterator[tuple[int, int, str]]:
    r"""What goes, from where to where, and the condition: the `\neq o` of `_{w \neq o}`, the whole of `\Big|_{w=o}`."""
    for index, text in enumerate(found.texts):
        closing = found.group(index + 1) if text == "_" else -1
        inside = found.texts[index + 2 : closing] if 0 < closing <= index + _LONGEST else []
        if inside[1:3] == [r"\not", "="]:
            inside = [inside[0], r"\neq", *inside[3:]]
        if len(inside) != 3 or not _is_index(inside[0]) or not _is_index(inside[2]):
            continue
        sign = "=" if inside[1] == "=" else r"\neq" if inside[1] in _UNEQUAL else ""
        condition = f"{inside[0]} {sign} {inside[2]}"
        if sign and inside[2].isalpha() and (bar := _bar(found, index)) >= 0:
            yield found.starts[bar], found.end(closing), condition
        elif sign == r"\neq" and not _is_conditioned(found, index):
            yield found.end(index + 2), found.starts[closing], condition


def _bar(found: Lexemes, index: int) -> int:
    r"""Where the bar of an evaluation begins that stands before an index: `\Big|`, `\right|`; -1 where none does."""
    if index < _AT_LEAST or found.texts[index - 1] not in _BARS or found.texts[index - 2] not in _SIZES:
        return -1
    return index - 2


def _is_index(text: str) -> bool:
    return len(text) == 1 and text.isalnum()


def _is_conditioned(found: Lexemes, index: int) -> bool:
    r"""Whether an operator or an indicator stands before the index: `\sum_{…}`, `\mathbb{1}_{…}`."""
    if not index or found.texts[index - 1] in _CONDITIONED:
        return True
    if found.texts[index - 1] != "}":
        return False
    opening = found.partner[index - 1]
    return opening >= 0 and found.inside(opening).strip() in _CONDITIONED
