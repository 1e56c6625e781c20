"""When two spellings of a person's name are one: case, accents, "Last, First". Never by similarity."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")  # accents only: in other scripts a mark may be a vowel
_ASCII = re.compile("[a-z0-9]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def plain(name: str) -> str:
    """A name in small plain letters, given name first: "Nguyễn, Văn A." is "van a nguyen"."""
    if name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}"
    if name.isascii():
        return " ".join(_ASCII.findall(name.lower()))
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", name.casefold())).translate(_LETTERS)
    return " ".join("".join(letter if letter.isalnum() or _is_mark(letter) else " " for letter in letters).split())


def words_of(name: str) -> str:
    """The words of a plain name by the alphabet: the same whichever name comes first."""
    return " ".join(sorted(plain(name).split()))


def run_together(name: str) -> set[str]:
    """A name as Canvas files it, wherever its surname begins: "Ann van Dam" is "vandamann" or "damannvan"."""
    words = plain(name).split()
    return {"".join((*words[cut:], *words[:cut])) for cut in range(1, len(words))}


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")
