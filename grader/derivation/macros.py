r"""The student's own commands: `\newcommand`, `\def` and their kin are noted, and their uses replaced, within bounds.

Only simple ones: arguments one after another, an optional first one. A command that uses itself is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import MOST_TOKENS, Token, tokens

MOST_MACROS = 500
_DEEPEST = 20
_MOST_USES = 2_000
_LONGEST_BODY = 1_000
_DEFINING = {
    r"\newcommand", r"\renewcommand", r"\providecommand", r"\DeclareRobustCommand", r"\newcommandx",
}  # fmt: skip
_TOO_LONG = "With its own commands written out, this formula is too long to be read; hand it in in several steps."
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


def expand(pieces: Sequence[Token], macros: Mapping[str, Macro]) -> list[Token]:
    """The tokens with every use of a macro replaced, again and again. Each then stands where the use stood.

    Raises NotRead where a macro uses itself, lacks an argument, or makes the formula too long.
    """
    if not macros:
        return list(pieces)
    return _Expansion(pieces, macros).run()


@dataclass
class _Waiting:
    """A token that is still to be looked at, and the macros that it came out of."""

    token: Token
    within: frozenset[str]
    final: bool = False


class _Expansion:
    def __init__(self, pieces: Sequence[Token], macros: Mapping[str, Macro]) -> None:
        self._macros = macros
        # The next token is the last one.
        self._stack = [_Waiting(token, frozenset()) for token in reversed(pieces)]
        self._made: list[Token] = []
        self._uses = 0

    def run(self) -> list[Token]:
        while self._stack:
            waiting = self._stack.pop()
            is_use = waiting.token.kind == "command" and not waiting.final
            macro = self._macros.get(waiting.token.text) if is_use else None
            if macro is None:
                self._made.append(waiting.token)
            else:
                self._use(macro, waiting)
            if len(self._made) + len(self._stack) > MOST_TOKENS:
                raise NotRead(_TOO_LONG)
        return self._made

    def _use(self, macro: Macro, use: _Waiting) -> None:
        span = use.token.span
        self._uses += 1
        if macro.name in use.within:
            raise NotRead(
                f"The command `{macro.name}` is defined by itself; write out what it stands for.", span, macro.name
            )
        if len(use.within) >= _DEEPEST or self._uses > _MOST_USES:
            raise NotRead(
                "The commands defined here use one another too often to be read; write out what they stand for.", span
            )
        arguments = self._arguments(macro, span)
        within = use.within | {macro.name}
        made: list[_Waiting] = []
        for token in macro.body:
            if token.kind == "parameter" and int(token.text[1:]) <= len(arguments):
                made.extend(arguments[int(token.text[1:]) - 1])
            else:
                made.append(_Waiting(Token(token.kind, token.text, span), within, macro.final))
            if len(made) > MOST_TOKENS:
                raise NotRead(_TOO_LONG, span)
        self._stack.extend(reversed(made))

    def _arguments(self, macro: Macro, span: Span) -> list[list[_Waiting]]:
        found: list[list[_Waiting]] = []
        if macro.default is not None:
            given = self._optional()
            found.append(given if given is not None else [_Waiting(token, frozenset()) for token in macro.default])
        while len(found) < macro.arguments:
            argument = self._argument()
            if argument is None:
                count = "one argument" if macro.arguments == 1 else f"{macro.arguments} arguments"
                raise NotRead(
                    f"The command `{macro.name}` needs {count}; write what is missing in braces.", span, macro.name
                )
            found.append(argument)
        return found

    def _skip_space(self) -> None:
        while self._stack and self._stack[-1].token.kind == "space":
            self._stack.pop()

    def _argument(self) -> list[_Waiting] | None:
        self._skip_space()
        if not self._stack or _is(self._stack[-1].token, "}"):
            return None
        first = self._stack.pop()
        if not _is(first.token, "{"):
            return [first]
        return self._up_to("}")

    def _optional(self) -> list[_Waiting] | None:
        self._skip_space()
        if not self._stack or not _is(self._stack[-1].token, "["):
            return None
        self._stack.pop()
        return self._up_to("]")

    def _up_to(self, closing: str) -> list[_Waiting] | None:
        depth = 0
        taken: list[_Waiting] = []
        while self._stack:
            one = self._stack.pop()
            if depth == 0 and _is(one.token, closing):
                return taken
            depth += _is(one.token, "{") - _is(one.token, "}")
            taken.append(one)
        return None


def _is(token: Token, mark: str) -> bool:
    return token.kind == "mark" and token.text == mark


def _definition(pieces: Sequence[Token], place: int) -> tuple[Macro, int] | None:
    """The definition that begins here, and the place behind it."""
    command = pieces[place].text
    place = _next(pieces, place + 1)
    if command in _DEFINING or command in _OPERATORS:
        if place < len(pieces) and _is(pieces[place], "*"):
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
    if place >= len(pieces) or not _is(pieces[place], opening):
        return None
    depth = 0
    for end in range(place + 1, min(len(pieces), place + _LONGEST_BODY)):
        if depth == 0 and _is(pieces[end], closing):
            return pieces[place + 1 : end], end + 1
        depth += _is(pieces[end], "{") - _is(pieces[end], "}")
    return None
