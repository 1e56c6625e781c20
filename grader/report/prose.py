"""Written answers as HTML: Markdown with formulas. No HTML of the student's own, no link that works, no picture.

A LaTeX document stays what it is, with its formulas typeset.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from grader.report.maths import mathml
from grader.report.text import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 20_000  # characters of one answer that a page shows
MOST_FORMULAS = 600  # openings of LaTeX's own kind; the plugins look for each one's end, in quadratic time
_NUMBERED = re.compile(r"(\\(?:begin|end)\{(?:align|equation|gather|multline))\}")


@lru_cache(maxsize=32)  # both pages of a hand-in show the same answers
def prose(text: str) -> Markup:
    """The answer as HTML whose every character is the student's words or our own tags."""
    shown = visible(text[:LONGEST])
    if sum(shown.count(opening) for opening in ("\\(", "\\[", "\\begin")) > MOST_FORMULAS:
        return Markup("<pre>{}</pre>").format(shown)
    html = _markdown().render(shown)
    if len(text) > LONGEST:
        html += f"<p>… {len(text) - LONGEST:,} more characters stand in the file itself.</p>"
    # Once more at the end: Markdown turns &#8238; back into what was made visible.
    return Markup(visible(html))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here, because it costs 40 ms and most reports hold no answer
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.texmath import texmath_plugin

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    dollarmath_plugin(reader, allow_digits=False, double_inline=True)
    amsmath_plugin(reader)
    texmath_plugin(reader, delimiters="brackets")
    for name in ("math_inline", "math_single"):
        reader.add_render_rule(name, _inline)
    reader.add_render_rule("math_inline_double", _display_inside)
    for name in ("math_block", "math_block_eqno", "math_block_label", "amsmath"):
        reader.add_render_rule(name, _display)
    for name, rule in _RULES.items():
        reader.add_render_rule(name, rule)
    reader.core.ruler.push("without_attributes", _without_attributes)
    return reader


def _without_attributes(state: Any) -> None:
    """Drops what a student's Markdown says about styles, classes and identifiers."""
    for token in state.tokens:
        for each in (token, *(token.children or ())):
            each.attrs = {name: value for name, value in each.attrs.items() if name in ("href", "src", "start")}


def _inline(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    return str(mathml(tokens[index].content))


def _display(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    return f'<div class="formula" tabindex="0">{_typeset(tokens[index].content)}</div>'


def _display_inside(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    return f'<span class="formula" tabindex="0">{_typeset(tokens[index].content)}</span>'


def _typeset(latex: str) -> Markup:
    # Each formula is typeset alone, so all would be number (1): numbers stay only where the student refers to them.
    plain = latex if "\\label" in latex or "\\tag" in latex else _NUMBERED.sub(r"\1*}", latex)
    return mathml(plain.strip(), display=True)


def _heading(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    # A student's headings are no headings of this page: its outline is ours.
    return '<p class="heading">' if tokens[index].nesting == 1 else "</p>\n"


def _link_begins(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    return ""


def _link_ends(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    opening, depth = index, 0
    while opening >= 0:
        depth += {"link_close": 1, "link_open": -1}.get(tokens[opening].type, 0)
        if depth == 0:
            break
        opening -= 1
    address = str(tokens[opening].attrs.get("href", ""))
    return f" ({escape(address)})" if address else ""


def _picture(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    address = str(token.attrs.get("src", ""))
    said = ", ".join(part for part in (token.content, address) if part)
    return f"[picture: {escape(said)}]"


def _fence(renderer: Any, tokens: "Sequence[Token]", index: int, options: Any, env: Any) -> str:
    return f"<pre><code>{escape(tokens[index].content)}</code></pre>\n"


_RULES = {
    "heading_open": _heading,
    "heading_close": _heading,
    "link_open": _link_begins,
    "link_close": _link_ends,
    "image": _picture,
    "fence": _fence,
    "code_block": _fence,
}
