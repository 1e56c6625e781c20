"""One check of one person's work, as whoever marks it has it before them.

Knows no terminal and no page: the queue, what is typed and what is exported speak of pieces.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from grader.grading.report import ByHand, Mark, QuestionMark
from grader.marking.decided import Decisions, fingerprint, mark_with
from grader.outcome import Answer, Finding, Verdict
from grader.policy.gradebook import Row, Standing
from grader.report.words import label, name
from grader.store.event import Event
from grader.submission.person import Person
from grader.submission.text import shown

MOST_NAMED = 4  # members of a group that are named


@dataclass(frozen=True, order=True)
class Place:
    """What a decision is about: it holds for that check whatever is graded again."""

    who: str  # as the hand-in is kept; of a group, one for all its members
    slug: str
    question: str  # its id
    check: str  # its title

    @classmethod
    def of(cls, event: Event) -> "Place":
        return cls(event.who, event.slug, event.question, event.check)


@dataclass(frozen=True)
class Piece:
    """One check with its answer, and what is decided about it."""

    place: Place
    people: tuple[Person, ...]  # whom it counts for; empty where nobody shall be named
    sheet: str  # the assignment's title
    label: str  # the sheet's number of the question; "" where it tells none
    title: str  # the question's, without its number
    mark: Mark
    asked: bool = True  # False where everybody whom it counts for is excused

    @property
    def called(self) -> str:
        """Names, and behind them how the hand-in is filed where that differs; "" where nobody shall be named."""
        if not self.people:
            return ""
        names = list(dict.fromkeys(shown(one.name) for one in self.people if one.name))
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        listed = ", ".join(names[:MOST_NAMED]) + more
        who = shown(self.place.who)
        return f"{listed} ({who})" if listed and not f"{who} (".startswith(f"{listed} (") else who

    @property
    def number(self) -> str:
        """What to call the question in a word: "1c", else its id."""
        return shown(self.label or self.place.question)

    @property
    def asks(self) -> str:
        """The question with its number, and the check."""
        return f"{self.label} {self.title}".strip() + f": {self.place.check}"

    @property
    def answer(self) -> Answer | None:
        """What was written, where a person reads it."""
        return next((each for each in self.mark.outcome.evidence if isinstance(each, Answer)), None)

    @property
    def rubric(self) -> tuple[tuple[str, float], ...]:
        """What to look for: criterion, points."""
        return self.answer.rubric if self.answer else ()

    @property
    def finding(self) -> Finding | None:
        """Why it waits, or what was computed."""
        return self.mark.outcome.finding

    @property
    def given(self) -> ByHand | None:
        """What a person gave."""
        return self.mark.by_hand

    @property
    def was_computed(self) -> bool:
        """Whether a mark of the program's would be replaced, so that a reason is due."""
        return self.mark.outcome.verdict is not Verdict.NEEDS_PERSON

    @property
    def waits(self) -> bool:
        """Whether somebody should look: nobody has decided, or decided about another answer than this one."""
        changed = self.given is not None and self.given.changed_since
        return self.asked and (self.mark.pending > 0 or changed)

    @property
    def read(self) -> str:
        """The fingerprint of what there is to read."""
        return fingerprint(self.mark)

    def with_decision(self, decisions: Decisions) -> "Piece":
        """The same with what is decided now, as `decided.in_force` gives it for this hand-in."""
        return replace(self, mark=mark_with(self.mark, decisions.get((self.place.question, self.place.check))))

    def unnamed(self) -> "Piece":
        """The same without anybody's name."""
        return replace(self, people=())


def pieces(rows: Iterable[Row]) -> tuple[Piece, ...]:
    """Every check of every hand-in that counts, in the order of the rows and of their sheets. A group's is there once.

    rows: with whole reports.
    """
    holders: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.report is not None:
            holders.setdefault((row.handed_in_as or row.who, row.slug), []).append(row)
    return tuple(
        _piece(Place(who, slug, question.id, mark.title), members, question, mark)
        for (who, slug), members in holders.items()
        for question in (members[0].report.questions if members[0].report else ())
        for mark in question.marks
    )


def _piece(place: Place, members: list[Row], question: QuestionMark, mark: Mark) -> Piece:
    asked = any(row.standing is not Standing.EXCUSED for row in members)
    people = tuple(row.person for row in members)
    return Piece(place, people, members[0].title, label(question), name(question), mark, asked)
