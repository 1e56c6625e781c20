"""A gradient that fails has two judges, the reference and the student's own loss: what their verdicts say together."""

from dataclasses import replace

from grader.explain.observation import Explanation, Subject
from grader.outcome import Finding


def two_judges(subject: Subject, loss_agrees: bool, own_loss_agrees: bool | None) -> Finding:
    """The sentence about a gradient that disagrees with the reference.

    loss_agrees: whether the loss is the reference's. own_loss_agrees: whether the gradient agrees with central
    differences of the student's own loss; None where that was not measured (an answer in float32, say).
    """
    if own_loss_agrees is None:
        return _reference_alone(subject, loss_agrees)
    if own_loss_agrees:
        return _own_loss(subject, loss_agrees)
    if loss_agrees:
        what = (
            f"Your loss is right. {subject.title} disagrees with central differences of your own loss and with the "
            "reference."
        )
        return Finding(what, advice="Derive the gradient again from the loss as it stands.", category=what)
    what = (
        f"The loss is not the one asked for, and {subject.mention} disagrees with central differences of your own loss "
        "as well as with the reference."
    )
    return Finding(what, advice="Mend the loss first, then derive the gradient from it.", category=what)


def _own_loss(subject: Subject, loss_agrees: bool) -> Finding:
    if not loss_agrees:
        what = (
            "Your gradient is right for the loss you wrote; the loss is not the one asked for. "
            f"({subject.title} agrees with central differences of your own loss.)"
        )
        return Finding(what, advice="Mend the loss; the gradient follows from it by the same steps.", category=what)
    what = (
        f"Your loss is right where it was tried, and {subject.mention} agrees with central differences of it; still it "
        "differs from the reference by more than is allowed. We can't tell which slip this is."
    )
    advice = "Look for a rounded constant, a small number added for safety, or a value kept from an earlier call."
    return Finding(what, advice=advice, category=what)


def _reference_alone(subject: Subject, loss_agrees: bool) -> Finding:
    if loss_agrees:
        what = f"Your loss is right. {subject.title} disagrees with the reference."
        return Finding(what, advice="Derive the gradient again from the loss as it stands.", category=what)
    what = f"The loss is not the one asked for, and {subject.mention} disagrees with the reference."
    return Finding(what, advice="Mend the loss first, then derive the gradient from it.", category=what)


def with_judges(explanation: Explanation, judges: Finding) -> Explanation:
    """The judges' sentence leads; the pattern follows where there is one, and its advice is the closer one."""
    finding = explanation.finding
    if explanation.pattern == "unknown":
        merged = replace(judges, where=finding.where, advice=judges.advice or finding.advice)
        if "We can't tell" not in judges.what and "right for the loss" not in judges.what:
            unknown = " We can't tell which slip this is."
            merged = replace(merged, what=judges.what + unknown, category=judges.category + unknown)
    else:
        merged = Finding(
            f"{judges.what} {finding.what}",
            finding.where,
            finding.advice or judges.advice,
            f"{judges.category} {finding.category}",
        )
    return replace(explanation, finding=merged)
