"""Evidence on a terminal: lines within a width, each with its tone. What needs a page has no lines here."""

import textwrap
from collections.abc import Iterator

from grader.outcome import Claims, ConfusionMatrix, Curve, Derivation, Evidence, Examples, Figures, Scale
from grader.report import confusion, curve, derivation, rows, scale


def lines_of(evidence: Evidence, width: int, by_hand: bool = False) -> Iterator[tuple[str, str]]:
    """The lines of one piece of evidence; `by_hand`: a person has marked what it is about."""
    match evidence:
        case Derivation():
            return derivation.as_text(evidence, width, by_hand)
        case Scale():
            return _wrapped(scale.as_text(evidence), width)
        case Curve():
            return _wrapped(curve.as_text(evidence), width)
        case ConfusionMatrix():
            return _wrapped(confusion.as_text(evidence, width), width)
        case Claims() | Examples() | Figures():
            return _wrapped(rows.as_text(evidence), width)
    return iter(())


def _wrapped(paragraphs: Iterator[tuple[str, str]], width: int) -> Iterator[tuple[str, str]]:
    for text, tone in paragraphs:
        begin = " " * (len(text) - len(text.lstrip()))
        if len(text) <= width:  # a row of a table keeps its spaces
            yield text, tone
        else:
            yield from ((row, tone) for row in textwrap.wrap(text.strip(), width, initial_indent=begin,
                        subsequent_indent=f"{begin}  ", break_on_hyphens=False))  # fmt: skip
