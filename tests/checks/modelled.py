"""Models before a check: the drivers of `tests/drivers`, the reference's parts, and who pretends to be a student."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from grader.checks.attempt import Attempt
from grader.checks.reference import Reference
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Outcome
from grader.wall.given import GivenFiles
from tests.checks.bench import check

GIVEN = GivenFiles(Path(__file__).parents[1] / "given")  # beside it lie the tests' drivers
REFERENCE = Reference(GIVEN)

MODULES = {
    "dan": """
        kind: module
        driver: dan.build
        uses: {Model: q4_DAN.DAN}
        reference: {Model: language_models.deep_averaging.DAN}
        reads: texts
        settings: {depth: 2}
        deeper: {depth: 4}
        holds:
          - shapes
          - batch = one by one
          - evaluation repeats
          - logits
          - words in any order
          - text doubled
          - padding
          - mean of words
          - activations
          - mean cross entropy
          - gradients arrive
          - a step lowers the loss
          - same seed, same steps
          - deeper is larger
    """,
    "gru": """
        kind: module
        driver: gru.build
        uses: {Model: chars.OurModel, window_loss: chars.window_loss}
        reference:
          Model: language_models.characters.OurModel
          window_loss: language_models.characters.window_loss
        reads: sequences
        classes: 41
        settings: {layers: 1}
        deeper: {layers: 2}
        holds:
          - shapes
          - batch = one by one
          - evaluation repeats
          - logits
          - causal
          - remembers
          - state carried
          - mean cross entropy
          - gradients arrive
          - a step lowers the loss
          - same seed, same steps
          - deeper is larger
    """,
    "cbow": """
        kind: module
        driver: cbow.build
        uses: {Model: cbow.CBOWNegativeSampling}
        reference: {Model: cbow.learning.CBOWNegativeSampling}
        reads: rows
        given: {A: [41, 7], B: [41, 7]}
        holds:
          - shapes
          - batch = one by one
          - evaluation repeats
          - logits
          - given parameters
          - gradients arrive
          - a step lowers the loss
    """,
}


def module(name: str, **more: Any) -> Any:
    """A check of one of the three models."""
    return check(MODULES[name], **more)


def judged(asked: Any, theirs: Mapping[str, Callable[..., Any]], **more: Any) -> Outcome:
    """What a check says of a student with these parts, by their names in `uses`; the reference's for the others."""
    functions = {
        spellings[0]: theirs.get(name) or REFERENCE.find(asked.reference[name])
        for name, spellings in asked.uses.items()
    }
    student = REFERENCE.pretender(functions)
    return judge(asked, Attempt(student, REFERENCE, Draws("a seed", "small", "one", "it"), **more))
