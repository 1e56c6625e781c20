"""Numbers as people report them: "113.699", "113,70", "84%", "1.1370e2", "\\approx 7.5". Says nothing about what for.

A spelling with two readings has both: "113,699" may be a decimal fraction or a hundred thousand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# No part of a name (W2), an index (x_1), a power (10^3) or a label (3.b, 2(a)).
_NUMBER = re.compile(
    r"(?<![\w.^\\,])(?<![_^]\{)(?<![_^]-)(?<![_^])(?P<sign>[-−]?)"
    r"(?P<digits>\d{1,3}(?:[\u202f\u00a0'’]\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+"
    r"|\d+,\d+(?!,?\d)|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<power>[eE][-+]?\d{1,3})?(?![\w^])(?!\.\d|\.\w\b|,\d)"
    r"(?P<percent>\s?(?:\\?%|percent\b|per cent\b))?"
)
#: Rewritten before anything is read; every replacement keeps the lines as they are.
_SPELLED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\d)(?:\{,\}|\\,|\\ )(?=\d{3}(?!\d))"), "’"),  # 104{,}550
    (re.compile(r"(?<=\d)\{([.,])\}(?=\d)"), r"\1"),  # 113{.}7
    (re.compile(r" ?(?:\\cdot|\\times|[×·*]) ?10 ?\^ ?\{?([-+]?\d{1,3})\}?"), r"e\1"),  # 1.1 \cdot 10^{2}
    (re.compile(r"\\(?:num|SI)\{([^{}\n]{1,40})\}(?:\{\})?"), r" \1 "),
)
_LINKED = r"\s*(?:of|is|was|to|at|=|:|\\approx|~)?\s*[(\[$]{0,2}\s*$"
#: Before a number: it sets something, and is no value of what was measured.
_SETS = re.compile(
    r"\b(?:epochs?|steps?|iter(?:ation)?s?|batch(?:[ _-]?size)?|layers?|depth|seeds?|dropout(?:[ _-]?rate)?|lr"
    r"|learning[ _-]?rate|dim(?:ension)?s?|hidden(?:[ _-]?size)?|embedding(?:[ _-]?size)?|temperature|size|alpha|beta"
    r"|lambda|gamma|momentum|weight[ _-]?decay|regulari[sz]ation(?:[ _-]?strength)?|window|reg|h|k|n|d|v|c)" + _LINKED,
    re.IGNORECASE,
)
#: Before a number: what is set has its number already, "after 40,000 iterations it is 113.24".
_IS_SET = re.compile(r"\d[ \t]+[a-z]+(?:\s+(?:it|this|that))?\s*(?:is|was|:)\s*[(\[$]{0,2}\s*$", re.IGNORECASE)
#: Before a whole number: it says which one.
_NAMES = re.compile(
    r"\b(?:fig(?:ure)?|tab(?:le)?|sec(?:tion)?|question|exercise|problem|part|eq(?:uation)?|page|chapter|example|review"
    r"|sentence|fold|top|run|version|line|cell|model|class|label|prediction)s?\.?\s*(?:no\.?|nr\.?|#|=|:)?\s*[(\[$]?\s*$",
    re.IGNORECASE,
)
#: After a number: it counts these.
_COUNTS = re.compile(
    r"[ \t~\\,$-]*(?:(?:[a-z-]+[ \t])?(?:epochs?|steps?|iterations?|batch(?:es)?|layers?|dimensions?|dimensional|dims?"
    r"|hours?|minutes?|seconds?|mins?|secs?|words?|tokens?|reviews?|examples?|sentences?|samples?|characters?|chars?"
    r"|neurons?|units?|parameters?|params|classes|runs?|seeds?|lines?|times|points?|hidden|pairs?|passages?|texts?"
    r"|models?|functions?|gpus?|x)|(?:st|nd|rd|th|ms|s|h|mb|gb|k|m|d)|it/s|s/it)(?![\w-])",
    re.IGNORECASE,
)
#: Before a number: it is a bound, a difference or a margin, and not the value itself.
_NO_VALUE = re.compile(
    r"(?:\b(?:than|least|most|over|under|above|below|between(?:\s+[\d.,]+\s?%?\s+and)?|within|up\s+to|from|by|not|never|expected|chance|random|baseline"
    r"|target|goal|limit|threshold|bound|required|paper|reported\s+by|should\s+be|nearly\s+double)|[<>≤≥±/×^]|\d\s?[–-]+|\\[lg]eq?|\\pm|\+/?-|n['’]t|[=≈]\s*-?"
    r"\s*log)\s*(?:the\s+|be\s+|of\s+|an?\s+)?[$(]{0,2}\s*$",
    re.IGNORECASE,
)
#: After a number: it goes on as a formula, a range or a difference.
_GOES_ON = re.compile(
    r"\s*[$)]?\s*(?:[-–+/×·^!*]\s*[\d(\\]|\\cdot|\\times|\\frac|\}\{|to\s+\d"
    r"|(?:points?|times|fold|more|less|higher|lower|better|worse|improvement|drop|increase|decrease|reduction)\b)",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(r"^[ \t]*(?:[-*+>][ \t]+)?[([]?$")
_LABEL_AFTER = re.compile(r"[.)\]:]\s|[.)\]:]?\s*$")


@dataclass(frozen=True)
class Number:
    """A number in a line of text. certain: whether it stands there as a value, and not as a bound or in a formula."""

    start: int
    end: int
    text: str
    values: tuple[float, ...]  # every reading; the likeliest first
    rounding: float  # half a unit of the last digit given
    digits: int  # significant ones
    percent: bool
    certain: bool


def spelled(text: str) -> str:
    """The text with numbers written plainly: what LaTeX puts between digits is gone, powers of ten are exponents."""
    for pattern, replacement in _SPELLED:
        text = pattern.sub(replacement, text)
    return text


def numbers(line: str) -> Iterator[Number]:
    """The numbers of a line of spelled text that may be the value of something, in order."""
    for match in _NUMBER.finditer(line):
        before, after = line[max(0, match.start() - 60) : match.start()], line[match.end() : match.end() + 40]
        counts = _COUNTS.match(after) and not match["percent"]
        sets = _SETS.search(before) and not _IS_SET.search(before)
        if not (counts or sets or _says_which(match, before, line)):
            certain = not (_NO_VALUE.search(before) or _GOES_ON.match(after))
            yield _number(match, certain)


def _says_which(match: re.Match[str], before: str, line: str) -> bool:
    """Whether it counts the items of a list ("1. First", "(2) Second", "3) Third"), or follows a name ("Figure 3")."""
    if not match["digits"].isdigit() or len(match["digits"]) > 2 or match["percent"]:
        return False
    if _NAMES.search(before):
        return True
    after = line[match.end() :]
    return bool(_LABEL_BEFORE.match(line[: match.start()]) and _LABEL_AFTER.match(after) and after.strip())


def _number(match: re.Match[str], certain: bool) -> Number:
    digits, power = match["digits"], match["power"] or ""
    plain = re.sub(r"[\u202f\u00a0'’]", "", digits)
    spellings = [plain]
    if re.fullmatch(r"\d+,\d+", plain):
        spellings = [plain.replace(",", ".")]
        spellings += [plain.replace(",", "")] if re.fullmatch(r"\d{1,3},\d{3}", plain) else []
    elif "," in plain:
        spellings = [plain.replace(",", "")]
    elif re.fullmatch(r"\d{1,3}\.\d{3}", plain):
        spellings += [plain.replace(".", "")]
    values = [float(spelling + power) for spelling in spellings]
    # A dash before a number parts it from its name as often as it is a minus.
    values = [sign * value for value in values for sign in ((-1, 1) if match["sign"] else (1,))]
    decimals = len(spellings[0].partition(".")[2])
    rounding = 0.5 * 10.0 ** (int(power[1:] or 0) - decimals) if power else 0.5 * 10.0**-decimals
    significant = len(re.sub(r"[.,]", "", plain).lstrip("0")) or 1
    text = match.group().strip()
    return Number(
        match.start(), match.end(), text, tuple(values), rounding, significant, bool(match["percent"]), certain
    )
