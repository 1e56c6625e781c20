"""A question's label as people write it, and the one form it is compared in.

"Question 2 (b)" is "2b", "5.c.ii" is "5cii", "2.P1" is "2p1".
Two numbers in a row keep a dot between them: "1.3" is not "13".
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_WORD = re.compile(
    r"(?:(?:sub)?(?:question|problem|exercise|task|part|written|answer|section|solution)s?|ques|prob|ex|sec|q)"
    r"(?:[ \t.:#-]+|(?=[0-9(\[]))",
    re.IGNORECASE,
)
# What stands between two parts, and the part: "(b", ".ii", " part b", ".P1". A number may be followed by its letter.
_STEP = re.compile(
    r"(?P<between>[ \t]*[.,:)\]-]*[ \t]*(?:(?:part|problem|exercise)[ \t]+)?[(\[]?)"
    r"(?P<part>(?-i:P)[0-9]{1,2}(?![0-9])|[0-9]{1,2}(?![0-9])(?=[a-z](?![a-z])|[^a-z]|$)|[ivx]{2,5}(?![a-z0-9])|[a-z](?![a-z0-9]))",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"[ \t]*[)\].:]+|$")
_IN_BRACKETS = re.compile(r"[ \t]*[(\[](?:[ivx]{1,5}|[a-z])[)\]]", re.IGNORECASE)
_PROBLEM = re.compile(r"(?:problem|exercise|task|prob|ex)s?\b", re.IGNORECASE)
_BRACKET_ENDS = re.compile(r"[a-z0-9.]{0,6}[)\]]", re.IGNORECASE)
_MOST_PARTS = 5
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LONGEST = 200


@dataclass(frozen=True)
class Label:
    """A label at the beginning of a line: its parts, what led to it, and the words after it."""

    parts: tuple[str, ...]  # ("2", "b")
    word: bool  # "Question", "Q" or the like stands before it
    marked: bool  # a bracket, a dot or a colon stands in, around or after it
    bracketed: bool
    rest: str
    numbered_within: bool = False  # "Problem 1", "P1": numbers that may begin anew in each section


def read_label(line: str) -> Label | None:
    """The label that a line begins with, if it does."""
    whole = line.strip()
    head = whole[:_LONGEST]
    place = 0
    while match := _WORD.match(head, place):
        place = match.end()
    word = place > 0 or re.match(r"P[0-9]", head) is not None
    parts: list[str] = []
    bracketed = dotted = False
    while len(parts) < _MOST_PARTS and (step := _STEP.match(head, place)):
        if not _goes_on(head, step, first=not parts):
            break
        bracketed = bracketed or step.group("between").endswith(("(", "["))
        dotted = dotted or step.group("between").strip() != ""
        parts.append(step.group("part").lower())
        place = step.end()
    if not parts:
        return None
    close = _CLOSE.match(head, place)
    rest = whole[close.end() if close else place :]
    closed = bracketed or (close is not None and close.end() > place)
    if rest and not closed and not rest[0].isspace() and rest[0] not in ",;–—-":
        return None
    within = _PROBLEM.match(head) is not None and parts[0].isdigit()
    return Label(tuple(parts), word, dotted or closed, bracketed, rest.strip(), within)


def _goes_on(head: str, step: re.Match[str], first: bool) -> bool:
    """Whether a step is one more part of the label, and no word of the sentence after it."""
    between = step.group("between")
    if between.endswith(("(", "[")):  # "(b)", and not "(3 points)"
        return (not first or len(between) == 1) and _BRACKET_ENDS.match(head, step.end()) is not None
    part = step.group("part")
    if first or not between:
        return not between and (first or not part.isdigit())
    if any(letter.isalpha() for letter in between) or not any(letter.isspace() for letter in between):
        return True
    if is_problem(part):
        return True
    if part.isalpha() and _IN_BRACKETS.match(head, step.end()):  # "5 d (i)"
        return True
    if not part.isalpha() or not _CLOSE.match(head, step.end()):
        return False
    return step.end() < len(head) or between.strip() in ("", "-", ":", ",")  # "Q3 a", and not "(c) x"


def key(parts: Sequence[str]) -> str:
    """The form in which labels are compared."""
    words = ""
    for part in parts:
        words += f".{part}" if part.isdigit() and words[-1:].isdigit() else part
    return words


def is_problem(part: str) -> bool:
    """Whether a part is a problem's number within its section: "P1"."""
    return part[:1] in ("p", "P") and part[1:].isdigit()


def is_roman(part: str) -> bool:
    """Whether a part may be a Roman numeral: "ii", and also "i"."""
    return part in _ROMANS


def follows(part: str, earlier: str) -> bool:
    """Whether a label's part goes on where the earlier one stopped: "c" after "b", "iii" after "ii"."""
    if part in _ROMANS and earlier in _ROMANS and _ROMANS.index(part) == _ROMANS.index(earlier) + 1:
        return True
    letters = len(part) == len(earlier) == 1 and part.isalpha() and earlier.isalpha()
    return letters and ord(part) == ord(earlier) + 1


def nearest_key(label: str, keys: Collection[str]) -> str | None:
    """The key that a question's accepted label means: the same, or the only one of its kind ("b" for "1b")."""
    read = read_label(label)
    wanted = key(read.parts) if read else label.strip().lower()
    if wanted in keys:
        return wanted
    if wanted[:1].isdigit():
        return None
    alike = [found for found in keys if re.fullmatch(r"[0-9.]+", found.removesuffix(wanted)) and found.endswith(wanted)]
    return alike[0] if len(alike) == 1 else None
