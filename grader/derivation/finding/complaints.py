r"""What is said of maths that could not be found or placed: what, on which line, how to write it so that it is read.

Only words; nothing is decided here.
"""

from grader.outcome import Finding
from grader.submission.text import shown

_AS_TEXT = "Type the formula between dollar signs, $$ \\frac{\\partial J}{\\partial x} = … $$, and it will be checked."


def unpaired(delimiter: str, partner: str, where: str) -> Finding:
    """A delimiter without its partner."""
    return Finding(
        f"`{delimiter}` has no `{partner}` that belongs to it, so what stands there was not read as a formula.",
        where,
        f"Write a formula between `{delimiter}` and `{partner}`, both in one paragraph."
        if delimiter != partner
        else f"Put one `{delimiter}` before the formula and one after it, in one paragraph.",
    )


def never_closed(name: str, where: str) -> Finding:
    r"""`\begin` without its `\end`."""
    return Finding(
        rf"`\begin{{{name}}}` is never closed, so the formula was not read.", where, rf"End it with `\end{{{name}}}`."
    )


def never_begun(name: str, where: str) -> Finding:
    r"""`\end` without its `\begin`."""
    return Finding(
        rf"`\end{{{name}}}` closes nothing: there is no `\begin{{{name}}}` before it.",
        where,
        rf"Begin the formula with `\begin{{{name}}}`, or delete the `\end{{{name}}}`.",
    )


def no_partner(delimiter: str, where: str) -> Finding:
    """A closing delimiter that closes nothing."""
    opening = {"\\)": "\\(", "\\]": "\\[", "\\\\)": "\\\\(", "\\\\]": "\\\\["}[delimiter]
    return Finding(
        f"`{delimiter}` closes nothing: there is no `{opening}` before it.",
        where,
        f"Put `{opening}` before the formula, or delete the `{delimiter}`.",
    )


def picture(source: str, where: str) -> Finding:
    """A picture where a formula may be meant."""
    return Finding(
        f"A picture stands here, `{shown(source, 60)}`, and a formula in a picture can't be read.", where, _AS_TEXT
    )


def formula_in_prose(line: str, where: str) -> Finding:
    """A line that looks like a formula and stands outside of dollars."""
    return Finding(
        f"`{shown(line.strip(), 80)}` looks like a formula, and it does not stand between dollar signs.",
        where,
        _AS_TEXT,
    )


def unmatched_brace(brace: str, where: str) -> Finding:
    """A brace or an environment inside a formula that nothing matches."""
    if brace.startswith("\\begin"):
        return Finding(f"`{brace}` is never closed.", where, f"Put `{brace.replace('begin', 'end', 1)}` at its end.")
    if brace.startswith("\\end"):
        return Finding(
            f"`{brace}` closes nothing.", where, f"Put `{brace.replace('end', 'begin', 1)}` before it, or delete it."
        )
    other = "}" if brace == "{" else "{"
    what = "is never closed" if brace == "{" else "closes nothing"
    return Finding(
        f"The brace `{brace}` {what}.", where, f"Count the braces on this line: each `{brace}` needs a `{other}`."
    )


def too_long(length: int, limit: int, where: str) -> Finding:
    """A formula, or a whole text, of a size that nobody reads."""
    return Finding(
        f"This formula has {length:,} characters, and at most {limit:,} are read.",
        where,
        "Split it into several formulas, each a step or two.",
    )


def too_many(limit: int, where: str) -> Finding:
    """More formulas than anyone reads."""
    return Finding(
        f"{limit:,} formulas stand before this line; what comes after them was not read.",
        where,
        "Hand in only the derivation that is asked for.",
    )


def text_too_long(length: int, limit: int, where: str) -> Finding:
    """A written answer beyond any bound."""
    return Finding(
        f"This answer has {length:,} characters; only the first {limit:,} were read.",
        where,
        "Leave out what was not asked for: data, output, logs.",
    )
