r"""What stands in an index: the `ij` of `W_{ij}`, the `w_{t+j}` of `u_{w_{t+j}}`. Letters here are never values."""

from collections.abc import Sequence

from grader.derivation.reading.commands import ACCENTS
from grader.derivation.reading.cursor import Cursor, shown, split
from grader.derivation.reading.groups import Group, Item
from grader.derivation.reading.items import is_mark
from grader.derivation.reading.vocabulary import letters_of
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token
from grader.derivation.tree import Index, Letter, Node, Number, Product, Sum, Symbol, Whole

#: More letters side by side than this are a word, and no indices.
_MOST_LETTERS = 2
_ADVICE = "write an index such as `w`, `1` or `t+j`."
_NO_LETTERS = frozenset(
    {r"\sum", r"\prod", r"\partial", r"\nabla", r"\infty", r"\frac", r"\sqrt", r"\dots", r"\mathbb{1}"}
)


def positions(cursor: Cursor, items: Sequence[Item], where: Span) -> tuple[Node, ...]:
    """The indices that an index group holds, in order: `ij` and `i,j` are two, `t+j` is one."""
    found: list[Node] = []
    parts = split(items, ",")
    for part in parts:
        inner = cursor.within(part, where)
        if not inner.items:
            raise NotRead("An index is missing here; write it in the braces, or delete the `_`.", where)
        first = index(inner)
        side_by_side = [first]
        while inner.peek() is not None and not isinstance(side_by_side[-1], Sum):
            side_by_side.append(_unit(inner))
        inner.finish()
        if len(side_by_side) > _MOST_LETTERS:
            raise NotRead(f"I do not know the index `{shown(*part)}`; {_ADVICE}", where, shown(*part))
        found.extend(side_by_side)
    return tuple(found)


def whole_index(cursor: Cursor, items: Sequence[Item], where: Span) -> Node:
    """Items that are exactly one index."""
    found = positions(cursor, items, where)
    if len(found) == 2 and isinstance(found[0], Number) and len(split(items, ",")) == 1:  # `2m`
        return Product(found, ("",), span=where)
    if len(found) != 1:
        raise NotRead(f"I expected one index here and found `{shown(*items)}`; write one letter or number.", where)
    return found[0]


def index(cursor: Cursor) -> Node:
    """One index with its sums: `t`, `-m`, `t+j`, `K-1`."""
    start = cursor.place
    terms: list[tuple[int, Node]] = []
    while not terms or cursor.at("+", "-"):
        sign = 1
        while cursor.at("+", "-"):
            sign = -sign if is_mark(cursor.next(), "-") else sign
        terms.append((sign, _unit(cursor)))
    return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Sum(tuple(terms), span=cursor.since(start))


def _unit(cursor: Cursor) -> Node:
    start = cursor.place
    if cursor.at(":", r"\cdot"):
        return Whole(span=cursor.next().span)
    if found := cursor.names.indices.match(cursor.items, start):
        cursor.place, entry = found
        span = cursor.since(start)
        node: Node = Symbol(entry.name, span=span) if entry.kind == "dimension" else Letter(entry.name, span=span)
        return _subscripted(cursor, node) if entry.kind == "words" else _primed(cursor, node)
    item = cursor.next()
    if is_mark(item, "("):
        node = index(cursor)
        if not is_mark(cursor.next(), ")"):
            raise NotRead("The bracket opened here is never closed; put a `)` where it ends.", item.span)
        return node
    if is_mark(item, "|", r"\lvert"):
        return _size(cursor, item)
    if isinstance(item, Group):
        return whole_index(cursor, item.items, item.span)
    if isinstance(item, Token) and item.kind == "run":
        cursor.items[start : start + 1] = letters_of(item)
        item = cursor.items[start]
    if isinstance(item, Token) and item.kind == "number" and len(item.text) < 10:
        return Number(float(item.text), span=item.span)
    if isinstance(item, Token) and (item.kind == "letter" or _is_greek(item)):
        return _subscripted(cursor, Letter(item.text, span=item.span))
    raise NotRead(f"I do not know the index `{shown(item)}`; {_ADVICE}", item.span, shown(item))


def _is_greek(item: Token) -> bool:
    return item.kind == "command" and item.text[1:].isalpha() and item.text not in _NO_LETTERS | frozenset(ACCENTS)


def _subscripted(cursor: Cursor, letter: Node) -> Node:
    """A letter with an index of its own: the word at a place."""
    if not cursor.at("_"):
        return _primed(cursor, letter)
    cursor.next()
    group = cursor.group()
    node = Index(letter, positions(cursor, group.items, group.span), span=letter.span.to(group.span))
    return _primed(cursor, node)


def _primed(cursor: Cursor, node: Node) -> Node:
    primes = 0
    while cursor.at("'"):
        cursor.next()
        primes += 1
    if cursor.at("^"):
        raise NotRead("I cannot read an exponent in an index; write an index such as `w` or `t+j`.", cursor.here())
    if not primes:
        return node
    if not isinstance(node, Letter):
        raise NotRead("I cannot read this `'` in an index; put it on the index's letter.", node.span)
    return Letter(node.name + "'" * primes, span=node.span)


def _size(cursor: Cursor, bar: Item) -> Node:
    """The `|V|` of an upper bound."""
    found = cursor.names.indices.match(cursor.items, cursor.place)
    if found and found[1].kind == "dimension":
        cursor.place = found[0]
        if cursor.at("|", r"\rvert"):
            return Symbol(found[1].name, span=bar.span.to(cursor.next().span))
    raise NotRead("I do not know the size between these bars; write one of the question's, such as `|V|`.", bar.span)
