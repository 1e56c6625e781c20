r"""Conditions that stand in an index, `u_{w \neq o}`: the index keeps its letter, and the condition is the row's."""

from collections.abc import Iterator

from grader.derivation.finding.lexemes import Lexemes
from grader.derivation.finding.vocabulary import BIG_OPERATORS

_UNEQUAL = frozenset((r"\neq", r"\ne", "≠", "!="))
#: What has a condition below it for another reason.
_CONDITIONED = BIG_OPERATORS | frozenset(
    (r"\limits", r"\max", r"\min", r"\delta", "δ", "I", "E", "1", r"\chi", "]", ")", r"\nolimits", "𝟙", r"\bigcup")
)


def conditions(found: Lexemes) -> Iterator[tuple[int, int, str]]:
    r"""Where the `\neq o` of each `_{w \neq o}` begins and ends, and the condition."""
    for index, text in enumerate(found.texts):
        closing = found.group(index + 1) if text == "_" else -1
        inside = found.texts[index + 2 : closing] if closing > 0 else []
        if inside[1:3] == [r"\not", "="]:
            inside = [inside[0], r"\neq", *inside[3:]]
        if len(inside) != 3 or inside[1] not in _UNEQUAL or not _is_index(inside[0]) or not _is_index(inside[2]):
            continue
        if not _is_conditioned(found, index):
            yield found.end(index + 2), found.starts[closing], f"{inside[0]} \\neq {inside[2]}"


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
