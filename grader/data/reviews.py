"""Film reviews with two labels: as published (a folder of files for each label), or JSON lines.

A line of JSON has `text` and `label` (0 negative, 1 positive); other fields are not looked at.
"""

import json
import re
from collections.abc import Iterator, Mapping

from grader.data.corpora import Example, LabelledCorpus, Sentence
from grader.data.parts import PARTS, in_three, without_copies
from grader.data.stored import Stored, children, find, lines, unusable

LABELS = ("negative", "positive")
_FOLDERS = ("neg", "pos")
_BREAK = re.compile(r"<br\s*/?>")
_WORD = re.compile(r"\w+(?:['’]\w+)?")


def review_corpus(files: Mapping[str, Stored]) -> LabelledCorpus:
    """A corpus from the parts that are there. As published, 123 test texts stand in train: left out there, and said.

    Raises DataUnusable.
    """
    three = without_copies(in_three({part: reviews(files[part]) for part in PARTS if part in files}))
    return LabelledCorpus(LABELS, three.train, three.dev, three.test, three.notes)


def reviews(stored: Stored) -> tuple[Example, ...]:
    """The reviews of one part, labels mixed."""
    found = tuple(_from_folder(stored) if stored.path.is_dir() else _from_lines(stored))
    if not found:
        unusable("There is no review in it.", stored.name, "Get it again; it may be empty or cut short.")
    return found


def words_of(text: str) -> Sentence:
    """The words of a review in lower case, without marks and line breaks."""
    return tuple(_WORD.findall(_BREAK.sub(" ", text).lower()))


def _from_lines(stored: Stored) -> Iterator[Example]:
    for number, line in lines(stored):
        if line.strip():
            yield _from_line(line, stored.at(number))


def _from_line(line: str, where: str) -> Example:
    try:
        review = json.loads(line)
    except (ValueError, RecursionError):
        review = None
    text, label = (review.get("text"), review.get("label")) if isinstance(review, dict) else (None, None)
    if not isinstance(text, str) or type(label) is not int or label not in (0, 1):
        unusable(
            "A line is no review: a JSON object with a `text` and a `label` of 0 or 1 is due.",
            where,
            "Get the file again; where the last line is meant, it was cut short.",
        )
    return Example(words_of(text), label, text)


def _from_folder(stored: Stored) -> Iterator[Example]:
    """By number, then label: all of one label first would be a trap for whoever trains without shuffling."""
    found: list[tuple[int, int, Stored]] = []
    for label, name in enumerate(_FOLDERS):
        folder = find(stored.path, name)
        if folder is None or not folder.path.is_dir():
            unusable(
                f"The folder `{name}` is missing in it.",
                stored.name,
                "Unpack the archive as it is: train and test hold `pos` and `neg` each.",
            )
        for child in children(Stored(folder.path, f"{stored.name}/{name}"), ".txt"):
            found.append((_number(child), label, child))
    for _, label, child in sorted(found, key=lambda each: each[:2]):
        text = "\n".join(line for _, line in lines(child))
        yield Example(words_of(text), label, text)


def _number(child: Stored) -> int:
    number = child.path.name.split("_")[0]
    if not number.isdecimal():
        unusable("A review's file is named by its number and rating, `17_8.txt`.", child.name, "Take it away.")
    return int(number)
