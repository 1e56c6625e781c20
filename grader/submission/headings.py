"""Where the answers of a written part begin: the headings of a Markdown text, with or without a question's label.

A heading is whatever a student sets apart: `## 2.b`, `**2.b**`, "Question 2 (b)", "(b) We have". Inside code and
displayed formulas there are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.submission.labels import Label, is_problem, is_roman, read_label

#: Ranks below this are headings proper, 1 to 6 as in Markdown; bold lines, keywords and bare labels come after them.
BOLD, KEYWORD, BARE = 7.0, 8.0, 9.0
_PLAIN_SECTION = 6.5

_HASHES = re.compile(r" {0,3}(#{1,6})[ \t]*(.*)$")
_HASHES_APART = re.compile(r" {0,3}#{1,6}[ \t]")
_HTML = re.compile(r"[ \t]*<h([1-6])[^>]*>(.*?)(?:</h|$)", re.IGNORECASE)
_BOLD = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(\*\*|__)(?=\S)([^*_]{1,200}|[^*]{1,200})\1(.*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_NUMBERED = re.compile(r"(\d{1,2})[ \t]{1,4}([A-Z][A-Za-z0-9 ,'’–-]{2,60}[A-Za-z0-9])[ \t]*$")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_BULLET = re.compile(r"[ \t]*(?:[-+*][ \t]+|>[ \t]*)*")
# "a.i)", "(a)(ii)"; a function's "f(i)" and "i.e." are none. In the middle of a text only brackets make a label.
_LETTER_AND_ROMAN = re.compile(r"(?:\([a-h]\)|[a-h][.)])[ \t]?\(?[ivx]{1,5}\)|\([a-h][.,]?[ \t]?[ivx]{1,5}\)")


@dataclass(frozen=True)
class Heading:
    """The beginning of something: at line `index` (from 0), with its rank and its label's parts, if it has one."""

    index: int
    rank: float
    parts: tuple[str, ...] = ()
    body: str = ""  # what stands on the same line and already belongs to the answer
    counted: bool = False  # the label is a list's counter: always below what stands around it
    title: str = ""
    lines: int = 1  # two where it is underlined
    numbered_within: bool = False  # "Problem 1", which below "2 Drills" is 2.1
    level: int = 0  # LaTeX gives it a number: 1 for a section, 2 for a subsection


def markdown_headings(lines: Sequence[str]) -> Iterator[Heading]:
    """Every heading of a Markdown text, in order."""
    fence = ""
    formula = False
    sections = _plain_sections(lines)
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if formula and (cut := _cuts_off(index, line)):
            formula = False
            yield cut
        elif index in sections and not fence and not formula:
            yield sections[index]
        elif mark and not formula and fence in ("", mark.group(1)):
            fence = "" if fence else mark.group(1)
        elif not fence and not formula:
            following = lines[index + 1] if index + 1 < len(lines) else ""
            found = _heading(index, line, following) or plain_heading(index, line)
            if found:
                yield found
        if not fence and line.count("$$") % 2:
            formula = not formula


def _cuts_off(index: int, line: str) -> Heading | None:
    """A question's heading where a formula was never closed: no formula has such a line, and the rest is not lost."""
    # `#1` in a formula belongs to a command of the student's.
    found = _heading(index, line, "") if _HASHES_APART.match(line) or _BOLD.match(line) else None
    return found if found and found.parts else None


def _plain_sections(lines: Sequence[str]) -> dict[int, Heading]:
    """Sections as they come out of a PDF: "1 Softmax", later "2 Drills", alone between empty lines, counted from 1.

    In a text with headings proper there are none.
    """
    if any(_HASHES.match(line) or _HTML.match(line) for line in lines):
        return {}
    found: dict[int, Heading] = {}
    for index, line in enumerate(lines):
        match = _NUMBERED.match(line)
        around = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
        if match and int(match.group(1)) == len(found) + 1 and not any(one.strip() for one in around):
            found[index] = Heading(index, _PLAIN_SECTION, (match.group(1),), title=match.group(2))
    return found


def plain_heading(index: int, line: str) -> Heading | None:
    """A line that begins with a question's label and is otherwise plain: "Question 2", "(b) We have"."""
    words = line[_end(_BULLET, line) :]
    label = read_label(words)
    if label is None:
        return None
    if label.word and label.parts[0].isdigit():
        # "Question 2 asks for…" in the middle of a sentence begins with a capital letter too; "question 2" seldom.
        begins = words.lstrip()[:1].isupper()
        return _labelled(index, KEYWORD, label, label.rest) if begins else None
    if any(map(is_problem, label.parts)):  # "P1 is the…" begins a sentence
        return Heading(index, KEYWORD, label.parts, label.rest) if label.marked or not label.rest else None
    return _labelled(index, BARE, label, label.rest) if _stands_alone(label, words.lstrip()) else None


def _stands_alone(label: Label, words: str) -> bool:
    """Whether a bare label is one: "1.a", "(b)", "c)", "a.i)"; and no number of a list, no "i.e.", no "A. Simion"."""
    letters = [part for part in label.parts if not part.isdigit()]
    if not letters or not (label.marked or not label.rest):
        return False
    if label.parts[0].isdigit():
        return True
    if len(label.parts) == 2:
        return is_roman(label.parts[1]) and _LETTER_AND_ROMAN.match(words) is not None
    return len(label.parts) == 1 and (label.bracketed or (label.marked and words[:1].islower()))


def _heading(index: int, line: str, following: str) -> Heading | None:
    for pattern in (_HASHES, _HTML):
        match = pattern.match(line)
        if match:
            level = match.group(1)
            return titled(index, float(level) if level.isdigit() else float(len(level)), match.group(2).rstrip(" \t#"))
    if line.strip() and _UNDERLINE.match(following) and not line.lstrip().startswith(("-", "|", ">")):
        label = read_label(without_emphasis(line))
        if label:  # an unlabelled line over dashes may as well be a table or a rule
            return Heading(index, 1.0 if following.strip()[0] == "=" else 2.0, label.parts, "", False, label.rest, 2)
    return _bold(index, line)


def titled(index: int, rank: float, title: str) -> Heading:
    """A heading proper; its label, if any, is what the title begins with."""
    words = without_emphasis(title)
    label = read_label(words)
    if label and (label.parts[0].isdigit() or label.word or label.marked or not label.rest):
        return _labelled(index, rank, label, title=label.rest)
    return Heading(index, rank, title=words)


def _bold(index: int, line: str) -> Heading | None:
    match = _BOLD.match(line)
    if not match:
        return None
    label = read_label(match.group(2))
    if label is None or not (label.parts[0].isdigit() or label.word or label.marked or not label.rest):
        return None
    return _labelled(index, BOLD, label, match.group(3).lstrip(" \t:.").strip(), label.rest)


def _labelled(index: int, rank: float, label: Label, body: str = "", title: str = "") -> Heading:
    return Heading(index, rank, label.parts, body, False, title, numbered_within=label.numbered_within)


def without_emphasis(words: str) -> str:
    """The words without Markdown's stars and underscores around them, and without a link's or a tag's marks."""
    return re.sub(r"<[^<>]{0,100}>|\*\*|__", "", words).strip().strip("*_` ")


def _end(pattern: re.Pattern[str], line: str) -> int:
    match = pattern.match(line)
    return match.end() if match else 0
