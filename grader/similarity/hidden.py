"""What is left out of the lines that are shown where nobody is to be named: comments, texts in quotes, own names."""

import re
from collections.abc import Iterable
from dataclasses import replace

from grader.similarity.lexemes import lexemes
from grader.similarity.piece import Piece

_PART = re.compile(r"\w{3,}")


def without_names(piece: Piece, file: str, names: Iterable[str]) -> Piece:
    """The piece as it may be shown: its file under another name, its lines without what could say whose it is."""
    text = "\n".join(piece.lines)
    hidden = _bare_code(text) if piece.kind == "code" else _bare_words(text, names)
    return replace(piece, file=file, lines=tuple(hidden.split("\n")))


def _bare_code(source: str) -> str:
    return "".join(_bare(kind, value) for kind, value in lexemes(source))


def _bare(kind: str, value: str) -> str:
    if kind == "comment":
        return "# …"
    # As many lines as before.
    return '"…"' + "\n" * value.count("\n") if kind == "text" else value


def _bare_words(text: str, names: Iterable[str]) -> str:
    parts = sorted({part for name in names for part in _PART.findall(name)})
    return re.sub(rf"\b(?:{'|'.join(parts)})\b", "…", text, flags=re.IGNORECASE) if parts else text
