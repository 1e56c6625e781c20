"""One claim judged: what was found for it, held against what was measured. Says which of them a person must read.

The law: a mark is lost only by one number that stands there in so many words, about something that was recomputed,
where nothing else that was handed in could be meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from grader.checks.claiming.asked import ClaimedQuantity
from grader.checks.claiming.finding import Found, Reading, Reported, Sought, find
from grader.checks.claiming.gap import Gap, explanations, is_percent_of_share
from grader.outcome import ClaimedNumber

#: Numbers that are quoted where several were found.
_MOST_QUOTED = 4
_OWN_TRAINING = "It comes from work that was not repeated here, so a person reads it."
_TEMPERATURE = "perplexity at temperature "


class Mark(Enum):
    """What a claim does to the marks."""

    EARNED = "earned"
    LOST = "lost"
    OPEN = "a person decides"


@dataclass(frozen=True)
class JudgedClaim:
    """One claim with its row for the report. why: what keeps it open, for the finding; "" where it is decided."""

    name: str
    row: ClaimedNumber
    mark: Mark
    why: str = ""
    note: str = ""
    found: Found | None = None


@dataclass(frozen=True)
class Case:
    """One claim with all that it is judged by."""

    name: str
    asked: ClaimedQuantity
    sought: Sought
    numbers: Sequence[Reported]
    measured: Mapping[str, Mapping[str, float]]
    #: The measured numbers of the other claims, by name.
    beside: Mapping[str, float]

    @property
    def value(self) -> float | None:
        """What was measured; None where it was not."""
        one = self.asked.measured
        return self.measured.get(one.check, {}).get(one.name) if one else None

    def agreeing(self, one: Reported) -> Reading | None:
        """The reading of a reported number that agrees with the measured one, if any does."""
        value = self.value
        if value is None:
            return None
        readings = one.readings(self.sought.share)
        digits = one.number.digits
        return next((each for each in readings if self.asked.allows(each.value, each.rounding, digits, value)), None)

    def gap(self, one: Reported, value: float) -> Gap:
        """The reported number beside the measured one, in the reading that is nearest."""
        reading = min(one.readings(self.sought.share), key=lambda each: abs(each.value - value))
        measure = self.asked.measured
        name = measure.name if measure else ""
        beside = self.measured.get(measure.check, {}) if measure else {}
        return Gap(reading.value, reading.rounding, one.number.digits, value, name, beside, self._others(value))

    def _others(self, value: float) -> dict[str, float]:
        """Other measured numbers of the same sort, each with its name in words."""
        measure = self.asked.measured
        others = {f"“{name}”": number for name, number in self.beside.items()}
        for check, names in self.measured.items():
            for name, number in names.items():
                known = number in self.beside.values()
                if measure and measure.name in name and not known and not name.startswith(_TEMPERATURE):
                    others.setdefault(f"the {name} of “{check.partition('/')[2] or check}”", number)
        return {what: number for what, number in others.items() if not self.asked.allows(number, 0.0, 9, value)}


def judge(case: Case) -> JudgedClaim:
    """What became of one claim."""
    found = find(case.sought, case.numbers)
    value = case.value
    if not found.numbers:
        row = _row(case, (), "missing", "No number was found that stands there as this one.")
        return JudgedClaim(case.name, row, Mark.OPEN, f"No number was found for “{case.name}”", found=found)
    if len(found.numbers) > 1:
        row = _row(case, found.numbers, "not_measured", _several(found.numbers))
        many = "Several different numbers" if len(found.numbers) > 2 else "Two different numbers"
        return JudgedClaim(case.name, row, Mark.OPEN, f"{many} could be “{case.name}”", found=found)
    one = found.numbers[0]
    if value is None:
        row = _row(case, found.numbers, "not_measured", _not_measured(case, one))
        return JudgedClaim(case.name, row, Mark.OPEN, f"“{case.name}” could not be measured here", found=found)
    reading = case.agreeing(one)
    if reading is not None:
        return _agrees(case, found, reading)
    return _differs(case, found, value)


def _agrees(case: Case, found: Found, reading: Reading) -> JudgedClaim:
    if case.asked.recomputed:
        row = _row(case, found.numbers, "agrees", "")
        return JudgedClaim(case.name, row, Mark.EARNED, note=reading.note, found=found)
    row = _row(case, found.numbers, "agrees", _OWN_TRAINING)
    return JudgedClaim(case.name, row, Mark.OPEN, f"“{case.name}” comes from work that was not repeated", found=found)


def _differs(case: Case, found: Found, value: float) -> JudgedClaim:
    one = found.numbers[0]
    gap = case.gap(one, value)
    told = " Or: ".join(explanations(gap))
    if not case.asked.recomputed:
        why = f"“{case.name}” comes from work that was not repeated"
        told = " ".join(filter(None, (told, _implausible(case, one), _OWN_TRAINING)))
    elif elsewhere := _elsewhere(case, one):
        why = f"For “{case.name}” another number that was handed in agrees ({elsewhere.where})"
    elif not found.sure:
        why = f"We can't tell for certain that {one.number.text} is “{case.name}”"
    elif is_percent_of_share(gap):
        why = f"“{case.name}” differs by a factor of 100 and nothing else"
    else:
        row = _row(case, found.numbers, "differs", told)
        return JudgedClaim(case.name, row, Mark.LOST, found=found)
    return JudgedClaim(case.name, _row(case, found.numbers, "differs", told), Mark.OPEN, why, found=found)


def _elsewhere(case: Case, one: Reported) -> Reported | None:
    """Another number that was handed in and agrees, unless it is plainly said to be about something else."""
    for other in case.numbers:
        otherwise = any(
            other.told[aspect].firm and other.told[aspect].option != option
            for aspect, option in case.sought.options.items()
        )
        if other is not one and not otherwise and case.agreeing(other):
            return other
    return None


def _not_measured(case: Case, one: Reported) -> str:
    if case.asked.measured and case.asked.recomputed:
        reason = "It could not be measured here, because the check that measures it did not get that far."
    else:
        reason = "" if case.asked.measured else _OWN_TRAINING
    return " ".join(filter(None, (_implausible(case, one), reason or "It was not measured here.")))


def _implausible(case: Case, one: Reported) -> str:
    bounds = case.asked.plausible
    if bounds is None or any(bounds.least <= each.value <= bounds.most for each in one.readings(case.sought.share)):
        return ""
    return f"It lies outside of {bounds.least:.4g} to {bounds.most:.4g}, where such work falls."


def _several(numbers: Sequence[Reported]) -> str:
    """Every place once, with what is written there."""
    quotes = dict.fromkeys(f"“{one.quote}” ({one.where})" for one in numbers)
    more = len(quotes) - _MOST_QUOTED
    return "; ".join(list(quotes)[:_MOST_QUOTED]) + (f"; and {more} more." if more > 0 else ".")


def _row(case: Case, numbers: Sequence[Reported], verdict: str, explanation: str) -> ClaimedNumber:
    yours = ", ".join(one.number.text for one in numbers[:_MOST_QUOTED])
    where = "; ".join(dict.fromkeys(one.where for one in numbers[:_MOST_QUOTED]))
    measured = "" if case.value is None else f"{case.value:.4g}"
    return ClaimedNumber(case.name, yours, where, measured, verdict, explanation)  # type: ignore[arg-type]
