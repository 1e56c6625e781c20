"""One training from the text to the outcome."""

from collections.abc import Callable
from functools import partial

from grader.checks.attempt import Attempt
from grader.checks.training import RESET, Training
from grader.checks.trainings import accuracy, association, perplexity
from grader.checks.trainings.handed_over import Corpus, labelled, running, windows
from grader.checks.trainings.measured import Measured
from grader.checks.trainings.run import Steps, Trained, Way, first_steps, train, way
from grader.code import CannotAnswer, OurFault
from grader.data.corpora import LabelledCorpus, WordCorpus
from grader.outcome import Evidence, Finding, Outcome, Part, Verdict
from grader.wall.deaths import without_values

#: Measures a trained model.
Measure = Callable[[Trained], Measured]


def judged(check: Training, attempt: Attempt) -> Outcome:
    """Trains, measures, and looks at the first steps. Raises CannotAnswer."""
    chosen = way(check, attempt)
    crosses, measure = _prepared(check, attempt)
    trained = train(check, attempt, chosen, crosses)
    try:
        return _looked_at(check, attempt, chosen, crosses, measure, trained)
    except CannotAnswer as trouble:  # its words may be the hidden text's, which no student reads
        raise without_values(trouble) from None


def _looked_at(
    check: Training, attempt: Attempt, chosen: Way, crosses: Corpus, measure: Measure, trained: Trained
) -> Outcome:
    """What the trained model does. Here the student's code reads the hidden text, and remembers it if it likes."""
    found = measure(trained)
    steps = first_steps(check, attempt, chosen, crosses) if check.resets_gradients else None
    notes = chosen.notes
    if check.short:
        first, second = (train(check, attempt, chosen, crosses, **check.short) for _ in range(2))
        notes += _repeats(first, second, measure)
    curve = trained.curve
    return _outcome(check, found, steps, notes, (curve,) if curve else ())


def _prepared(check: Training, attempt: Attempt) -> tuple[Corpus, Measure]:
    """What crosses, and what measures afterwards. Raises OurFault where the text is none to measure this on."""
    used = attempt.texts.of(check.data)
    try:
        if check.measures == "accuracy" and isinstance(used.corpus, LabelledCorpus):
            texts = labelled(check, used.corpus, attempt.draws)
            return texts.crosses, partial(accuracy.measured, check, attempt, texts, used.name)
        if check.measures == "association" and isinstance(used.corpus, WordCorpus):
            seen = windows(check, used.corpus, attempt.draws)
            return seen.crosses, partial(association.measured, check, attempt, seen, used.name)
        if check.measures == "perplexity":
            text = running(check, used)
            return text.crosses, partial(perplexity.measured, check, attempt, text)
    except ValueError as trouble:
        raise OurFault(f"`data: {check.data}`: {trouble}") from trouble
    raise OurFault(f"`data: {check.data}` is no text that `measures: {check.measures}` can be told on")


def _repeats(first: Trained, second: Trained, measure: Measure) -> tuple[str, ...]:
    """A note where two short trainings from one seed differ. It costs nothing, so what they report of themselves will
    do, where they do."""
    if first.losses and second.losses:
        alike = first.losses == second.losses
    else:
        alike = measure(first).figures == measure(second).figures
    return () if alike else (_UNLIKE,)


_UNLIKE = (
    "Two short trainings from the same seed took different ways, so your results can't be repeated exactly. Draw from "
    "torch's, numpy's or Python's own generators only."
)
_ADDED_UP = Finding(
    "Your steps follow the sum of all gradients since the beginning: nothing sets them back to zero.",
    "in the first steps of a short training: what each was taken with holds the step before",
    "Call `optimizer.zero_grad()` once for every `backward()`.",
    "Your steps follow the sum of all gradients since the beginning: nothing sets them back to zero.",
)
_IDLE = Finding(
    "Your optimizer takes steps, and no gradient arrives at any parameter that it holds.",
    "in a short training",
    "Hand it the parameters of the very model that the loss is computed with: `model.parameters()`.",
    "Your optimizer takes steps, and no gradient arrives at any parameter that it holds.",
)
_UNSEEN = "No step of a torch optimizer could be looked at in the training, so “{}” rests on the result alone."


def _outcome(
    check: Training, found: Measured, steps: Steps | None, notes: tuple[str, ...], evidence: tuple[Evidence, ...]
) -> Outcome:
    held: dict[str, bool] = {check.measures: found.finding is None}
    flags = found.flags
    if steps is not None:
        # Whoever writes the steps out by hand, and learns, does nothing wrong.
        held[RESET] = held[check.measures] if steps.fresh is None else steps.fresh
        flags += (_UNSEEN.format(RESET),) if steps.fresh is None else ()
    points = check.points if isinstance(check.points, dict) else None
    earned = sum(worth for name, worth in points.items() if held.get(name)) if points else 0.0
    all_hold = all(held.values())
    fraction = earned / check.total if points and check.total else float(all_hold)
    verdict = Verdict.PASSED if all_hold else Verdict.PARTIAL if fraction else Verdict.FAILED
    if found.undecided:
        verdict, fraction = Verdict.NEEDS_PERSON, 0.0
    parts = (
        tuple(Part(name, worth if held.get(name) else 0.0, worth) for name, worth in points.items()) if points else ()
    )
    return Outcome(
        verdict, fraction, _finding(found, steps), (*found.evidence, *evidence), notes, flags,
        parts if len(parts) > 1 and not found.undecided else (), measured=found.figures,
    )  # fmt: skip


def _finding(found: Measured, steps: Steps | None) -> Finding | None:
    """What was measured. Steps that go wrong explain it, so they come first."""
    why = _ADDED_UP if steps and steps.fresh is False else None
    if steps and steps.idle and found.finding is not None:
        why = _IDLE
    if why is None or found.finding is None or found.undecided:
        return found.finding or why
    return Finding(
        f"{why.what}\n\n{found.finding.what}",
        "; ".join(filter(None, (why.where, found.finding.where))),
        why.advice,
        f"{why.category}\n\n{found.finding.category or found.finding.what}",
    )
