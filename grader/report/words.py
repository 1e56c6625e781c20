"""The words of a report: verdicts, points, and the sentences around the score. The same on paper and terminal."""

import re
from dataclasses import replace

from grader.grading.report import Mark, QuestionMark, Report
from grader.outcome import Answer, Derivation, Evidence, Finding, Verdict
from grader.report.audience import Audience, is_later
from grader.report.text import cut, one_line

VERDICTS = {
    Verdict.PASSED: "passed",
    Verdict.PARTIAL: "in part",
    Verdict.FAILED: "failed",
    Verdict.CRASHED: "crashed",
    Verdict.TIMED_OUT: "timed out",
    Verdict.OUT_OF_MEMORY: "out of memory",
    Verdict.OUTPUT_EXCEEDED: "too much output",
    Verdict.REJECTED: "rejected",
    Verdict.SKIPPED: "skipped",
    Verdict.NEEDS_PERSON: "waits",
    Verdict.BROKEN: "our fault",
}

PRACTICE = "Practice marks: public seed. Anybody can draw the same inputs, so these points are not final."

#: What `beside_score` and a question's state say where nothing was handed in for a person to read.
NO_ANSWER = "no answer"
WRITTEN = ("essay", "number", "choice", "derivation")  # the kinds of check that read a written answer

LONGEST_SAID = 300  # columns of what is said of one text
LONGEST_NAME = 70  # columns of a title inside a sentence

# The sheet's number as a spec spells it: the whole id (2b), or what its title begins with: 2(b), 2b, 3.1, "4:".
_ID = re.compile(r"(\d{1,2}[a-z]{0,3}|[a-z])([.\-]?([ivx]{1,4}|\d{1,2}))?", re.IGNORECASE)
_TITLE = re.compile(
    r"((?:\d{1,2}|[A-Z])\s?\([a-z0-9]{1,4}\)(?:\([ivx]+\))?|\d{1,2}[a-z](?=[\s.:)])|\d{1,2}\.\d{1,2}|\d{1,2}(?=[.:)]))"
    r"[.:)]?\s+(\S.*)"
)


def number(value: float) -> str:
    """A number inside a sentence: 3, 2.5, 0.3333."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def points(value: float) -> str:
    """3 points, 1 point, 2.5 points."""
    return f"{number(value)} {'point' if value == 1 else 'points'}"


def texts(report: Report) -> tuple[str, ...]:
    """Which text was trained and measured on, each on one line of a bounded length."""
    return tuple(cut(one_line(text[: 4 * LONGEST_SAID]), LONGEST_SAID) for text in report.texts)


def digits(report: Report) -> int:
    """How many digits after the point a column of this report's numbers needs, two at most."""
    values = [value for question in report.questions for mark in question.marks for value in (mark.points, mark.score)]
    return next((count for count in (0, 1) if all(abs(round(value, count) - value) < 1e-9 for value in values)), 2)


def of(score: float, most: float, places: int) -> str:
    """A score in a column: "2.50 / 4.00"."""
    return f"{score:.{places}f} / {most:.{places}f}"


def mark_points(mark: Mark, audience: Audience, places: int) -> str:
    """What stands in the column of points beside one check."""
    if is_later(mark, audience):
        return f"{mark.points:.{places}f} later"
    if mark.pending:
        return f"{mark.points:.{places}f} {'waits' if mark.points == 1 else 'wait'}"
    if mark.excluded:
        return "not counted"
    if mark.extra_credit:
        return f"+{mark.score:.{places}f} extra"
    return of(mark.score, mark.max_score, places)


def question_points(question: QuestionMark, places: int) -> str:
    """What stands in the column of points beside a question."""
    if question.score and not question.max_score:
        return f"+{question.score:.{places}f} extra"
    if question.max_score or not question.pending:
        return of(question.score, question.max_score, places)
    return f"{question.pending:.{places}f} {'waits' if question.pending == 1 else 'wait'}"


def label(question: QuestionMark) -> str:
    """The sheet's number of a question, such as 2b or 2(b); "" where neither its title nor its id tells."""
    return _split(question)[0]


def name(question: QuestionMark) -> str:
    """The question's title without its number."""
    return _split(question)[1]


def _split(question: QuestionMark) -> tuple[str, str]:
    title = one_line(question.title)
    begins = _TITLE.fullmatch(title)
    if begins:
        return begins[1], begins[2]
    return (question.id if _ID.fullmatch(question.id) else ""), title


def _place(question: QuestionMark, report: Report) -> str:
    """The question inside a sentence, by its number where no other has the same."""
    number = label(question)
    alone = number and sum(label(each) == number for each in report.questions) == 1
    return f"question {number}" if alone else f"“{_short(question.title)}”"


def _short(title: str) -> str:
    return cut(one_line(title), LONGEST_NAME)


def beside_score(report: Report, audience: Audience) -> tuple[tuple[str, str], ...]:
    """What the large figure does not say, each with its tone: what waits, extra credit, what is left out."""
    marks = [mark for question in report.questions for mark in question.marks]
    extra = sum(mark.score for mark in marks if mark.extra_credit)
    later = sum(mark.pending for mark in marks if is_later(mark, audience))
    waiting = report.pending - later
    said = []
    if waiting > 0:
        without = sum(mark.points for mark in marks if is_unanswered(mark, audience))
        missing = f" (no answer was found {_to(without, waiting)})" if without else ""
        said.append(("waiting", f"{number(waiting)} more {'waits' if waiting == 1 else 'wait'} for a person{missing}"))
    if later:
        said.append(("waiting", f"{number(later)} more {'is' if later == 1 else 'are'} shown after the release"))
    if extra:
        earned = " earned" if report.adjustments else ""  # the figure beside it is not what was earned then
        said.append(("plain", f"{number(extra)} of the {number(report.score)}{earned} are extra credit"))
    if report.excluded:
        verb = "is" if report.excluded == 1 else "are"
        cost = "costs you nothing" if audience == "student" else "costs nobody a point"
        left_out = f"{points(report.excluded)} {verb} left out of the count"
        said.append(("plain", f"{left_out}: something broke on our side, and it {cost}"))
    return tuple(said)


def next_thing(report: Report, audience: Audience) -> str:
    """The one thing that gains most, as a sentence; what follows from it or fails for the same reason counts too."""
    groups: dict[object, list[tuple[QuestionMark, Mark]]] = {}
    for question in report.questions:
        before: object = None
        reasons: dict[str, object] = {}
        for mark in question.marks:
            if mark.lost and not mark.by_hand:  # nothing to mend where a person has judged
                # A check is skipped because an earlier one failed: mending that one opens it again.
                skipped = mark.outcome.verdict is Verdict.SKIPPED
                own = before if skipped and before else _reason(question, mark)
                before = reasons[mark.title] = reasons.get(mark.same_as, own)
                groups.setdefault(before, []).append((question, mark))
    if not groups:
        return _nothing_to_mend(report, audience)
    best = max(groups.values(), key=lambda group: sum(mark.lost for _, mark in group))  # the first of equals
    gain = points(round(sum(mark.lost for _, mark in best), 4))
    question, mark = best[0]
    begin = "Next" if audience == "student" else "Costs most"
    return f"{begin}: {_place(question, report)}, “{_short(mark.title)}”{_also(best)} ({gain})."


def _reason(question: QuestionMark, mark: Mark) -> object:
    # A hidden check's words are general, so equal words need not mean an equal reason.
    if mark.outcome.finding and mark.visibility == "public":
        return mark.outcome.finding
    return question.id, mark.title


def _also(group: list[tuple[QuestionMark, Mark]]) -> str:
    rest = [mark for _, mark in group[1:]]
    if not rest:
        return ""
    one = len(rest) == 1
    follows = all(mark.outcome.verdict is Verdict.SKIPPED for mark in rest)
    why = f"that follow{'s' if one else ''} from it" if follows else "for the same reason"
    return f" and {'one more check' if one else f'{len(rest)} more checks'} {why}"


def is_unanswered(mark: Mark, audience: Audience) -> bool:
    """Whether a person waits for an answer that nobody found; a file attached to the submission may hold it."""
    waits = mark.outcome.verdict is Verdict.NEEDS_PERSON and not mark.by_hand
    if mark.kind not in WRITTEN or not waits or is_later(mark, audience):
        return False
    return not any(_holds_words(each) for each in mark.outcome.evidence)


def _holds_words(evidence: Evidence) -> bool:
    if isinstance(evidence, Derivation):
        return bool(evidence.chains or evidence.unread)
    return isinstance(evidence, Answer) and bool(evidence.text.strip() or evidence.attachments)


def unanswered(report: Report, audience: Audience) -> tuple[str, str]:
    """Which written questions have no answer, and what to do about it; ("", "") where each has one."""
    found = [(question, mark) for question in report.questions for mark in question.marks
             if is_unanswered(mark, audience)]  # fmt: skip
    if not found:
        return "", ""
    names = list(dict.fromkeys(label(question) or f"“{_short(question.title)}”" for question, _ in found))
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    findings = [mark.outcome.finding for _, mark in found if mark.outcome.finding]
    return f"No answer was found to {listed}.", next((each.advice for each in findings if each.advice), "")


def said_of(mark: Mark, audience: Audience) -> Finding | None:
    """A mark's finding; what to do about a missing answer stands once at the report's head, not under each."""
    finding = mark.outcome.finding
    return replace(finding, advice="") if finding and is_unanswered(mark, audience) else finding


def _to(without: float, waiting: float) -> str:
    if without < waiting:
        return f"to {number(without)} of them"
    return "to it" if waiting == 1 else "to them"


def _nothing_to_mend(report: Report, audience: Audience) -> str:
    if any(question.lost for question in report.questions):
        return "Nothing to mend in what the program checks; a person marked the rest."
    if unanswered(report, audience)[0]:
        return "Nothing to mend in what was found; some written answers were not found."
    if report.pending:
        return "Nothing to mend: what is left waits."
    if not report.max_score:
        return "Nothing was counted yet."
    if report.excluded:
        return "Every point that counts is earned; nothing is left to mend."
    return "Every point is earned; nothing is left to mend."


def praise(question: QuestionMark) -> str:
    """A fact where everything passed, and nothing where it did not."""
    count = len(question.marks)
    if not count or any(mark.outcome.verdict is not Verdict.PASSED or mark.by_hand for mark in question.marks):
        return ""
    which = f"question {label(question)}" if label(question) else "this question"
    if count == 1:
        return f"The one check of {which} passes."
    return f"Both checks of {which} pass." if count == 2 else f"All {count} checks of {which} pass."
