r"""Signs typed another way than LaTeX has them, put into LaTeX's: `{a \over b}`, `!=`, `U.T`, `U⊤`, `\pdv{J}{x}`.

Comes before cleaning, which then knows one form of each.
"""

from collections.abc import Sequence

from grader.derivation.reading.cells import rowed
from grader.derivation.reading.commands import SPACES
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark, is_space
from grader.derivation.span import Span
from grader.derivation.tokens import Token

#: Two marks without a space between them that are one relation.
_JOINED = {"!=": r"\neq", "==": "=", "<=": r"\le", ">=": r"\ge", "=<": r"\le", "=>": r"\Rightarrow"}
_PARTIAL = frozenset({r"\pdv", r"\pderivative", r"\partialderivative", r"\diffp"})
_TOTAL = frozenset({r"\dv", r"\derivative", r"\diff"})
_TURNED = (r"\top", r"\intercal")


def respelled(items: Sequence[Item]) -> Sequence[Item]:
    """The items of one group, with each of these signs as LaTeX has it."""
    items = rowed(items)
    made: list[Item] = []
    place = 0
    while place < len(items):
        item = items[place]
        if is_mark(item, r"\over"):
            rest = respelled_flat(items[place + 1 :])
            return [_command(r"\frac", item.span), Group(tuple(made), item.span), Group(tuple(rest), item.span)]
        taken, place = _one(items, place, made)
        made.extend(taken)
    return made


def respelled_flat(items: Sequence[Item]) -> list[Item]:
    r"""As `respelled`, without a look at `\over`: one group has at most one."""
    made: list[Item] = []
    place = 0
    while place < len(items):
        taken, place = _one(items, place, made)
        made.extend(taken)
    return made


def _one(items: Sequence[Item], place: int, before: Sequence[Item]) -> tuple[list[Item], int]:
    """The items that one item stands for, and the place behind what it took."""
    item = items[place]
    following = items[place + 1] if place + 1 < len(items) else None
    if not isinstance(item, Token) or item.kind not in ("mark", "command"):
        return [item], place + 1
    if item.text == "." and all(is_mark(one, ".") for one in items[place : place + 3]) and place + 2 < len(items):
        return [_command(r"\dots", item.span.to(items[place + 2].span))], place + 3
    if isinstance(following, Token) and (found := _joined(item, following)):
        span = item.span.to(following.span)
        return [_command(found, span) if found.startswith("\\") else Token("mark", found, span)], place + 2
    if item.text == "." and is_letter(following, "T") and _hangs_on(before) and _stands_alone(items, place + 2):
        assert isinstance(following, Token)
        return _transposed(item.span.to(following.span)), place + 2
    if item.text in _TURNED and _hangs_on(before):
        return _transposed(item.span), place + 1
    if item.text in _PARTIAL | _TOTAL:
        return _derivative(items, place)
    return [item], place + 1


def _joined(item: Token, following: Token) -> str:
    """The relation that two marks make between which no space is; "" for others."""
    touching = following.kind == "mark" and item.span.end == following.span.start
    return _JOINED.get(item.text + following.text, "") if touching else ""


def _hangs_on(before: Sequence[Item]) -> bool:
    """Whether something stands right before that can be transposed."""
    last = before[-1] if before else None
    if not isinstance(last, Token):
        return last is not None and not _takes_group(before[-2] if len(before) > 1 else None)
    return last.kind == "letter" or is_mark(last, ")", "]")


def _takes_group(item: Item | None) -> bool:
    r"""Whether the group behind an item is its argument, as in `\frac{…}`, and no base of its own; `_{…}` is."""
    return isinstance(item, Token) and item.kind == "command" and item.text not in SPACES


def _stands_alone(items: Sequence[Item], place: int) -> bool:
    """Whether no further letter or script goes on the word that began."""
    following = items[place] if place < len(items) else None
    return not is_letter(following) and not is_mark(following, "_", "^", "'")


def _transposed(span: Span) -> list[Item]:
    return [Token("mark", "^", span), Group((_command(r"\top", span),), span)]


def _derivative(items: Sequence[Item], place: int) -> tuple[list[Item], int]:
    r"""`\pdv{J}{x}` and `\pdv{x}` of the package "physics", with its partner `\dv`, as fractions."""
    command = items[place]
    assert isinstance(command, Token)
    groups: list[Group] = []
    end = place + 1
    while end < len(items) and len(groups) < 2:
        item = items[end]
        if isinstance(item, Group):
            groups.append(item)
        elif not is_space(item):
            break
        end += 1
    if not groups:
        return [command], place + 1
    span = command.span
    sign = _command(r"\partial", span) if command.text in _PARTIAL else Token("letter", "d", span)
    top = (sign, *groups[0].items) if len(groups) == 2 else (sign,)
    bottom = (sign, *groups[-1].items)
    return [_command(r"\frac", span), Group(top, span), Group(bottom, span)], end


def _command(text: str, span: Span) -> Token:
    return Token("command", text, span)
