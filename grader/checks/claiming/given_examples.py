"""Examples that an answer gives: a text, what was predicted, what is true, and why. Found in lists, tables, paragraphs.

Finds and judges nothing; where an answer is laid out in a way that is not known, there are no examples in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.checks.claiming.tables import Grid, marked_up, piped

#: Characters of an answer that are read, and examples that are kept.
CAP, MOST = 60_000, 50
#: A sentence of fewer words that names what was predicted explains nothing.
_FEW_WORDS = 8
_WORDS_BEFORE = (
    r"^[ \t]{0,8}(?:[-*+>#]{1,6}[ \t]*|\\(?:sub)*(?:section|paragraph|item)\*?[ \t]*[{[]?|\*\*|__|\\textbf\{)*"
)
_NAMED = re.compile(
    _WORDS_BEFORE + r"(?:misclassified[ \t]+)?(?:example|review|sentence|sample|case|instance|error|mistake|text|item)"
    r"[ \t]*(?:no\.?|nr\.?|\#)?[ \t]*(\d{1,2})\b(?![.,]\d)[^\w\n]{0,6}",
    re.IGNORECASE | re.MULTILINE,
)
_COUNTED = re.compile(r"^[ \t]{0,3}(?:\*\*)?[(\[]?(\d{1,2})[.)\]](?:\*\*)?[ \t]+(?=\S)|\\item\b[ \t]*", re.MULTILINE)
_BULLET = re.compile(r"^[-*+•][ \t]+(?=\S)", re.MULTILINE)
_MARK = r"(?:\*\*|__|\\textbf\{|\\textit\{|\\emph\{|[*_>-][ \t]*)*"
_WHY = re.compile(
    r"(?:^|(?<=[\s.;|]))" + _MARK + r"(?:(?:possible|our|the|likely|my)[ \t]+)?(?:explanations?|reason(?:ing)?s?"
    r"|why(?:[ \t]+(?:it|the model)[^:\n]{0,40})?"
    r"|analysis|comments?|discussion|interpretation|cause)[ \t]*(?:\*\*|__|\})?[ \t]*[:–—-](?:\*\*|__|\})?[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_CLASS = r"\d|(?:very |somewhat )?(?:positive|negative|pos|neg)|neutral"
#: A class that is known may follow at once; any other word only after a sign that it does.
_VALUE = rf"(?:[\s\"'“*_}}{{(]{{0,6}}({_CLASS})\b|\s?(?:\*\*|__)?[:=](?:\*\*|__)?[\s\"'“*]{{0,4}}(\w[\w+-]{{0,24}}))"
_PREDICTED = re.compile(
    r"\b(?:pred(?:ict(?:ed|ion|s)?)?|classified|model(?:'s)?(?: output)?)(?:[ _](?:label|class|sentiment))?"
    r"(?:[ _](?:as|was|is))?" + _VALUE,
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:(?:true|actual|gold|correct|real|expected|original)(?:[ _](?:label|class|sentiment))?"
    r"|(?<!predicted )label|ground[ _]truth)(?:[ _](?:is|was|being))?" + _VALUE,
    re.IGNORECASE,
)
_QUOTE = re.compile(
    r"“([^”]{12,})”|\"([^\"]{12,})\"|``(.{12,}?)''|((?:^>[^\n]*\n?){1,40})|(?<![*\w])[*_]([^*_\n]{12,})[*_](?![*\w])",
    re.MULTILINE | re.DOTALL,
)
#: One or several words set off by single stars or underscores.
_STRESSED = re.compile(r"(?<![*_\w])([*_])([^*_\n]+)\1(?![*_\w])")
_TITLES = re.compile(_MARK + r"(?:review|text|sentence|example|input)[ \t]*:(?:\*\*|__|\})?[ \t]*", re.IGNORECASE)
_COLUMNS = {
    "explanation": re.compile(r"explan|reason|why|comment|analysis|discussion|interpret|cause|mislead", re.IGNORECASE),
    "predicted": re.compile(r"predict|classified|model|output", re.IGNORECASE),
    "label": re.compile(r"label|true|truth|gold|actual|correct|real|expected|target", re.IGNORECASE),
    "text": re.compile(r"review|text|sentence|example|sample|input|excerpt", re.IGNORECASE),
}


@dataclass(frozen=True)
class Given:
    """One example as it was handed in; "" for what was not found."""

    text: str
    predicted: str
    label: str
    explanation: str
    line: int  # of the answer's text, from 0

    @property
    def words(self) -> int:
        """How many words explain it, what they quote of the example left out."""
        own = re.sub(r"“[^”]*”|\"[^\"]*\"|``.*?''|‘[^’]*’", " ", self.explanation, flags=re.DOTALL)
        return len(re.findall(r"[^\W\d_]{2,}", own))


def letters(text: str) -> str:
    """A text as it is compared: its letters and digits alone."""
    return "".join(re.findall(r"[^\W_]", re.sub(r"<br ?/?>", " ", text).lower()))


def given_examples(text: str) -> tuple[Given, ...]:
    """The examples of an answer: its table, its numbered ones, its list. At least two, or there are none."""
    kept = text[:CAP]
    for found in (
        _tables(kept),
        _numbered(kept, _NAMED),
        _numbered(kept, _COUNTED),
        _numbered(kept, _BULLET),
        _explained(kept),
    ):
        examples = tuple(one for one in found if one.text or one.explanation)[:MOST]
        if len(examples) > 1 and any(one.explanation for one in examples):
            return examples
    return ()


def _tables(text: str) -> list[Given]:
    found = [(text.count("\n", 0, start), grid) for start, _, grid in marked_up(text)]
    lines = text.split("\n")
    start = 0
    for number, line in enumerate([*lines, ""]):
        if "|" not in line:
            grid = piped(lines[start:number])
            found += [(start, grid)] if grid else []
            start = number + 1
    return [given for line, grid in found for given in _rows(grid, line)]


def _rows(grid: Grid, line: int) -> Iterator[Given]:
    """The rows of a table that has a column for explanations."""
    columns: dict[str, int] = {}
    for place, head in enumerate(grid[0] if grid else ()):
        for name, pattern in _COLUMNS.items():
            if name not in columns and place not in columns.values() and pattern.search(head.text):
                columns[name] = place
    if "explanation" not in columns or len(columns) < 2:
        return
    for row in grid[1:]:
        cells = {name: _trimmed(row[place].text) for name, place in columns.items() if place < len(row)}
        text, predicted, label, why = (cells.get(name, "") for name in ("text", "predicted", "label", "explanation"))
        yield Given(text, predicted, label, why, line + row[0].line)


def _numbered(text: str, mark: re.Pattern[str]) -> list[Given]:
    """The stretches between one counting mark and the next."""
    marks = list(mark.finditer(text))
    numbers = [match.group(1) for match in marks] if mark.groups else []
    if any(numbers):
        # "Example 3" in the middle of a text speaks of one; a list counts on.
        kept, wanted = [], 1
        for match in marks:
            if match.group(1) is None or int(match.group(1)) == wanted:
                kept.append(match)
                wanted += 1
        marks = kept
    if not marks:
        return []
    ends = [match.start() for match in marks[1:]] + [len(text)]
    return [
        _given(text[match.end() : end], text.count("\n", 0, match.start()))
        for match, end in zip(marks, ends, strict=True)
    ]


def _explained(text: str) -> list[Given]:
    """Where nothing counts them: each example ends with the paragraph that explains it."""
    found, start = [], 0
    for why in _WHY.finditer(text):
        end = text.find("\n\n", why.end())
        end = len(text) if end < 0 else end
        if why.start() >= start:
            found.append(_given(text[start:end], text.count("\n", 0, start)))
            start = end
    return found


def _given(stretch: str, line: int) -> Given:
    why = _WHY.search(stretch)
    body, explanation = (stretch[: why.start()], stretch[why.end() :]) if why else (stretch, "")
    # A section that follows the last one belongs to none.
    explanation = re.split(r"\n[ \t]*(?:#{1,6}[ \t]|\\(?:sub)*section)", explanation)[0]
    # What is quoted is the example, unless the example itself quotes something.
    quotes = [match for match in _QUOTE.finditer(body) if not body[: match.start()].strip() or _fills(match, body)]
    text = max((next(filter(None, match.groups())) for match in quotes), key=len, default="")
    if not text:
        lines = [
            one for one in body.split("\n") if not (len(one) < 120 and (_PREDICTED.search(one) or _LABEL.search(one)))
        ]
        text = _TITLES.sub("", "\n".join(lines), count=1)
    elif not why:
        explanation = _after(body, text)
    outside = body.replace(text, " ") if len(text) < len(body) else body
    predicted, label = _PREDICTED.search(outside), _LABEL.search(outside)
    return Given(
        _trimmed(text),
        (predicted.group(1) or predicted.group(2)) if predicted else "",
        (label.group(1) or label.group(2)) if label else "",
        _trimmed(explanation),
        line,
    )


def _fills(match: re.Match[str], body: str) -> bool:
    return 2 * len(match.group()) > len(body.strip())


def _after(body: str, quote: str) -> str:
    """The sentences after a quoted example, without those that only give its labels."""
    rest = re.split(r"(?<=[.!?])\s+|\n", re.sub(r"^[*_]?[”\"'\s:;,–-]*", "", body.partition(quote)[2]))
    return " ".join(one for one in rest if not (_PREDICTED.search(one) and len(one.split()) < _FEW_WORDS))


def _trimmed(text: str) -> str:
    plain = re.sub(r"\*\*|__|^[>}\s]+|<br ?/?>|\\end\{\w+\*?\}", " ", text)
    return " ".join(_STRESSED.sub(r"\2", plain).split()).strip(" *_")


def repeated(examples: Sequence[Given]) -> dict[int, int]:
    """Examples that are the same as an earlier one: number, and that one's number."""
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for number, one in enumerate(examples):
        if key := letters(one.text):
            if key in first:
                found[number] = first[key]
            first.setdefault(key, number)
    return found
