"""Runs one check and turns whatever happens into an outcome. Grading's one broad `except` stands here;
the others stand where code of the reference, of a spec or of a student is called, and name whose it was."""

import logging
import traceback
from typing import Protocol

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.driven import DrivenCheck
from grader.checks.trials import cases
from grader.code import CallbackFailed, CannotAnswer, OurFault
from grader.data.resolve import DataMissing
from grader.mistake_of_user import UserMistake
from grader.outcome import Finding, Outcome, Printed, Verdict
from grader.submission.text import shown

log = logging.getLogger("grader")


class Check(Protocol):
    """Whatever can be judged."""

    @property
    def title(self) -> str: ...
    def run(self, attempt: Attempt) -> Outcome: ...


def judge(check: Check, attempt: Attempt) -> Outcome:
    """The check's outcome. A failure of ours is `broken`: it costs nobody a point and the log keeps the traceback."""
    try:
        return check.run(attempt)
    except CannotAnswer as trouble:
        return trouble.outcome
    except DataMissing as missing:
        return _without_data(missing.finding)
    except UserMistake:  # a text that is there and is another one: whoever named the folder has to know at once
        raise
    except CallbackFailed as fault:
        return _misused(check, str(fault)) if _reference_answers(check, attempt) else _broken(check, str(fault))
    except OurFault as fault:
        return _broken(check, str(fault))
    except (Exception, SystemExit) as fault:  # whatever fails here is ours: student code only runs on the far side
        why = f"{type(fault).__name__}: {fault}"
        return _unread(check, why) if isinstance(check, DrivenCheck) else _broken(check, why)


def _reference_answers(check: Check, attempt: Attempt) -> bool:
    """Whether the reference gets through the same draws, and with it the functions that it was given."""
    if not isinstance(check, CallingCheck):
        return False
    try:
        for case in cases(check, attempt):
            attempt.reference.call((check.reference,), *attempt.reference.resolve(case.arguments).values())
    except Exception:  # code of the reference, which may raise anything: then it is ours
        return False
    return True


def _misused(check: Check, how: str) -> Outcome:
    """A function of ours works as the reference calls it, and not as the student does."""
    name = check.function[0].rpartition(".")[2] if isinstance(check, CallingCheck) else check.title
    finding = Finding(
        f"`{name}` uses a function that it was given in a way that cannot work.",
        "",
        "Compare that call with the function's parameters on the sheet: their order, their shapes and their sizes.",
    )
    flag = f"“{check.title}”: {how}. The reference calls it without trouble; if the arguments were right, tell us."
    return Outcome(Verdict.CRASHED, 0.0, finding, flags=(flag,))


def _without_data(missing: Finding) -> Outcome:
    """Nothing may stand in for a text that is not here."""
    finding = Finding(
        "This needs a text that is not on this machine; it costs you nothing.",
        "",
        "A person will look at it, or it is graded again where the text is.",
        "This needs a text that is not on this machine.",
    )
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, flags=(f"{missing.what} {missing.advice}",))


def _unread(check: Check, why: str) -> Outcome:
    """What a driver brings back may be anything, as code of the student's stands beside it: a person tells whether it
    is that, or a fault of ours."""
    log.error("check %r could not read what its driver gave back: %s\n%s", check.title, why, traceback.format_exc())
    finding = Finding(
        "What your code gives back could not be read.",
        "",
        "Nothing is lost: a person will look at it. Compare what is returned with the sheet.",
    )
    flag = f"“{check.title}”: what the driver gave back, or our reading of it, is wrong: {shown(why, 300)}"
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, flags=(flag,))


def _broken(check: Check, why: str) -> Outcome:
    log.error("check %r is broken: %s\n%s", check.title, why, traceback.format_exc())
    finding = Finding(
        "This check failed on our side, and costs you nothing.",
        "",
        "Tell your instructor; it can be run again once it is mended.",
    )
    return Outcome(Verdict.BROKEN, 0.0, finding, (Printed("What failed (for the instructor)", why),), flags=(why,))
