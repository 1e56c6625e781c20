"""From a student's bytes to text, and from a student's words to something that is safe to show.

Nothing here knows Python: the same reading serves code, notebooks and written answers.
"""

import codecs
import os
import re
from dataclasses import dataclass

from grader.outcome import Finding

_COOKIE = re.compile(r"^[ \t]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
# What Python calls a text encoding and a student may have used. `unicode_escape` or `rot13` would hide code.
_ENCODINGS = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gbk|gb2312|gb18030|big5(hkscs)?|shift_jis\w*|euc_\w+"
)


@dataclass(frozen=True)
class Text:
    """A file's text with "\\n" at its line ends, and what was noticed while decoding it."""

    text: str
    notes: tuple[str, ...] = ()


def shown(words: str, cap: int = 100) -> str:
    """Somebody's words on one line, bounded, with every character that does not print made visible."""
    cut = words if len(words) <= cap else words[: cap - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in cut)


def shown_name(name: str) -> str:
    """A file's name as a message may print it; bytes that are no UTF-8 become U+FFFD."""
    return shown(os.fsencode(name).decode("utf-8", "replace"))


def decode(data: bytes, name: str) -> Text | Finding:
    """A file's bytes as text; a finding where they are no text at all. `name` is for the messages."""
    notes: tuple[str, ...]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, notes = data.decode("utf-16", "replace"), (f"{name} is stored as UTF-16; it was read as such.",)
    elif b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        return Finding(
            f"{name} holds a null byte, so it is not a text file.",
            f"{name}, line {line}",
            "Open the file in a plain text editor, save it again as UTF-8, and hand that one in.",
        )
    else:
        text, notes = _decoded(data, name)
    # A form feed between two functions is white space to Python, and a line's end to half of the tools.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "").replace("\x00", "\ufffd")
    return Text(_without_surrogates(text.removeprefix("\ufeff")), notes)


def clean(words: str) -> str:
    """A notebook's string as the text of a file would be: line ends, null characters, lone surrogates."""
    return _without_surrogates(words.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "").replace("\x00", ""))


def utf8_cookie(text: str) -> str:
    """The text with its encoding declaration, if any, saying UTF-8: that is how the text travels from here on."""
    head = text.split("\n", 2)
    for number, line in enumerate(head[:2]):
        match = _COOKIE.match(line)
        if match:
            head[number] = line[: match.start(1)] + "utf-8" + line[match.end(1) :]
            return "\n".join(head)
    return text


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    declared = _declared_encoding(data)
    for encoding in (declared, "utf-8"):
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    note = f"{name} is not valid UTF-8; it was read as Latin-1. Letters with accents in it may look odd."
    return data.decode("latin-1"), (note,)


def _declared_encoding(data: bytes) -> str:
    for line in data.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line[:400].decode("latin-1"))
        if not match:
            continue
        try:
            found = codecs.lookup(match.group(1)).name
        except (LookupError, ValueError):
            return "utf-8"
        return found if _ENCODINGS.fullmatch(found) else "utf-8"
    return "utf-8"
