"""An assignment as its instructor writes it: questions, checks, limits. Frozen, and a misspelt key is a mistake.

Reading the file and telling its mistakes happens in `load`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from grader.checks.base import CheckBase
from grader.checks.derivation import Derivation
from grader.checks.deriving.notation import Notation
from grader.checks.union import Check
from grader.spec.data_source import DataSource
from grader.wall.limits import Limits


def read_slug(name: str) -> str:
    """A short name, fit for a folder and a link. Raises ValueError with a sentence."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > 80:
        raise ValueError(f"`{name}` can't be a short name: use lower-case letters, digits and single hyphens")
    return name


def read_module(name: str) -> str:
    """A module as students import it. Raises ValueError with a sentence."""
    if not name.isidentifier():
        raise ValueError(f"`{name}` isn't a module's name: leave out `.py` and the folder")
    return name


Slug = Annotated[str, AfterValidator(read_slug)]
Text = Annotated[str, Field(min_length=1)]


class Question(BaseModel):
    """One question of the sheet. Its checks run in order; after a `gate` that does not pass, the rest are skipped."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Slug
    """A short name that never changes: `naive-softmax`."""
    title: Text
    """The sheet's own title."""
    labels: list[Text] = []
    """How students head their written answer to it: `1a`, `Question 1 (a)`."""
    checks: list[Check] = Field(min_length=1)
    """What is looked at, in order."""


class Assignment(BaseModel):
    """One assignment: `specs/<slug>/assignment.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    spec_version: Literal[1]
    """The version of this format: 1."""
    slug: Slug
    """Its short name, the same as its folder's."""
    title: Text
    """What stands at the top of a report."""
    due: str = ""
    """When it was due, as students should read it: `2026-02-14`."""
    source: str = ""
    """The course and the sheet it comes from."""
    isolation: Literal["submission", "question"] = "submission"
    """One process for a whole submission, or a fresh one for each question."""
    packages: list[Literal["torch"]] = []
    """What is made ready beside numpy before a student's code starts."""
    limits: Limits = Limits()
    """What a student's code may use."""
    modules: list[Annotated[str, AfterValidator(read_module)]] = []
    """The sheet's module names, without `.py`: a submission is recognised by them."""
    scripts: Literal["definitions", "run"] = "definitions"
    """What of a `.py` file is executed: its imports, functions, classes and constants, or all of it, as Python would.
    Of a notebook it is always the definitions."""
    data: dict[str, DataSource] = {}
    """The texts that checks train and measure on, by the names that they use."""
    notations: dict[str, Notation] = {}
    """Names for the formulas of written derivations; a `derivation` check says which of them it goes by."""
    questions: list[Question] = Field(min_length=1)
    """The sheet's questions, in order."""

    @model_validator(mode="after")
    def _with_notations(self) -> "Assignment":
        """Every derivation check with its notation in it. A name that is none stays, for `load` to tell its line."""
        questions = [
            question.model_copy(update={"checks": [noted(check, self.notations) for check in question.checks]})
            for question in self.questions
        ]
        return self.model_copy(update={"questions": questions})

    @property
    def functions(self) -> tuple[str, ...]:
        """Every accepted spelling of every function, each once: a submission is recognised by them."""
        checks = [check for question in self.questions for check in question.checks]
        spellings = [name for check in checks for name in check.code_asked]
        return tuple(dict.fromkeys(spellings))


_AnyCheck = TypeVar("_AnyCheck", bound=CheckBase)


def noted(check: _AnyCheck, notations: Mapping[str, Notation]) -> _AnyCheck:
    """A derivation check with the notation that it names; any other as it is."""
    if not isinstance(check, Derivation):
        return check

    def looked_up(notation: str | Notation) -> str | Notation:
        return notations.get(notation, notation) if isinstance(notation, str) else notation

    otherwise = [looked_up(one) for one in check.otherwise]
    return check.model_copy(update={"notation": looked_up(check.notation), "otherwise": otherwise})
