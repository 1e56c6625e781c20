r"""The uses of a student's own commands, replaced by what the commands stand for, within bounds.

A command that uses itself is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.derivation.macros import Macro
from grader.derivation.reading.items import is_mark
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import MOST_TOKENS, Token

_DEEPEST = 20
_MOST_USES = 2_000
_TOO_LONG = "With its own commands written out, this formula is too long to be read; hand it in in several steps."


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
        if not self._stack or is_mark(self._stack[-1].token, "}"):
            return None
        first = self._stack.pop()
        if not is_mark(first.token, "{"):
            return [first]
        return self._up_to("}")

    def _optional(self) -> list[_Waiting] | None:
        self._skip_space()
        if not self._stack or not is_mark(self._stack[-1].token, "["):
            return None
        self._stack.pop()
        return self._up_to("]")

    def _up_to(self, closing: str) -> list[_Waiting] | None:
        depth = 0
        taken: list[_Waiting] = []
        while self._stack:
            one = self._stack.pop()
            if depth == 0 and is_mark(one.token, closing):
                return taken
            depth += is_mark(one.token, "{") - is_mark(one.token, "}")
            taken.append(one)
        return None
