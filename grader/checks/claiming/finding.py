"""Which number of all that was handed in is meant by a claim: one, none, or several that a person must part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.checks.attempt import Attempt
from grader.checks.claiming.aspects import Aspect, Told, all_told
from grader.checks.claiming.numbers import Number
from grader.checks.claiming.passages import Standing, standings
from grader.submission.text import shown

#: Characters of a quotation.
_QUOTED = 140
#: In the same sentence or row: the number may be somebody else's, or nobody's.
_NOT_THEIRS = re.compile(
    r"\b(?:unigram|uniform|random|chance|baseline|paper|authors?|literature|published|et al|reported (?:by|in)|oracle"
    r"|human"
    r"|guess|expect\w*|should|would|could|might|if|previous\w*|earlier|initial\w*|first|untrained|another|others?|classmates?"
    r"|state of the art|target|goal|hypothetical\w*)\b",
    re.IGNORECASE,
)
_CELL = re.compile(r"(.*), cell (\d+)$")


@dataclass(frozen=True)
class Reading:
    """One reading of a reported number: its value, and what was done to reach it."""

    value: float
    rounding: float
    note: str = ""


@dataclass(frozen=True)
class Reported:
    """A number that was handed in, with where it stands and what is said about it."""

    number: Number
    where: str
    quote: str
    source: str  # "answer", "documents", "outputs"
    told: Mapping[str, Told]
    theirs: bool  # whether nothing beside it says that it is another's

    def readings(self, share: bool) -> tuple[Reading, ...]:
        """What it may mean. share: a number from 0 to 1 is asked for, which may be given in percent."""
        number = self.number
        if not share:
            return () if number.percent else tuple(Reading(value, number.rounding) for value in number.values)
        found = [] if number.percent else [Reading(value, number.rounding) for value in number.values]
        if number.percent or any(1 < value <= 100 for value in number.values):
            note = "" if number.percent else f"{number.text} was read as percent."
            found += [Reading(value / 100, number.rounding / 100, note) for value in number.values]
        return tuple(found)

    def same(self, other: "Reported", share: bool) -> bool:
        """Whether two reported numbers may be one number, rounded differently."""
        return any(
            abs(one.value - two.value) <= (one.rounding + two.rounding) * 1.0001
            for one in self.readings(share)
            for two in other.readings(share)
        )


@dataclass(frozen=True)
class Sought:
    """The number that one claim is about: an option for each aspect, and whether it is a share."""

    options: Mapping[str, str]
    share: bool


@dataclass(frozen=True)
class Found:
    """What was found for a claim. numbers: different ones, first the one given with most digits; sure: whether a mark
    may be lost by it."""

    numbers: tuple[Reported, ...]
    sure: bool


def reported(attempt: Attempt, aspects: Sequence[Aspect], sources: Sequence[str]) -> list[Reported]:
    """Every number that stands in what was handed in, in the order of `sources`."""
    found: list[Reported] = []
    for source in sources:
        for file, line, text, printed in _texts(attempt, source):
            cell = _CELL.match(file)
            for standing in standings(text, printed):
                where = _where(file, line + standing.line, printed and cell is not None)
                told = all_told(aspects, standing)
                theirs = not _NOT_THEIRS.search(standing.sentence)
                found.append(Reported(standing.number, where, _quote(text, standing), source, told, theirs))
    return found


def _where(file: str, line: int, in_output: bool) -> str:
    return f"{file}, output line {line}" if in_output else f"{file}, line {line}"


def _texts(attempt: Attempt, source: str) -> Iterator[tuple[str, int, str, bool]]:
    """The texts of a source: file, first line, text, whether a program printed it."""
    submission = attempt.submission
    if source == "answer" and attempt.answer is not None:
        yield attempt.answer.file, attempt.answer.line, attempt.answer.text, False
    if source == "documents" and submission is not None:
        for document in submission.documents:
            yield document.file, document.line, document.text, False
    if source == "outputs" and submission is not None:
        for output in submission.outputs:
            yield f"{output.file}, cell {output.cell}", 1, output.text, True


def _quote(text: str, standing: Standing) -> str:
    lines = text.split("\n")
    line = lines[standing.line] if standing.line < len(lines) else standing.sentence
    at = line.find(standing.number.text)
    begin = max(0, at - _QUOTED // 2) if len(line) > _QUOTED else 0
    return shown(line[begin:].strip(), _QUOTED)


def find(sought: Sought, numbers: Sequence[Reported]) -> Found:
    """The numbers that a claim may mean: of the first source that has any in so many words; else all that might be."""
    for source in dict.fromkeys(one.source for one in numbers):
        firm = [one for one in numbers if one.source == source and _is_meant(sought, one)]
        if firm:
            # Where a word is missing and its absence told what the number is about, no mark is lost by it.
            sure = all(one.theirs and one.told[aspect].named for one in firm for aspect in sought.options)
            return Found(_different(firm, sought.share), sure)
    possible = [one for one in numbers if _may_be_meant(sought, one)]
    certain = [one for one in possible if one.number.certain]
    return Found(_different(certain or possible, sought.share), False)


def _is_meant(sought: Sought, one: Reported) -> bool:
    """Whether every aspect is told in so many words, of a number that stands there as a value."""
    said = [(one.told[aspect], option) for aspect, option in sought.options.items()]
    firm = all(told.option == option and told.firm for told, option in said)
    return firm and one.number.certain and bool(one.readings(sought.share))


def _may_be_meant(sought: Sought, one: Reported) -> bool:
    """Whether at least one aspect is named, and none is told otherwise."""
    said = [(one.told[aspect], option) for aspect, option in sought.options.items()]
    named = any(told.named and told.option == option for told, option in said)
    return named and all(told.option in (option, None) for told, option in said) and bool(one.readings(sought.share))


def _different(numbers: Sequence[Reported], share: bool) -> tuple[Reported, ...]:
    """One of each value, the one with most digits."""
    kept: list[Reported] = []
    for one in sorted(numbers, key=lambda each: -each.number.digits):
        if not any(one.same(other, share) for other in kept):
            kept.append(one)
    return tuple(kept)
