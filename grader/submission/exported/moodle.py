"""Moodle's "Download all submissions": a folder for each participant, or all files side by side.

    Ann Lee_1234_assignsubmission_file_/word2vec.py             in folders; newer ones end without the last "_"
    Ann Lee_1234_assignsubmission_onlinetext_/onlinetext.html   what was typed on the page
    Ann Lee_1234_assignsubmission_file_word2vec.py              without folders

The number is the participant's, as "Participant 1234" in the grading worksheet; of a team it is the group's, and the
group that people without one share has none. Nothing tells a team from a person.
The times in the archive are the server's, without its zone, and those of files, not of handing in: they are not used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grader.submission.exported.hand_in import Export, HandIn, Part, in_order, spelled

# The first number counts: what follows the plugin is a file's name, and so a student's choice.
_NAME = re.compile(
    r"(?P<name>.+?)(?:_(?P<id>\d{1,20}))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)


@dataclass(frozen=True)
class _Name:
    """One name, taken apart."""

    name: str
    id: str
    plugin: str  # how it was handed in: "file", "onlinetext"
    part: Part


def exported(folders: Sequence[str], files: Sequence[str]) -> Export | None:
    """Who handed in which of these names; None where this is no export of Moodle's."""
    whose: dict[tuple[str, str], list[_Name]] = {}
    for name in (*(_read(name, "") for name in folders), *(_read(name, None) for name in files)):
        if name:
            whose.setdefault(("", name.id) if name.id else (name.name, ""), []).append(name)
    return Export("Moodle", in_order(_hand_in(its) for its in whose.values())) if whose else None


def _read(whole: str, inside: str | None) -> _Name | None:
    """One name, taken apart. inside: what it is called in the hand-in; None to read it from the name."""
    match = _NAME.fullmatch(whole)
    if match is None or bool(match["file"]) is (inside is not None):
        return None
    part = Part(whole, match["file"] if inside is None else inside)
    return _Name(spelled(match["name"]), match["id"] or "", match["plugin"], part)


def _hand_in(names: list[_Name]) -> HandIn:
    """Everything of one person; what was handed in as files comes first."""
    names = sorted(names, key=lambda name: (name.plugin != "file", name.part.name))
    return HandIn(names[0].name, names[0].id, tuple(name.part for name in names))
