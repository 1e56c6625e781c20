"""Check kind `essay`: an answer that a person reads, with a rubric. Nothing is decided here."""

from typing import Literal

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase
from grader.outcome import Answer, Finding, Outcome, Verdict

#: Said of an answer that is not there; `grader.marking.blank` knows it by these.
NO_ANSWER = "No answer to this question was found in what was handed in."
NOTHING_BELOW = "Nothing stands under this question's heading."


class Essay(CheckBase):
    """Shows the answer and its rubric to a person; its points wait."""

    kind: Literal["essay"]
    rubric: dict[str, float] = {}
    """What a person looks for: the criterion and its points."""

    def run(self, attempt: Attempt) -> Outcome:
        """Always waits for a person, with what was found."""
        return for_a_person(attempt, tuple(self.rubric.items()))


def for_a_person(attempt: Attempt, rubric: tuple[tuple[str, float], ...] = (), why: str = "") -> Outcome:
    """The answer as it was handed in, waiting. `why` says what a machine could not decide."""
    attached = _readable(attempt)
    if attempt.answer is not None:
        empty = not (attempt.answer.text.strip() or attempt.answer.images)
        usual = NOTHING_BELOW if empty else "A person will read this answer."
        finding = Finding(why or usual, f"found in {attempt.answer.file}, line {attempt.answer.line}")
    elif astray := attempt.submission.astray if attempt.submission else ():
        finding = Finding(
            "Something was written, but under no number that is known as this question's; a person will look into it.",
            ", ".join((*astray, *attached)[:5]),
            "Put each answer under a heading with its question's number.",
        )
    elif attached:
        finding = Finding(
            "No text was found under this question's number; a person will look into what was attached.",
            ", ".join(attached[:5]),
        )
    else:
        finding = Finding(
            NO_ANSWER,
            "",
            "An answer belongs in a Markdown or LaTeX file, or a notebook's text cell, under a heading with its "
            "question's number; a PDF or a picture is accepted too. A person decides about what is missing.",
        )
    text = attempt.answer.text if attempt.answer else ""
    images = attempt.answer.images if attempt.answer else ()
    evidence = (Answer(text, (*images, *attached), rubric),) if text or rubric or images else ()
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, evidence)


def _readable(attempt: Attempt) -> tuple[str, ...]:
    """The attached files that a person may read an answer in: numbers and weights are none."""
    kinds = {one.name: one.kind for one in attempt.submission.attachments} if attempt.submission else {}
    return tuple(name for name in attempt.attachments if kinds.get(name) not in ("array", "weights"))
