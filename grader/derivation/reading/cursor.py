"""A place in cleaned tokens, what may be read from there, and the words for what cannot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.derivation.reading.groups import Block, Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.reading.vocabulary import Vocabulary
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token, written
from grader.derivation.tree import Node

RELATIONS = {
    "=": "=", r"\neq": "!=", "<": "<", r"\le": "<=", ">": ">", r"\ge": ">=", r"\in": "in", r"\notin": "not in",
}  # fmt: skip
#: Relations between whole expressions, which are not for this room.
OF_CHAINS = frozenset(
    {
        r"\approx", r"\sim", r"\simeq", r"\cong", r"\gg", r"\ll", r"\to", r"\rightarrow", r"\Rightarrow", r"\implies",
        r"\iff", r"\equiv", r"\propto", r"\doteq", r"\coloneqq",
    }
)  # fmt: skip
OPENING = {"(": ")", "[": "]", r"\{": r"\}", r"\langle": r"\rangle", r"\lvert": r"\rvert", r"\lVert": r"\rVert"}
CLOSING = frozenset(OPENING.values())
#: Three steps for each bracket within a bracket; Python itself would stop at twice as many.
_MOST_STEPS = 100
_TOO_DEEP = "Brackets and functions stand too deep in one another here; split the formula into steps."
_OUTERMOST = 2  # the formula's expression, its term
Rule: TypeAlias = Callable[["Cursor"], Node]


@dataclass(frozen=True)
class Rules:
    """The grammar's three levels, which know one another only through this."""

    expression: Rule
    term: Rule
    factor: Rule


class Cursor:
    """Walks over items from left to right. Every level of reading counts towards the depth that is allowed."""

    def __init__(self, items: Sequence[Item], names: Vocabulary, rules: Rules, where: Span, depth: int = 0) -> None:
        self.items = list(items)
        self.place = 0
        self.names = names
        self.depth = depth
        #: The last value that stood in mere braces, which do not print.
        self.unbracketed: Node | None = None
        self._rules = rules
        self._where = where

    @property
    def is_outermost(self) -> bool:
        """Whether this is the formula itself, and the term is one of its own."""
        return self.depth <= _OUTERMOST

    def peek(self, ahead: int = 0) -> Item | None:
        place = self.place + ahead
        return self.items[place] if place < len(self.items) else None

    def next(self) -> Item:
        item = self.peek()
        if item is None:
            raise NotRead("The formula ends too early here; something is missing behind its last sign.", self.here())
        self.place += 1
        return item

    def at(self, *texts: str) -> bool:
        """Whether one of these marks or commands comes next."""
        return is_mark(self.peek(), *texts)

    def group(self) -> Group:
        """The next item, which cleaning has made a group."""
        item = self.next()
        if not isinstance(item, Group):
            raise NotRead("An argument is missing here; write it in braces.", item.span)
        return item

    def here(self) -> Span:
        """The place of the next item, or of the end."""
        item = self.peek()
        return item.span if item else Span(self._where.end, self._where.end)

    def since(self, place: int) -> Span:
        """The stretch from an item up to the one that was read last."""
        if place >= self.place:
            return self.here()
        return self.items[place].span.to(self.items[self.place - 1].span)

    def expression(self) -> Node:
        return self._deeper(self._rules.expression)

    def term(self) -> Node:
        return self._deeper(self._rules.term)

    def factor(self) -> Node:
        return self._deeper(self._rules.factor)

    def _deeper(self, rule: Rule) -> Node:
        self.depth += 1
        if self.depth > _MOST_STEPS:
            raise NotRead(_TOO_DEEP, self.here())
        found = rule(self)
        self.depth -= 1
        return found

    def within(self, items: Sequence[Item], where: Span) -> "Cursor":
        """A cursor over what a group holds."""
        return Cursor(items, self.names, self._rules, where, self.depth)

    def whole(self, items: Sequence[Item], where: Span) -> Node:
        """Items as one expression, to the last of them."""
        inner = self.within(items, where)
        if not inner.items:
            raise NotRead("There is nothing between these braces; write a value in them, or delete them.", where)
        node = inner.expression()
        inner.finish()
        return node

    def bracketed(self) -> tuple[list[Item], Span]:
        """What stands in the bracket that opens next, and the stretch of it with its brackets."""
        start = self.place
        stack: list[Item] = []
        for end in range(start, len(self.items)):
            item = self.items[end]
            if is_mark(item, *OPENING):
                stack.append(item)
                if len(stack) > _MOST_STEPS // 3:
                    raise NotRead(_TOO_DEEP, item.span)
            elif is_mark(item, *CLOSING):
                opening = stack.pop()
                if OPENING[shown(opening)] != shown(item):
                    what = (
                        f"The bracket `{shown(opening)}` opened here is closed by `{shown(item)}`;"
                        f" close it with `{OPENING[shown(opening)]}`."
                    )
                    raise NotRead(what, opening.span.to(item.span))
                if not stack:
                    self.place = end + 1
                    return self.items[start + 1 : end], opening.span.to(item.span)
        raise NotRead(
            f"The bracket `{shown(stack[-1])}` opened here is never closed;"
            f" put a `{OPENING[shown(stack[-1])]}` where it ends.",
            stack[-1].span,
        )

    def end_of_bracket(self) -> int:
        """The place behind the bracket that opens next; -1 where none does."""
        if not self.at(*OPENING):
            return -1
        start = self.place
        self.bracketed()
        self.place, end = start, self.place
        return end

    def finish(self) -> None:
        """Raises NotRead unless all has been read."""
        item = self.peek()
        if item is None:
            return
        if is_mark(item, *CLOSING):
            raise NotRead(
                f"The bracket `{shown(item)}` here closes nothing that was opened; delete it, or open it before.",
                item.span,
            )
        if is_mark(item, *RELATIONS, *OF_CHAINS):
            raise NotRead(
                f"I cannot read a `{shown(item)}` in this place; each side of it is a step of its own.", item.span
            )
        raise NotRead(
            f"I cannot read on from `{shown(item)}`; write one value, with a sign between its parts.", item.span
        )


def shown(*items: Item) -> str:
    """Items as somebody may have written them, for a message."""
    return written(list(_flat(items)))[:60].strip()


def _flat(items: Sequence[Item]) -> list[Token]:
    found: list[Token] = []
    for item in items:
        if isinstance(item, Token):
            found.append(item)
            continue
        opening, closing = (
            ("{", "}") if isinstance(item, Group) else (rf"\begin{{{item.name}}}", rf"\end{{{item.name}}}")
        )
        found.extend([Token("mark", opening, item.span), *_flat(item.items), Token("mark", closing, item.span)])
    return found


def split(items: Sequence[Item], *marks: str) -> list[list[Item]]:
    """Items cut at marks that stand outside all brackets."""
    parts: list[list[Item]] = [[]]
    depth = 0
    for item in items:
        depth += is_mark(item, *OPENING)
        depth -= is_mark(item, *CLOSING)
        if depth <= 0 and is_mark(item, *marks):
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def is_block(item: Item | None, *names: str) -> bool:
    """Whether an item is an environment of one of these names."""
    return isinstance(item, Block) and item.name in names
