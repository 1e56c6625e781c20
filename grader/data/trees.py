"""The Stanford Sentiment Treebank: one tree a line, `(3 (2 It) (4 (3 lovely) (2 film)))`, labels 0 to 4.

A sentence has the label of its root. What stands below the root is checked and not kept.
"""

import re
from collections.abc import Mapping
from enum import Enum

from grader.data.corpora import Example, LabelledCorpus
from grader.data.parts import PARTS, in_three, without_copies
from grader.data.stored import Stored, lines, unusable

LABELS = ("very negative", "negative", "neutral", "positive", "very positive")
_PIECES = re.compile(r"\(|\)|[^ ()]+")  # a no-break space is part of a word: "8 1\/2"


def tree_corpus(files: Mapping[str, Stored]) -> LabelledCorpus:
    """A corpus from the parts that are there. Some copies of train hold all of dev: such are left out, and said.

    Raises DataUnusable.
    """
    three = without_copies(in_three({part: trees(files[part]) for part in PARTS if part in files}))
    return LabelledCorpus(LABELS, three.train, three.dev, three.test, three.notes)


def trees(stored: Stored) -> tuple[Example, ...]:
    """The sentences of a file, each with its root's label."""
    found: list[Example] = []
    for number, line in lines(stored):
        if line.strip():
            found.append(_example(line, stored.at(number)))
    if not found:
        unusable("The file holds no tree.", stored.name, "Get it again; it may be empty or cut short.")
    return tuple(found)


class _Holds(Enum):
    """What stands in an open bracket so far."""

    NOTHING = 0
    LABEL = 1
    WORD = 2
    TREES = 3


def _example(line: str, where: str) -> Example:
    """Walks through the brackets without recursion: a tree may be as deep as its sentence is long."""
    labels: list[str] = []
    words: list[str] = []
    open_brackets: list[_Holds] = []
    for piece in _PIECES.findall(line):
        holds = open_brackets[-1] if open_brackets else None
        if piece == "(":
            _may_open(holds, bool(labels), where)
            if open_brackets:
                open_brackets[-1] = _Holds.TREES
            open_brackets.append(_Holds.NOTHING)
        elif piece == ")":
            if holds not in (_Holds.WORD, _Holds.TREES):
                _broken("a bracket closes that holds nothing", where)
            open_brackets.pop()
        elif holds is _Holds.NOTHING:
            labels.append(_label(piece, where))
            open_brackets[-1] = _Holds.LABEL
        elif holds is _Holds.LABEL:
            words.append(piece)
            open_brackets[-1] = _Holds.WORD
        else:
            _broken(f"`{piece[:40]}` stands where a bracket is due", where)
    if open_brackets:
        _broken("it ends before its brackets are closed", where)
    return Example(tuple(words), int(labels[0]), " ".join(words))


def _may_open(holds: _Holds | None, begun: bool, where: str) -> None:
    if holds is None and begun:
        _broken("a second tree begins", where)
    if holds is _Holds.NOTHING:
        _broken("a label is missing", where)
    if holds is _Holds.WORD:
        _broken("a bracket opens after a word", where)


def _label(piece: str, where: str) -> str:
    if piece not in ("0", "1", "2", "3", "4"):
        _broken(f"`{piece[:40]}` is no label from 0 to 4", where)
    return piece


def _broken(why: str, where: str) -> None:
    unusable(
        f"A line is no tree: {why}.",
        where,
        "Every line is one tree, `(label …)`, as in trainDevTestTrees_PTB.zip; where the last line is meant, the file "
        "was cut short.",
    )
