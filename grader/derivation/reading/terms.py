"""Sums and products: signs, terms, and factors with what stands between them, on one level."""

from grader.derivation.reading.cursor import CLOSING, OF_CHAINS, OPENING, RELATIONS, Cursor, shown
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token
from grader.derivation.tree import Ellipsis, Node, Number, Ones, Operator, Product, Quotient, Sum, Transpose

OPERATORS: dict[str, Operator] = {
    r"\cdot": "dot", "*": "star", r"\times": "times", r"\odot": "odot", r"\circ": "circ", r"\otimes": "otimes",
    "/": "/",
}  # fmt: skip
_ENDS = frozenset({"+", "-", "&", ",", ";", ":", r"\\", "!", "'", "_", "^"}) | CLOSING | OF_CHAINS | RELATIONS.keys()
_NO_TERM = "A term is missing here; write what stands on this side, or delete the sign."
_NO_NEXT_TERM = "After this sign a term is missing; write it, or delete the sign."
_UNPRINTED = "Braces { } do not print, so it is open what belongs together here; write brackets ( )."


def expression(cursor: Cursor) -> Node:
    """Terms with their signs, up to what cannot go on a sum."""
    start = cursor.place
    terms: list[tuple[int, Node]] = []
    while not terms or cursor.at("+", "-"):
        sign, signed = 1, cursor.here()
        while cursor.at("+", "-"):
            sign = -sign if is_mark(cursor.next(), "-") else sign
        if not starts_factor(cursor.peek()):
            raise NotRead(_NO_TERM if not terms else _NO_NEXT_TERM, signed)
        node = cursor.term()
        if sign < 0 and node is cursor.unbracketed and isinstance(node, Sum):
            raise NotRead(_UNPRINTED, node.span)
        terms.append((sign, node))
    return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Sum(tuple(terms), span=cursor.since(start))


def term(cursor: Cursor) -> Node:
    """Factors side by side or with a product sign between them."""
    start = cursor.place
    factors: list[Node] = []
    operators: list[Operator] = []
    _add(cursor, factors, operators)
    while True:
        item = cursor.peek()
        if isinstance(item, Token) and item.text in OPERATORS and item.kind in ("mark", "command"):
            cursor.next()
            operators.append(OPERATORS[item.text])
            if not starts_factor(cursor.peek()) and not cursor.at("+", "-"):
                raise NotRead("After this product sign a factor is missing; write it, or delete the sign.", item.span)
        elif starts_factor(item):
            operators.append("")
        else:
            break
        _add(cursor, factors, operators)
    return _product(factors, operators, cursor.since(start))


def _add(cursor: Cursor, factors: list[Node], operators: list[Operator]) -> None:
    """One more factor, perhaps with a sign of its own: `a \\cdot -b`."""
    start, sign = cursor.place, 1
    while cursor.at("+", "-"):
        sign = -sign if is_mark(cursor.next(), "-") else sign
    node = cursor.factor()
    if operators[-1:] == [""] and cursor.is_outermost and cursor.peek() is None and _is_numbered(cursor, node):
        what = (
            "It is open whether this is a factor or the number of the equation; write `\\quad (3)` or a product sign."
        )
        raise NotRead(what, cursor.since(start))
    if sign < 0:
        node = Sum(((-1, node),), span=cursor.since(start))
    if operators[-1:] == [""] and node == Number(1.0) and isinstance(factors[-1], Transpose):
        node = Ones(span=node.span)  # \alpha^\top 1
    if factors and operators[-1] == "" and isinstance(node, Number):
        _refuse_digits(cursor, start, node, factors[-1])
    if node is not cursor.unbracketed:
        factors.append(node)
    elif isinstance(node, Sum) and (factors or _goes_on(cursor)):
        if len(node.terms) > 1 or operators[-1:] == [""]:
            raise NotRead(_UNPRINTED, node.span)
        factors.append(node)  # {-a} \cdot b is -a \cdot b, wherever the braces end
    elif isinstance(node, Product):
        factors.extend(node.factors)
        operators.extend(node.operators)
        cursor.unbracketed = None
    else:
        factors.append(node)


def _refuse_digits(cursor: Cursor, start: int, number: Number, before: Node) -> None:
    """Refuses 1 2, and digits that touch what stands before them: `x2`, and the `0` that `x^10` prints at the foot."""
    if isinstance(before, Number):
        raise NotRead("Two numbers stand side by side here; write a product sign between them.", number.span)
    last = cursor.items[start - 1]
    first = cursor.items[start]
    touches = first.span.start == last.span.end and isinstance(first, Token) and first.kind == "number"
    if touches and (isinstance(last, Group) or (isinstance(last, Token) and last.kind == "letter")):
        what = f"It is open what the `{shown(first)}` here belongs to; write `x_{{12}}`, `x^{{10}}` or a product sign."
        raise NotRead(what, last.span.to(first.span))


def _is_numbered(cursor: Cursor, node: Node) -> bool:
    """Whether a whole number in brackets was read last, as an equation's number is."""
    return isinstance(node, Number) and node.value == int(node.value) and is_mark(cursor.items[-1], ")")


def signed_term(cursor: Cursor) -> Node:
    """A term that may begin with a sign of its own: the body of \\sum_k -u_k."""
    start, sign = cursor.place, 1
    while cursor.at("+", "-"):
        sign = -sign if is_mark(cursor.next(), "-") else sign
    if not starts_factor(cursor.peek()):
        raise NotRead("What this is applied to is missing; write it right behind.", cursor.since(start - 1))
    node = cursor.term()
    return node if sign > 0 else Sum(((-1, node),), span=cursor.since(start))


def _goes_on(cursor: Cursor) -> bool:
    return starts_factor(cursor.peek()) or cursor.at(*OPERATORS)


def _product(factors: list[Node], operators: list[Operator], span: Span) -> Node:
    if len(factors) == 1:
        return factors[0]
    if operators == ["/"] and Ellipsis() not in factors:
        return Quotient(factors[0], factors[1], span=span)
    return Product(tuple(factors), tuple(operators), span=span)


def starts_factor(item: Item | None) -> bool:
    """Whether a factor begins with this item."""
    if item is None:
        return False
    if isinstance(item, Group) or not isinstance(item, Token):
        return True
    if item.kind in ("mark", "command"):
        return item.text in OPENING or (item.text not in _ENDS and item.text not in OPERATORS)
    return True
