"""What a plain YAML scalar means under YAML 1.2's core schema: `1e-5` is a number, `no` and `on` are words."""

import re
import unicodedata

Scalar = str | int | float | bool | None

LONGEST_NUMBER = 40
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS |= {word: float("nan") for word in (".nan", ".NaN", ".NAN")}
_WORDS |= {f"{sign}{word}": float(f"{sign}inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
#: Characters that show a text in another order than it has ("Trojan source").
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def resolve(text: str) -> Scalar:
    """The value of an unquoted scalar. Raises ValueError for a number too long to be meant."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or not (
        _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text) or _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text)
    ):
        return text
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters is too long: {LONGEST_NUMBER} is the limit")
    if _INTEGER.fullmatch(text):
        return int(text)
    if text[1:2] in ("o", "x"):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return float(text)


def hidden_character(text: str) -> str:
    """The name of the first character that an editor would not show as it is, or ""."""
    if text.isprintable():
        return ""
    for character in text:
        if character in "\n\t":
            continue
        if unicodedata.category(character) in ("Cc", "Cs") or character in _REORDERING:
            return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()
    return ""
