"""Why a comparison failed: the pattern in the values, the known mistakes that reproduce it, the student's own loss.

Runs what the explanations need (the reference's terms and mistakes, central differences) and decides no mark.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.checks.base import CallingCheck
from grader.checks.comparison import Comparison, Judged, all_close
from grader.checks.differences import own_gradient
from grader.checks.trials import Trial
from grader.draws.sizes import evaluate
from grader.explain.difference import explain
from grader.explain.gradient import two_judges, with_judges
from grader.explain.mistakes import Values, WrongVersion, matching, merge
from grader.explain.observation import SIBLINGS, TERMS, Explanation, Observation
from grader.outcome import Diagnosis, Finding, Outcome, Verdict
from grader.tolerance import Purpose

MOST_PARTS = 2  # explained one by one; more would bury the first


def diagnose(
    check: CallingCheck, attempt: Attempt, comparison: Comparison, purpose: Purpose, loss: str = ""
) -> Outcome:
    """Finding, evidence and diagnoses for the parts that are wrong. The verdict is the caller's to set."""
    if _wrong_only_again(comparison):
        return Outcome(Verdict.FAILED, 0.0, _keeps_something(check, comparison))
    found = _known_mistakes(check, attempt, comparison, purpose)
    # A named mistake says it all; patterns and the student's own loss are for what nobody has named yet.
    judging = "" if found else loss
    explanations = [
        _explanation(check, attempt, comparison, part, purpose, judging) for part in comparison.wrong[:MOST_PARTS]
    ]
    if found:
        findings = [merge(replace(explanations[0], pattern="unknown"), found).finding]
    else:
        findings = [each.finding for each in explanations]
        if len(findings) > 1:
            findings = [_of_part(part, each) for part, each in zip(comparison.wrong, findings, strict=False)]
    evidence = tuple(piece for each in explanations for piece in each.evidence)
    finding = _all_right_beside(comparison, _joined(findings))
    return Outcome(Verdict.FAILED, 0.0, finding, evidence, diagnoses=found)


def _wrong_only_again(comparison: Comparison) -> bool:
    """Whether the same arguments gave the right values first and wrong ones when they came again."""
    return all(
        agreement.ok != trial.again
        for part in comparison.wrong
        for trial, agreement in zip(comparison.trials, part.agreements, strict=True)
    )


def _keeps_something(check: CallingCheck, comparison: Comparison) -> Finding:
    name = check.function[0].rpartition(".")[2]
    parts = " and ".join(part.subject.mention for part in comparison.wrong)
    what = f"`{name}` gives another value for {parts} when it is called again with the same arguments."
    advice = (
        "Something is kept from one call to the next: a default argument that is changed (`def f(x, sums=[])`), a "
        "global, an array made once and added to. Make it anew inside the function."
    )
    return Finding(what, comparison.trials[-1].case.label, advice, category=what)


def _of_part(part: Judged, finding: Finding) -> Finding:
    """The same finding, its place saying which returned value it is about."""
    return replace(finding, where=f"{part.subject.mention}: {finding.where}") if finding.where else finding


def _joined(findings: Sequence[Finding]) -> Finding:
    """Several findings as one: a paragraph each, and no advice twice."""
    return Finding(
        "\n\n".join(dict.fromkeys(finding.what for finding in findings)),
        "; ".join(dict.fromkeys(finding.where for finding in findings if finding.where)),
        " ".join(dict.fromkeys(finding.advice for finding in findings if finding.advice)),
        "\n\n".join(dict.fromkeys(finding.category for finding in findings if finding.category)),
    )


def _all_right_beside(comparison: Comparison, finding: Finding) -> Finding:
    """Says first what is right: "The loss is right."."""
    right = [part.subject for part in comparison.parts if part.ok]
    if not right or len(comparison.parts) == 1 or "is right" in finding.what.split(".")[0]:
        return finding
    mine = [f"your {one.name}" if one.name in ("loss", "cost") else one.mention for one in right]
    names = " and ".join(mine)
    said = f"{names[:1].upper()}{names[1:]} {'is' if len(right) == 1 else 'are'} right. "
    return replace(finding, what=said + finding.what, category=said + finding.category if finding.category else "")


# ---- known mistakes
def _known_mistakes(
    check: CallingCheck, attempt: Attempt, comparison: Comparison, purpose: Purpose
) -> tuple[Diagnosis, ...]:
    """Every known mistake of the reference function, tried on all draws."""
    # Some mistakes are about the mean and take it themselves, so under a convention both versions are tried.
    conventions = ("", comparison.convention) if comparison.convention else ("",)
    versions = [
        WrongVersion(mistake.name, mistake.sentence, mistake.advice, values)
        for mistake in attempt.reference.mistakes(check.reference)
        for convention in conventions
        if (values := _wrong_values(check, attempt, mistake.wrong, comparison, convention, purpose)) is not None
    ]
    return matching(
        [trial.values for trial in comparison.trials],
        versions,
        [trial.expected for trial in comparison.trials],
        purpose,
    )


def _wrong_values(
    check: CallingCheck, attempt: Attempt, wrong: Callable[..., Any], comparison: Comparison, convention: str,
    purpose: Purpose,
) -> list[Values] | None:  # fmt: skip
    """A mistake's values on every draw; None as soon as one draw shows that it is not this one."""
    values: list[Values] = []
    for trial in comparison.trials:
        try:
            value = attempt.reference.run(wrong, trial.full_arguments).value
        except Exception:  # a wrong version may fail where the right one works; the student's did not
            return None
        parts = tuple(value) if len(check.returns) > 1 else (value,)
        if convention:
            size = evaluate(convention, trial.case.dimensions)
            parts = tuple(np.asarray(each) / size for each in parts)
        if not all(all_close(mine, part, purpose) for mine, part in zip(trial.values, parts, strict=False)):
            return None
        values.append(parts)
    return values


# ---- one part
def _explanation(
    check: CallingCheck, attempt: Attempt, comparison: Comparison, part: Judged, purpose: Purpose, loss: str
) -> Explanation:
    observations = [_observation(check, attempt, comparison, part, trial) for trial in comparison.trials]
    explanation = explain(part.subject, observations, purpose)
    if not loss or not part.subject.name.startswith("d "):
        return explanation
    own = _agrees_with_own_loss(check, attempt, comparison, part, loss)
    if own is None:
        return explanation
    right = next(other.ok for other in comparison.parts if other.subject.name == loss)
    return with_judges(explanation, two_judges(part.subject, right, own))


def _observation(
    check: CallingCheck, attempt: Attempt, comparison: Comparison, part: Judged, trial: Trial
) -> Observation:
    position = part.position
    also: dict[str, Mapping[str, Any]] = {
        SIBLINGS: {
            name: value
            for i, (name, value) in enumerate(zip(check.returns, trial.expected, strict=True))
            if i != position
        }
    }
    terms = attempt.reference.terms(check.reference)
    if terms is not None and not comparison.convention:
        found = attempt.reference.run(terms, trial.full_arguments).value
        also[TERMS] = {name: values[position] for name, values in found.items()}
    return Observation(trial.case, trial.values[position], trial.expected[position], also)


def _agrees_with_own_loss(
    check: CallingCheck, attempt: Attempt, comparison: Comparison, part: Judged, loss: str
) -> bool | None:
    """Whether the gradient is that of the loss the student wrote, on the smallest draw where it is wrong."""
    wrong = [
        trial
        for trial, agreement in zip(comparison.trials, part.agreements, strict=True)
        if not agreement.ok and agreement.problem is None
    ]
    if not wrong:
        return None
    trial = min(wrong, key=lambda each: np.size(each.expected[part.position]))
    if np.asarray(trial.values[part.position]).dtype != np.float64:
        return None  # central differences of a float32 loss are mostly rounding
    numeric = own_gradient(check, attempt, trial, part.subject.name[2:].strip(), check.returns.index(loss))
    if numeric is None:
        return None
    yours = np.asarray(trial.values[part.position]).reshape(numeric.shape)
    return all_close(yours, numeric, Purpose.CENTRAL_DIFFERENCE)
