"""How a student wrote the names of a question: a sentence about their formula spells them the same."""

from collections.abc import Sequence

from grader.derivation.parse import parse
from grader.derivation.span import NotRead
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Index, Letter, Node, Placed, Symbol
from grader.derivation.valuing.letters import children

_LONGEST = 24


def spellings(written: Sequence[tuple[Node, str]], symbols: Symbols) -> dict[str, str]:
    """The first spelling of each name. written: trees with the text that their spans point into."""
    found: dict[str, str] = {}
    for tree, latex in written:
        for symbol in _symbols(tree):
            text = latex[symbol.span.start : symbol.span.end].strip()
            if symbol.name not in found and _names(text, symbol, symbols):
                found[symbol.name] = text
    return found


def _symbols(node: Placed) -> list[Symbol | Letter]:
    below = [symbol for child in children(node) for symbol in _symbols(child)]
    return [node, *below] if isinstance(node, Symbol | Letter) else below


def _names(text: str, symbol: Symbol | Letter, symbols: Symbols) -> bool:
    """Whether a stretch of text means the name by itself: a span may leave out its accent, or a bracket."""
    if not text or len(text) > _LONGEST:
        return False
    if isinstance(symbol, Letter):
        return any(symbol.name == each.name and text in (each.name, *each.spellings) for each in symbols.words)
    try:
        if any(each.name == symbol.name for each in symbols.families):
            read = parse(f"{text}_1", symbols)
            return isinstance(read, Index) and read.base == symbol
        return parse(text, symbols) == symbol
    except NotRead:
        return False
