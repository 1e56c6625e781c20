"""Cuts a formula into tokens, each with its place. White space and everything else is kept: nothing is decided here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from grader.derivation.span import NotRead, Span
from grader.derivation.unicode_maths import accent, latex, script

#: The longest formula that is looked at, in characters.
LONGEST = 8_000
#: The most tokens that a formula may have, before or after its macros are expanded.
MOST_TOKENS = 8_000

#: "run" is letters set upright (`\mathrm{CE}`), "words" is text; both are made later, out of groups.
Kind: TypeAlias = Literal[
    "command", "letter", "digit", "number", "mark", "space", "parameter", "words", "run", "unknown"
]

# The length after a new line's \\ is no bracket of the formula's own.
_TOKEN = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*)|(?P<space>\s+)|(?P<command>\\\\(?:\*?\[\s*-?[\d.]+\s*[a-z]{2}\s*\]|\*)?|\\[A-Za-z]+\*?|\\.)"
    r"|(?P<letter>[A-Za-z])|(?P<digit>[0-9])|(?P<parameter>#[1-9])|(?P<mark>[-+=()\[\]{}|^_&,;:/'!<>*.~$@?`\"#\\])"
    r"|(?P<small>[\u00b2\u00b3\u00b9\u02b0-\u02b8\u1d2c-\u1d6a\u2070-\u209c\u2c7c]+)|(?P<other>.)",
    re.DOTALL | re.ASCII,
)
_PLAIN: dict[str | None, Kind] = {one: one for one in ("letter", "digit", "parameter", "mark")}
_STARRED = {r"\operatorname*": r"\operatorname", r"\tag*": r"\tag", r"\hspace*": r"\hspace"}


@dataclass(frozen=True, slots=True)
class Token:
    """The smallest piece of a formula: a command with its backslash, a letter, a digit, a mark."""

    kind: Kind
    text: str
    span: Span


def tokens(text: str) -> list[Token]:
    """A formula's tokens in order. Joined, their texts say what was written.

    Raises NotRead where the text is longer than this project looks at.
    """
    if len(text) > LONGEST:
        raise NotRead(
            f"This formula has {len(text):,} characters; at most {LONGEST:,} are read. Hand it in in several steps.",
            Span(LONGEST, len(text)),
        )
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        found.extend(_cut(match, found))
        if len(found) > MOST_TOKENS:
            raise NotRead(
                f"This formula has more than {MOST_TOKENS:,} signs; hand it in in several steps.",
                Span(match.start(), len(text)),
            )
    return found


def written(pieces: Sequence[Token]) -> str:
    """Tokens as LaTeX again: reading it gives the same tokens."""
    text = ""
    for piece in pieces:
        if text and piece.kind == "letter" and re.search(r"\\[A-Za-z]+$", text):
            text += " "
        text += piece.text
    return text


def _cut(match: re.Match[str], before: list[Token]) -> Iterator[Token]:
    kind, text, span = match.lastgroup, match.group(), Span(match.start(), match.end())
    if kind == "comment":
        return
    if kind == "command":
        if text.startswith("\\\\"):
            text = r"\\"
        elif text.endswith("*") and len(text) > 2:
            yield from _starred(text, span)
            return
        yield Token("command", text, span)
    elif kind == "space":
        yield Token("space", " ", span)
    elif kind in _PLAIN:
        yield Token(_PLAIN[kind], text, span)
    elif kind == "small":
        yield from _scripts(text, span, before)
    else:
        yield from _other(text, span, before)


def _starred(text: str, span: Span) -> Iterator[Token]:
    if text in _STARRED:
        yield Token("command", _STARRED[text], span)
    else:  # \alpha*b: the star is a product
        yield Token("command", text[:-1], Span(span.start, span.end - 1))
        yield Token("mark", "*", Span(span.end - 1, span.end))


def _other(character: str, span: Span, before: list[Token]) -> Iterator[Token]:
    """A character that is not ASCII, as the tokens of the LaTeX that it stands for."""
    if (command := accent(character)) and before and before[-1].kind == "letter":
        letter = before.pop()
        where = letter.span.to(span)
        yield from (Token("command", command, where), Token("mark", "{", where))
        yield from (Token("letter", letter.text, where), Token("mark", "}", where))
    elif plain := latex(character):
        for match in _TOKEN.finditer(plain):
            yield from (Token(piece.kind, piece.text, span) for piece in _cut(match, []))
    else:
        yield Token("unknown", character, span)


def _scripts(characters: str, span: Span, before: Sequence[Token]) -> Iterator[Token]:
    """Small characters in a row: x₁₂ᵀ has one index of two digits, and one exponent."""
    for mark, group in groupby(characters, key=lambda character: (script(character) or ("", ""))[0]):
        small = list(group)
        if not mark:
            yield from (Token("unknown", character, span) for character in small)
            continue
        if not (before and before[-1].text == mark and before[-1].span.end == span.start):  # U^ᵀ
            yield Token("mark", mark, span)
        yield Token("mark", "{", span)
        for character in small:
            found = script(character)
            plain = found[1] if found else ""
            for match in _TOKEN.finditer(plain):
                yield from (Token(piece.kind, piece.text, span) for piece in _cut(match, []))
        yield Token("mark", "}", span)
