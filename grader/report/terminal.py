"""One report on a terminal: ten lines, or every finding. The same text when piped, but for the colours.

What people wrote is one line of visible characters each: nothing in it can move the cursor.
"""

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.grading.report import Mark, QuestionMark, Report
from grader.outcome import Finding, Verdict
from grader.report import words
from grader.report.audience import Audience, is_later, seen_by
from grader.report.by_hand import WORD, Hand, adjusted, flags_of, hand_of, settled
from grader.report.evidence_text import lines_of
from grader.report.text import cut, one_line, visible, width_of

MOST_ROWS = 6  # questions that the ten lines have room for
BAR = 12
TONES = {
    Verdict.PASSED: "good", Verdict.NEEDS_PERSON: "waiting", Verdict.BROKEN: "quiet", Verdict.SKIPPED: "quiet",
}  # fmt: skip
NARROWEST, WIDEST = 40, 100
Paint = Callable[[str, str], str]


def render(report: Report, *, verbose: bool, width: int, colour: bool, audience: Audience = "student") -> str:
    """The report's lines without a last line feed; the caller says where the page lies.

    `colour` is whether the reader is a terminal that wants colours: the caller knows about NO_COLOR.
    """
    room = max(NARROWEST, min(width, WIDEST))
    terminal = _Terminal(seen_by(report, audience), audience, room, paint_of(colour))
    return "\n".join(terminal.lines(verbose))


def paint_of(colour: bool) -> Paint:
    """What colours a line by its tone, or leaves it."""
    return _painted if colour else _plain


def _plain(text: str, tone: str) -> str:
    return text


def _painted(text: str, tone: str) -> str:
    import click  # its styles; a terminal of old Windows gets them translated

    styles: dict[str, dict[str, object]] = {
        "bold": {"bold": True}, "lost": {"fg": "red"}, "waiting": {"fg": "yellow"}, "quiet": {"dim": True},
        "good": {"fg": "cyan"}, "plain": {},
    }  # fmt: skip
    return click.style(text, **styles[tone]) if text else text  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Terminal:
    """One report being written for one width."""

    report: Report
    audience: Audience
    width: int
    paint: Paint

    def lines(self, verbose: bool) -> Iterator[str]:
        report = self.report
        who = f"{one_line(report.submission)}, {one_line(report.title or report.assignment)}"
        yield self.paint(cut(who, self.width), "bold")
        score = f"{words.number(report.final)} / {words.number(report.max_score)}"
        beside = [said for _, said in words.beside_score(report, self.audience)]
        yield from self._wrapped(" · ".join([score, *beside]))
        for line in adjusted(report, self.audience):
            yield from self._wrapped(line, "  ")
        yield from self._all_questions() if verbose else self._few_questions()
        yield from self._wrapped(words.next_thing(report, self.audience))
        if report.seed == "public":
            yield self.paint("practice marks: public seed", "quiet")
        if verbose:
            yield from self._after()

    @property
    def labels(self) -> int:
        """Columns for the questions' numbers and the space behind them."""
        longest = max((len(words.label(question)) for question in self.report.questions), default=0)
        return longest + 2 if longest else 0

    def _few_questions(self) -> Iterator[str]:
        """A line a question; where they are too many, those with most to win and a line about the rest."""
        questions = list(enumerate(self.report.questions))
        if len(questions) > MOST_ROWS:
            questions.sort(key=lambda each: (-each[1].lost, -each[1].max_score, each[0]))
            questions = sorted(questions[: MOST_ROWS - 1])
        for _, question in questions:
            yield self._row(question)
        shown = {position for position, _ in questions}
        rest = [question for position, question in enumerate(self.report.questions) if position not in shown]
        if rest:
            yield self.paint(_summary(rest), "quiet")

    def _row(self, question: QuestionMark) -> str:
        points = words.question_points(question, words.digits(self.report))
        room = self.width - BAR - 18
        name = cut(f"{words.label(question):<{self.labels}}{words.name(question)}", room)
        return f"{name}{' ' * (room - width_of(name))}  {self._bar(question)}  {points:>14}".rstrip()

    def _bar(self, question: QuestionMark) -> str:
        whole = question.max_score + question.pending
        if not whole:
            return " " * BAR
        earned = _share(min(question.score, question.max_score), whole)
        waiting = min(_share(question.pending, whole), BAR - earned)
        lost = BAR - earned - waiting
        if question.lost and not lost:
            earned, waiting, lost = (earned - 1, waiting, 1) if earned else (earned, waiting - 1, 1)
        return self.paint("█" * earned, "good") + self.paint("·" * lost, "lost") + self.paint("▒" * waiting, "waiting")

    # ---- every finding
    def _all_questions(self) -> Iterator[str]:
        for question in self.report.questions:
            yield ""
            yield self._row(question)
            praise = words.praise(question)
            if praise and not any(mark.outcome.notes for mark in question.marks):
                yield f"    {praise}"
                continue
            if question.marks and all(words.is_unanswered(mark, self.audience) for mark in question.marks):
                yield self.paint(f"    {words.NO_ANSWER} was found", "waiting")
                continue
            for mark in question.marks:
                yield from self._check(mark)
        yield ""

    def _check(self, mark: Mark) -> Iterator[str]:
        outcome = mark.outcome
        later = is_later(mark, self.audience)
        word = "later" if later else words.VERDICTS[outcome.verdict]
        word = words.NO_ANSWER if words.is_unanswered(mark, self.audience) else word
        word = WORD if mark.by_hand else word
        points = words.mark_points(mark, self.audience, words.digits(self.report))
        room = self.width - 4 - 17 - 15
        title = cut(one_line(mark.title), room)
        tones: dict[Verdict, str] = {} if mark.by_hand else TONES
        usual = "good" if mark.by_hand else "quiet"
        padded = self.paint(f"{word:<15}", tones.get(outcome.verdict, "lost" if mark.lost else usual))
        yield f"    {padded}  {title}{' ' * (room - width_of(title))}{points:>15}"
        if hand := hand_of(mark, self.audience):
            yield from self._by_hand(hand)
        if finding := words.said_of(mark, self.audience):
            yield from self._finding(finding)
        for evidence in outcome.evidence:
            for text, tone in lines_of(settled(mark, evidence), self.width - 8, mark.by_hand is not None):
                yield f"        {self.paint(text, tone)}"
        for note in outcome.notes:
            yield from self._wrapped(note, "        note:  ")
        for flag in flags_of(mark):
            yield from self._wrapped(flag, "        flag:  ")
        if mark.reproduce and mark.lost:
            yield f"        again: {one_line(mark.reproduce)}"

    def _by_hand(self, hand: Hand) -> Iterator[str]:
        yield from self._wrapped(hand.said, "        ")
        for paragraph in hand.comment:
            yield from self._wrapped(paragraph, "        said:  ")
        for lead, said in hand.about:
            yield from self._wrapped(f"{lead}: {said}", "        ")
        yield from self._wrapped(f"{hand.fold}:", "        ")

    def _finding(self, finding: Finding) -> Iterator[str]:
        for paragraph in visible(finding.what).split("\n"):
            if paragraph.strip():
                yield from self._wrapped(paragraph, "        ")
        if finding.where:
            yield from self._wrapped(finding.where, "        where: ")
        if finding.advice:
            yield from self._wrapped(finding.advice, "        try:   ")

    def _after(self) -> Iterator[str]:
        yield from self._wrapped(" ".join(words.unanswered(self.report, self.audience)))
        for flag in self.report.flags:
            yield from self._wrapped(flag, "flag: ")
        for note in self.report.notes:
            yield from self._wrapped(note, "note: ")
        for left in self.report.left_out:
            yield from self._wrapped(f"{left.what}: {left.why}", "left out: ")
        if self.report.texts:
            yield from self._wrapped("; ".join(words.texts(self.report)), "texts: ")
        yield from self._wrapped(f"level {self.report.level}, {self.report.level_meaning}")

    def _wrapped(self, text: str, lead: str = "") -> list[str]:
        return textwrap.wrap(
            one_line(text), self.width, initial_indent=lead, subsequent_indent=" " * len(lead), break_on_hyphens=False
        )


def _summary(rest: list[QuestionMark]) -> str:
    """ "and 8 more questions: 5 complete, 3 wait"."""
    lost = sum(bool(one.lost) for one in rest)
    waiting = sum(bool(one.pending and not one.lost) for one in rest)
    complete = len(rest) - lost - waiting
    parts = [(complete, "complete"), (lost, "with points to win"), (waiting, "waits" if waiting == 1 else "wait")]
    said = ", ".join(f"{count} {what}" for count, what in parts if count)
    return f"and {len(rest)} more question{'s' if len(rest) > 1 else ''}: {said}"


def _share(part: float, whole: float) -> int:
    """Cells of the bar for a part; a small one is seen all the same."""
    return max(1, round(BAR * part / whole)) if part > 0 else 0
