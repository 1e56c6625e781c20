"""What is written into one cell: numbers as numbers, words so that no spreadsheet takes them for a formula."""

from grader.report.text import one_line
from grader.report.words import number as digits

#: A spreadsheet calculates what begins like this; also behind spaces, which some of them drop.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def number(value: float, comma: bool = False) -> str:
    """The number, at most four digits after the point; with a decimal comma where the table has those."""
    plain = digits(value)
    return plain.replace(".", ",") if comma else plain


def words(text: str) -> str:
    """The words on one line; an apostrophe stands before what would be calculated."""
    # Asked before the line is tidied, too: a tab at its begin would be gone afterwards.
    dangerous = text.lstrip(" ").startswith(_BEGINS_A_FORMULA)
    tidy = one_line(text)
    return f"'{tidy}" if dangerous or tidy.startswith(_BEGINS_A_FORMULA) else tidy


def quoted(text: str, delimiter: str = ",", always: bool = False) -> str:
    """A cell's text as it stands in a file, in quotes where it needs them."""
    needs = always or any(letter in text for letter in (delimiter, '"', "\r", "\n"))
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if needs else text
