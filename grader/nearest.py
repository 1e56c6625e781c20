"""The nearest valid word for a mistyped one: "did you mean `normal`?"."""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(word: str, words: Iterable[str]) -> str:
    """The most similar word, capitals aside, or "" where none is similar."""
    known = {one.lower(): one for one in words}
    found = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return known[found[0]] if found else ""


def nearest(word: str, words: Iterable[str]) -> str:
    """Advice for a mistyped word: the most similar one, else all there are, else ""."""
    known = list(words)
    if close := closest(word, known):
        return f"did you mean `{close}`?"
    if len(known) == 1:
        return f"there is only `{known[0]}`"
    return f"known are {', '.join(f'`{one}`' for one in known)}" if known else ""
