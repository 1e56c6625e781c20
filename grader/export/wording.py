"""One check in words, for pages that show plain text. Cut down to what a student may read before it comes here."""

from grader.grading.report import Mark, QuestionMark, Report
from grader.outcome import Verdict
from grader.report.text import one_line, visible
from grader.report.words import PRACTICE, VERDICTS, label, name, points

_BROKEN = "This check failed on our side, and costs you nothing."


def title_of(question: QuestionMark, mark: Mark) -> str:
    """A check's name with its question's: "1b Naive softmax: loss and gradients"."""
    return one_line(f"{label(question)} {name(question)}: {mark.title}")


def result_of(mark: Mark) -> str:
    """How a check ended, in a word or two."""
    return "marked" if mark.by_hand else VERDICTS[mark.outcome.verdict]


def output_of(mark: Mark) -> str:
    """What is said of a check: the finding, notes, and what a person wrote about it."""
    finding = mark.outcome.finding
    lines = [finding.what] if finding else []
    lines += [f"where: {finding.where}"] if finding and finding.where else []
    lines += [f"try: {finding.advice}"] if finding and finding.advice else []
    if mark.pending:
        lines.append(f"{points(mark.points)} {'waits' if mark.points == 1 else 'wait'} for a person.")
    if mark.excluded and not finding:
        lines.append(_BROKEN)
    lines += mark.outcome.notes
    if mark.by_hand and mark.by_hand.comment:
        lines.append(mark.by_hand.comment)
    return visible("\n".join(lines))


def passed(mark: Mark) -> bool | None:
    """Whether everything of a check is earned; None where that is not decided."""
    if mark.pending or mark.excluded:
        return None
    if mark.by_hand:
        return mark.score >= mark.points
    return mark.outcome.verdict is Verdict.PASSED


def whole(report: Report) -> str:
    """What is said of a submission as a whole: what a policy changed, notes, whether these marks are for practice."""
    lines = [one.what for one in report.adjustments] + list(report.notes)
    lines += [PRACTICE] if report.seed != "secret" else []
    return visible("\n".join(lines))
