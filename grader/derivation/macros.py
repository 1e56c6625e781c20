r"""The student's own commands: what `\newcommand`, `\def` and their kin define, within bounds.

Only simple ones: arguments one after another, an optional first one. Their uses are replaced in `expansion.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from grader.derivation.reading.items import is_mark
from grader.derivation.span import NotRead
from grader.derivation.tokens import Token, tokens

MOST_MACROS = 500
_LONGEST_BODY = 1_000
_DEFINING = {
    r"\newcommand", r"\renewcommand", r"\providecommand", r"\DeclareRobustCommand", r"\newcommandx",
}  # fmt: skip
_OPERATORS = {r"\DeclareMathOperator", r"\DeclareMathOperator*"}


@dataclass(frozen=True)
class Macro:
    r"""One command of the student's: how many arguments it takes, and what it stands for (`#1` among the tokens)."""

    name: str
    arguments: int
    body: tuple[Token, ...]
    default: tuple[Token, ...] | None = None  # of the first argument, which then stands in [ ]
    final: bool = False  # the body is what a name meant when `\let` copied it, and is not replaced again


@dataclass
class Defined:
    """What is left of a text when its definitions are taken out, and the definitions by name."""

    rest: list[Token] = field(default_factory=list)
    macros: dict[str, Macro] = field(default_factory=dict)


def definitions(pieces: Sequence[Token]) -> Defined:
    """Takes the definitions out of a text. One that is not simple is taken for a mere use, and stays."""
    found = Defined()
    place = 0
    while place < len(pieces):
        read = _definition(pieces, place) if pieces[place].kind == "command" else None
        if read is None:
            found.rest.append(pieces[place])
            place += 1
            continue
        macro, place = read
        if len(found.macros) >= MOST_MACROS and macro.name not in found.macros:
            raise NotRead(
                f"More than {MOST_MACROS} commands are defined here; leave out those that you do not use.",
                macro.body[0].span,
            )
        found.macros[macro.name] = macro
    return found


def from_texts(texts: Iterable[str]) -> dict[str, Macro]:
    r"""The commands that definitions as they were written define, `\let` and `\DeclarePairedDelimiter` included.

    Never raises: of more than are looked at the first count, and what is no simple definition is left out.
    """
    found: dict[str, Macro] = {}
    for text in islice(texts, MOST_MACROS):
        try:
            pieces = tokens(text)
            made = definitions(pieces).macros or _other_definition(pieces, found)
        except NotRead:
            continue
        found |= {name: macro for name, macro in made.items() if name in found or len(found) < MOST_MACROS}
    return found


def _other_definition(pieces: Sequence[Token], known: Mapping[str, Macro]) -> dict[str, Macro]:
    r"""`\let\a=\b`, and `\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}` for `\norm{x}`."""
    solid = [piece for piece in pieces if piece.kind != "space"]
    if len(solid) > 2 and solid[0].text == r"\let" and solid[1].kind == "command":
        meaning = solid[3:4] if solid[2].text == "=" else solid[2:3]
        name = solid[1].text
        # \let takes what a name means now: \let\old\vec before \renewcommand{\vec} is the old \vec.
        if not meaning:
            return {}
        copied = known.get(meaning[0].text)
        return {name: replace(copied, name=name) if copied else Macro(name, 0, tuple(meaning), final=True)}
    if solid and solid[0].text == r"\DeclarePairedDelimiter":
        place = 1
        parts: list[tuple[Token, ...]] = []
        while len(parts) < 3 and (group := _group(solid, place, "{", "}") or _single(solid, place)):
            parts.append(tuple(group[0]))
            place = group[1]
        if len(parts) == 3 and len(parts[0]) == 1 and parts[0][0].kind == "command":
            span = solid[0].span
            argument = (Token("parameter", "#1", span),)
            name = parts[0][0].text
            return {name: Macro(name, 1, (*parts[1], *argument, *parts[2]))}
    return {}


def _single(pieces: Sequence[Token], place: int) -> tuple[Sequence[Token], int] | None:
    """One token as an argument without braces."""
    return (pieces[place : place + 1], place + 1) if place < len(pieces) else None


def _definition(pieces: Sequence[Token], place: int) -> tuple[Macro, int] | None:
    """The definition that begins here, and the place behind it."""
    command = pieces[place].text
    place = _next(pieces, place + 1)
    if command in _DEFINING or command in _OPERATORS:
        if place < len(pieces) and is_mark(pieces[place], "*"):
            place = _next(pieces, place + 1)
        return _new_command(pieces, place, operator=command in _OPERATORS)
    if command in (r"\def", r"\gdef", r"\edef"):
        return _def(pieces, place)
    return None


def _next(pieces: Sequence[Token], place: int) -> int:
    while place < len(pieces) and pieces[place].kind == "space":
        place += 1
    return place


def _new_command(pieces: Sequence[Token], place: int, operator: bool) -> tuple[Macro, int] | None:
    named = _group(pieces, place, "{", "}") or (pieces[place : place + 1], place + 1)
    name = [token for token in named[0] if token.kind != "space"]
    if len(name) != 1 or name[0].kind != "command":
        return None
    place = _next(pieces, named[1])
    arguments, default = 0, None
    if not operator and (count := _group(pieces, place, "[", "]")):
        digits = "".join(token.text for token in count[0]).strip()
        if not digits.isdecimal() or not digits.isascii() or int(digits) > 9:
            return None
        arguments, place = int(digits), _next(pieces, count[1])
        if first := _group(pieces, place, "[", "]"):
            default, place = tuple(first[0]), _next(pieces, first[1])
    body = _group(pieces, place, "{", "}")
    if body is None:
        return None
    meaning = tuple(body[0])
    if operator:
        span = name[0].span
        edges = Token("command", r"\operatorname", span), Token("mark", "{", span), Token("mark", "}", span)
        meaning = (*edges[:2], *meaning, edges[2])
    return Macro(name[0].text, arguments, meaning, default), body[1]


def _def(pieces: Sequence[Token], place: int) -> tuple[Macro, int] | None:
    if place >= len(pieces) or pieces[place].kind != "command":
        return None
    name, arguments, place = pieces[place].text, 0, _next(pieces, place + 1)
    while place < len(pieces) and pieces[place].text == f"#{arguments + 1}":
        arguments, place = arguments + 1, _next(pieces, place + 1)
    body = _group(pieces, place, "{", "}")
    return (Macro(name, arguments, tuple(body[0])), body[1]) if body else None


def _group(pieces: Sequence[Token], place: int, opening: str, closing: str) -> tuple[Sequence[Token], int] | None:
    """What stands between two marks from `place` on, and the place behind them."""
    if place >= len(pieces) or not is_mark(pieces[place], opening):
        return None
    depth = 0
    for end in range(place + 1, min(len(pieces), place + _LONGEST_BODY)):
        if depth == 0 and is_mark(pieces[end], closing):
            return pieces[place + 1 : end], end + 1
        depth += is_mark(pieces[end], "{") - is_mark(pieces[end], "}")
    return None
