"""The numbers that LaTeX gives to sections of its own accord: `\\section{Softmax}` is printed as "1 Softmax".

Whether these numbers are the sheet's is not decided here. A text that writes numbers itself means those: it has none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.submission.headings import Heading

_SET = re.compile(r"[ \t]*\\setcounter\{(section|subsection)\}\{(\d{1,2})\}")
_APPENDIX = re.compile(r"[ \t]*\\appendix\b")
# Other numbers than 1, 2, 3 are printed: chapters stand above, sections are letters, or nothing is counted.
_OTHERWISE = re.compile(
    r"[ \t]*\\(?:chapter|part)\b[ \t]*\{|[ \t]*\\(?:setcounter\{secnumdepth\}|addtocounter\{(?:sub)?section\})"
)
_PRINTED = re.compile(
    r"[ \t]*\\(?:renewcommand\*?[ \t]*\{?|def)[ \t]*\\the(section|subsection)\b[ \t]*\}?[ \t]*\{(.{0,200})"
)
_NO_QUESTION = re.compile(
    r"(?:introduction|abstract|background|preliminar|notation|set-?up|overview|summary|conclusion|discussion|answers?\b"
    r"|solutions?\b|written|theor|code\b|programming|proofs?\b|results?\b|references|bibliography|acknowledg|collaborat)",
    re.IGNORECASE,
)


def with_own_numbers(headings: Sequence[Heading], lines: Sequence[str]) -> list[Heading]:
    """The headings with the numbers that LaTeX prints; none where it prints none, or the text has numbers itself."""
    first = next((one for one in headings if one.level == 1), None)
    if first is None or any(_says_its_number(one, first) for one in headings) or any(map(_OTHERWISE.match, lines)):
        return []
    if any(one.level and _NO_QUESTION.match(one.title) for one in headings):
        return []
    printed = {match.group(1): match.group(2) for line in lines if (match := _PRINTED.match(line))}
    if "\\arabic{section}" not in printed.get("section", "\\arabic{section}"):
        return []
    below = printed.get("subsection", "\\arabic{subsection}")
    style = "a" if "\\alph{subsection}" in below else "1" if "\\arabic{subsection}" in below else ""
    return list(_counted(headings, lines, style)) if style else []


def _says_its_number(heading: Heading, section: Heading) -> bool:
    """Whether a heading has a number that the student wrote; "Problem 1" below a section is counted within it."""
    if not heading.parts or heading.counted or not heading.parts[0].isdigit():
        return False
    return not heading.numbered_within or heading.rank <= section.rank or heading.index < section.index


def _counted(headings: Sequence[Heading], lines: Sequence[str], style: str) -> Iterator[Heading]:
    end = next((index for index, line in enumerate(lines) if _APPENDIX.match(line)), len(lines))
    sets = [(index, match) for index, line in enumerate(lines) if (match := _SET.match(line))]
    section = subsection = 0
    for heading in headings:
        while sets and sets[0][0] < heading.index:
            [(_, match), *sets] = sets
            value = int(match.group(2))
            section, subsection = (value, 0) if match.group(1) == "section" else (section, value)
        if heading.level == 1:
            section, subsection = section + 1, 0
        elif heading.level == 2:
            subsection += 1
        if not heading.level or heading.parts or heading.index > end or not section:
            yield heading
        elif heading.level == 1:
            yield replace(heading, parts=(str(section),))
        else:
            below = str(subsection) if style == "1" else chr(ord("a") + min(subsection, 26) - 1)
            yield replace(heading, parts=(below,), counted=True)
