"""What hangs on a value: its index, its primes, its exponent, in the order in which cleaning has put them."""

from collections.abc import Sequence

from grader.derivation.reading.conditions import has_relation
from grader.derivation.reading.cursor import Cursor, shown
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.reading.positions import positions
from grader.derivation.span import NotRead
from grader.derivation.tokens import Token
from grader.derivation.tree import Index, Node, Number, Ones, Power, Primed, Product, Sum, Symbol, Transpose, Whole

_TRANSPOSED = frozenset({"T", r"\top", r"\intercal"})
_ENTRY_TURNED = "It is open whether the matrix is transposed here or its entry: write `(W^T)_{ij}` or `W_{ji}`."


def scripts(cursor: Cursor, node: Node) -> Node:
    """A value with its index, its primes and its exponent, in this order."""
    start = cursor.place
    invisible = node is cursor.unbracketed and isinstance(node, Sum | Product)
    if cursor.at("_"):
        group = cursor.peek(1)
        if isinstance(group, Group) and not has_relation(items := _said(group.items)):
            cursor.place += 2
            node = Index(node, positions(cursor, items, group.span), span=node.span.to(group.span))
    primes = 0
    while cursor.at("'"):
        cursor.next()
        primes += 1
    if primes:
        node = _primed(cursor, node, primes)
    if cursor.at("^"):
        cursor.next()
        node = raised(cursor, node, cursor.group())
    if cursor.place > start and invisible:
        raise NotRead("Braces { } do not print, so it is open what is raised here; write brackets ( ).", node.span)
    return node


def _said(items: Sequence[Item]) -> Sequence[Item]:
    """The `o` of `u_{w=o}`: the vector of that w which is o."""
    named = len(items) == 3 and is_letter(items[0]) and is_mark(items[1], "=") and is_letter(items[2])
    return items[2:] if named else items


def _primed(cursor: Cursor, node: Node, primes: int) -> Node:
    names = cursor.names
    is_part = isinstance(node, Index) and isinstance(node.base, Symbol) and node.base.name in names.families
    if primes == 1 and (is_part or (isinstance(node, Symbol) and node.name in names.matrices)):
        return Transpose(node, span=node.span)
    return Primed(node, primes, span=node.span)


def raised(cursor: Cursor, node: Node, group: Group) -> Node:
    """A value with an exponent: transposed, or to the power of it."""
    items, span = group.items, node.span.to(group.span)
    if is_transpose(group):
        if isinstance(node, Index) and len(node.positions) > 1 and Whole() not in node.positions:
            raise NotRead(_ENTRY_TURNED, span)
        return Transpose(Ones(span=node.span) if node == Number(1.0) else node, span=span)
    if not items or (len(items) == 1 and is_mark(items[0], "-", "+")):
        raise NotRead("This exponent is empty or lacks its braces: write `x^{-1}`.", group.span)
    if is_mark(items[0], "-") and is_transpose(Group(items[1:], group.span)):
        return Transpose(Power(node, Sum(((-1, Number(1.0)),))), span=span)
    if is_mark(items[-1], "*", r"\dagger") or is_mark(items[0], "[") or (len(items) == 3 and is_mark(items[0], "(")):
        what = f"`^{{{shown(*items)}}}`"
        raise NotRead(
            f"I cannot read the raised {what} here: it is no power and no name of the question's."
            " Write an index below.",
            span,
        )
    return Power(node, cursor.whole(items, group.span), span=span)


def is_transpose(group: Group) -> bool:
    """Whether a raised group is one of the signs for the transpose."""
    return len(group.items) == 1 and isinstance(group.items[0], Token) and group.items[0].text in _TRANSPOSED
