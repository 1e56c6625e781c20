"""The headings of a LaTeX text: sections, bold labels, and the items of numbered lists, whose labels LaTeX would count.

Nothing is expanded and nothing compiled: a macro is a word like any other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.submission.headings import BARE, BOLD, Heading, plain_heading, titled

_RANKS = {
    name: 0.5 + rank
    for rank, name in enumerate(
        ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
    )
}
_LEVELS = {"section": 1, "subsection": 2}
_SECTION = re.compile(
    r"[ \t]*\\(part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)(\*?)[ \t]*(?:\[[^\]]*\][ \t]*)?\{(.*)$"
)
_EXAM = re.compile(r"[ \t]*\\(question|part|subpart)\b(?![ \t]*\{)(?:[ \t]*\[[^\]]*\])?(.*)$")
_BOLD = re.compile(r"[ \t]*(?:\\noindent\b[ \t]*)?(?:\\textbf[ \t]*\{|\{[ \t]*\\bf(?:series)?\b)([^{}]{1,200})\}(.*)$")
_BEGIN = re.compile(r"[ \t]*\\begin\{(enumerate|itemize|description)\}[ \t]*(?:\[(.{0,80}?)\][ \t]*)?(.*)$")
_END = re.compile(r"[ \t]*\\end\{(enumerate|itemize|description)\}")
_ITEM = re.compile(r"[ \t]*\\item\b[ \t]*(?:\[([^\]]{0,80})\])?(.*)$")
_LABEL = re.compile(r"^[ \t]*(?:\\label\{[^}]{0,100}\}[ \t]*)*")
_COUNTER = re.compile(r"[ \t]*\\setcounter\{enum(i|ii|iii|iv)\}\{(\d{1,2})\}")
_VERBATIM = re.compile(r"[ \t]*\\(begin|end)\{(verbatim|lstlisting|minted|comment|Verbatim)\*?\}")
_LEADING = re.compile(r"[ \t]*(?:\\(?:noindent|newpage|clearpage|bigskip|medskip|smallskip)\b[ \t]*)*")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_MOST_LISTS = 20


class _Lists:
    """The lists that are open at a line, each with its style and how far it has counted."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []

    @property
    def rank(self) -> float:
        return BARE + 1 + len(self._open)

    def begin(self, kind: str, options: str | None) -> None:
        style = "" if kind != "enumerate" else _style(options or "", sum(1 for style, _ in self._open if style))
        if len(self._open) < _MOST_LISTS:
            self._open.append((style, 0))

    def end(self) -> None:
        if self._open:
            self._open.pop()

    def set(self, count: int) -> None:
        if self._open:
            self._open[-1] = (self._open[-1][0], count)

    def item(self) -> str:
        """The label that LaTeX would print; "" for an item without one."""
        if not self._open or not self._open[-1][0]:
            return ""
        style, count = self._open[-1]
        self._open[-1] = (style, count + 1)
        return _counted(style, count + 1)


def latex_headings(lines: Sequence[str]) -> Iterator[Heading]:
    """Every heading of a LaTeX text, in order; the preamble has none."""
    start = next((index for index, line in enumerate(lines) if "\\begin{document}" in line), -1) + 1
    lists, exam = _Lists(), dict.fromkeys(("question", "part", "subpart"), 0)
    verbatim = ""
    for index in range(start, len(lines)):
        line = _without_comment(lines[index])
        mark = _VERBATIM.match(line)
        if mark:
            verbatim = mark.group(2) if mark.group(1) == "begin" and not verbatim else ""
        elif not verbatim and line.strip():
            yield from _headings(index, line, lists, exam)


def _headings(
    index: int, line: str, lists: _Lists, exam: dict[str, int], begins: int = _MOST_LISTS
) -> Iterator[Heading]:
    """A line's headings; at most `begins` lists begin on it."""
    if counter := _COUNTER.match(line):
        lists.set(int(counter.group(2)))
    elif (begin := _BEGIN.match(line)) and begins:
        lists.begin(begin.group(1), begin.group(2))
        if begin.group(3).strip():
            yield from _headings(index, begin.group(3), lists, exam, begins - 1)
    elif _END.match(line):
        yield Heading(index, lists.rank)  # what stood in the list ends here
        lists.end()
    elif item := _ITEM.match(line):
        yield from _item(index, item, lists)
    elif section := _SECTION.match(line):
        title, body = _braced(section.group(3))
        level = 0 if section.group(2) else _LEVELS.get(section.group(1), 0)
        heading = titled(index, _RANKS[section.group(1)], _plain(title))
        yield replace(heading, body=_LABEL.sub("", body).strip(), level=level)
    elif question := _EXAM.match(line):
        yield _exam(index, question, exam)
    elif found := _bold(index, line) or plain_heading(index, _LEADING.sub("", line, count=1)):
        yield found


def _braced(line: str) -> tuple[str, str]:
    """What stands before the brace that closes, and what comes after it; all and nothing where none closes."""
    depth = 1
    for mark in re.finditer(r"\\.|[{}]", line):
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if not depth:
            return line[: mark.start()], line[mark.end() :]
    return line, ""


def _item(index: int, item: re.Match[str], lists: _Lists) -> Iterator[Heading]:
    own = titled(index, lists.rank, _plain(item.group(1))) if item.group(1) else None
    body = item.group(2).strip()
    if own and own.parts:
        yield Heading(index, lists.rank, own.parts, body)
    elif own is None and (label := lists.item()):
        yield Heading(index, lists.rank, (label,), body, counted=True)


def _exam(index: int, match: re.Match[str], exam: dict[str, int]) -> Heading:
    """`\\question` and `\\part` of the exam class count for themselves."""
    kinds = list(exam)
    depth = kinds.index(match.group(1))
    exam[match.group(1)] += 1
    for deeper in kinds[depth + 1 :]:
        exam[deeper] = 0
    label = _counted("1ai"[depth], exam[match.group(1)])
    return Heading(index, BOLD + 0.1 * depth, (label,), match.group(2).strip(), counted=depth > 0)


def _bold(index: int, line: str) -> Heading | None:
    match = _BOLD.match(line)
    found = titled(index, BOLD, match.group(1)) if match else None
    if match is None or found is None or not found.parts:
        return None
    return Heading(index, BOLD, found.parts, match.group(2).lstrip(" \t:.").strip(), False, found.title)


def _style(options: str, depth: int) -> str:
    """How a list counts, "1", "a" or "i", by what stands in its brackets, else by how deep it stands."""
    told = options.split("label", 1)[-1].split("=", 1)[-1].split(",")[0].lower()
    for sign, style in (("alph", "a"), ("roman", "i"), ("arabic", "1"), ("a", "a"), ("i", "i"), ("1", "1")):
        if options and re.search(rf"(?<![a-z]){sign}(?![a-z])", told):
            return style
    return "1ai"[min(depth, 2)]


def _counted(style: str, count: int) -> str:
    if style == "1":
        return str(count)
    if style == "i":
        return _ROMAN[min(count, len(_ROMAN)) - 1]
    return "abcdefghijklmnopqrstuvwxyz"[min(count, 26) - 1]


def _without_comment(line: str) -> str:
    return re.split(r"(?<!\\)%", line, maxsplit=1)[0]


def _plain(title: str) -> str:
    """A title without its braces and the commands in it."""
    return re.sub(r"\\[A-Za-z]+\*?|[{}$~]", " ", title).strip()
