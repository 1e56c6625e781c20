"""The door of reading: one expression in LaTeX becomes one tree, or `NotRead` says why it is left to a person."""

from collections.abc import Mapping, Sequence

from grader.derivation.macros import Macro, expand
from grader.derivation.reading.cleaned import cleaned
from grader.derivation.reading.conditions import when
from grader.derivation.reading.cursor import Cursor, Rules
from grader.derivation.reading.factors import factor
from grader.derivation.reading.groups import Item, nested
from grader.derivation.reading.items import is_mark
from grader.derivation.reading.terms import expression, term
from grader.derivation.reading.vocabulary import vocabulary
from grader.derivation.span import NotRead, Span
from grader.derivation.symbols import Symbols
from grader.derivation.tokens import Token, tokens
from grader.derivation.tree import Node, When

_RULES = Rules(expression, term, factor)
_NO_MACROS: Mapping[str, Macro] = {}


def parse(latex: str, symbols: Symbols, macros: Mapping[str, Macro] = _NO_MACROS) -> Node:
    """One expression, without relations, as a tree over the question's names.

    macros: the student's own commands. A number in brackets and a full stop at the end are passed over.
    Raises NotRead, with words for the student and a place in `latex`. Never anything else about a student's text;
    ValueError where the question's own names cannot be told apart.
    """
    return parse_tokens(tokens(latex), symbols, macros)


def condition(latex: str, symbols: Symbols, macros: Mapping[str, Macro] = _NO_MACROS) -> When:
    r"""One condition: `w \neq o`, `0 < \lambda < 1`, `i = a \text{ or } i = b`. Raises NotRead."""
    pieces = tokens(latex)
    items = cleaned(nested(expand(pieces, macros)))
    where = pieces[0].span.to(pieces[-1].span) if pieces else Span()
    return when(Cursor(items, vocabulary(symbols), _RULES, where), items, where)


def parse_tokens(pieces: Sequence[Token], symbols: Symbols, macros: Mapping[str, Macro] = _NO_MACROS) -> Node:
    """As `parse`, from tokens that somebody has cut out of a longer text."""
    names = vocabulary(symbols)
    items = _without_end(cleaned(_without_number(nested(expand(pieces, macros)))))
    where = pieces[0].span.to(pieces[-1].span) if pieces else Span()
    if not items:
        raise NotRead("There is no formula here.", where)
    cursor = Cursor(items, names, _RULES, where)
    node = cursor.expression()
    cursor.finish()
    return node


def _without_number(items: Sequence[Item]) -> Sequence[Item]:
    r"""The items without an equation's number that stands apart: `\quad (3)`."""
    end = _space_before(items, len(items))
    if end == 0 or not is_mark(items[end - 1], ")"):
        return items
    start = end - 1
    while start and isinstance(items[start - 1], Token) and _kind(items[start - 1]) == "digit":
        start -= 1
    if start in (0, end - 1) or not is_mark(items[start - 1], "("):
        return items
    before = _space_before(items, start - 1)
    apart = any(is_mark(item, r"\quad", r"\qquad", r"\hfill", r"\hspace") for item in items[before : start - 1])
    return items[:before] if apart else items


def _space_before(items: Sequence[Item], end: int) -> int:
    while end and (_kind(items[end - 1]) == "space" or is_mark(items[end - 1], r"\quad", r"\qquad", r"\hfill")):
        end -= 1
    return end


def _kind(item: Item) -> str:
    return item.kind if isinstance(item, Token) else ""


def _without_end(items: Sequence[Item]) -> Sequence[Item]:
    """The items without the marks that end a sentence or a line of a table."""
    end = len(items)
    while end and is_mark(items[end - 1], ".", ",", ";", "&", r"\\"):
        end -= 1
    start = 0
    while start < end and is_mark(items[start], "&"):
        start += 1
    return items[start:end]
