"""Texts of words from files: a sentence a line, or a word and its tag a line; and a vocabulary with counts.

Penn Treebank as it is passed around for language models, wikitext, and that course's own dev file and vocabulary.
"""

from collections.abc import Mapping
from dataclasses import replace

from grader.data.corpora import Sentence, WordCorpus
from grader.data.parts import PARTS, in_three
from grader.data.stored import Stored, lines, unusable

_BEGINNING = "-DOCSTART-"
_FEWEST_FIELDS = 2


def word_corpus(files: Mapping[str, Stored]) -> WordCorpus:
    """A corpus from the parts that are there. `vocabulary` beside them gives the counts. Raises DataUnusable."""
    three = in_three({part: sentences(files[part]) for part in PARTS if part in files})
    corpus = WordCorpus(three.train, three.dev, three.test, three.notes)
    return replace(corpus, counts=vocabulary(files["vocabulary"])) if "vocabulary" in files else corpus


def sentences(stored: Stored) -> tuple[Sentence, ...]:
    """The sentences of a file in either format: tagged, if the first line that is not blank holds a TAB."""
    found: list[Sentence] = []
    tagged: bool | None = None
    words: list[str] = []
    for number, line in lines(stored):
        if tagged is None and line.strip():
            tagged = "\t" in line
        if not tagged:
            words = _plain(line, stored, number)
        elif line.strip():
            words += _tagged(line, stored, number)
            continue
        if words:
            found.append(tuple(words))
        words = []
    if words:
        found.append(tuple(words))
    if not found:
        unusable("The file holds no sentence.", stored.name, "Get it again; it may be empty or cut short.")
    return tuple(found)


def _plain(line: str, stored: Stored, number: int) -> list[str]:
    if "\t" in line:
        unusable(
            "A line holds a TAB, and the lines before it hold none.",
            stored.at(number),
            "A file has one sentence a line, or a word, a TAB and its tag on every line.",
        )
    return [word for word in line.split(" ") if word]  # a no-break space is part of a word


def _tagged(line: str, stored: Stored, number: int) -> list[str]:
    word, tab, tag = line.partition("\t")
    if not word.strip() or not tab or not tag.strip() or "\t" in tag:
        unusable(
            "A line is not a word, a TAB and its tag, as the lines before it are.",
            stored.at(number),
            "Get the file again; where the last line is meant, the file was cut short.",
        )
    return [] if word == _BEGINNING else [word.strip()]


def vocabulary(stored: Stored) -> tuple[tuple[str, int], ...]:
    """Words and counts in the file's order: a word, a TAB, its count, and whatever follows another TAB."""
    found: list[tuple[str, int]] = []
    for number, line in lines(stored):
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) < _FEWEST_FIELDS or not fields[0] or not fields[1].isdecimal():
            unusable(
                "A line is not a word, a TAB and its count.",
                stored.at(number),
                "Get the vocabulary again; where the last line is meant, the file was cut short.",
            )
        found.append((fields[0], int(fields[1])))
    if not found:
        unusable("The file holds no word.", stored.name, "Get it again; it may be empty or cut short.")
    return tuple(found)
