"""Word vectors from a text file: a word and its numbers a line, as GloVe's are. Only the words asked for are kept."""

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from grader.data.corpora import Vectors
from grader.data.stored import Stored, lines, unusable

_MOST_BYTES = 8_000_000_000  # GloVe's largest file has 5.6 GB; it is read a line at a time
_WIDEST = 2000
_HEADER_FIELDS = 2  # word2vec's text format begins with two counts


@dataclass(frozen=True)
class VectorFile:
    """A file of word vectors, not read yet."""

    stored: Stored

    def of(self, words: Collection[str]) -> Vectors:
        """The vectors of those words that the file has, in its order; of a word that comes twice, the first.

        Raises DataUnusable, naming the line.
        """
        wanted = set(words)
        rows: dict[str, list[float]] = {}
        width = 0
        for number, line in lines(self.stored, _MOST_BYTES):
            fields = line.rstrip(" ").split(" ")
            if number == 1 and len(fields) == _HEADER_FIELDS and all(field.isdecimal() for field in fields):
                continue
            width = width or len(fields) - 1
            word = " ".join(fields[:-width]) if width else ""  # a few words of the largest file hold spaces
            if not word or width > _WIDEST:
                self._broken(number, width)
            if word in wanted and word not in rows:
                rows[word] = self._numbers(fields[-width:], number)
        if not width:
            unusable("The file holds no vector.", self.stored.name, "Get it again; it may be empty or cut short.")
        return Vectors(tuple(rows), np.array(list(rows.values()), dtype=np.float64).reshape(len(rows), width))

    def _numbers(self, fields: list[str], line: int) -> list[float]:
        try:
            numbers = [float(field) for field in fields]
        except ValueError:
            self._broken(line, len(fields))
        if not all(map(math.isfinite, numbers)):
            self._broken(line, len(fields))
        return numbers

    def _broken(self, line: int, width: int) -> None:
        unusable(
            f"A line is not a word and {width} numbers." if width else "A line is not a word and its numbers.",
            self.stored.at(line),
            "Get the file again; where the last line is meant, it was cut short.",
        )
