"""Runs one check and turns whatever happens into an outcome. Grading's one broad `except` stands here;
the others stand where code of the reference, of a spec or of a student is called, and name whose it was."""

import logging
import traceback

from grader.checks.attempt import Attempt
from grader.checks.union import Check
from grader.code import CannotAnswer, OurFault
from grader.outcome import Finding, Outcome, Printed, Verdict

log = logging.getLogger("grader")


def judge(check: Check, attempt: Attempt) -> Outcome:
    """The check's outcome. A failure of ours is `broken`: it costs nobody a point and the log keeps the traceback."""
    try:
        return check.run(attempt)
    except CannotAnswer as trouble:
        return trouble.outcome
    except OurFault as fault:
        return _broken(check, str(fault))
    except (Exception, SystemExit) as fault:  # whatever fails here is ours: student code only runs on the far side
        return _broken(check, f"{type(fault).__name__}: {fault}")


def _broken(check: Check, why: str) -> Outcome:
    log.error("check %r is broken: %s\n%s", check.title, why, traceback.format_exc())
    finding = Finding(
        "This check failed on our side, and costs you nothing.",
        "",
        "Tell your instructor; it can be run again once it is mended.",
    )
    return Outcome(Verdict.BROKEN, 0.0, finding, (Printed("What failed (for the instructor)", why),), flags=(why,))
