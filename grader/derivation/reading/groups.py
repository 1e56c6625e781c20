r"""Nests flat tokens: what stands in braces is a Group, what stands between `\begin` and `\end` a Block."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token

#: How deep groups, brackets and arguments may stand in one another.
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """What stood in braces."""

    items: tuple["Item", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """An environment: its name without a star, and all that it holds."""

    name: str
    items: tuple["Item", ...]
    span: Span


Item: TypeAlias = Token | Group | Block


@dataclass
class _Open:
    """A group or block that is not closed yet."""

    name: str  # "" for braces
    span: Span
    items: list[Item]


def nested(pieces: Sequence[Token]) -> tuple[Item, ...]:
    """The tokens with their groups and environments closed.

    Raises NotRead where a brace or an environment has no partner, or they stand too deep in one another.
    """
    stack = [_Open("", Span(), [])]
    place = 0
    while place < len(pieces):
        token = pieces[place]
        place += 1
        if token.kind == "mark" and token.text == "{":
            stack.append(_Open("", token.span, []))
        elif token.kind == "mark" and token.text == "}":
            _close(stack, "", token.span)
        elif token.kind == "command" and token.text in (r"\begin", r"\end"):
            name, place = _environment(pieces, place, token)
            if token.text == r"\begin":
                stack.append(_Open(name, token.span, []))
            else:
                _close(stack, name, token.span.to(pieces[place - 1].span))
        else:
            stack[-1].items.append(token)
        if len(stack) > DEEPEST:
            raise NotRead(
                f"More than {DEEPEST} groups stand in one another here; split the formula into steps.", token.span
            )
    if len(stack) > 1:
        raise _unclosed(stack[-1])
    return tuple(stack[0].items)


def _close(stack: list[_Open], name: str, span: Span) -> None:
    closed = stack[-1]
    if len(stack) == 1 or closed.name != name:
        if len(stack) > 1 and not name:
            raise _unclosed(closed)
        what = rf"`\end{{{name}}}`" if name else "`}`"
        raise NotRead(f"The {what} here closes nothing that was opened; delete it, or open it before.", span)
    stack.pop()
    where = closed.span.to(span)
    made = Block(name, tuple(closed.items), where) if name else Group(tuple(closed.items), where)
    stack[-1].items.append(made)


def _unclosed(one: _Open) -> NotRead:
    if one.name:
        return NotRead(rf"The `\begin{{{one.name}}}` here never ends; put its `\end` behind it.", one.span)
    return NotRead("The brace `{` opened here is never closed; put a `}` where it ends.", one.span)


def _environment(pieces: Sequence[Token], place: int, begin: Token) -> tuple[str, int]:
    name = ""
    while place < len(pieces) and pieces[place].kind == "space":
        place += 1
    if place < len(pieces) and pieces[place].text == "{":
        for end in range(place + 1, min(place + 30, len(pieces))):
            if pieces[end].text == "}":
                return name.rstrip("*"), end + 1
            name += pieces[end].text
    raise NotRead(
        f"The `{begin.text}` here needs the name of its environment in braces, such as `{{cases}}`.", begin.span
    )
