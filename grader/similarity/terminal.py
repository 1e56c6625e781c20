"""Ten lines about a comparison: the strongest pairs, and how many there are."""

from collections.abc import Iterator

from grader.report.text import cut, one_line
from grader.similarity.view import View

_MOST = 6


def lines(shown: View, width: int) -> str:
    """The lines without a last line feed. Names are one line of visible characters each."""
    return "\n".join(indent + cut(one_line(line), width - len(indent)) for indent, line in _lines(shown))


def _lines(shown: View) -> Iterator[tuple[str, str]]:
    yield "", f"{shown.title}: {shown.compared}"
    if not shown.pairs:
        yield "", "No two of them share unusual stretches."
    for pair in shown.pairs[:_MOST]:
        yield "  ", f"{pair.first} and {pair.second}: {pair.said}"
    rest = len(shown.pairs) - _MOST
    if rest > 0 or shown.more:
        yield "  ", " · ".join(filter(None, [f"{rest} more on the page" if rest > 0 else "", shown.more]))
    for group in shown.groups[:1]:
        yield "  ", f"Linked with each other: {group}"
    if shown.pairs:
        yield "", "Similarity can have innocent reasons. No mark was changed by this; look, then ask."
