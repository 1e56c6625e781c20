"""The check kind `training`: what is measured afterwards decides, and the first steps; what a loop reports does not."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from grader.checks.attempt import Attempt
from grader.data.resolve import Wanted
from grader.data.texts import Texts
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Curve, Outcome, Scale, Verdict
from grader.submission.model import Module, Submission
from grader.submission.python_file import read_python_file
from grader.submission.slicing import with_definitions_only
from grader.submission.text import Text
from grader.wall.limits import Limits
from grader.wall.student import Student
from tests.checks.bench import check, said
from tests.checks.modelled import GIVEN, REFERENCE, judged
from tests.slots import shared_slot

needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")

COUNTS = """
    kind: training
    driver: counts.trained
    uses: {train: own.train}
    reference: {train: language_models.train_bigram}
    data: characters
    measures: perplexity
    at_most_ratio: 1.1
    tokens: 3000
"""
REVIEWS = """
    kind: training
    driver: dan.trained
    uses: {train: q4.train, Model: q4.DAN}
    reference: {train: language_models.deep_averaging.train, Model: language_models.deep_averaging.DAN}
    data: reviews
    measures: accuracy
    at_least: 0.8
    train: 800
    tokens: 800
    settings: {epochs: 3, rate: 0.01}
"""
OURS = (
    REVIEWS.replace("dan.trained", "dan.trained_here")
    .replace("train: q4.train, ", "")
    .replace("train: language_models.deep_averaging.train, ", "")
)
LOOKED_AT = {"short": {"epochs": 1, "most": 160}, "resets_gradients": True}
WINDOWS = """
    kind: training
    driver: cbow.trained
    uses: {train: w.train, Model: w.CBOW, Noise: w.Noise}
    reference:
      train: cbow.learning.train
      Model: cbow.learning.CBOWNegativeSampling
      Noise: cbow.learning.Noise
    data: neighbours
    measures: association
    at_least: 0.75
    train: 40000
    tokens: 4000
    settings: {epochs: 2, rate: 0.05}
"""


@cache
def texts() -> Texts:
    names = ("characters", "reviews", "neighbours")
    return Texts({name: Wanted(stand_in=f"synthetic-{name}") for name in names}, None, Draws("a seed"))


def outcome_of(text: str, theirs: dict[str, Any] | None = None, **more: Any) -> Outcome:
    return judged(check(text, **more), theirs or {}, texts=texts())


def behind_the_wall(text: str, module: Module, **more: Any) -> Outcome:
    """What a check says to a submission of one file, which runs in a process of its own."""
    submission = Submission("alice", "small", Path(), (module,))
    with Student(submission, GIVEN, Limits(), shared_slot(), torch=True) as student:
        draws = Draws("a seed", "small", "one", "it")
        return judge(check(text, **more), Attempt(student, REFERENCE, draws, texts=texts(), submission=submission))


def order_2(text: Any, size: int) -> Any:
    counts = np.full((size,) * 3, 0.1)
    np.add.at(counts, (text[:-2], text[1:-1], text[2:]), 1)
    return counts / counts.sum(-1, keepdims=True)


def order_1(text: Any, size: int) -> Any:
    counts = np.full((size,) * 2, 0.1)
    np.add.at(counts, (text[:-1], text[1:]), 1)
    return counts / counts.sum(-1, keepdims=True)


# ---- a perplexity
def test_accepts_a_training_that_learns_the_language() -> None:
    outcome = outcome_of(COUNTS, {"train": order_2})
    assert outcome.verdict is Verdict.PASSED and outcome.fraction == 1, said(outcome)
    assert dict(outcome.measured)["perplexity"] == pytest.approx(3.67, abs=0.2)


def test_a_model_that_knows_one_character_is_told_its_plateau() -> None:
    outcome = outcome_of(COUNTS, {"train": order_1})
    assert outcome.verdict is Verdict.FAILED
    assert "sees the last character only" in said(outcome) and "asked for" in said(outcome)
    scale = next(one for one in outcome.evidence if isinstance(one, Scale))
    assert scale.yours == pytest.approx(9.6, abs=0.4) and scale.bound is not None


def test_rejects_a_perplexity_just_above_the_bound() -> None:
    assert outcome_of(COUNTS, {"train": order_2}, at_most_ratio=1.02).verdict is Verdict.PASSED
    nearly = {"train": lambda text, size: 0.93 * order_2(text, size) + 0.07 / size}
    near = outcome_of(COUNTS, nearly, at_most_ratio=1.02)
    assert near.verdict is Verdict.FAILED and "too high" in said(near)


def test_a_better_score_than_the_language_allows_is_no_pass() -> None:
    outcome = outcome_of(COUNTS, {"train": lambda text, size: np.minimum(2 * order_2(text, size), 1.0)})
    assert outcome.verdict is Verdict.FAILED and "lower than that of the language" in said(outcome)
    assert "without having seen it" in outcome.flags[0]


def test_probabilities_above_one_are_told() -> None:
    outcome = outcome_of(COUNTS, {"train": lambda text, size: 30 * order_2(text, size)})
    assert outcome.fraction == 0 and "probabilities that are none" in said(outcome)


def test_the_reported_losses_are_a_curve_and_earn_nothing() -> None:
    outcome = outcome_of(COUNTS, {"train": order_1}, settings={"rounds": 500})
    (curve,) = [one for one in outcome.evidence if isinstance(one, Curve)]
    assert curve.yours[-1] < 0 and len(curve.yours) <= 200 and curve.steps == 3
    assert outcome.fraction == 0


def test_a_training_without_a_model_waits_for_a_person() -> None:
    outcome = outcome_of(COUNTS, {"train": order_2}, driver="counts.nothing")
    assert outcome.verdict is Verdict.NEEDS_PERSON and "gives back no model" in said(outcome)


def test_two_short_trainings_that_differ_are_noted_and_cost_nothing() -> None:
    drawn = np.random.default_rng(0)

    def unruled(text: Any, size: int) -> Any:
        model = order_2(text, size) + 1e-4 * drawn.random((size,) * 3)
        return model / model.sum(-1, keepdims=True)

    asked = {"settings": {"rounds": 0}, "short": {"rounds": 0}}
    outcome = outcome_of(COUNTS, {"train": unruled}, **asked)
    assert outcome.verdict is Verdict.PASSED and "can't be repeated exactly" in said(outcome)
    assert not outcome_of(COUNTS, {"train": order_2}, **asked).notes


# ---- an accuracy
@needs_torch
def test_accepts_a_classifier_that_learns_and_says_how_well() -> None:
    outcome = outcome_of(REVIEWS, **LOOKED_AT)
    assert outcome.verdict is Verdict.PASSED, said(outcome)
    assert dict(outcome.measured)["accuracy"] > 0.8 and not outcome.notes and not outcome.flags


def mistake(of: str, name: str) -> Any:
    return next(one.wrong for one in REFERENCE.mistakes(of) if one.name == name)


@needs_torch
def test_gradients_that_are_never_reset_are_told_whatever_the_accuracy() -> None:
    wrong = mistake("language_models.deep_averaging.train", "gradients not reset")
    outcome = outcome_of(REVIEWS, {"train": wrong}, **LOOKED_AT, points={"accuracy": 2, "gradients reset": 1})
    assert next(part for part in outcome.parts if part.name == "gradients reset").earned == 0
    assert "nothing sets them back to zero" in said(outcome) and "zero_grad" in said(outcome)


@needs_torch
def test_labels_that_belong_to_other_texts_are_told() -> None:
    wrong = mistake("language_models.deep_averaging.train", "labels in another order than the texts")
    outcome = outcome_of(REVIEWS, {"train": wrong})
    assert outcome.verdict is Verdict.FAILED and "lost each other" in said(outcome)


@needs_torch
def test_a_loop_of_ours_is_not_blamed_for_a_model_that_learns_too_little() -> None:
    theirs = outcome_of(REVIEWS, settings={"epochs": 1, "rate": 1e-6})
    assert theirs.fraction == 0 and "the loop are ours" not in said(theirs)
    ours = outcome_of(OURS, settings={"epochs": 1, "rate": 1e-6})
    assert ours.fraction == 0 and "the loop are ours here, so look at the model" in said(ours)
    assert "batch is a step" not in said(ours) and "list" not in said(ours)


@needs_torch
def test_an_accuracy_within_luck_of_the_bound_waits_for_a_person() -> None:
    reached = dict(outcome_of(REVIEWS).measured)["accuracy"]
    outcome = outcome_of(REVIEWS, at_least=reached + 0.01)
    assert outcome.verdict is Verdict.NEEDS_PERSON and "that may be luck" in said(outcome)
    assert outcome_of(REVIEWS, at_least=min(0.999, reached + 0.06)).verdict is Verdict.FAILED


@needs_torch
def test_an_accuracy_that_no_honest_model_reaches_is_flagged() -> None:
    outcome = outcome_of(REVIEWS, unlikely_above=0.5)
    assert outcome.verdict is Verdict.PASSED and "leaked" in outcome.flags[0]


@needs_torch
def test_steps_that_are_written_by_hand_lose_nothing() -> None:
    import torch

    def by_hand(model: Any, texts: Any, recipe: Any) -> list[float]:
        model.train()
        losses = []
        for _ in range(recipe.epochs):
            for at in range(0, len(texts.labels), 20):
                rows = slice(at, at + 20)
                loss = model(texts.input_ids[rows], texts.attention_masks[rows], texts.labels[rows])["loss"]
                model.zero_grad()
                loss.backward()
                with torch.no_grad():
                    for one in model.parameters():
                        one -= 0.5 * one.grad
                losses.append(loss.item())
        return losses

    asked = {**LOOKED_AT, "settings": {"epochs": 6}, "at_least": 0.6}
    outcome = outcome_of(REVIEWS, {"train": by_hand}, **asked)
    assert outcome.verdict is Verdict.PASSED, said(outcome)
    assert "rests on the result alone" in outcome.flags[0]


@needs_torch
def test_an_optimizer_of_another_models_parameters_is_told() -> None:
    import copy

    import torch

    def elsewhere(model: Any, texts: Any, recipe: Any) -> list[float]:
        optimizer = torch.optim.Adam(copy.deepcopy(model).parameters())
        for at in range(0, 100, 20):
            rows = slice(at, at + 20)
            model(texts.input_ids[rows], texts.attention_masks[rows], texts.labels[rows])["loss"].backward()
            optimizer.step()
        return []

    outcome = outcome_of(REVIEWS, {"train": elsewhere}, **LOOKED_AT)
    assert outcome.fraction == 0 and "no gradient arrives at any parameter that it holds" in said(outcome)


CLASSIFIER = """
    import torch
    from torch import nn

    class DAN(nn.Module):
        def __init__(self, vectors, hidden, depth, dropout, classes):
            super().__init__()
            self.embedding = nn.Embedding.from_pretrained(vectors, freeze=False)
            self.net = nn.Sequential(nn.Linear(vectors.shape[1], hidden), nn.ReLU(), nn.Linear(hidden, classes))

        def forward(self, input_ids, attention_masks, labels=None):
            mask = attention_masks.unsqueeze(-1)
            return {"logits": self.net((self.embedding(input_ids) * mask).sum(1) / mask.sum(1))}

    def train(model, texts, recipe):
        optimizer, loss, losses = torch.optim.Adam(model.parameters(), lr=recipe.rate), nn.CrossEntropyLoss(), []
        for epoch in range(recipe.epochs):
            for rows in torch.randperm(len(texts.labels)).split(recipe.batch):
                optimizer.zero_grad()
                value = loss(model(texts.input_ids[rows], texts.attention_masks[rows])["logits"], texts.labels[rows])
                value.backward()
                optimizer.step()
                losses.append(value.item())
        return losses
"""


@needs_torch
@pytest.mark.parametrize("forgotten", [False, True])
def test_behind_the_wall_a_model_is_trained_looked_at_and_measured(forgotten: bool) -> None:
    source = CLASSIFIER.replace("optimizer.zero_grad()", "pass") if forgotten else CLASSIFIER
    outcome = behind_the_wall(REVIEWS, read_python_file(Text(dedent(source)), "q4", "q4.py", ""), **LOOKED_AT)
    assert outcome.verdict is (Verdict.FAILED if forgotten else Verdict.PASSED), (said(outcome), outcome.flags)
    assert ("nothing sets them back to zero" in said(outcome)) is forgotten
    assert any(isinstance(one, Curve) for one in outcome.evidence)


# ---- an association
@needs_torch
def test_accepts_vectors_that_learn_which_words_go_together() -> None:
    outcome = outcome_of(WINDOWS)
    assert outcome.verdict is Verdict.PASSED, said(outcome)


@needs_torch
def test_a_sign_that_is_exchanged_is_told() -> None:
    import torch

    def uphill(batches: Any, model: Any, optimizer: Any, noise: Any) -> list[float]:
        for x in batches:
            rows = noise.rows(x)
            score, drawn = model(x), model(rows.reshape(-1, 3))
            loss = torch.nn.functional.softplus(score).mean() + torch.nn.functional.softplus(-drawn).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return []

    outcome = outcome_of(WINDOWS, {"train": uphill})
    assert outcome.fraction == 0 and "A sign is exchanged" in said(outcome)


@needs_torch
def test_a_training_without_steps_learns_nothing_and_is_told() -> None:
    outcome = outcome_of(WINDOWS, {"train": mistake("cbow.learning.train", "no step")})
    assert outcome.fraction == 0 and "nothing to do with how words go together" in said(outcome)


@needs_torch
def test_scores_that_lie_too_far_from_the_true_ones_are_told() -> None:
    outcome = outcome_of(WINDOWS, gap_at_most=0.05)
    assert outcome.fraction == 0 and "sum over the negatives" in said(outcome)


# ---- what a spec gets wrong
@pytest.mark.parametrize(
    ("text", "change", "words"),
    [
        (COUNTS, {"at_most_ratio": None}, "needs `at_most`"),
        (COUNTS, {"at_least": 0.5}, "is not about `measures: perplexity`"),
        (COUNTS, {"data": ""}, "needs a text"),
        (REVIEWS, {"resets_gradients": True}, "`short` is empty"),
        (REVIEWS, {"points": {"acuracy": 1}}, "nothing that this check returns"),
    ],
)
def test_keys_that_do_not_fit_are_told(text: str, change: dict[str, Any], words: str) -> None:
    assert any(words in mistake.what for mistake in check(text, **change).mistakes())


def test_a_text_that_this_cannot_be_measured_on_is_ours() -> None:
    outcome = outcome_of(COUNTS, {"train": order_2}, data="reviews")
    assert outcome.verdict is Verdict.BROKEN
    outcome = outcome_of(WINDOWS.replace("data: neighbours", "data: characters"), {"train": order_2})
    assert outcome.verdict is Verdict.BROKEN


# ---- a loop at the top level
LOOP = """
    import numpy as np

    class Counts:
        def __init__(self, size):
            self.table = np.full((size, size, size), 0.1)

        def shares(self):
            return self.table / self.table.sum(-1, keepdims=True)

    step = 1
    text = open("corpus.txt").read()
    counts = Counts(len(set(text)))
    losses = []
    n_epochs = 100000
    for epoch in range(n_epochs):
        np.add.at(counts.table, (text[:-2], text[1:-1], text[2:]), step)
        losses.append(1.0 / (epoch + 1))
        counts.backward() if epoch < 0 else None
"""
LOOPED = """
    kind: training
    driver: counts.trained
    uses: {train: notebook.train, Model: notebook.Counts}
    reference: {train: language_models.train_bigram, Model: language_models.characters.OurModel}
    data: characters
    measures: perplexity
    at_most_ratio: 1.1
    tokens: 3000
    loop: [n_epochs]
    turns: 5
"""


def of_a_notebook(source: str, **more: Any) -> Outcome:
    module = with_definitions_only(read_python_file(Text(dedent(source)), "notebook", "notebook.py", ""), ())
    return behind_the_wall(LOOPED, module, **more)


def test_a_loop_at_the_top_level_is_run_on_our_text() -> None:
    outcome = of_a_notebook(LOOP)
    assert outcome.verdict is Verdict.PASSED, (said(outcome), outcome.flags)
    assert "the loop in notebook.py" in said(outcome) and "at most 5 times" in said(outcome)
    (curve,) = [one for one in outcome.evidence if isinstance(one, Curve)]
    assert len(curve.yours) == 5


def test_a_loop_that_learns_something_else_is_told() -> None:
    outcome = of_a_notebook(LOOP.replace("text[1:-1]", "text[:-2]"))
    assert outcome.verdict is Verdict.FAILED and "too high" in said(outcome)


def test_without_function_and_loop_the_function_is_missing() -> None:
    outcome = of_a_notebook("class Counts: ...\n")
    assert outcome.fraction == 0 and "`train`" in said(outcome)
