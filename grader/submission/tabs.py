"""Tabs in an indentation, as Python 2 and most terminals read them: on to the next multiple of eight."""

import io
import tokenize


def with_tabs_expanded(text: str) -> str:
    """The text with the tabs before its lines' first words expanded; what stands inside a long string stays."""
    inside = _inside_strings(text)
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        words = line.lstrip(" \t")
        if number not in inside and len(words) < len(line):
            lines[number - 1] = line[: len(line) - len(words)].expandtabs(8) + words
    return "\n".join(lines)


def _inside_strings(text: str) -> set[int]:
    """Lines that begin inside a string; as many as can be found where the text cannot be read to its end."""
    found: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.STRING and token.end[0] > token.start[0]:
                found.update(range(token.start[0] + 1, token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError):
        return found
    return found
