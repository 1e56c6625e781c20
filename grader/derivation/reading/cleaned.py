r"""What remains of nested tokens when all that is only looks is gone: sizes, spaces, styles, synonyms.

Afterwards `^`, `_`, accents, `\frac` and `\sqrt` are always followed by Groups, an index stands before primes and
exponent, digits are numbers, and `{\bf v}`, `\mathbf{v}` and `v` are the same. No name is known here.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile

from grader.derivation.reading import commands, texts
from grader.derivation.reading.arguments import argument
from grader.derivation.reading.groups import DEEPEST, Block, Group, Item
from grader.derivation.reading.items import (
    SCRIPTS,
    collides,
    is_letter,
    is_mark,
    is_name,
    is_space,
    text_of,
    text_of_command,
)
from grader.derivation.reading.respelled import respelled
from grader.derivation.span import NotRead, Span
from grader.derivation.tokens import Token

_BARE = frozenset({"+", "-", "|", "=", "/", "*", r"\cdot", r"\times", r"\odot", r"\partial", r"\nabla", r"\mathbb{1}"})


def cleaned(items: Sequence[Item], depth: int = 0) -> tuple[Item, ...]:
    """The items without looks, at every depth.

    Raises NotRead where a command lacks its argument or a letter has two indices at once.
    """
    if depth > DEEPEST:
        raise NotRead(
            "Commands stand too deep in one another here; split the formula into steps.",
            items[0].span if items else Span(),
        )
    return _Cleaning(items, depth).run()


class _Cleaning:
    def __init__(self, items: Sequence[Item], depth: int) -> None:
        self._items = items
        self._depth = depth
        self._place = 0
        self._made: list[Item] = []

    def run(self) -> tuple[Item, ...]:
        self._items = respelled(self._items)
        while self._place < len(self._items):
            item = self._items[self._place]
            if isinstance(item, Token):
                self._token(item)
            else:
                self._place += 1
                inside = cleaned(item.items, self._depth + 1)
                self._made.append(Block(item.name, inside, item.span)) if isinstance(item, Block) else self._group(
                    inside, item.span
                )
        return tuple(self._made)

    def _token(self, token: Token) -> None:
        if token.kind == "space" or token.text == "~":
            self._place += 1
        elif token.kind == "digit" or (token.text == "." and self._digit_follows()):
            self._number(token)
        elif token.kind == "mark" and token.text in SCRIPTS:
            self._scripts()
        elif token.kind == "command":
            self._command(token)
        else:
            self._place += 1
            self._made.append(token)

    def _digit_follows(self) -> bool:
        following = self._items[self._place + 1 : self._place + 2]
        return bool(following) and isinstance(following[0], Token) and following[0].kind == "digit"

    def _number(self, first: Token) -> None:
        text, span = "", first.span
        while self._place < len(self._items):
            item = self._items[self._place]
            if not isinstance(item, Token) or not (
                item.kind == "digit" or (item.text == "." and "." not in text and self._digit_follows())
            ):
                break
            text, span = text + item.text, span.to(item.span)
            self._place += 1
        self._made.append(Token("number", text, span))

    def _command(self, token: Token) -> None:
        text = commands.SYNONYMS.get(token.text, token.text)
        self._place += 1
        if text in commands.SPACES or text in commands.DECLARED_STYLES:
            return
        if text in commands.SPACES_OF_ONE:
            self._argument(token)
        elif text in commands.SIZES:
            self._sized(token)
        elif text in _MADE:
            _MADE[text](self, token)
        elif text in commands.ACCENTS:
            self._accent(token, commands.ACCENTS[text])
        elif text in commands.ARGUMENTS:
            if text == r"\textcolor":
                self._argument(token)
                self._group(self._clean_argument(token), token.span)
                return
            self._made.append(Token("command", text, token.span))
            if text == r"\sqrt":
                self._optional()
            for _ in range(commands.ARGUMENTS[text]):
                self._made.append(Group(self._clean_argument(token), self._items[self._place - 1].span))
        else:
            kind = "command" if text.startswith("\\") else "mark"
            self._made.append(Token("command" if kind == "command" else "mark", text, token.span))

    def _argument(self, command: Token) -> Sequence[Item]:
        inside, self._place = argument(self._items, self._place, command)
        return inside

    def _clean_argument(self, command: Token) -> tuple[Item, ...]:
        return cleaned(self._argument(command), self._depth + 1)

    def _optional(self) -> None:
        """The [n] of a root, as a Group before the Group of its argument, behind a mark."""
        while self._place < len(self._items) and is_space(self._items[self._place]):
            self._place += 1
        if self._place >= len(self._items) or not is_mark(self._items[self._place], "["):
            return
        inside = list(takewhile(lambda item: not is_mark(item, "]"), self._items[self._place + 1 :]))
        opening = self._items[self._place]
        self._place += len(inside) + 2
        self._made.append(Token("mark", "[", opening.span))
        self._made.append(Group(cleaned(inside, self._depth + 1), opening.span))

    def _group(self, inside: tuple[Item, ...], span: Span) -> None:
        r"""A group: its braces are gone where it holds a mere name, as in {\bf v}_c."""
        if len(inside) > 1 and all(is_letter(item) for item in inside):
            self._made.append(Token("run", text_of(inside), span))
        elif inside and (_is_bare(inside) or (not collides(inside, self._next_script()) and is_name(inside))):
            self._made.extend(inside)
        elif inside or self._next_script():
            self._made.append(Group(inside, span))

    def _next_script(self) -> str:
        place = self._place
        while place < len(self._items) and is_space(self._items[place]):
            place += 1
        item = self._items[place] if place < len(self._items) else None
        return item.text if isinstance(item, Token) and item.kind == "mark" and item.text in SCRIPTS else ""

    def _sized(self, size: Token) -> None:
        while self._place < len(self._items) and is_space(self._items[self._place]):
            self._place += 1
        item = self._items[self._place] if self._place < len(self._items) else None
        if not isinstance(item, Token):
            return
        self._place += 1
        if item.text == ".":
            return
        text = commands.SYNONYMS.get(item.text, item.text)
        side = "open" if size.text in commands.OPENING else "close" if size.text in commands.CLOSING else ""
        text = commands.TURNED.get((side, text), text)
        self._made.append(Token("command" if text.startswith("\\") else "mark", text, item.span))

    def _style(self, token: Token) -> None:
        place = self._place
        if texts.has_formula(self._argument(token)):
            self._place = place
            self._text(token)
            return
        self._place = place
        inside = self._clean_argument(token)
        if len(inside) == 1 and isinstance(inside[0], Token) and inside[0].text in ("1", "0"):
            special = Token("command", r"\mathbb{1}", token.span) if inside[0].text == "1" else inside[0]
            self._made.append(special)
        elif token.text == r"\mathbb" and len(inside) == 1 and is_letter(inside[0], "E"):
            self._made.append(Token("command", r"\mathbb{E}", token.span))
        elif len(inside) == 1 and isinstance(inside[0], Token) and inside[0].kind in ("command", "mark", "letter"):
            self._made.extend(inside)  # \boldsymbol\partial, \mathbin{\cdot}
        else:
            self._group(inside, token.span)

    def _text(self, token: Token) -> None:
        for words, formula in texts.pieces(self._argument(token), token.span):
            if words:
                self._made.append(words)
            else:
                self._made.extend(cleaned(formula, self._depth + 1))

    def _stacked(self, token: Token) -> None:
        r"""`\underset{w}{\sum}` is a limit, `\overset{\to}{v}` a vector, a shape or a word below says nothing."""
        note, base = self._clean_argument(token), self._clean_argument(token)
        below = token.text == r"\underset"
        if base and is_mark(base[0], r"\sum", r"\prod", r"\max", r"\min"):
            limit = (Token("mark", "_" if below else "^", token.span), Group(note, token.span))
            self._made.extend((base[0], *limit, *base[1:]) if below else (*base, *limit))
        elif _is_remark(note, below):
            self._group(base, token.span)
        else:
            self._made.extend((token, Group(note, token.span), Group(base, token.span)))

    def _accent(self, token: Token, accent: str) -> None:
        r"""`\hat{y_o}` is `\hat{y}_o`: the index belongs to the letter under the hat."""
        inside = self._clean_argument(token)
        if token.text == r"\dot" and len(inside) == 1 and is_mark(inside[0], r"\sigma", r"\tanh"):
            self._made.extend((inside[0], Token("mark", "'", token.span)))  # a function's dot is its derivative
            return
        core = list(takewhile(lambda item: not is_mark(item, *SCRIPTS), inside))
        if len(core) == len(inside) or not is_name(inside) or collides(inside, self._next_script()):
            core = list(inside)
        self._made.append(Token("command", accent, token.span))
        self._made.append(Group(tuple(core), token.span))
        self._made.extend(inside[len(core) :])

    def _remarked(self, token: Token) -> None:
        self._group(self._clean_argument(token), token.span)
        if self._next_script():
            while is_space(self._items[self._place]):
                self._place += 1
            self._place += 1
            self._argument(token)

    def _probability(self, token: Token) -> None:
        self._made.append(Token("run", "Pr", token.span))

    def _negated(self, token: Token) -> None:
        following = self._argument(token)
        text = {"=": r"\neq", r"\in": r"\notin"}.get(text_of_command(following), "")
        if not text:
            raise NotRead(r"I cannot read what the `\not` here negates; write `\\neq` or `\\notin`.", token.span)
        self._made.append(Token("command", text, token.span))

    def _scripts(self) -> None:
        """All indices, primes and exponents in a row, put in one order: v^T_c is v_c^T."""
        found: dict[str, list[Item]] = {}
        while script := self._next_script():
            while is_space(self._items[self._place]):
                self._place += 1
            mark = self._items[self._place]
            assert isinstance(mark, Token)
            self._place += 1
            if script == "'":
                found.setdefault("'", []).append(mark)
                continue
            inside = self._clean_argument(mark)
            while len(inside) == 1 and isinstance(inside[0], Group):
                inside = inside[0].items
            if script == "^" and inside and all(is_mark(item, r"\prime", "'") for item in inside):
                found.setdefault("'", []).extend(Token("mark", "'", mark.span) for _ in inside)
                continue
            if script in found:
                what = "indices" if script == "_" else "exponents"
                raise NotRead(f"Two {what} follow each other here; put braces around what belongs together.", mark.span)
            found[script] = [mark, Group(inside, mark.span.to(self._items[self._place - 1].span))]
        for script in SCRIPTS:
            self._made.extend(found.get(script, []))


_MADE: dict[str, Callable[[_Cleaning, Token], None]] = {
    **dict.fromkeys(commands.STYLES, _Cleaning._style),
    **dict.fromkeys(commands.TEXTS, _Cleaning._text),
    **dict.fromkeys(commands.REMARKED, _Cleaning._remarked),
    r"\not": _Cleaning._negated,
    **dict.fromkeys((r"\overset", r"\underset"), _Cleaning._stacked),
    r"\Pr": _Cleaning._probability,
}


def _is_remark(note: Sequence[Item], below: bool) -> bool:
    """Whether what is set over or under a value only speaks of it: an arrow, words, a shape."""
    if below:
        return any(is_mark(item, r"\times") for item in note) or all(
            isinstance(item, Token) and item.kind == "words" for item in note
        )
    return len(note) == 1 and is_mark(note[0], r"\rightarrow", r"\to", r"\longrightarrow", r"\rightharpoonup")


def _is_bare(inside: Sequence[Item]) -> bool:
    r"""Whether braces around one item say nothing: `a{-}b`, `o{\mid}c`, `{1}`, `{\partial}`."""
    item = inside[0]
    if len(inside) > 1 or not isinstance(item, Token):
        return False
    return item.kind == "number" or (item.kind in ("mark", "command") and item.text in _BARE)
