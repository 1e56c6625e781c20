"""Tries the properties of one check and makes an outcome of what they say."""

from dataclasses import dataclass, replace

from grader.checks.attempt import Attempt
from grader.checks.module import Module
from grader.checks.modules import every, gradients, parameters, sequences, texts
from grader.checks.modules.subject import Broken, CannotTell, Subject
from grader.code import CannotAnswer
from grader.outcome import Figures, Finding, Outcome, Part, Verdict

_TRIES = {**every.TRIES, **gradients.TRIES, **parameters.TRIES, **texts.TRIES, **sequences.TRIES}


@dataclass
class _Found:
    """What became of each property."""

    broken: dict[str, Broken | None]
    untold: dict[str, str]  # name: why it could not be tried
    flags: list[str]


def tried(check: Module, attempt: Attempt) -> Outcome:
    """Points for each property that holds; a person looks where one could not be tried.

    Raises CannotAnswer where the model cannot be made or read at all.
    """
    subject, unread, of_one_size = _readable(Subject(check, attempt))
    notes = attempt.student.notes(check.code_asked)
    if unread is not None:
        return Outcome(Verdict.FAILED, 0.0, unread.finding, notes=notes)
    found = _tried_each(subject)
    if of_one_size and "shapes" in found.broken:
        found.broken["shapes"] = of_one_size
    notes = (*notes, *every.notes(subject))
    if found.untold:
        return _for_a_person(found, notes)
    return _marked(check, found, notes)


def _readable(subject: Subject) -> tuple[Subject, Broken | None, Broken | None]:
    """The model with sizes that it can be read with; how it reads nothing, and what it raises with the ordinary ones.

    Raises CannotAnswer where it cannot be made or read at all.
    """
    try:
        return subject, every.reads_nothing(subject), None
    except CannotAnswer as trouble:
        finding, check = trouble.outcome.finding, subject.check
        if not check.equal or trouble.outcome.verdict is not Verdict.CRASHED or finding is None:
            raise
        alike = check.model_copy(update={"settings": {**check.settings, **check.equal}})
        other = Subject(alike, subject.attempt)
        try:
            unread = every.reads_nothing(other)
        except CannotAnswer:
            raise trouble from None
    advice = (
        "Let each layer begin with the size that the one before it ends with. One layer that is used again and again, "
        "where each hidden layer should be its own, fits only where all sizes are the same."
    )
    what = "The model can be read only where all of its layers have one size."
    return other, unread, Broken(Finding(f"{what} With others {finding.what}", finding.where, advice, what))


def _tried_each(subject: Subject) -> _Found:
    found = _Found({}, {}, [])
    for name in subject.check.holds:
        try:
            found.broken[name] = _TRIES[name](subject)
        except CannotTell as untold:
            found.untold[name] = untold.why
        except CannotAnswer as trouble:
            if trouble.outcome.verdict is Verdict.NEEDS_PERSON or trouble.outcome.finding is None:
                found.untold[name] = "our driver could not run it on this model"
                found.flags.extend(trouble.outcome.flags)
            else:
                found.broken[name] = Broken(_stopped(name, trouble.outcome.finding))
    return found


def _stopped(name: str, finding: Finding) -> Finding:
    """What a limit or an exception says is the student's own words, unless it has a category."""
    where = f"{finding.where}, while “{name}” was tried" if finding.where else f"while “{name}” was tried"
    return replace(finding, where=where, category=finding.category or f"“{name}” could not be tried.")


def _marked(check: Module, found: _Found, notes: tuple[str, ...]) -> Outcome:
    share = check.total / len(check.holds)
    points = check.points if isinstance(check.points, dict) else dict.fromkeys(map(str, check.holds), share)
    held = {name: broken is None for name, broken in found.broken.items()}
    parts = tuple(Part(name, worth if held.get(name) else 0.0, worth) for name, worth in points.items())
    earned = sum(part.earned for part in parts)
    fraction = earned / check.total if check.total else float(all(held.values()))
    broken = [one for one in found.broken.values() if one is not None]
    parts = parts if len(parts) > 1 else ()
    if not broken:
        return Outcome(Verdict.PASSED, 1.0, notes=notes, parts=parts)
    verdict = Verdict.PARTIAL if fraction else Verdict.FAILED
    diagnoses = tuple(dict.fromkeys(one for each in broken for one in each.diagnoses))
    return Outcome(verdict, fraction, joined([one.finding for one in broken]), notes=notes, parts=parts,
                   diagnoses=diagnoses)  # fmt: skip


def _for_a_person(found: _Found, notes: tuple[str, ...]) -> Outcome:
    rows = [(name, "holds" if broken is None else broken.finding.what) for name, broken in found.broken.items()]
    rows += [(name, f"could not be tried: {why}") for name, why in found.untold.items()]
    names = ", ".join(f"“{name}”" for name in found.untold)
    finding = Finding(
        f"Not all could be tried on this model: {names}.",
        "; ".join(dict.fromkeys(found.untold.values())),
        "Nothing is lost: a person looks at the rest.",
        f"Not all could be tried on this model: {names}.",
    )
    return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, (Figures("What was tried", tuple(rows)),), notes,
                   tuple(found.flags))  # fmt: skip


def joined(findings: list[Finding]) -> Finding:
    """Several findings as one: a paragraph each, and nothing twice."""
    return Finding(
        "\n\n".join(dict.fromkeys(finding.what for finding in findings)),
        "; ".join(dict.fromkeys(finding.where for finding in findings if finding.where)),
        " ".join(dict.fromkeys(finding.advice for finding in findings if finding.advice)),
        "\n\n".join(dict.fromkeys(finding.category or finding.what for finding in findings)),
    )
