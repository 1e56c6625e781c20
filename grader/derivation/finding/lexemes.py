r"""A formula cut into the pieces that its outside needs, with each brace and environment matched to its partner.

The full reading of an expression has finer pieces of its own; these only find rows, relations and words.
"""

import re
from dataclasses import dataclass, field

from grader.derivation.finding.own_macros import definition_spans
from grader.derivation.finding.relations import RELATIONS
from grader.derivation.finding.vocabulary import TRANSPARENT

_LEXEME = re.compile(
    r"\\(?:begin|end)[ \t]*\{[^{}\n]{0,40}\}|\\\\\*?(?:[ \t]*\[[ \t]*-?[\d.]+[ \t]*[a-z]{2}[ \t]*\])?|\\[A-Za-z]+|\\."
    r"|%[^\n]*|\s+|<==?>|={0,2}=>|-?->|[<>:]=|=:|={2,3}|(?<=\s)!=|[A-Za-z]+|.",
    re.DOTALL,
)
_QUOTE = re.compile(r"(?<=\n)[ \t]*(?:>[ \t]*)+")


@dataclass(frozen=True)
class Lexemes:
    """A formula's pieces without white space and comments.

    partner: of each piece that opens or closes a group or an environment, the index of its other end; -1 for others.
    holds: whether the group that opens here holds a relation or a row break directly, not only in a group of its own.
    dropped: comments, definitions and marks of quotation, as stretches of the body.
    """

    body: str
    texts: list[str]
    starts: list[int]
    partner: list[int] = field(default_factory=list)
    holds: list[bool] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)
    unmatched: list[int] = field(default_factory=list)

    def end(self, index: int) -> int:
        """Where a piece ends in the body."""
        return self.starts[index] + len(self.texts[index])

    def group(self, index: int) -> int:
        """The index of the brace that closes the group at `index`; -1 if no group opens there."""
        return self.partner[index] if index < len(self.texts) and self.texts[index] == "{" else -1

    def argument(self, index: int) -> int:
        """The index after the argument at `index`: a group or a single piece."""
        closing = self.group(index)
        return (closing if closing >= 0 else index) + 1

    def optional(self, index: int) -> int:
        """The index after a `[…]` at `index`; `index` itself if there is none. A short one, or none at all."""
        if index < len(self.texts) and self.texts[index] == "[":
            for later in range(index, min(index + 20, len(self.texts))):
                if self.texts[later] == "]":
                    return later + 1
        return index

    def inside(self, index: int) -> str:
        """The text of the group at `index`."""
        closing = self.group(index)
        return self.body[self.end(index) : self.starts[closing]] if closing >= 0 else ""


def lexemes(body: str) -> Lexemes:
    """Cuts a formula into pieces and matches them."""
    found = Lexemes(body, [], [])
    found.dropped.extend(definition_spans(body))
    if is_quoted(body):
        found.dropped.extend(match.span() for match in _QUOTE.finditer(body))
    skipped = sorted(found.dropped, reverse=True)
    for match in _LEXEME.finditer(body):
        text, place = match.group(), match.start()
        while skipped and skipped[-1][1] <= place:
            skipped.pop()
        if skipped and skipped[-1][0] <= place:
            continue
        if text[0] == "%":
            found.dropped.append(match.span())
        elif not text.isspace():
            found.texts.append(text)
            found.starts.append(place)
    _match(found)
    return found


def environment_name(text: str) -> str:
    r"""The name in `\begin{align*}`, without a star."""
    return text.partition("{")[2].removesuffix("}").strip().rstrip("*")


def is_row_break(text: str) -> bool:
    r"""Whether a piece ends a row: `\\\\`, with or without a star and a length."""
    return text.startswith("\\\\") or text in (r"\cr", r"\newline")


def is_quoted(body: str) -> bool:
    """Whether every line after the first begins with Markdown's mark of quotation."""
    rest = body.split("\n")[1:]
    return bool(rest) and all(line.lstrip().startswith(">") for line in rest)


def _match(found: Lexemes) -> None:
    r"""Braces by nesting; an `\end` closes its own `\begin`, whatever braces stand open in between."""
    found.partner.extend([-1] * len(found.texts))
    found.holds.extend([False] * len(found.texts))
    stack: list[int] = []
    waiting: dict[str, int] = {}  # how many of an environment stand open
    for index, text in enumerate(found.texts):
        if text == "{" or text.startswith(r"\begin"):
            stack.append(index)
            waiting[_kind(text)] = waiting.get(_kind(text), 0) + 1
        elif text == "}" or text.startswith(r"\end"):
            opener = _kind(text)
            blocked = opener == "{" and bool(stack) and found.texts[stack[-1]] != "{"
            if blocked or not waiting.get(opener):
                found.unmatched.append(index)
                continue
            while True:
                last = stack.pop()
                waiting[_kind(found.texts[last])] -= 1
                if _kind(found.texts[last]) == opener:
                    break
                found.unmatched.append(last)
            found.partner[index], found.partner[last] = last, index
            if stack and found.holds[last] and opener in TRANSPARENT:
                found.holds[stack[-1]] = True
        elif stack and (text in RELATIONS or is_row_break(text)):
            found.holds[stack[-1]] = True
    found.unmatched.extend(stack)
    found.unmatched.sort()


def _kind(text: str) -> str:
    if text in ("{", "}"):
        return "{"
    return environment_name(text) if "{" in text else text
