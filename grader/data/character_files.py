"""A text of characters from a file, as it stands there: every line's end is one, and the last line has none."""

from collections.abc import Mapping

from grader.data.corpora import CharacterCorpus
from grader.data.parts import PARTS, in_three
from grader.data.stored import Stored, lines, unusable


def character_corpus(files: Mapping[str, Stored]) -> CharacterCorpus:
    """A corpus from the parts that are there. Raises DataUnusable."""
    three = in_three({part: _text(files[part]) for part in PARTS if part in files})
    return CharacterCorpus(three.train, three.dev, three.test, three.notes)


def _text(stored: Stored) -> str:
    text = "\n".join(line for _, line in lines(stored))
    if not text.strip():
        unusable("The file holds no text.", stored.name, "Get it again; it may be empty or cut short.")
    return text
