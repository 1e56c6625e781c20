"""Which of several hand-ins counts for one person, and the sentence that says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from grader.grading.report import Adjustment, Report
from grader.policy.result import Result
from grader.submission.text import shown

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Attempt:
    """One hand-in as it would count for one person."""

    result: Result
    group: str = ""  # the group that handed it in
    report: Report | None = None  # with what lateness changes
    closed: bool = False
    in_doubt: Literal["", "time", "lateness"] = ""  # what a penalty would need to be known

    @property
    def final(self) -> float:
        return self.report.final if self.report else 0.0


@dataclass(frozen=True)
class Chosen:
    """The hand-in that counts, and what is to be said about the others."""

    attempt: Attempt
    number: int
    of: int
    lines: tuple[Adjustment, ...] = ()
    may_rise: bool = False  # another one may yet earn more: it is not graded
    unordered: bool = False  # which one is the last is not known


def choose(attempts: Sequence[Attempt], policy: Literal["best", "last"]) -> Chosen:
    """What counts of all that somebody handed in for one assignment, at least one.

    What came after hand-ins had closed counts only where nothing else did. Of equal ones the last counts.
    """
    several = len({one.result.who for one in attempts}) > 1
    ordered = sorted(attempts, key=_by_time) if several else sorted(attempts, key=_by_number)
    known = not several or all(one.result.submitted is not None for one in ordered)
    open_ones = [one for one in ordered if not one.closed] or ordered
    if policy == "last" and known:
        chosen = open_ones[-1]
    elif policy == "last":
        chosen = _best([one for one in open_ones if _is_own_last(one, open_ones)])
    else:
        chosen = _best(open_ones)
    number, of = ordered.index(chosen) + 1, len(ordered)
    if not several:
        number, of = chosen.result.attempt, max(of, *(one.result.attempt for one in ordered))
    may_rise = policy == "best" and chosen.report is not None and any(one.report is None for one in open_ones)
    how = "the best of them" if policy == "best" else "the last"
    how = how if known or policy == "best" else "the best, as it isn't known which was last"
    lines = _lines(ordered, chosen, f"{number} of {of}", how, may_rise) if len(ordered) > 1 else ()
    return Chosen(chosen, number, of, lines, may_rise, policy == "last" and not known)


def _best(attempts: Sequence[Attempt]) -> Attempt:
    """The graded one with most points; of equal ones the last."""
    return max(enumerate(attempts), key=lambda at: (at[1].report is not None, at[1].final, at[0]))[1]


def _is_own_last(attempt: Attempt, attempts: Sequence[Attempt]) -> bool:
    result = attempt.result
    return result.attempt == max(one.result.attempt for one in attempts if one.result.who == result.who)


def _lines(ordered: list[Attempt], chosen: Attempt, number: str, how: str, may_rise: bool) -> tuple[Adjustment, ...]:
    """What a report says of the other hand-ins."""
    names = list(dict.fromkeys(one.result.called for one in ordered))
    if len({one.result.who for one in ordered}) > 1:
        whose = f"the group {shown(chosen.group)}" if chosen.group else " and ".join(f"“{shown(one)}”" for one in names)
        said = f"{len(ordered)} hand-ins of {whose} were found: that of “{shown(chosen.result.called)}” counts, {how}."
    else:
        said = f"Attempt {number} counts: {how}."
    closed = [one for one in ordered if one.closed and not chosen.closed]
    after = [Adjustment("What was handed in after hand-ins had closed does not count.")] if closed else []
    if may_rise:
        after.append(Adjustment("Another attempt is not graded yet: it may count instead."))
    return (Adjustment(said), *after)


def _by_number(attempt: Attempt) -> tuple[int, float]:
    return attempt.result.attempt, attempt.final


def _by_time(attempt: Attempt) -> tuple[datetime, int, str, float]:
    """By time, then by number and name, so that no order of arrival shows."""
    result = attempt.result
    return result.submitted or _UNKNOWN, result.attempt, result.who, attempt.final


def said_of_group(attempt: Attempt, members: Sequence[str]) -> Adjustment | None:
    """Who else a group's hand-in counts for: "Handed in by the group X (Ann, Bo)."."""
    if not attempt.group:
        return None
    between = "; " if any("," in one for one in members) else ", "
    listed = between.join(shown(one, 60) for one in members[:12])
    more = f" and {len(members) - 12} more" if len(members) > 12 else ""
    names = f" ({listed}{more})" if members else ""
    called = attempt.result.called
    by = f"{shown(called)} for the group" if called != attempt.group else "the group"
    return Adjustment(f"Handed in by {by} {shown(attempt.group)}{names}.")


def with_lines(report: Report, lines: Sequence[Adjustment | None]) -> Report:
    """The report with everything that the course changes, in the order in which it is applied."""
    return replace(report, adjustments=tuple(one for one in lines if one is not None))
