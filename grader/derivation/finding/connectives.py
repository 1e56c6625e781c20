r"""Words around and between formulas: which lead to a condition, which join two equations, which mean "equals".

Knows English only as far as a derivation uses it; a word that it does not know changes nothing.
"""

import re
from typing import Literal

from grader.derivation.finding.vocabulary import listed

WordKind = Literal["condition", "perhaps", "otherwise", "joint", "or", "note"]

_LINKS = listed("and but so then also now thus hence finally therefore next similarly likewise while similarily again")
_CONDITION = listed(
    r"if for when whenever unless provided assuming assume suppose case cases forall ∀ \forall whereas taking fix"
    r" fixing except excluding s.t. st such consider considering letting"
)
#: These lead to a condition, to a definition, or to a reason.
_PERHAPS = listed("where with given as since because let in")
_OTHERWISE = listed("otherwise else elsewhere o.w. ow")
_NAMES_NOT_WORDS = 2

#: Letters in a row inside a formula that are a word, even where nobody wrote \text around them.
BARE_WORDS = listed("if If for For where Where when When otherwise Otherwise and forall")
AFTER_CONDITION = listed("all each every any some or")

_PLAIN = re.compile(r"[a-z∀\\.'’]+")
_SENTENCE_WORDS = listed(
    "if for when where otherwise else and or so then thus hence therefore since because by using with we is are"
    " the of which gives get all each every any let given as in to from that this such unless chain rule"
    " definition def similarly finally note but s.t. iff law first second third term terms case apply substitute"
    " plug using"
)
_GENERAL = re.compile(
    r"\b(?:combin\w+|together|overall|in general|in both|both cases|all cases|summar\w+"
    r"|in (?:matrix|vector|compact) (?:form|notation)"
    r"|altogether|vectori[sz]\w+|stack\w*)\b",
    re.IGNORECASE,
)
_EQUALS = re.compile(
    r"(?:(?:which|that|this|it|and|then|thus|hence|so|simply|therefore|just|also|finally|now)\s+)*"
    r"(?:is|equals|becomes|gives|is\s+equal\s+to|is\s+(?:then|thus|therefore|simply|just)|is\s+given\s+by|simplifies\s+to|reduces\s+to"
    r"|can\s+be\s+written\s+as|can\s+be\s+(?:re)?written\s+as|comes\s+out\s+as|turns\s+into|as|:|will\s+be|yields)\s*:?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:^|[\s,;:.(*_—–-])((?:in\s+the\s+)?(?:except(?:ing)?(?:\s+(?:for|if|when|where))?|excluding|apart\s+from|other\s+than|if|for|when|whenever|where|with|case|suppose|assume|assuming|given|as|let|fix|unless"
    r"|consider|provided|taking|that\s+is|∀)(?:\s+(?:now|all|every|each|any|some|that|which|the|a|an|case|cases|word|words|of|index"
    r"|indices|other|except(?:\s+for)?|but|not|in|we|have|where|when|\d+|i|ii|true|outside|negative|entry|class|it|holds|both)|\s*[:(,])*)\s*[(*_]*\s*$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,(*_]*(?:except(?:ing)?(?:\s+(?:for|if|when|where))?|excluding|apart\s+from|other\s+than|if|for|when|whenever|where|unless|provided|given|as|with|∀)"
    r"(?:\s+(?:all|every|each|any|some|that|and|only|words?|except(?:\s+for)?))*[\s(]*"
)
_PLAIN_CONDITION = re.compile(
    r"(?:(?:\b(?:if|for|when|where|case|suppose|assume|with)\b|∀)[^.\n$=≠∈!]{0,40}?(?<![A-Za-z])"
    r"|(?:^|\n)[ \t]{0,8}(?:[-*]|\\item|\d{1,2}[.)])?[ \t]{0,8}[*_(]{0,3}|\(\s{0,3})"
    r"(?P<left>[ci-or-x])\s{0,3}(?P<sign>=|==|≠|!=|∈|<>|\\neq?)\s{0,3}(?P<right>[abci-or-x0-9])(?![A-Za-z0-9(_^]|\.\d)",
    re.IGNORECASE,
)
_NEW_PLACE = re.compile(
    r"^[ \t]*(?:#{1,6}\s|[-*+]\s|\d{1,2}[.)]\s|\\item\b|\\end\{(?:itemize|enumerate|answer|solution)"
    r"|\\(?:sub)*section|\\paragraph|---)",
    re.MULTILINE,
)
_OTHERWISE_STARTS = re.compile(
    r"[\s.,;*_-]*(?:(?:and|but|while|whereas|similarly|likewise),?\s+)*(?:otherwise|else|elsewhere|in\s+the\s+other\s+case"
    r"|(?:(?:for|if|when|in|with)\s+)?(?:(?:all|every|any|each|the|of)\s+){0,3}(?:others?|rest|remaining|everything\s+else))\b",
    re.IGNORECASE,
)
_EXCLUDING = re.compile(r"\b(?:unless|except|excluding|apart from|other than|but not|not)\b", re.IGNORECASE)
_COMPARISON = re.compile(r"(?P<left>[\w\\{}^ ]+)(?P<sign>=|\\neq?(?![a-z])|≠)(?P<right>[\w\\{}^ ]+)")
_OTHERWISE_CLOSES = re.compile(
    r"[ \t\n,(]{0,9}(?:otherwise|else|elsewhere)\)?[ \t]*(?:[.;]|\n[ \t]*\n|\Z)", re.IGNORECASE
)
_AHEAD = re.compile(r"\s*[)*_]*\s*(?::|,?\s*(?:we|then|it|this|the\s+(?:gradient|derivative)|our)\b)", re.IGNORECASE)
_LONGEST = 2000


def word_kind(words: str) -> WordKind:
    """What words within a formula do to what stands after them."""
    found = [
        one.strip(".'’") if one not in ("s.t.", "o.w.") else one for one in _PLAIN.findall(words.lower()[:_LONGEST])
    ]
    rest = [one for one in found if one not in _LINKS]
    if not rest:
        return "joint" if found else "note"
    if rest[0] in _OTHERWISE:
        return "otherwise"
    if rest[0] in _CONDITION:
        return "condition"
    if rest[0] in _PERHAPS:
        return "perhaps"
    return "or" if rest == ["or"] else "note"


def are_words(content: str, follows: str) -> bool:
    r"""Whether a `\text{…}` holds words of a sentence, and is no name: `\text{softmax}`, `\text{cross entropy}(y)`.

    follows: the next character after it.
    """
    found = re.findall(r"[A-Za-z.]+", content[:_LONGEST])
    if follows in ("_", "^") or (follows == "(" and not content.endswith(" ")):
        return False
    if any(one.lower() in _SENTENCE_WORDS for one in found) or content.strip()[:1] in "([":
        return True
    return len(found) > _NAMES_NOT_WORDS


def says_equals(between: str) -> bool:
    """Whether the words between two formulas mean "equals": "is", "which gives"."""
    return len(between) < _LONGEST and _EQUALS.fullmatch(between.strip(" \t\n,*_")) is not None


def leads_to_condition(prose: str) -> str:
    """The words at the end of some prose that make the next formula a condition: "for all"; "" if none do."""
    match = _TAIL.search(prose[-200:])
    return match[1].strip() if match else ""


def trails(between: str) -> bool:
    """Whether the words after a formula make the next formula its condition: ", for", "if"."""
    return len(between) < _LONGEST and _TRAILING.fullmatch(between) is not None


def looks_ahead(prose: str) -> bool:
    """Whether the prose after a condition announces what holds under it: ":", ", we get"."""
    return _AHEAD.match(prose) is not None


def excludes(words: str) -> bool:
    """Whether words say when something does not hold: "unless", "for all except"."""
    return _EXCLUDING.search(words[:_LONGEST]) is not None


def turned(latex: str) -> str:
    r"""What is meant by "unless" and a comparison: its opposite. Of what is no plain one, something nobody reads."""
    match = _COMPARISON.fullmatch(latex.strip())
    if match is None:
        return rf"\text{{unless}} {latex}" if latex else ""
    opposite = r"\neq" if match["sign"] == "=" else "="
    return f"{match['left'].strip()} {opposite} {match['right'].strip()}"


def is_cell(between: str, after: str) -> bool:
    """Whether a formula is all that stands in a cell of one of Markdown's tables."""
    return between.rstrip(" \t*_").endswith("|") and after.lstrip(" \t*_").startswith("|")


def plain_condition(prose: str) -> tuple[str, str, int]:
    """The last condition that prose states without maths: ("If", "i = j", where it stands); ("", "", 0) if none."""
    start = max(len(prose) - _LONGEST, 0)
    match = next(reversed(list(_PLAIN_CONDITION.finditer(prose, start))), None)
    if match is None:
        return "", "", 0
    sign = {"==": "=", "≠": r"\neq", "!=": r"\neq", "<>": r"\neq", "∈": r"\in"}.get(match["sign"], match["sign"])
    first = match.group().strip().split()[0]
    return (
        first if first.isalpha() and len(first) > 1 else "",
        f"{match['left']} {sign} {match['right']}",
        match.start(),
    )


def begins_otherwise(prose: str) -> bool:
    """Whether prose begins with "Otherwise"."""
    return _OTHERWISE_STARTS.match(prose) is not None


def closes_with_otherwise(prose: str) -> bool:
    """Whether prose after a formula says "otherwise" of it and ends the sentence."""
    return _OTHERWISE_CLOSES.match(prose) is not None


def ends_a_case(prose: str) -> bool:
    """Whether prose ends the reach of a condition stated before: a heading, a list's next item, "combining both"."""
    return _NEW_PLACE.search(prose) is not None or _GENERAL.search(prose) is not None
