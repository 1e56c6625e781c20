"""One factor: what it begins with says how it is read; then come its index, primes and exponent."""

from grader.derivation.reading import bigops, blocks, brackets, conditions, fractions, functions, named, signs
from grader.derivation.reading.cursor import CLOSING, OPENING, Cursor, shown
from grader.derivation.reading.groups import Block, Group
from grader.derivation.reading.items import is_letter, is_mark
from grader.derivation.reading.scripts import scripts
from grader.derivation.reading.vocabulary import letters_of
from grader.derivation.span import NotRead
from grader.derivation.tokens import Token
from grader.derivation.tree import Ellipsis, Node, Number

_TYPED = {r"\Sigma": r"\sum", r"\Pi": r"\prod"}


def factor(cursor: Cursor) -> Node:
    """One factor with all that hangs on it."""
    if cursor.at(r"\Sigma", r"\Pi") and _is_typed_sum(cursor):
        sign = cursor.next()
        cursor.place -= 1
        cursor.items[cursor.place] = Token("command", _TYPED[shown(sign)], sign.span)
    if cursor.at(*bigops.KINDS) and not named.is_declared(cursor) and _has_range(cursor):
        return bigops.big_operator(cursor)
    return scripts(cursor, _atom(cursor))


def _is_typed_sum(cursor: Cursor) -> bool:
    """Whether a Σ is no name of the question's, and limits hang on it."""
    below = cursor.peek(2)
    if not is_mark(cursor.peek(1), "_") or not isinstance(below, Group) or named.is_declared(cursor):
        return False
    return conditions.has_relation(below.items) or is_mark(cursor.peek(3), "^") or len(below.items) == 1


def _has_range(cursor: Cursor) -> bool:
    """A maximum with nothing below it is a mere function."""
    return cursor.at(r"\sum", r"\prod") or is_mark(cursor.peek(1), "_")


def _atom(cursor: Cursor) -> Node:
    item = cursor.peek()
    in_brackets = cursor.at("(") and is_mark(cursor.peek(1), r"\partial")
    if (isinstance(item, Group) or in_brackets) and (found := fractions.of_groups(cursor)):
        return found
    if isinstance(item, Group):
        cursor.next()
        node = cursor.whole(item.items, item.span)
        if cursor.within(item.items, item.span).end_of_bracket() != len(item.items):
            cursor.unbracketed = node
        return node
    if isinstance(item, Block):
        cursor.next()
        return blocks.block(cursor, item)
    if found := named.pattern(cursor) or _special(cursor) or named.name(cursor):
        return found
    item = cursor.next()
    if isinstance(item, Token) and item.kind == "run" and len(item.text) > 1:
        if cursor.at("_", "'", "^"):
            what = f"It is open whether all of `{item.text}` is meant by what hangs on it here; write brackets ( )."
            raise NotRead(what, item.span)
        cursor.place -= 1
        cursor.items[cursor.place : cursor.place + 1] = letters_of(item)
        return _atom(cursor)
    if is_mark(item, *CLOSING):
        raise NotRead(
            f"The bracket `{shown(item)}` here closes nothing that was opened; delete it, or open it before.", item.span
        )
    raise named.unknown(cursor, item)


def _special(cursor: Cursor) -> Node | None:
    """What begins with a sign that has one meaning everywhere, unless the question declares the sign."""
    item = cursor.peek()
    if not isinstance(item, Token) or named.is_declared(cursor):
        return None
    if item.kind == "number":
        return signs.one(cursor) if item.text == "1" and signs.is_indicator(cursor) else _number(cursor, item)
    if item.text in (r"\dots",) or (item.text == "." and is_mark(cursor.peek(1), ".") and is_mark(cursor.peek(2), ".")):
        cursor.place += 1 if item.text == r"\dots" else 3
        return Ellipsis(span=item.span)
    if item.text in ("|", r"\lvert", r"\|", r"\lVert") and item.kind in ("mark", "command"):
        return brackets.between_bars(cursor)
    if item.text in OPENING and item.kind in ("mark", "command"):
        return brackets.bracket(cursor)
    if item.kind == "command":
        return fractions.special(cursor) or signs.special(cursor)
    if is_letter(item, "E", "I", "e", "d"):
        return signs.special(cursor) or fractions.special(cursor) or functions.power_of_e(cursor)
    return None


def _number(cursor: Cursor, item: Token) -> Node:
    cursor.next()
    if len(item.text) > 30:
        raise NotRead("This number is too long to be read; 30 digits are enough.", item.span)
    return Number(float(item.text), span=item.span)
