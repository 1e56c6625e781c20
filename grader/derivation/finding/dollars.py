r"""What stands between two dollar signs: a formula, money, or the words between two formulas that lost a dollar.

Judges by words alone, and in doubt says "formula": the next room says what it can't read.
"""

import re

from grader.derivation.finding.vocabulary import listed

_MONEY = re.compile(r"\s?\d[\d.,]*\s?(?:k|K|M|bn|million|billion)?(?=[\s.,;:!?)–—/-]|$)")
_CLEARLY = listed(
    "the is are was we of this that it its be which have has with by to let our per each into from will can they"
)
_PERHAPS = _CLEARLY | frozenset(
    [
        "and",
        "or",
        "for",
        "if",
        "where",
        "since",
        "because",
        "then",
        "thus",
        "so",
        "as",
        "in",
        "an",
        "not",
        "all",
        "cost",
        "costs",
    ]
)
_WORD = re.compile(r"(?<![\\A-Za-z_^{])[A-Za-z]{2,}(?![A-Za-z}(_^])")
_TEXT = re.compile(r"\\(?:text|mbox|hbox|textrm|textit|textbf|textnormal|mathrm|operatorname)\*?\s*\{[^{}]{0,2000}\}")
_LONGEST_INLINE = 20_000


def is_money(text: str, dollar: int) -> bool:
    """Whether the dollar sign stands before a sum of money: "$5", "$1,000."."""
    return _MONEY.match(text, dollar + 1) is not None


def is_money_and_words(body: str, follows: str) -> bool:
    """Whether what stands between two dollars begins with a sum: the "5 and " of "$5 and $6", the "5-" of "$5-$6"."""
    if any(sign in body for sign in "\\^_=+*<>{|") or not body[:2].strip()[:1].isdigit():
        return False
    worded = any(word.lower() in _PERHAPS for word in _WORD.findall(body[:_LONGEST_INLINE]))
    leaning = body[:1].isdigit() and body[-1:].isspace() and not follows.isspace()
    return worded or leaning or (follows.isdigit() and not body.strip().isdigit())


def is_sentence(body: str, follows: str = "") -> bool:
    r"""Whether it is the words between two formulas, such as " is the input and ", and no formula.

    follows: the character after the second dollar. A formula seldom ends with a space right before a letter.
    """
    words = [word.lower() for word in _WORD.findall(_TEXT.sub(" ", body[:_LONGEST_INLINE]))]
    if sum(word in _CLEARLY for word in words) >= 2:
        return True
    leaning = body[-1:].isspace() and not body[:1].isspace() and (follows.isalpha() or follows == "\\")
    return leaning and any(word in _PERHAPS for word in words)


def holds_a_paragraph(body: str) -> bool:
    """Whether a display that spans an empty line took a paragraph of prose along, and so was never closed."""
    paragraphs = re.split(r"\n[ \t]*\n", body)
    return len(paragraphs) > 1 and any(is_paragraph(one) for one in paragraphs[1:])


def is_paragraph(text: str) -> bool:
    """Whether a stretch of text is prose or a heading, rather than rows of a formula."""
    return text.lstrip().startswith("#") or is_sentence(text)
