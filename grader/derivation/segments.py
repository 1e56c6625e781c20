r"""A written answer as segments: formulas, and the prose, code, comments and pictures between them, in order.

Reads no formula. Nothing is lost: the sources of all segments, one after another, are the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from grader.derivation.finding import complaints
from grader.derivation.finding.delimiters import Delimiters, content, delimiters, environment
from grader.derivation.finding.dollars import holds_a_paragraph, is_money, is_money_and_words, is_sentence
from grader.outcome import Finding
from grader.submission.answer import WrittenAnswer

Kind = Literal["prose", "math", "code", "comment", "picture", "macro", "broken"]

#: The longest written answer that is looked at; what follows is one segment of prose.
LONGEST = 1_000_000
#: How many formulas, pictures and pieces of code are told apart.
MOST = 20_000

_MATH_FENCE = re.compile(r"[ \t]*`{3,}[ \t]*(?:math|latex|tex|katex)[ \t]*$")


@dataclass(frozen=True)
class Segment:
    """A stretch of an answer.

    source: exactly as it was written, with its delimiters; start: where it stands in the answer's text.
    inner: where, in the source, the maths begins and ends. display: a formula on its own lines.
    problem: of what is broken or a picture, what to say about it.
    """

    kind: Kind
    source: str
    start: int
    line: int
    inner: tuple[int, int] = (0, 0)
    display: bool = False
    problem: Finding | None = None

    @property
    def body(self) -> str:
        """The maths without its delimiters."""
        return self.source[slice(*self.inner)]


@dataclass(frozen=True)
class _Found:
    """A segment before it knows its line: from `start` to `end` of the text, its maths from `begins` to `ends`."""

    kind: Kind
    start: int
    end: int
    begins: int = 0
    ends: int = 0
    display: bool = False
    problem: Finding | None = None


def segments(answer: WrittenAnswer) -> tuple[Segment, ...]:
    """All segments of an answer. Line numbers count in the student's file."""
    text = answer.text[:LONGEST]
    found = tuple(_with_prose(text, answer, _Scanner(text, answer.format == "latex")))
    rest = answer.text[LONGEST:]
    if not rest:
        return found
    line = answer.line + text.count("\n")
    problem = complaints.text_too_long(len(answer.text), LONGEST, place(answer, line))
    return (*found, Segment("broken", rest, LONGEST, line, problem=problem))


def place(answer: WrittenAnswer, line: int) -> str:
    """A line as a message names it."""
    return f"{answer.file}, line {line}"


def _with_prose(text: str, answer: WrittenAnswer, scanner: "_Scanner") -> Iterator[Segment]:
    """The found segments, and prose wherever there is none."""
    done, line = 0, answer.line
    for found in scanner.found():
        for one in (_Found("prose", done, found.start), found):
            source = text[one.start : one.end]
            if source:
                problem = replace(one.problem, where=place(answer, line)) if one.problem else None
                inner = (one.begins - one.start, one.ends - one.start) if one.ends else (0, 0)
                yield Segment(one.kind, source, one.start, line, inner, one.display, problem)
                line += source.count("\n")
        done = found.end
    if done < len(text):
        yield Segment("prose", text[done:], done, line)


@dataclass
class _Scanner:
    """Goes through a text from delimiter to delimiter. Its findings know no line yet."""

    text: str
    latex: bool
    marks: Delimiters = field(init=False)

    def __post_init__(self) -> None:
        self.marks = delimiters(self.text, self.latex)

    def found(self) -> Iterator[_Found]:
        """Everything that is not prose, in order."""
        at = self._body_begins()
        if at:
            yield _Found("comment", 0, at)
        count = 0
        while match := self.marks.pattern.search(self.text, at):
            one = self._one(match)
            at = max(one.end if one else match.end(), at + 1)
            if one:
                yield one
                count += 1
            if count >= MOST:
                yield _Found("broken", at, len(self.text), problem=complaints.too_many(MOST, ""))
                return

    def _body_begins(self) -> int:
        start = self.text.find("\\begin{document}") if self.latex else -1
        return start + len("\\begin{document}") if start >= 0 else 0

    def _one(self, match: re.Match[str]) -> _Found | None:
        kind, start, end = match.lastgroup or "", match.start(), match.end()
        if kind == "dollar":
            return self._display(start) if self.text.startswith("$$", start) else self._inline(start)
        if kind in ("opening", "double_opening"):
            return self._bracketed(start, match.group())
        if kind in ("closing", "double_closing"):
            lost = kind == "closing" or None
            return lost and _Found("broken", start, end, problem=complaints.no_partner(match.group(), ""))
        if kind in ("begin", "end", "alias"):
            return self._environment(match)
        if kind in ("picture", "graphic"):
            return _Found("picture", start, end, problem=complaints.picture(match.group(), ""))
        if kind == "macro":
            return _Found("macro", start, self.marks.macros[start]) if start in self.marks.macros else None
        return self._unread(kind, match)

    def _unread(self, kind: str, match: re.Match[str]) -> _Found | None:
        """Code and comments, whose dollars mean nothing."""
        start, end = match.span()
        if kind == "verb":
            return _Found("code", start, end)
        if kind == "comment":
            closed = end if self.latex else self.marks.next_ending("-->", end) + 3
            return _Found("comment", start, closed) if closed >= end else None
        if kind == "ticks":
            closed = self.marks.next_ticks(end - start, end)
            return (
                _Found("code", start, closed + end - start) if end <= closed < self.marks.paragraph_end(end) else None
            )
        return self._fenced(match) if kind == "fence" else None

    def _fenced(self, match: re.Match[str]) -> _Found:
        start, end = match.span()
        fence = match.group().strip(" \t-*+>")[:3]
        closing = self.marks.next_ending("fence", end)
        while closing >= 0 and not self._closes(closing, fence):
            closing = self.marks.next_ending("fence", closing + 1)
        stop = closing if closing >= 0 else len(self.text)
        line_end = self.text.find("\n", stop)
        after = len(self.text) if line_end < 0 else line_end
        if _MATH_FENCE.match(match.group()):
            return _Found("math", start, after, end, stop, display=True)
        return _Found("code", start, after)

    def _closes(self, closing: int, fence: str) -> bool:
        line_end = self.text.find("\n", closing)
        line = self.text[closing : line_end if line_end >= 0 else len(self.text)].strip(" \t>")
        return line.startswith(fence) and not line.strip(fence[0])

    def _inline(self, start: int) -> _Found | None:
        limit = self.marks.paragraph_end(start)
        end = self.marks.partner(start, limit)
        body, follows = self.text[start + 1 : max(end, start)], self.text[end + 1 : end + 2]
        money = not self.latex and is_money(self.text, start)
        if money and (end < 0 or is_money_and_words(body, follows)):
            return None
        if end < 0 or is_sentence(body, follows):
            return _Found("broken", start, start + 1, problem=complaints.unpaired("$", "$", ""))
        begins, ends = start + 1, end
        if self.text[begins] == self.text[ends - 1] == "`" and ends - begins > 2:  # $`…`$, as GitHub has it
            begins, ends = begins + 1, ends - 1
        return _Found("math", start, end + 1, begins, ends)

    def _display(self, start: int) -> _Found:
        return self._closed(start, "$$", "$$", self.marks.double_dollar(start + 2), display=True)

    def _bracketed(self, start: int, opening: str) -> _Found | None:
        closing = opening.replace("(", ")").replace("[", "]")
        end = self.marks.next_ending(closing, start + len(opening))
        if end < 0 and len(opening) == 3:
            return None
        if opening[-1] == "(" and end > self.marks.paragraph_end(start):
            end = -1
        return self._closed(start, opening, closing, end, display=opening[-1] == "[")

    def _closed(self, start: int, opening: str, closing: str, end: int, display: bool) -> _Found:
        begins = start + len(opening)
        limit = self.marks.paragraph_end(start)
        body = self.text[begins : max(end, begins)]
        # A lone dollar among words inside a display: the display's own end is missing.
        if end < 0 or (end > limit and holds_a_paragraph(body)) or ("$" in body and is_sentence(body)):
            return _Found("broken", start, max(limit, begins), problem=complaints.unpaired(opening, closing, ""))
        return _Found("math", start, end + len(closing), begins, end, display)

    def _environment(self, match: re.Match[str]) -> _Found | None:
        found = environment(match, self.marks.aliases)
        inside = content(found[1]) if found else ""
        start, end = match.span()
        if not found or not inside:
            return None
        if found[0] == "end":
            known = inside == "math"
            return _Found("broken", start, end, problem=complaints.never_begun(found[1], "")) if known else None
        closed = self.marks.environments.get(start)
        if not closed or closed[0] < end:
            return self._unclosed(found[1], start, end)
        if inside == "math":
            named = match.lastgroup == "begin"  # the student's own `\be` … `\ee` says nothing to the next room
            inner = (start, closed[1]) if named else (end, closed[0])
            return _Found("math", start, closed[1], *inner, display=found[1] != "math")
        problem = complaints.picture(match.group(), "") if inside == "picture" else None
        return _Found("picture" if problem else "code", start, closed[1], problem=problem)

    def _unclosed(self, name: str, start: int, end: int) -> _Found:
        limit = self.marks.paragraph_end(end)
        return _Found("broken", start, limit, problem=complaints.never_closed(name, ""))
