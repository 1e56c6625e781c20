"""Evidence that is read row by row: reported numbers, measured facts, examples that were handed in.

What a student wrote is cut to what a page can bear. Knows no HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.outcome import ClaimedNumber, Claims, Examples, Figures, GivenExample
from grader.report.text import cut, one_line

MOST_ROWS = 40
LONGEST_CELL = 120  # of a name, a number, a label
LONGEST_TEXT = 2_000  # characters of an example, an explanation
FOLDED = 240  # columns from which on an example's text is unfolded on demand

#: Word, shape and tone of each verdict.
CLAIMS = {
    "agrees": ("agrees", "passed", "good"),
    "differs": ("differs", "failed", "lost"),
    "missing": ("not found", "rejected", "lost"),
    "not_measured": ("not measured", "skipped", "plain"),
}
EXAMPLES = {
    "holds": ("holds", "passed", "good"),
    "does_not": ("does not hold", "failed", "lost"),
    "not_checked": ("not checked", "skipped", "plain"),
}
_GLYPHS = {"passed": "✓", "failed": "✗", "rejected": "✗", "skipped": "–"}


@dataclass(frozen=True)
class Row:
    """One row. facts: a leading word and a few words each, all of them the student's or a number."""

    word: str
    shape: str
    tone: str
    name: str  # ours; "" where the row is about the student's own text
    text: str  # the student's
    facts: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]  # a leading word, which may be "", and what we say
    own: str  # the student's explanation

    @property
    def begins(self) -> str:
        """The beginning of a text that is too long to stand in the page unfolded; "" where it is not."""
        return cut(self.text, FOLDED // 2) if len(self.text) > FOLDED else ""


def claim_rows(claims: Claims) -> tuple[Row, ...]:
    """Reported numbers."""
    return tuple(_claim(each) for each in claims.rows[:MOST_ROWS])


def example_rows(examples: Examples) -> tuple[Row, ...]:
    """Examples that were handed in."""
    return tuple(_example(each) for each in examples.rows[:MOST_ROWS])


def figure_rows(figures: Figures) -> tuple[tuple[str, str], ...]:
    """Measured facts."""
    return tuple((_cell(name), _cell(value)) for name, value in figures.rows[:MOST_ROWS])


def left_over(rows: tuple[object, ...]) -> str:
    """What is said of rows beyond those that are shown; "" where all are."""
    missing = len(rows) - MOST_ROWS
    return f"{missing:,} more {'row is' if missing == 1 else 'rows are'} not shown." if missing > 0 else ""


def as_text(found: Claims | Examples | Figures) -> Iterator[tuple[str, str]]:
    """Paragraphs for a terminal, each with its tone."""
    if isinstance(found, Figures):
        yield _cell(found.title), "quiet"
        yield from ((f"  {name}: {value}", "plain") for name, value in figure_rows(found))
    else:
        for row in claim_rows(found) if isinstance(found, Claims) else example_rows(found):
            yield from _row_as_text(row)
    if left_over(found.rows):
        yield left_over(found.rows), "quiet"


def _row_as_text(row: Row) -> Iterator[tuple[str, str]]:
    facts = ", ".join(f"{lead} {words}" for lead, words in row.facts)
    about = row.name or (f"“{cut(row.text, LONGEST_CELL)}”" if row.text else "(no text)")
    yield f"{_GLYPHS[row.shape]} {row.word}: {about}{f'; {facts}' if facts else ''}", row.tone
    for lead, words in (*row.remarks, ("explained", cut(row.own, LONGEST_CELL))):
        if words:
            yield f"    {f'{lead}: ' if lead else ''}{one_line(words)}", "plain"


def _claim(claim: ClaimedNumber) -> Row:
    word, shape, tone = CLAIMS[claim.verdict]
    facts = (("reported", _cell(claim.yours)), ("measured", _cell(claim.measured)))
    where = (("where", _cell(claim.where)),) if claim.where else ()
    why = (("", _text(claim.explanation)),) if claim.explanation else ()
    return Row(word, shape, tone, _cell(claim.name), "", _said(facts), where + why, "")


def _example(example: GivenExample) -> Row:
    word, shape, tone = EXAMPLES[example.verdict]
    facts = (("label", _cell(example.label)), ("predicted", _cell(example.predicted)))
    note = (("", _text(example.note)),) if example.note else ()
    return Row(word, shape, tone, "", _text(example.text), _said(facts), note, _text(example.explanation))


def _said(facts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((lead, words) for lead, words in facts if words)


def _cell(words: str) -> str:
    return cut(one_line(words[: 4 * LONGEST_CELL]), LONGEST_CELL)


def _text(words: str) -> str:
    text = one_line(words[:LONGEST_TEXT])
    missing = len(words) - LONGEST_TEXT
    return f"{text} … {missing:,} more characters" if missing > 0 else text
