"""Written answers as words: without formulas, which are alike wherever they are right, without layout and capitals."""

import re
from collections.abc import Iterator

from grader.similarity.piece import Token, code

_WORD = re.compile(
    # Formulas, to their end or the text's; one that is never closed ends with its line.
    r"(?P<formula>\$\$(?:[^$\\]++|\\.)*+\$\$|\$(?:[^$\\\n]++|\\[^\n])*+\$"
    r"|\\\[(?:[^\\]++|\\(?!\]))*+(?:\\\]|\Z)|\\\((?:[^\\]++|\\(?!\)))*+(?:\\\)|\Z)"
    r"|\\begin\{(?:equation|align|aligned|gather|multline|split|eqnarray|displaymath)\*?\}(?:[^\\]++|\\(?!end\b))*+)"
    r"|(?P<command>\\(?:begin|end|label|ref|includegraphics|usepackage|documentclass)\b[^\n{]{0,80}(?:\{[^}\n]{0,80}\}?)?"
    r"|\\[A-Za-z]++|\\.)|(?P<link>https?://\S++)|(?P<word>\w(?:\w|['’](?=\w))*+)|(?P<other>.)",
    re.DOTALL,
)


def read_words(text: str) -> list[Token]:
    """The words of a text in Markdown or LaTeX, each formula as one of them."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _WORD.finditer(text):
        value = match.group()
        if match.lastgroup == "word":
            yield Token(code("word " + value.lower()), line)
        elif match.lastgroup == "formula":
            yield Token(code("formula"), line)
        line += value.count("\n")
