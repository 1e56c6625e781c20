"""All kinds of checks, told apart by `kind`. A new kind adds one name here."""

from typing import Annotated

from pydantic import Field

from grader.checks.gradient import Gradient
from grader.checks.values import Values

Check = Annotated[Values | Gradient, Field(discriminator="kind")]
