"""Python's words and marks, of any version and with any mistake in it: what can't be read is one mark, and reading goes
on. Time grows with the text's length alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONG_TEXT = r'"""(?:[^\\"]++|\\.|"(?!""))*+(?:"""|\\?\Z)' + "|'''(?:[^\\\\']++|\\\\.|'(?!''))*+(?:'''|\\\\?\\Z)"
_SHORT_TEXT = r'"(?:[^\\"\n]++|\\.)*+(?:"|\\?(?=\n|\Z))' + r"|'(?:[^\\'\n]++|\\.)*+(?:'|\\?(?=\n|\Z))"
_LEXEME = re.compile(
    rf"(?P<comment>\#[^\n]*+)|(?P<text>(?:[rbuftRBUFT]{{1,2}})?(?:{_LONG_TEXT}|{_SHORT_TEXT}))"
    r"|(?P<number>\.?\d(?:[eE][-+]?\d|[\w.])*+)|(?P<name>[^\W\d]\w*+)|(?P<end>\n|;)|(?P<space>[ \t]++|\\\n)"
    r"|(?P<mark>\*\*=?|//=?|<<=?|>>=?|<>|->|:=|[-+*/%@&|^=!<>]=|.)",
    re.DOTALL,
)
#: What begins a statement even where a bracket was never closed.
_BEGIN = re.compile(r"(?:def|class|import|from|@|async[ \t]+def)\b|@")


@dataclass(frozen=True)
class Lexeme:
    """A word or a mark, what kind of one, and the line it begins in, from 1."""

    kind: str  # "text", "number", "name" or "mark"; "comment"
    value: str
    line: int


def lexemes(source: str) -> Iterator[tuple[str, str]]:
    """Kind and text of everything in a source; all texts together are the source again."""
    for match in _LEXEME.finditer(source):
        yield match.lastgroup or "mark", match.group()


def statements(source: str) -> Iterator[list[Lexeme]]:
    """The lexemes of each statement; a comment is a statement by itself."""
    found: list[Lexeme] = []
    line, depth = 1, 0
    for match in _LEXEME.finditer(source):
        kind, value = match.lastgroup or "mark", match.group()
        if kind == "comment":
            yield [Lexeme(kind, value, line)]
        elif kind == "end":
            if depth and value == "\n" and _BEGIN.match(source, match.end()):
                depth = 0
            if not depth and found:
                yield found
                found = []
        elif kind != "space":
            found.append(Lexeme(kind, value, line))
            if kind == "mark":
                depth = max(0, depth + (value in "([{") - (value in ")]}"))
        line += value.count("\n")
    if found:
        yield found
