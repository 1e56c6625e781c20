r"""A student's own macros, as text: where `\newcommand{\E}{\mathbb{E}}` begins and where it ends.

Expands nothing, and believes nothing about what a definition says.
"""

import re

_HEAD = re.compile(
    r"\\(?:(?:re|provide)?newcommandx?|DeclareMathOperator|DeclareRobustCommand|DeclarePairedDelimiter)\*?[ \t\n]{0,20}"
    r"(?:\{[ \t]{0,20}\\(?:[A-Za-z]{1,60}|[^A-Za-z])[ \t]{0,20}\}|\\(?:[A-Za-z]{1,60}|[^A-Za-z]))[ \t\n]{0,20}"
    r"(?:\[[^\]\n]{0,100}\][ \t\n]{0,20}){0,2}"
    r"|\\g?def[ \t]{0,20}\\(?:[A-Za-z]{1,60}|[^A-Za-z])[^{}\n\\]{0,40}"
)
_LET = re.compile(r"\\let[ \t]{0,20}\\[A-Za-z]{1,60}[ \t]{0,20}=?[ \t]{0,20}(?:\\(?:[A-Za-z]{1,60}|[^A-Za-z])|[^\s\\])")
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_BEGINNING = re.compile(
    r"\\(?:(?:re|provide)?newcommandx?|DeclareMathOperator|DeclareRobustCommand|DeclarePairedDelimiter|g?def|let)(?![A-Za-z])"
)
_LONGEST = 2000
#: How many beginnings are looked at; a preamble of more is no preamble.
_MOST = 400


def definitions(text: str) -> tuple[str, ...]:
    """Every macro that a text defines, in order, each as it was written; of a long list the first ones."""
    return tuple(text[start:end] for start, end in definition_spans(text))


def definition_spans(text: str) -> list[tuple[int, int]]:
    """Where each definition begins and ends."""
    found: list[tuple[int, int]] = []
    for tried, match in enumerate(_BEGINNING.finditer(text)):
        if tried >= _MOST:
            break
        if (not found or match.start() >= found[-1][1]) and (end := _definition_end(text, match.start())):
            found.append((match.start(), end))
    return found


def _definition_end(text: str, start: int) -> int:
    """Where the definition that begins at `start` ends; 0 where it is none, or too long to be one."""
    if let := _LET.match(text, start):
        return let.end()
    head = _HEAD.match(text, start)
    if not head:
        return 0
    end = _group_end(text, head.end())
    if end and text.startswith("\\DeclarePairedDelimiter", start):
        end = _group_end(text, end)
    return end


def _group_end(text: str, start: int) -> int:
    """Where the group ends whose brace stands at `start`; 0 if there is none."""
    if text[start : start + 1] != "{":
        return 0
    depth = 0
    for match in _BRACES.finditer(text, start, start + _LONGEST):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return 0
