"""LaTeX as MathML, through math-core and within bounds; where that can't be, the LaTeX itself, shown as code.

Never raises and never hangs for anything a student wrote.
"""

import re
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup

from grader.report.text import visible

LONGEST = 8_000  # characters of one formula
DEEPEST = 100  # nested groups: math-core crashes the process near 4,000
LONGEST_CODE = 2_000  # characters that are shown of a formula that can't be typeset
MOST_EXPANSIONS = 100  # of the student's own macros: eight kilobytes of them can ask for 36 megabytes
MOST_LONE = 12  # fences without a partner: math-core's search for one doubles with each, 24 take a second

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_ENTER = {"{", r"\left", r"\begin"}
_LEAVE = {"}", r"\right", r"\end"}
_CELL = {"&", r"\\"}
_OPEN = {
    "(", "[", r"\{", "⟨", "⌊", "⌈", "⟦", r"\langle", r"\lfloor", r"\lceil", r"\lbrace", r"\lbrack", r"\lvert",
    r"\lVert", r"\ulcorner", r"\llcorner", r"\lgroup", r"\lmoustache", r"\llbracket",
}  # fmt: skip
_CLOSE = {
    ")", "]", r"\}", "⟩", "⌋", "⌉", "⟧", r"\rangle", r"\rfloor", r"\rceil", r"\rbrace", r"\rbrack", r"\rvert",
    r"\rVert", r"\urcorner", r"\lrcorner", r"\rgroup", r"\rmoustache", r"\rrbracket",
}  # fmt: skip
_BIG = re.compile(r"\\[bB]igg?[lrm]?")
_TAG = re.compile(r"<[^>]*>")
_STYLE = re.compile(r' style="([^"]*)"')
_ANCHOR = re.compile(r' id="[^"]*"')


@lru_cache(maxsize=200)  # both pages of a hand-in show the same formulas
def mathml(latex: str, display: bool = False) -> Markup:
    """The formula as MathML, or its source as code where it is too long, too deep or not understood."""
    converted = _converted(latex, display) if _is_harmless(latex) else None
    if converted is None:
        return Markup('<code class="latex">{}</code>').format(_source(latex))
    block = ' display="block"' if display else ""
    safe = _TAG.sub(_safe_tag, converted)
    return Markup(safe.replace("<math>", f"<math{block}>", 1))


def _source(latex: str) -> str:
    missing = len(latex) - LONGEST_CODE
    return visible(latex[:LONGEST_CODE]) + (f" … {missing:,} more characters" if missing > 0 else "")


def _safe_tag(tag: re.Match[str]) -> str:
    r"""A tag without what is no formula: the page has its own anchors, and a \label could name one of them."""
    found = tag.group()
    if found.startswith(("<a ", "</a")):
        return ""
    # The policy of the page lets no style attribute in; what they align becomes a class.
    return _STYLE.sub(_as_class, _ANCHOR.sub("", found)) if "=" in found else found


def _is_harmless(latex: str) -> bool:
    if not latex.strip() or len(latex) > LONGEST or visible(latex) != latex:
        return False
    deepest, lone = _shape(latex)
    return deepest <= DEEPEST and lone <= MOST_LONE


def _shape(latex: str) -> tuple[int, int]:
    """How deep its groups are nested, and how many fences stand without a partner in their own cell."""
    open_fences, lone, deepest = [0], 0, 0
    for token in _TOKEN.findall(latex):
        if token in _ENTER:
            open_fences.append(0)
            deepest = max(deepest, len(open_fences) - 1)
        elif token in _LEAVE:
            lone += open_fences.pop() if len(open_fences) > 1 else 0
        elif token in _CELL:
            lone, open_fences[-1] = lone + open_fences[-1], 0
        elif _BIG.fullmatch(token):
            lone += 1
        elif token in _OPEN:
            open_fences[-1] += 1
        elif token in _CLOSE and open_fences[-1]:
            open_fences[-1] -= 1
    return deepest, lone + sum(open_fences)


def _converted(latex: str, display: bool) -> str | None:
    from math_core import LatexError

    try:
        converted = str(_converter().convert_with_local_state(latex, displaystyle=display))
    except LatexError:
        return None
    # A macro that repeats itself makes a page that no browser opens; plain LaTeX stays below 20 for 1.
    return converted if len(converted) <= 60 * len(latex) + 10_000 else None


@cache
def _converter() -> Any:
    from math_core import LatexToMathML  # here, because most reports hold no formula

    macros = {"mbox": r"\text{#1}", "mathds": r"\mathbb{#1}", "ensuremath": "#1"}
    return LatexToMathML(macros=macros, max_expansions=MOST_EXPANSIONS)


def _as_class(style: re.Match[str]) -> str:
    for side in ("left", "right"):
        if f"text-align: {side}" in style.group(1):
            return f' class="{side}"'
    return ""
