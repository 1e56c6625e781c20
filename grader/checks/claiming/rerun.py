"""The student's model run on the examples that they gave: what it says of each, and what is true.

An example is known by its text in our corpus; one that isn't there can't be checked, whatever is said about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from grader.checks.attempt import Attempt
from grader.checks.base import FunctionSpellings
from grader.checks.claiming.given_examples import Given, letters
from grader.code import CannotAnswer, Theirs
from grader.data.corpora import Example, LabelledCorpus
from grader.draws.generator import Dotted, ReferenceName
from grader.mistake_of_user import UserMistake

#: Letters that a text must share from its beginning to be known by it: excerpts end anywhere.
_KNOWN_BY = 60


class ModelRun(BaseModel):
    """How the student's model is run on the examples."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    driver: Dotted
    """A driver that is called with a list of texts, and gives a label's number for each."""
    uses: dict[str, FunctionSpellings] = Field(min_length=1)
    """The driver's arguments that are the student's, with their accepted spellings."""
    reference: dict[str, ReferenceName]
    """The reference's functions or classes for the same names."""
    data: str
    """The labelled texts that the examples are from: a name under the assignment's `data`."""
    settings: dict[str, Any] = {}
    """Further arguments of the driver, as they are."""
    seconds: float = Field(default=60.0, gt=0, le=3600)
    """Seconds for the call."""
    recomputed: bool = False
    """The model is the very one that the examples are about: its weights were handed in. Else a model that was trained
    anew may be wrong about other texts, and what it says decides nothing."""


@dataclass(frozen=True)
class Checked:
    """One example as the model sees it. label, predicted: numbers; None where that could not be found out."""

    label: int | None
    predicted: int | None

    @property
    def misclassified(self) -> bool | None:
        return None if self.label is None or self.predicted is None else self.label != self.predicted


@dataclass(frozen=True)
class Rerun:
    """All examples as the model sees them. why: what kept it from being run; "" where nothing did."""

    examples: tuple[Checked, ...]
    labels: tuple[str, ...]
    why: str = ""


def rerun(model: ModelRun, attempt: Attempt, given: Sequence[Given]) -> Rerun:
    """What the model says of each example that is known."""
    nothing = (Checked(None, None),) * len(given)
    try:
        corpus = attempt.texts.of(model.data).corpus
    except UserMistake:
        return Rerun(nothing, (), "the texts that they are from are not on this machine")
    if not isinstance(corpus, LabelledCorpus):
        return Rerun(nothing, (), "the texts that they are from have no labels")
    known = _known(corpus, given)
    if not known:
        return Rerun(nothing, corpus.labels, "none of them was found among the texts that they are from")
    predicted = _predicted(model, attempt, [example.text for example in known.values()], len(corpus.labels))
    if predicted is None:
        found = tuple(Checked(known[n].label if n in known else None, None) for n in range(len(given)))
        return Rerun(found, corpus.labels, "the model could not be run on them")
    by_number = dict(zip(known, predicted, strict=True))
    found = tuple(
        Checked(known[n].label, by_number[n]) if n in known else Checked(None, None) for n in range(len(given))
    )
    return Rerun(found, corpus.labels)


def _known(corpus: LabelledCorpus, given: Sequence[Given]) -> Mapping[int, Example]:
    """The examples that are one text of the corpus and no other, by their number."""
    wanted = {number: letters(one.text) for number, one in enumerate(given) if one.text}
    found: dict[int, list[Example]] = {}
    for example in (*corpus.test, *corpus.dev, *corpus.train):
        whole = letters(example.text)
        for number, part in wanted.items():
            if part and (whole == part or (len(part) >= _KNOWN_BY and whole.startswith(part))):
                found.setdefault(number, []).append(example)
    return {number: ones[0] for number, ones in sorted(found.items()) if len({one.text for one in ones}) == 1}


def _predicted(model: ModelRun, attempt: Attempt, texts: list[str], classes: int) -> list[int] | None:
    """A label's number for each text; None where the driver gave anything else."""
    theirs = {name: Theirs(spellings) for name, spellings in model.uses.items()}
    try:
        reply = attempt.student.drive(model.driver, texts, seconds=model.seconds, **theirs, **model.settings)
    except CannotAnswer:
        return None  # that the model does not run is told by the checks that are about it
    value = reply.value.tolist() if hasattr(reply.value, "tolist") else reply.value
    if not isinstance(value, (list, tuple)) or len(value) != len(texts):
        return None
    return list(value) if all(type(one) is int and 0 <= one < classes for one in value) else None
