"""Check kind `module`: what must hold of a model before it is trained. The properties themselves are in `modules/`.

Exact and cheap, so they stand before any training: an end metric sees none of the small mistakes.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import Mistake, nearest
from grader.checks.driven import DrivenCheck
from grader.outcome import Outcome

Reads = Literal["texts", "sequences", "rows"]
OfAny = Literal[
    "shapes", "batch = one by one", "evaluation repeats", "logits", "gradients arrive", "mean cross entropy",
    "a step lowers the loss", "same seed, same steps", "deeper is larger", "given parameters",
]  # fmt: skip
OfTexts = Literal["words in any order", "text doubled", "padding", "mean of words", "activations"]
OfSequences = Literal["causal", "remembers", "state carried"]
ModuleProperty = OfAny | OfTexts | OfSequences

#: What holds only of models that read so.
ONLY: dict[str, Reads] = {
    **dict.fromkeys(get_args(OfTexts), "texts"),
    **dict.fromkeys(get_args(OfSequences), "sequences"),
}


class Module(DrivenCheck):
    """Makes the student's model with tiny sizes, reads drawn batches with it, and tries what must hold of the scores.

    `driver` is the function that makes the model, `dan.build`; the others that a property needs stand in its file.
    """

    kind: Literal["module"]
    reads: Reads
    """What a batch is: `texts` (words and their mask), `sequences` (each place predicts the next one), `rows` (three
    words and one score)."""
    vocabulary: int = Field(default=41, ge=12, le=1000)
    """How many words or characters the model can read; the driver gets it as `vocabulary`."""
    classes: int = Field(default=3, ge=2, le=1000)
    """How many scores there are for each prediction; the driver gets it as `classes`."""
    holds: list[ModuleProperty] = Field(min_length=1)
    """What must hold; each earns its share of the points."""
    deeper: dict[str, Any] = {}
    """For `deeper is larger`: settings with which the model must have more parameters."""
    equal: dict[str, Any] = {}
    """Settings with which all layers are of one size. A model that cannot be read with the ordinary ones is tried with
    these: it loses `shapes`, and what else is wrong is found."""
    given: dict[str, list[int]] = {}
    """For `given parameters`: the arrays that the driver's `fill` takes, with their shapes."""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.holds)

    @property
    def making(self) -> dict[str, Any]:
        """What the driver is called with besides the student's parts."""
        return {"vocabulary": self.vocabulary, "classes": self.classes, **self.settings}

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        needs = frozenset({"holds", "reads"})
        for place, held in enumerate(self.holds):
            if ONLY.get(held, self.reads) != self.reads:
                what = f"`{held}` is about models that read {ONLY[held]}, and this one reads {self.reads}"
                yield Mistake(("holds", place), what, "take it out, or mend `reads`", needs)
        for name, key, there in (
            ("deeper is larger", "deeper", self.deeper),
            ("given parameters", "given", self.given),
        ):
            if (name in self.holds) != bool(there):
                what = f"`{name}` and `{key}` need one another"
                yield Mistake((key,), what, "give both, or neither", frozenset({"holds", key}))
        for key, changed in (("deeper", self.deeper), ("equal", self.equal)):
            for name in changed:
                if name not in self.settings:
                    advice = nearest(name, self.settings) or "add it to `settings`"
                    what = f"`{key}` changes `{name}`, which is none of the settings"
                    yield Mistake((key, name), what, advice, frozenset({key, "settings"}))

    def run(self, attempt: Attempt) -> Outcome:
        """Points for each property that holds. Raises CannotAnswer where the model cannot be made or read."""
        from grader.checks.modules.tried import tried  # numpy

        return tried(self, attempt)
