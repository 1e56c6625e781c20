"""The student's model as the properties see it: asked through the wall, read into arrays, compared within rounding."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.checks.module import Module
from grader.checks.modules.batches import Batch, Batches, Real
from grader.code import CannotAnswer, Given
from grader.explain.agreement import without_singletons
from grader.outcome import Diagnosis, Finding, Verdict

ALLOWED = 1e-4  # of the largest score: float32 loses a hundredth of that on its way


class CannotTell(Exception):
    """A property can't be tried on this model; `why` completes "… could not be tried: "."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Broken:
    """How a property is broken, and the known mistakes that do the same."""

    finding: Finding
    diagnoses: tuple[Diagnosis, ...] = ()


def said(what: str, where: str = "", advice: str = "") -> Broken:
    """A finding whose first part holds no number of a hidden batch, so that it may be told of a hidden check."""
    return Broken(Finding(what, where, advice, what))


@dataclass(frozen=True)
class Subject:
    """One student's model under one check's draws."""

    check: Module
    attempt: Attempt

    @property
    def batches(self) -> Batches:
        return Batches(self.check, self.attempt.draws)

    @property
    def owns_loss(self) -> bool:
        """Whether the student's own loss is what slopes and steps follow."""
        return "mean cross entropy" in self.check.holds

    @property
    def loss(self) -> Given | None:
        return self.beside("loss") if self.owns_loss else None

    def beside(self, function: str) -> Given:
        """A function of the driver's own file."""
        return Given(f"{self.check.driver.rpartition('.')[0]}.{function}")

    def ask(self, driver: str, *arguments: Any, **changed: Any) -> Any:
        """What one of the drivers of models says of a fresh model. Raises CannotAnswer."""
        making = {**self.check.making, **changed}
        build = Given(self.check.driver)
        return self.check.drive(self.attempt, build, *arguments, driver=f"models.{driver}", **making).value

    def scores(self, *batches: Batch, seed: int = 0) -> list[Real]:
        """What one fresh model gives for each batch, in the shape that is due. Raises CannotAnswer."""
        found = self.ask("scores", self.beside("logits"), [list(batch) for batch in batches], seed)
        return self.read(found, batches)

    def read(self, found: Any, batches: Sequence[Batch]) -> list[Real]:
        """Scores as they came, as arrays of numbers in the shape that is due. Raises CannotAnswer."""
        if type(found) is not list or len(found) != len(batches):
            raise CannotAnswer(Verdict.FAILED, Finding("The model does not give one answer for each batch."))
        return [self._numbers(one, self.batches.shape(batch)) for one, batch in zip(found, batches, strict=True)]

    def _numbers(self, found: Any, due: tuple[int, ...]) -> Real:
        if not isinstance(found, np.ndarray) or found.dtype.kind != "f":
            raise CannotAnswer(Verdict.FAILED, said("The model's scores are no floating-point numbers.", "",
                               "Return what the last layer gives.").finding)  # fmt: skip
        if without_singletons(found.shape) != without_singletons(due):
            raise CannotAnswer(Verdict.FAILED, _misshapen(found.shape, due, self.check))
        if not np.isfinite(found).all():
            raise CannotAnswer(Verdict.FAILED, said("The model gives scores that are no numbers: nan or inf.",
                               "on a fresh model and drawn texts",
                               "Look for a division by zero and for a logarithm of zero.").finding)  # fmt: skip
        return found.reshape(due)


_LETTERS = {"texts": "(texts, classes)", "sequences": "(texts, places, classes)", "rows": "(rows,)"}


def _misshapen(yours: tuple[int, ...], due: tuple[int, ...], check: Module) -> Finding:
    return said(
        f"The model's scores have another shape than {_LETTERS[check.reads]}.",
        f"yours {yours}, due {due}",
        "Compare the shapes after each layer, and the axis that is summed over.",
    ).finding


def same(one: Real, other: Real) -> bool:
    """Whether two arrays of scores agree but for rounding."""
    if one.shape != other.shape:
        return False
    scale = max(float(np.abs(one).max(initial=0.0)), float(np.abs(other).max(initial=0.0)))
    return bool((np.abs(one - other) <= ALLOWED * scale).all())


def gap(one: Real, other: Real) -> str:
    """The pair of scores that differ most, as it is told."""
    at = np.unravel_index(np.abs(one - other).argmax(), one.shape)
    return f"{float(one[at]):.4g} and {float(other[at]):.4g}"
