"""Prose that looks like a formula: its writer forgot the dollars, and is told so."""

import re
from collections.abc import Iterator

from grader.derivation.finding.vocabulary import listed

_COMMAND = re.compile(r"\\(?:d?frac|partial|sum|prod|nabla|hat|sigma|log|exp|mathbf|left|cdot|odot|top)(?![A-Za-z])")
_EQUATION = re.compile(r"[^\s=]\s*(?:=|≈)\s*[^\s=]")
_PLAIN_WORD = re.compile(r"(?<![A-Za-z_])[A-Za-z]{3,}(?![A-Za-z_(])")
_SIGNS = re.compile(r"[\^_*/()∂∇Σ∑σ]")
_FUNCTIONS = listed("softmax sigmoid exp log tanh sum yhat hat transpose sqrt diag dot")
_LONGEST = 400
_MOST = 20


def formulas_in_prose(text: str, line: int) -> Iterator[tuple[int, str]]:
    """The lines of some prose that are formulas without dollars, with their numbers; the first few."""
    found = 0
    for number, words in enumerate(text.split("\n"), line):
        if found < _MOST and _is_formula(words[:_LONGEST]):
            found += 1
            yield number, words


def _is_formula(words: str) -> bool:
    if _COMMAND.search(words) and ("{" in words or "=" in words):
        return True
    others = [word for word in _PLAIN_WORD.findall(words) if word.lower() not in _FUNCTIONS]
    return not others and _EQUATION.search(words) is not None and _SIGNS.search(words) is not None
