r"""Where maths may begin and end: one pass over a text for dollars, brackets, environments, code, comments, pictures.

Only finds the places. What stands between two of them is judged in `segments`. Every search is linear in the text.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from grader.derivation.finding.own_macros import definition_spans
from grader.derivation.finding.vocabulary import listed

#: Environments whose inside is maths. A bare `aligned` or `cases` is no LaTeX, but MathJax reads it, and so do people.
MATH_ENVIRONMENTS = listed(
    "equation align alignat flalign gather multline eqnarray displaymath math dmath dgroup IEEEeqnarray empheq"
    " subequations split aligned alignedat gathered multlined cases dcases array matrix pmatrix bmatrix vmatrix"
    " smallmatrix"
)
_CODE = listed(
    "verbatim Verbatim lstlisting minted comment filecontents tabbing python algorithm algorithmic algorithm2e"
)
_DRAWINGS = ["tikzpicture", "picture", "forest"]

_COMMON = (
    r"(?P<break>\n[ \t]*(?:>[ \t]*)*(?=\n))",
    r"(?P<macro>\\(?:(?:re|provide)?newcommandx?|DeclareMathOperator|DeclareRobustCommand|DeclarePairedDelimiter|g?def|let)(?![A-Za-z]))",
    r"(?P<begin>\\begin[ \t]*\{[ \t]*(?P<beginning>[A-Za-z0-9]{1,24})(?P<starred>\*?)[ \t]*\})",
    r"(?P<end>\\end[ \t]*\{[ \t]*(?P<ending>[A-Za-z0-9]{1,24})(?P<also_starred>\*?)[ \t]*\})",
    r"(?P<graphic>\\includegraphics\*?[ \t]*(?:\[[^\]\n]{0,300}\])?[ \t]*\{[^}\n]{0,1000}\}?)",
    r"(?P<opening>\\[(\[])",
    r"(?P<closing>\\[)\]])",
)
_MARKDOWN = (
    r"(?P<fence>^[ \t]*(?:[-*+>][ \t]+)*(?:`{3,}|~{3,})[^`\n]*$)",
    r"(?P<ticks>`+)",
    # Markdown eats one of two backslashes, so what Jupyter shows as \( … \) may have two.
    r"(?P<double_opening>\\\\[(\[](?!\d*\.?\d+(?:pt|em|ex|mm|cm)\]))",
    r"(?P<double_closing>\\\\[)\]])",
    r"(?P<picture>!\[[^\]\n]{0,300}\]\([^)\n]*\)?|<img\b[^>\n]*>?)",
    r"(?P<comment><!--)",
    r"(?P<comment_end>-->)",
)
_LATEX = (
    r"(?P<comment>%[^\n]*)",
    r"(?P<verb>\\(?:verb|lstinline)\*?(?P<quote>[^A-Za-z\s*])[^\n]{0,200}?(?P=quote))",
)
_REST = (r"(?P<escape>\\[^A-Za-z])", r"(?P<dollar>\$)", r"(?P<brace>[{}]+)")
_PATTERNS = {
    latex: re.compile("|".join((*(_LATEX if latex else _MARKDOWN), *_COMMON, *_REST)), re.MULTILINE | re.DOTALL)
    for latex in (True, False)
}
_ALIAS = re.compile(
    r"\\(?:(?:re|provide)?newcommand\*?[ \t]*\{?[ \t]*|def[ \t]*)(\\[A-Za-z]{1,20})[ \t]*\}?[ \t]*"
    r"\{[ \t]*\\(begin|end)\{([A-Za-z]{1,20}\*?)\}[ \t]*\}"
)
_MOST_ALIASES = 40


@dataclass(frozen=True)
class Delimiters:
    """One text's delimiters: the pattern that finds the next one, and where each kind of ending stands."""

    text: str
    pattern: re.Pattern[str]
    dollars: list[int]
    depths: list[int]  # of braces, at each dollar
    breaks: list[int]  # where a paragraph ends
    endings: dict[str, list[int]]  # of "\\)", "\\]", "\\\\)", "\\\\]", "-->", "fence"
    ticks: dict[int, list[int]]  # of runs of backticks, by length
    environments: dict[int, tuple[int, int]]  # where `\begin` stands: where its `\end` begins and ends
    aliases: dict[str, tuple[str, str]]  # the student's own `\be` and `\ee`: ("begin", "equation")
    macros: dict[int, int]  # where a definition begins: where it ends

    def next_ending(self, kind: str, place: int) -> int:
        """Where the next ending of a kind stands; -1 if there is none."""
        return _next(self.endings.get(kind, []), place)

    def next_ticks(self, length: int, place: int) -> int:
        """Where the next run of exactly so many backticks begins; -1 if there is none."""
        return _next(self.ticks.get(length, []), place)

    def paragraph_end(self, place: int) -> int:
        """Where the paragraph around a place ends."""
        found = _next(self.breaks, place)
        return len(self.text) if found < 0 else found

    def partner(self, dollar: int, limit: int) -> int:
        """The dollar that ends a formula which begins at `dollar`; -1 if its paragraph has none."""
        index = bisect_left(self.dollars, dollar)
        # A dollar deeper in braces belongs to a \text{…} within the formula. Few are tried, for the sake of time.
        for later in range(index + 1, min(index + 9, len(self.dollars))):
            if self.dollars[later] >= limit:
                break
            if self.depths[later] <= self.depths[index]:
                return self.dollars[later]
        following = self.dollars[index + 1] if index + 1 < len(self.dollars) else -1
        return following if following < limit else -1

    def double_dollar(self, place: int) -> int:
        """Where the next two dollars in a row stand; -1 if there are none."""
        for index in range(bisect_left(self.dollars, place), len(self.dollars) - 1):
            if self.dollars[index + 1] == self.dollars[index] + 1:
                return self.dollars[index]
        return -1


def delimiters(text: str, latex: bool) -> Delimiters:
    """Reads a text once and notes every place where a formula, code or a comment might end."""
    aliases = {found[1]: (found[2], found[3]) for found in list(_ALIAS.finditer(text))[:_MOST_ALIASES]}
    pattern = _with_aliases(_PATTERNS[latex], aliases)
    found = Delimiters(text, pattern, [], [], [], {}, {}, {}, aliases, dict(definition_spans(text)))
    open_environments: dict[str, list[int]] = {}
    depth = 0
    for match in pattern.finditer(text):
        kind, place = match.lastgroup or "", match.start()
        if kind == "dollar":
            found.dollars.append(place)
            found.depths.append(depth)
        elif kind == "brace":
            depth += match.group().count("{") - match.group().count("}")
        elif kind == "break":
            found.breaks.append(place)
        elif kind == "ticks":
            found.ticks.setdefault(len(match.group()), []).append(place)
        elif kind in ("closing", "double_closing", "comment_end"):
            found.endings.setdefault(match.group(), []).append(place)
        elif kind == "fence":
            found.endings.setdefault("fence", []).append(place)
        elif side := environment(match, aliases):
            if side[0] == "begin":
                open_environments.setdefault(side[1], []).append(place)
            elif begun := open_environments.get(side[1]):
                found.environments[begun.pop()] = (place, match.end())
    return found


def environment(match: re.Match[str], aliases: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    r"""("begin", "align*") of what opens an environment, ("end", …) of what closes one, whoever named it."""
    if match.lastgroup == "begin":
        return "begin", match["beginning"] + match["starred"]
    if match.lastgroup == "end":
        return "end", match["ending"] + match["also_starred"]
    return aliases.get(match.group()) if match.lastgroup == "alias" else None


def content(name: str) -> str:
    """What stands in an environment: "math", "code", "picture", or "" for text."""
    plain = name.rstrip("*")
    if plain in MATH_ENVIRONMENTS:
        return "math"
    return "code" if plain in _CODE else "picture" if plain in _DRAWINGS else ""


def _with_aliases(pattern: re.Pattern[str], aliases: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    if not aliases:
        return pattern
    names = "|".join(re.escape(name[1:]) for name in aliases)
    return re.compile(rf"(?P<alias>\\(?:{names})(?![A-Za-z]))|{pattern.pattern}", pattern.flags)


def _next(places: list[int], place: int) -> int:
    index = bisect_left(places, place)
    return places[index] if index < len(places) else -1
