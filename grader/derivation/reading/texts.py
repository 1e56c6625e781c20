r"""What stands in `\text{…}`: words, punctuation, a name, formulas between dollars, or a lone sign such as σ."""

import re
from collections.abc import Iterator, Sequence

from grader.derivation.reading.groups import Item
from grader.derivation.reading.items import is_mark, text_of
from grader.derivation.span import Span
from grader.derivation.tokens import Token

_SIGN = re.compile(r"\\[A-Za-z]+")
_WORD = re.compile(r"(?<!\\)\b[A-Za-z]{2,}")
_PUNCTUATION = frozenset(".,;:")


def pieces(items: Sequence[Item], where: Span) -> Iterator[tuple[Token | None, list[Item]]]:
    r"""A text cut at its dollars, in order: words as a token, and what is to be read as maths as items."""
    part: list[Item] = []
    inside = False
    for item in [*items, Token("mark", "$", where)]:
        if not is_mark(item, "$"):
            part.append(item)
            continue
        words = " ".join(text_of(part).split())
        if inside or _is_sign(words):
            yield None, part
        elif words:
            yield _token(words, part[0].span.to(part[-1].span)), []
        part, inside = [], not inside


def has_formula(items: Sequence[Item]) -> bool:
    r"""Whether dollars stand within, as in `\textbf{v$_c$}`."""
    return any(is_mark(item, "$") for item in items)


def _is_sign(words: str) -> bool:
    r"""Whether a text is nothing but signs: `\text{σ}`, `\operatorname{\sigma}`."""
    return _SIGN.search(words) is not None and _WORD.search(_SIGN.sub(" ", words)) is None


def _token(words: str, span: Span) -> Token:
    if len(words) == 1 and words.isascii() and words.isalpha():
        return Token("letter", words, span)
    if len(words) == 1 and words.isascii() and words.isdigit():
        return Token("number", words, span)
    return Token("mark" if words in _PUNCTUATION else "words", words, span)
