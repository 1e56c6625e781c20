"""Whether a training's steps follow the gradient of negative sampling's loss, with K words drawn by counts^¾.

All is worked out from tables and gradients: what `train` says of itself is not asked.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from reference.arrays import Array, Indices
from reference.cbow.judging import steps
from reference.cbow.judging.drawn import Whose, drawn_in, is_shared, judge_noise, own_draws, whole
from reference.cbow.judging.epochs import Epoch, Run, read
from reference.cbow.judging.known import known
from reference.cbow.sampler import K
from reference.judgement import Judgement, Unreadable

STEPS = ("loss", "both tables", "fresh gradients", "every batch")
NEGATIVES = ("K negatives", "noise")
#: Losses under which it can be told how often each word was drawn; "" is the right one.
_COUNTED = (
    "", "the minus lost within the negatives' σ", "the minus before the negatives lost",
    "the log-likelihood for the loss", "a mean over the negatives",
)  # fmt: skip


def judge_steps(asked: Epoch, found: Any, printed: str) -> list[Judgement]:
    """The aspects of STEPS, by the run and the reading of the model that make the most of it."""
    return _best(asked, found, STEPS, lambda view: view.judged_steps())


def judge_negatives(asked: Epoch, found: Any, printed: str) -> list[Judgement]:
    """The aspects of NEGATIVES, by the same run and the same reading."""
    whose: Whose = "ours" if found["ours"] else "doubtful" if found["doubtful"] else "theirs"
    return _best(asked, found, NEGATIVES, lambda view: view.judged_negatives(whose))


def _best(
    asked: Epoch, found: Any, aspects: tuple[str, ...], judge: Callable[["_View"], list[Judgement]]
) -> list[Judgement]:
    runs = [read(run) for run in found["runs"]]
    if not runs:
        raise Unreadable("no run came back")
    views = [_view(run, asked, aspects) for run in runs]
    readable = [view for view in views if isinstance(view, _View)]
    if not readable:
        first = views[0]
        assert not isinstance(first, _View)
        return first
    best = max(readable, key=lambda view: _worth(view.judged_steps()))
    return [_with_notes(one, best) for one in judge(best)]


def _worth(judged: list[Judgement]) -> tuple[int, int]:
    """The more is right the better, then the less is wrong; of two alike the first, which is the student's model."""
    return sum(one.right is True for one in judged), -sum(one.right is False for one in judged)


def _open(aspects: tuple[str, ...], why: str) -> list[Judgement]:
    return [Judgement(one, None, why, "", "Nothing is lost: a person will look at it.") for one in aspects]


def _view(run: Run, asked: Epoch, aspects: tuple[str, ...]) -> "_View | list[Judgement]":
    """The run under the reading of the model that makes most of it; or what is said where there is nothing to read."""
    if not run.few:
        return _without_steps(run, aspects)
    if len(run.few[0][0]) != 2:
        return _open(aspects, "Your model has no two tables with a row for each word, so that its steps can't be read.")
    if not all(np.isfinite(one).all() for before, gradients in run.few for one in (*before, *gradients)):
        what = "A gradient of your loss is infinite or no number."
        advice = "Take `functional.logsigmoid` of the scores: the logarithm of a rounded σ is -inf."
        return [Judgement(one, False, what, "", advice) for one in aspects]
    return max((_View(run, asked, reading) for reading in steps.READINGS), key=lambda one: _worth(one.judged_steps()))


def _with_notes(one: Judgement, view: "_View") -> Judgement:
    notes = one.notes
    if view.run.whose == "ours":
        notes += ("`train` was run with a model of ours, because it could not be run or read with yours.",)
    elif not view.reading.as_asked and view.fits and not (view.reading.exchanged and view.run.names != ["A", "B"]):
        notes += ("`train` is judged by your own model's scores, which are not as asked; that costs marks only there.",)
    return replace(one, notes=notes)


def _without_steps(run: Run, aspects: tuple[str, ...]) -> list[Judgement]:
    if run.moved:
        return _open(aspects, "`train` changes the tables without the optimizer that it is given.")
    mistake = known("train", "no step")
    return [Judgement(one, False, mistake.sentence, "", mistake.advice, mistake=mistake) for one in aspects]


class _View:
    """One run under one reading of the model."""

    def __init__(self, run: Run, asked: Epoch, reading: steps.Reading) -> None:
        self.run, self.asked, self.reading = run, asked, reading
        gradients = [gradients for _, gradients in run.few]
        fresh = [self._step(place, gradients[place]) for place in range(len(run.few))]
        # What a step adds to the one before it, where nothing sets gradients back.
        since = [gradients[0]] + [
            [after - before for after, before in zip(*pair, strict=True)]
            for pair in zip(gradients[1:], gradients, strict=False)
        ]
        added = [self._step(place, since[place]) for place in range(len(run.few))]
        self.accumulated = len(fresh) > 1 and not _explained(fresh) and _explained(added)
        self.steps = added if self.accumulated else fresh
        self._gradients = since if self.accumulated else gradients

    @property
    def fits(self) -> bool:
        return _explained(self.steps) and all(steps.is_whole(steps.counted(one)) for one in self.steps)

    def _rows(self, place: int) -> Indices:
        batches = self.asked.few["batches"]
        return np.asarray(batches[place % len(batches)])

    def _step(self, place: int, gradients: list[Array]) -> steps.Step:
        tables, rows = self.run.few[place][0], self._rows(place)
        by_centres = gradients[0] if self.reading.exchanged else gradients[1]
        contexts = self.reading.contexts(tables, rows)
        return steps.taken_apart(by_centres, contexts, self.reading.centres(tables), rows[:, self.reading.centre])

    def judged_steps(self) -> list[Judgement]:
        """What the steps follow: the aspects of STEPS."""
        return [self.loss, self._both_tables(), self._fresh(), self._every_batch()]

    def judged_negatives(self, whose: Whose) -> list[Judgement]:
        """What is drawn: the aspects of NEGATIVES. Under a wrong loss that is known the draws may be right."""
        name = "" if self.loss.right else self.loss.mistake.name if self.loss.mistake else "another"
        if name == "no negatives":
            return [Judgement(one, False, self.loss.what, "", self.loss.advice) for one in NEGATIVES]
        if name not in _COUNTED:
            return _open(NEGATIVES, "Your steps follow another loss, so that the words drawn can't be read off them.")
        sign_lost = name == "the minus lost within the negatives' σ"
        several = [steps.counted_with_sign_lost(one) if sign_lost else steps.counted(one) for one in self.steps]
        drawn = [whole(one, name) for one in several]
        own = [own_draws(one, name) for one in self.steps]
        each = np.concatenate([one.sum(axis=0) + more for one, more in zip(drawn, own, strict=True)])
        shared = all(is_shared(one) for one in drawn)
        many = self.run.many
        if self.accumulated:
            many = [_since(pair) for pair in zip(many, [None, *many], strict=False)]
        often = drawn_in(many, self.asked, self.reading, int(np.median(each)), sign_lost)
        if shared:  # as many draws as for one window
            often = often / len(self.asked.many["batches"][0])
        return [self._number(each, shared), judge_noise(self.asked, often, whose, shared)]

    # ---- the loss
    @cached_property
    def loss(self) -> Judgement:
        """The aspect "loss"."""
        if not _explained(self.steps):
            what = "The steps of your training do not follow the gradient of negative sampling's loss."
            advice = "Each window's loss is -log σ(s) - Σ_k log σ(-s_k), with the centre's and the drawn words' scores."
            return Judgement("loss", False, what, "", advice)
        rates = [one.rate for one in self.steps]
        rate = float(np.median(rates))
        none = all(np.all(np.abs(steps.counted(one)) < steps.WHOLE) for one in self.steps)
        if rate > 0 and self.fits and not none:
            return Judgement("loss", True, notes=self._scaled(rates))
        name = "no negatives" if none else self._name(rate)
        if name:
            mistake = known("negative_sampling_loss", name)
            return Judgement("loss", False, mistake.sentence, "", mistake.advice, mistake=mistake)
        what = "The steps of your training follow another loss than negative sampling's."
        advice = "Each window's loss is -log σ(s) - Σ_k log σ(-s_k); average it over the batch."
        return Judgement("loss", False, what, "", advice)

    def _scaled(self, rates: list[float]) -> tuple[str, ...]:
        N = len(self._rows(0))
        if np.allclose(rates, 1.0, rtol=0.02):
            return ()
        if np.allclose(rates, N, rtol=0.02):
            return ("Your loss is the sum over the batch; its mean is asked. That only makes the steps longer.",)
        return (f"Your gradients are {np.median(rates):.4g} times those of the mean over the batch.",)

    def _name(self, rate: float) -> str:
        """The known mistake that gives exactly these steps; "" for none."""
        plain = [steps.counted(one) for one in self.steps]
        whole = all(map(steps.is_whole, plain))
        if whole and rate < 0:
            return "the log-likelihood for the loss"
        if all(steps.is_whole(-one) for one in plain):
            return "the minus before the negatives lost"
        if all(steps.is_whole(steps.counted_with_sign_lost(one)) for one in self.steps):
            return "the minus lost within the negatives' σ"
        if self._share_of(plain):
            return "a mean over the negatives"
        return "the logarithm of a sum" if all(map(steps.is_logarithm_of_sum, self.steps)) else ""

    def _share_of(self, plain: list[Array]) -> bool:
        """Whether the negatives count as one in every window, in equal parts."""
        one = all(np.allclose(counts.sum(axis=0), 1.0, atol=0.05) for counts in plain)
        return one and any(all(steps.is_whole(n * counts) for counts in plain) for n in range(2, 40))

    # ---- the rest
    def _both_tables(self) -> Judgement:
        for place, step in enumerate(self.steps):
            tables, gradients = self.run.few[place][0], self._gradients[place]
            due = steps.by_context(step, self.reading, tables, self._rows(place))
            yours = gradients[1] if self.reading.exchanged else gradients[0]
            if not np.allclose(yours, due, rtol=0.02, atol=0.02 * max(float(np.abs(due).max()), 1e-9)):
                still = not np.abs(yours).max() > 0
                what = (
                    "The contexts' table gets no gradient." if still
                    else "The contexts' table gets a gradient that does not belong to your loss."
                )  # fmt: skip
                advice = "Let the loss depend on both tables: no `detach`, no `no_grad`, no copies of weights."
                return Judgement("both tables", False, what, "", advice)
        return Judgement("both tables", True)

    def _fresh(self) -> Judgement:
        if not self.accumulated:
            return Judgement("fresh gradients", True if _explained(self.steps) else None)
        mistake = known("train", "gradients not reset")
        return Judgement("fresh gradients", False, mistake.sentence, "", mistake.advice, mistake=mistake)

    def _every_batch(self) -> Judgement:
        taken, due = len(self.run.few), len(self.asked.few["batches"])
        if taken == due:
            return Judgement("every batch", True)
        if taken % due == 0:
            note = f"Your training takes {taken} steps in an epoch of {due} batches."
            return Judgement("every batch", True, notes=(note,))
        if taken == 1:
            mistake = known("train", "the first batch only")
            return Judgement("every batch", False, mistake.sentence, "", mistake.advice, mistake=mistake)
        what = f"Your training takes {taken} steps in an epoch of {due} batches."
        return Judgement("every batch", None, what, "", "Nothing is lost: a person will look at it.")

    def _number(self, each: Array, shared: bool) -> Judgement:
        if not np.all(each == each[0]):
            what = f"Your windows get different numbers of negatives: {_listed(each)}."
            return Judgement("K negatives", None, what, "", "Nothing is lost: a person will look at it.")
        if int(each[0]) != K:
            what = f"Each window gets {int(each[0])} negatives, where K = {K} are due."
            mistake = known("draw_negatives", "one negative for each word") if int(each[0]) == 1 else None
            return Judgement("K negatives", False, what, "", f"Draw {K} words for every window.", mistake=mistake)
        if shared:
            mistake = known("draw_negatives", "the same negatives for the whole batch")
            return Judgement("K negatives", False, mistake.sentence, "", mistake.advice, mistake=mistake)
        return Judgement("K negatives", True)


def _explained(several: list[steps.Step]) -> bool:
    return all(one.left_over < steps.LEFT_OVER and np.isfinite(one.rate) and one.rate for one in several)


def _since(pair: tuple[list[Array], list[Array] | None]) -> list[Array]:
    """What a step's gradients add to those of the step before."""
    now, before = pair
    return now if before is None else [a - b for a, b in zip(now, before, strict=True)]


def _listed(each: Array) -> str:
    return ", ".join(str(int(one)) for one in sorted(set(each.tolist()))[:4])
