"""Makes what people wrote harmless to look at. Text stays text; only what can't be seen is spelled out.

Escaping for HTML is not done here: the templates do that.
"""

import re
import unicodedata

# Control characters but tab and line feed, marks that reorder or hide text, lone surrogates, tags. The invisible
# operators of mathematics (U+2061 to U+2064) stay: MathML is written with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060\u2065-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with everything unseen written as its escape, such as \\x1b; lines and tabs stay."""
    return _UNSEEN.sub(_escape, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(visible(text).split())


def without_surrogates(text: str) -> str:
    """The text with lone surrogates spelled out, so that any strict reader of JSON takes it; the rest untouched."""
    return re.sub("[\ud800-\udfff]", _escape, text)


def width_of(text: str) -> int:
    """Columns that the text takes on a terminal."""
    return sum(_columns(character) for character in text)


def cut(text: str, width: int) -> str:
    """At most so many columns, with an ellipsis where something is missing."""
    if width_of(text) <= width:
        return text
    kept, room = "", max(width - 1, 0)
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
