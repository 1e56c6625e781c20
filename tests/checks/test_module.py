"""The check kind `module`: right models of any spelling pass, each known mistake breaks its property in true words."""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from pydantic import ValidationError

from grader.checks.attempt import Attempt
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Figures, Outcome, Verdict
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text
from grader.wall.limits import Limits
from grader.wall.student import Student
from tests.checks.bench import said
from tests.checks.modelled import GIVEN, MODULES, REFERENCE, judged, module
from tests.slots import shared_slot

pytestmark = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")

#: mistake: the property that it breaks, and words that are said of it.
BROKEN = {
    ("dan", "Model"): {
        "a mean over the padding": ("padding", "Padding changes a text's scores"),
        "divided by the padded length": ("padding", "not by the padded length"),
        "a sum for the mean": ("text doubled", "twice has other scores"),
        "a maximum for the mean": ("mean of words", "not scored by the mean"),
        "the first word only": ("words in any order", "order changes"),
        "embeddings cut off from the loss": ("gradients arrive", "No gradient arrives at `embedding.weight`"),
        "softmax before the cross entropy": ("logits", "probabilities, where logits are due"),
        "softmax within the loss only": ("mean cross entropy", "takes the softmax twice"),
        "the loss added up over the batch": ("mean cross entropy", "the sum over all predictions"),
        "dropout left on": ("evaluation repeats", "Dropout belongs to training"),
        "one Linear shared by all layers": ("deeper is larger", "share their weights"),
        "no activation between the layers": ("activations", "linear function of the mean"),
    },
    ("gru", "Model"): {
        "the hidden state not used": ("remembers", "only the last character counts"),
        "the old hidden state handed back": ("remembers", "return the state that it gives back"),
        "softmax before the cross entropy": ("logits", "a second one flattens"),
        "texts taken for time": ("batch = one by one", "`nn.GRU` takes (time, batch, features)"),
        "the state detached at every step": ("gradients arrive", "is not that of the loss"),
        "one layer whatever is asked": ("deeper is larger", "with layers 1 and 2"),
    },
    ("gru", "window_loss"): {
        "the hidden state reset at every character": ("mean cross entropy", "not the mean cross entropy"),
        "the hidden state detached at every character": ("gradients arrive", "carries the gradient, too"),
        "batch and time exchanged": ("mean cross entropy", "in the same order"),
        "the input as the target": ("mean cross entropy", "what comes next"),
        "the last character's loss only": ("mean cross entropy", "averaged over all predictions"),
        "targets in another order than the logits": ("mean cross entropy", "in the same order"),
        "the loss added up over the window": ("mean cross entropy", "not the mean cross entropy"),
    },
    ("cbow", "Model"): {
        "a sum for the mean": ("given parameters", "twice as large"),
        "the centre from the context's table": ("given parameters", "never uses B"),
        "the tables exchanged": ("given parameters", "context from B"),
        "the middle column as the centre": ("given parameters", "middle column"),
        "the first column as the centre": ("given parameters", "first column"),
        "the centre within its own context": ("given parameters", "mean over all three"),
        "a sigmoid before the loss": ("logits", "probabilities, where logits are due"),
        "a mean over the dimensions": ("given parameters", "mean over the dimensions"),
    },
}
ALL = [(*place, name) for place, named in BROKEN.items() for name in named]
#: What the sum and the first word break besides: a text's mean is not what they take.
AS_WELL = {"a sum for the mean": {"mean of words"}, "the first word only": {"mean of words"}}


def known(model: str, part: str) -> dict[str, Callable[..., Any]]:
    return {one.name: one.wrong for one in REFERENCE.mistakes(module(model).reference[part])}


def lost(outcome: Outcome) -> set[str]:
    return {part.name for part in outcome.parts if not part.earned}


@pytest.mark.parametrize("model", MODULES)
def test_accepts_the_reference(model: str) -> None:
    outcome = judged(module(model), {})
    assert outcome.verdict is Verdict.PASSED and outcome.fraction == 1 and not outcome.notes, said(outcome)


@pytest.mark.parametrize(("model", "part", "name"), ALL)
def test_each_known_mistake_breaks_its_property_and_is_told(model: str, part: str, name: str) -> None:
    held, words = BROKEN[model, part][name]
    outcome = judged(module(model), {part: known(model, part)[name]})
    assert outcome.verdict is Verdict.PARTIAL
    assert lost(outcome) == {held} | (AS_WELL.get(name, set()) if model == "dan" else set())
    assert words in said(outcome)


@pytest.mark.parametrize(("model", "part"), BROKEN)
def test_every_known_mistake_is_tried_here(model: str, part: str) -> None:
    assert set(known(model, part)) == set(BROKEN[model, part])


def plain_loss(model: Any, inputs: Any, targets: Any) -> Any:
    """A student's own: the state is made of what the model returns, and the mean is taken at the end."""
    import torch

    hidden, total = torch.zeros(1, len(inputs), 10), 0.0
    for t in range(inputs.shape[1]):
        scores, hidden = model(inputs[:, t], hidden)
        total = total + torch.nn.functional.cross_entropy(scores, targets[:, t], reduction="sum")
    return total / targets.numel()


@pytest.mark.parametrize(
    ("model", "spelling"),
    [
        ("dan", "PaddedTable"), ("dan", "BagOfVectors"), ("dan", "FrozenVectors"), ("gru", "BatchFirst"),
        ("gru", "OneHot"), ("gru", "Cells"), ("cbow", "TwoTables"), ("cbow", "Batched"),
    ],
)  # fmt: skip
def test_accepts_right_models_of_other_spellings(model: str, spelling: str) -> None:
    from tests.checks import spellings

    theirs = {"Model": getattr(spellings, spelling), **({"window_loss": plain_loss} if model == "gru" else {})}
    outcome = judged(module(model), theirs)
    assert outcome.verdict is Verdict.PASSED, said(outcome)


def test_log_probabilities_and_a_singleton_axis_are_noted() -> None:
    from tests.checks.spellings import BagOfVectors, TwoTables

    assert "The scores are log-probabilities" in said(judged(module("dan"), {"Model": BagOfVectors}))
    assert "(24, 1); (24,) is asked" in said(judged(module("cbow"), {"Model": TwoTables}))


def test_rejects_a_mean_that_is_off_by_a_part_in_a_thousand() -> None:
    from reference.language_models.deep_averaging import DAN

    class Nearly(DAN):
        def pooled(self, input_ids: Any, attention_masks: Any) -> Any:
            return super().pooled(input_ids, attention_masks) * (1 + 1e-3 * (attention_masks.sum(1, keepdim=True) > 1))

    outcome = judged(module("dan"), {"Model": Nearly})
    assert lost(outcome) >= {"mean of words"}


def test_rejects_a_scorer_that_is_off_by_a_part_in_a_thousand() -> None:
    from reference.cbow.learning import CBOWNegativeSampling

    class Nearly(CBOWNegativeSampling):
        def forward(self, x: Any) -> Any:
            return 1.001 * super().forward(x)

    outcome = judged(module("cbow"), {"Model": Nearly})
    assert lost(outcome) == {"given parameters"} and "than the sheet's formula" in said(outcome)


def test_a_model_that_reads_nothing_earns_nothing() -> None:
    from reference.language_models.deep_averaging import DAN

    class Constant(DAN):
        def pooled(self, input_ids: Any, attention_masks: Any) -> Any:
            return super().pooled(input_ids, attention_masks) * 0

    outcome = judged(module("dan"), {"Model": Constant})
    assert outcome.fraction == 0 and "the same scores whatever it reads" in said(outcome)


def test_probabilities_are_right_where_the_own_loss_knows_them() -> None:
    from reference.language_models.deep_averaging import DAN

    class Probabilities(DAN):
        def logits(self, z: Any) -> Any:
            return super().logits(z).softmax(-1)

        def loss(self, logits: Any, labels: Any) -> Any:
            return -logits.gather(1, labels[:, None]).log().mean()

    outcome = judged(module("dan"), {"Model": Probabilities})
    assert outcome.verdict is Verdict.PASSED, said(outcome)


def test_a_model_that_needs_equal_sizes_loses_its_shapes_and_is_tried_with_such() -> None:
    import torch

    from reference.language_models.deep_averaging import DAN

    class Shared(DAN):
        """One layer for all, so vectors and hidden layers must have one size; and a softmax too many."""

        def __init__(self, vectors: Any, hidden: int, depth: int, *more: Any) -> None:
            super().__init__(vectors, hidden, depth, *more)
            self.layers = torch.nn.ModuleList([self.layers[0]] * depth)

        def forward(self, input_ids: Any, attention_masks: Any, labels: Any = None) -> Any:
            logits = torch.softmax(super().forward(input_ids, attention_masks)["logits"], dim=-1)
            loss = None if labels is None else torch.nn.functional.cross_entropy(logits, labels)
            return {"loss": loss, "logits": logits}

    sizes = {"settings": {"depth": 2, "dimension": 8, "hidden": 12}, "equal": {"dimension": 12}}
    outcome = judged(module("dan", **sizes), {"Model": Shared})
    assert lost(outcome) == {"shapes", "logits", "deeper is larger"}
    assert "only where all of its layers have one size" in said(outcome) and "share their weights" in said(outcome)
    assert judged(module("dan", **{**sizes, "equal": {}}), {"Model": Shared}).fraction == 0
    assert judged(module("dan", **sizes), {}).verdict is Verdict.PASSED


def test_scores_of_another_shape_are_told_with_both_shapes() -> None:
    from reference.language_models.deep_averaging import DAN

    class Transposed(DAN):
        def logits(self, z: Any) -> Any:
            return super().logits(z).T

    outcome = judged(module("dan"), {"Model": Transposed})
    assert outcome.fraction == 0 and "yours (3, 6), due (6, 3)" in said(outcome)


def test_what_cannot_be_tried_waits_for_a_person() -> None:
    from reference.language_models.deep_averaging import DAN

    class TwoTables(DAN):
        def __init__(self, *sizes: Any) -> None:
            super().__init__(*sizes)
            self.more = type(self.embedding)(len(sizes[0]), sizes[0].shape[1])

    outcome = judged(module("dan"), {"Model": TwoTables})
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert "“mean of words”, “activations”" in said(outcome) and "no single parameter" in said(outcome)
    (table,) = outcome.evidence
    assert isinstance(table, Figures) and ("padding", "holds") in table.rows


def test_a_peeking_model_is_told() -> None:
    from torch import nn

    class Peeking(nn.Module):
        """Reads whole texts at once, and both ways."""

        def __init__(self, vocabulary: int, hidden: int, classes: int, layers: int) -> None:
            super().__init__()
            self.embedding = nn.Embedding(vocabulary, hidden)
            self.gru = nn.GRU(hidden, hidden, batch_first=True, bidirectional=True)
            self.linear = nn.Linear(2 * hidden, classes)

        def forward(self, ids: Any) -> Any:
            return self.linear(self.gru(self.embedding(ids))[0])

    asked = module("gru", driver="whole.build", uses={"Model": "a.B"}, deeper={}, holds=["causal", "remembers"],
                   reference={"Model": "language_models.characters.OurModel"})  # fmt: skip
    outcome = judged(asked, {"Model": Peeking})
    assert lost(outcome) == {"causal"} and "depend on what stands behind it" in said(outcome)


def test_two_steps_from_one_seed_that_differ_are_told() -> None:
    import torch

    from reference.language_models.deep_averaging import DAN

    unruled = torch.Generator().manual_seed(1)

    class Unruled(DAN):
        def pooled(self, input_ids: Any, attention_masks: Any) -> Any:
            z = super().pooled(input_ids, attention_masks)
            return z * torch.rand(z.shape, generator=unruled) if self.training else z

    outcome = judged(module("dan", holds=["same seed, same steps", "padding"]), {"Model": Unruled})
    assert lost(outcome) == {"same seed, same steps"} and "no clock" in said(outcome)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"holds": ["causal"]}, "is about models that read sequences"),
        ({"deeper": {}}, "need one another"),
        ({"deeper": {"dept": 4}}, "none of the settings"),
        ({"equal": {"dimensions": 4}}, "none of the settings"),
    ],
)
def test_keys_that_do_not_fit_are_told(change: dict[str, Any], words: str) -> None:
    asked = module("dan", **change)
    assert any(words in mistake.what for mistake in asked.mistakes())


def test_an_unknown_property_is_refused() -> None:
    with pytest.raises(ValidationError):
        module("dan", holds=["everything"])


STUDENTS = """
    import torch
    from torch import nn

    class DAN(nn.Module):
        def __init__(self, vectors, hidden, depth, dropout, classes):
            super().__init__()
            self.embedding = nn.Embedding.from_pretrained(vectors, freeze=False)
            self.layers = nn.ModuleList([nn.Linear(vectors.shape[1] if i == 0 else hidden, hidden)
                                         for i in range(depth)])
            self.out = nn.Linear(hidden, classes)

        def forward(self, input_ids, attention_masks, labels=None):
            mask = attention_masks.unsqueeze(-1)
            x = (self.embedding(input_ids) * mask).sum(1) / MEAN
            for layer in self.layers:
                x = torch.relu(layer(x))
            logits = self.out(x)
            loss = nn.functional.cross_entropy(logits, labels) if labels is not None else None
            return {"loss": loss, "logits": logits}
"""


def behind_the_wall(source: str, **more: Any) -> Outcome:
    asked = module("dan", **more)
    text = Text(dedent(source))
    submission = Submission("alice", "small", Path(), (read_python_file(text, "q4_DAN", "q4_DAN.py", ""),))
    with Student(submission, GIVEN, Limits(), shared_slot(), torch=True) as student:
        return judge(asked, Attempt(student, REFERENCE, Draws("a seed", "small", "one", "it")))


def test_behind_the_wall_a_right_model_passes() -> None:
    outcome = behind_the_wall(STUDENTS.replace("MEAN", "mask.sum(1)"))
    assert outcome.verdict is Verdict.PASSED, (said(outcome), outcome.flags)


def test_behind_the_wall_a_missing_mask_is_told() -> None:
    outcome = behind_the_wall(STUDENTS.replace("MEAN", "mask.shape[1]"))
    assert lost(outcome) >= {"padding"} and "Padding changes a text's scores." in said(outcome)


def test_behind_the_wall_another_constructor_waits_for_a_person() -> None:
    source = STUDENTS.replace("vectors, hidden, depth, dropout, classes", "config").replace("MEAN", "mask.sum(1)")
    outcome = behind_the_wall(source)
    assert outcome.verdict is Verdict.NEEDS_PERSON and "A driver failed" in outcome.flags[0]


class Forging:
    """A student's process that answers whatever it likes: `driver` gets `forged`, all others what is right."""

    def __init__(self, student: Any, driver: str, forged: Any) -> None:
        self.student, self.driver, self.forged = student, driver, forged

    def drive(self, driver: str, *arguments: Any, **named: Any) -> Any:
        reply = self.student.drive(driver, *arguments, **named)
        return replace(reply, value=self.forged) if driver == f"models.{self.driver}" else reply

    def notes(self, function: Any) -> tuple[str, ...]:
        return ()


#: The properties that ask each driver; nearly all of them ask `scores`.
ASKED_BY = {
    "scores": module("dan").holds,
    "scores_twice": ["evaluation repeats"],
    "scores_mixed": ["mean of words", "activations"],
    "sizes": ["deeper is larger"],
    "losses": ["mean cross entropy", "logits"],
    "slopes": ["gradients arrive"],
    "stepped": ["a step lowers the loss"],
}


@pytest.mark.parametrize("driver", ASKED_BY)
@pytest.mark.parametrize("forged", [7, "passed", [], [[]], [["a"]], [1.0, 2.0], {"scores": 1}, [None, None]])
def test_no_forged_answer_passes_or_is_taken_for_a_fault_of_ours(driver: str, forged: Any) -> None:
    held = ASKED_BY[driver]
    asked = module("dan", holds=held, deeper={"depth": 4} if "deeper is larger" in held else {})
    right = {spellings[0]: REFERENCE.find(asked.reference[name]) for name, spellings in asked.uses.items()}
    student = Forging(REFERENCE.pretender(right), driver, forged)
    outcome = judge(asked, Attempt(student, REFERENCE, Draws("a seed", "small", "one", "it")))
    assert outcome.verdict in (Verdict.FAILED, Verdict.PARTIAL, Verdict.NEEDS_PERSON), said(outcome)
