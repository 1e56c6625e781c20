"""Properties of a model that reads on and on: what was read reaches what comes after, and nothing the other way."""

from collections.abc import Callable, Mapping

from grader.checks.modules.subject import Broken, Subject, gap, said, same

_CUT = 4  # where a text is cut in two


def _causal(subject: Subject) -> Broken | None:
    """What stands behind a place must not reach its scores."""
    batches = subject.batches
    (ids,), (other,) = batches.batch(), batches.batch("other")
    changed = ids.copy()
    changed[:, _CUT:] = other[:, _CUT:]
    first, second = subject.scores((ids,), (changed,), seed=batches.seeds[0])
    if same(first[:, :_CUT], second[:, :_CUT]):
        return None
    return said("The scores of a place depend on what stands behind it.",
                f"with another ending, one score of the beginning is {gap(first[:, :_CUT], second[:, :_CUT])}",
                "The next character must not be known to its own prediction: no `bidirectional=True`, no mean over the "
                "whole text, no other axis in the place of time.")  # fmt: skip


def _remembers(subject: Subject) -> Broken | None:
    """What stands two and more places back must reach the scores, through the state alone."""
    batches = subject.batches
    (ids,), (other,) = batches.batch(), batches.batch("other")
    changed = ids.copy()
    changed[:, :2] = other[:, :2]
    for seed in batches.seeds:
        first, second = subject.scores((ids,), (changed,), seed=seed)
        if not same(first[:, 3:5], second[:, 3:5]):
            return None
    return said("What the model has read before does not reach its scores: only the last character counts.",
                "with another beginning, the scores two places on are the same",
                "Hand `hidden` to the GRU, `self.gru(x, hidden)`, and return the state that it gives back, not the one "
                "that it was given.")  # fmt: skip


def _carried(subject: Subject) -> Broken | None:
    """A text that is read in two pieces, the state handed on, has the scores of the whole text."""
    batches = subject.batches
    (ids,) = batches.batch()
    pieces = [[ids[:, :_CUT], ids[:, _CUT:]]]
    (whole,) = subject.scores((ids,), seed=batches.seeds[0])
    found = subject.ask("scores_resumed", subject.beside("resumed"), pieces, batches.seeds[0])
    (second,) = subject.read(found, [(ids[:, _CUT:],)])
    if same(whole[:, _CUT:], second):
        return None
    return said("A text that is read in two pieces, with the state handed on, has other scores than in one.",
                f"behind the cut one score is {gap(whole[:, _CUT:], second)}",
                "Start from the state that is given, and return the one after the last character.")  # fmt: skip


TRIES: Mapping[str, Callable[[Subject], Broken | None]] = {
    "causal": _causal,
    "remembers": _remembers,
    "state carried": _carried,
}
