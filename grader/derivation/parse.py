"""The door of reading: one expression in LaTeX becomes one tree, or `NotRead` says why it is left to a person."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from grader.derivation.expansion import expand
from grader.derivation.macros import Macro
from grader.derivation.reading.cleaned import cleaned
from grader.derivation.reading.conditions import only_letters, when
from grader.derivation.reading.cursor import Cursor, Rules
from grader.derivation.reading.ends import without_end, without_number
from grader.derivation.reading.factors import factor
from grader.derivation.reading.groups import nested
from grader.derivation.reading.terms import expression, term
from grader.derivation.reading.vocabulary import vocabulary
from grader.derivation.span import NotRead, Span
from grader.derivation.symbols import Symbols
from grader.derivation.tokens import Token, tokens
from grader.derivation.tree import Node, When

_RULES = Rules(expression, term, factor)
_NO_MACROS: Mapping[str, Macro] = {}
#: Longer formulas, and those of somebody with more commands, are read anew each time.
_LONG = 2_000
_MANY = 50


def parse(latex: str, symbols: Symbols, macros: Mapping[str, Macro] = _NO_MACROS) -> Node:
    """One expression, without relations, as a tree over the question's names.

    macros: the student's own commands. A number in brackets and a full stop at the end are passed over.
    Raises NotRead, with words for the student and a place in `latex`. Never anything else about a student's text;
    ValueError where the question's own names cannot be told apart.
    """
    if len(latex) > _LONG or len(macros) > _MANY:
        return parse_tokens(tokens(latex), symbols, macros)
    found = _read(latex, symbols, tuple(macros.items()))
    if isinstance(found, NotRead):
        raise NotRead(found.what, found.where, found.symbol)
    return found


@lru_cache(maxsize=4_096)
def _read(latex: str, symbols: Symbols, macros: tuple[tuple[str, Macro], ...]) -> Node | NotRead:
    """What a text is read as, kept: an answer is gone through several times, and a class writes the same lines."""
    try:
        return parse_tokens(tokens(latex), symbols, dict(macros))
    except NotRead as error:
        return NotRead(error.what, error.where, error.symbol)


def condition(latex: str, symbols: Symbols, macros: Mapping[str, Macro] = _NO_MACROS) -> When:
    r"""One condition: `w \neq o`, `0 < \lambda < 1`, `i = a \text{ or } i = b`. Raises NotRead.

    "for all k", which says nothing of k, is one alternative without a relation.
    """
    pieces = tokens(latex)
    items = cleaned(nested(expand(pieces, macros)))
    where = pieces[0].span.to(pieces[-1].span) if pieces else Span()
    cursor = Cursor(items, vocabulary(symbols), _RULES, where)
    return When(((),), span=where) if only_letters(cursor, items, where) else when(cursor, items, where)


def parse_tokens(pieces: Sequence[Token], symbols: Symbols, macros: Mapping[str, Macro] = _NO_MACROS) -> Node:
    """As `parse`, from tokens that somebody has cut out of a longer text."""
    names = vocabulary(symbols)
    items = without_end(cleaned(without_number(nested(expand(pieces, macros)))))
    where = pieces[0].span.to(pieces[-1].span) if pieces else Span()
    if not items:
        raise NotRead("There is no formula here.", where)
    cursor = Cursor(items, names, _RULES, where)
    node = cursor.expression()
    cursor.finish()
    return node
