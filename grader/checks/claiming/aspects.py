"""What a number is about, told from the words near it: which text, which model, before or after.

An aspect is one question about a number ("which text?") with its options; each option has the spellings that name it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from grader.checks.claiming.passages import Standing

#: Between two options that are listed, "Shakespeare and the Wikipedia text", and not told apart.
_GLUE = re.compile(
    r"[\s,;/&()\"'*$_|:–-]*(?:(?:and|or|und|the|on|for|of|vs\.?|versus|both|text|set|passage|model|data)"
    r"[\s,;/&()\"'*$_|:–-]*){0,4}$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\\(?:text\w*|math\w*|emph|operatorname|multicolumn|multirow)\b|[{}$*`_\\~|]|<[^>]{0,80}>")


@dataclass(frozen=True)
class Option:
    """One answer to the question, by its spellings; with none it holds where no other option is named."""

    name: str
    spellings: tuple[str, ...]

    @cached_property
    def patterns(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        """Each spelling's length and pattern. A hyphen may be a space or nothing; a final `*` stands for any ending."""
        return tuple((len(one), _pattern(one)) for one in self.spellings)


@dataclass(frozen=True)
class Aspect:
    """One question about a number."""

    name: str
    options: tuple[Option, ...]

    def named(self, text: str) -> list[tuple[int, int, str]]:
        """Every naming of an option in a text, in order: begin, end, option. The longest spelling wins."""
        plain = _MARKS.sub(lambda match: " " * len(match.group()), text)
        spelled = [(length, pattern, option.name) for option in self.options for length, pattern in option.patterns]
        found = []
        for _, pattern, name in sorted(spelled, key=lambda one: -one[0]):
            for match in pattern.finditer(plain):
                found.append((match.start(), match.end(), name))
            plain = pattern.sub(lambda match: " " * len(match.group()), plain)
        return sorted(found)

    @cached_property
    def default(self) -> str | None:
        """The option that needs no word."""
        return next((option.name for option in self.options if not option.spellings), None)


@dataclass(frozen=True)
class Told:
    """What the words near a number say about one aspect. option: None where they say nothing, or several things.

    firm: whether a mark may rest on it. named: whether a word says so, and not its absence.
    """

    option: str | None
    firm: bool = False
    named: bool = False


def told(aspect: Aspect, standing: Standing) -> Told:
    """What is said nearest to the number; two options in the same place say nothing."""
    listed = _listed(aspect, standing)
    if listed is not None:
        return listed
    for context in standing.contexts:
        options = {name for _, _, name in aspect.named(context.text)}
        if len(options) > 1:
            return Told(None)
        if options:
            return Told(options.pop(), context.firm, True)
    return Told(aspect.default, aspect.default is not None)


def _listed(aspect: Aspect, standing: Standing) -> Told | None:
    """Options named in a row, "for A and B we got 1 and 2": told by their order, if by anything. None where there is
    no such row."""
    found = aspect.named(standing.sentence)
    for (_, end, one), (start, _, other) in pairwise(found):
        if one != other and _GLUE.fullmatch(standing.sentence[end:start]):
            row = [name for _, _, name in found]
            if len(row) != standing.among or len(set(row)) != len(row):
                return Told(None)
            return Told(row[standing.order], "respectively" in standing.sentence.lower(), True)
    return None


def all_told(aspects: Sequence[Aspect], standing: Standing) -> Mapping[str, Told]:
    """What is said about each aspect, by its name."""
    return {aspect.name: told(aspect, standing) for aspect in aspects}


def _pattern(spelling: str) -> re.Pattern[str]:
    stem = spelling.strip().removesuffix("*")
    words = r"\s+".join(re.escape(word).replace(r"\-", r"[-–\s]?") for word in stem.split())
    # A digit or an underscore may follow ("dev_2"), a letter may not: "train" is not "training".
    return re.compile(rf"(?<![^\W\d_]){words}" + (r"\w*" if spelling.endswith("*") else r"(?![^\W\d_])"), re.IGNORECASE)
