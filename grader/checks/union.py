"""The kinds of check there are. Adding one: its file, its line here, its tests."""

from typing import Annotated

from pydantic import Field

from grader.checks.accuracy import Accuracy
from grader.checks.artifact import Artifact
from grader.checks.behaviour import Behaviour
from grader.checks.choice import Choice
from grader.checks.claim import Claim
from grader.checks.derivation import Derivation
from grader.checks.essay import Essay
from grader.checks.examples import MisclassifiedExamples
from grader.checks.gradient import Gradient
from grader.checks.module import Module
from grader.checks.number import Number
from grader.checks.perplexity import Perplexity
from grader.checks.prints import Prints
from grader.checks.properties import Properties
from grader.checks.training import Training
from grader.checks.values import Values

Check = Annotated[
    Values | Gradient | Properties | Prints | Number | Choice | Accuracy | Artifact | Behaviour | Claim | Derivation
    | MisclassifiedExamples | Module | Perplexity | Training | Essay,
    Field(discriminator="kind"),
]
