"""One check and somebody to judge: a spec's few lines, a reference made of text, students made of functions."""

import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from pydantic import TypeAdapter

from grader.checks.attempt import Attempt
from grader.checks.reference import Reference
from grader.checks.union import Check
from grader.code import Code
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Outcome
from grader.spec.find import find
from grader.spec.load import load
from grader.spec.model import Assignment
from grader.spec.yaml import read
from grader.submission.answer import WrittenAnswer
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.student import Student
from tests.slots import shared_slot

SPECS = Path(__file__).parents[2] / "specs"
ADAPTER: TypeAdapter[Any] = TypeAdapter(Check)


@cache
def assignment(slug: str) -> Assignment:
    return load(find(slug, [SPECS]).path)


def of_spec(slug: str, question: str, title: str) -> Any:
    """A check of a shipped spec."""
    asked = next(one for one in assignment(slug).questions if one.id == question)
    return next(one for one in asked.checks if one.title == title)


def check(text: str, **more: Any) -> Any:
    """A check as a spec writes it, `title` and `points` filled in."""
    data = read(dedent(text).encode()).data
    return ADAPTER.validate_json(json.dumps({"title": "it", "points": 1, **data, **more}), strict=True)


def given_of(slug: str) -> GivenFiles:
    return GivenFiles(SPECS / slug / "given")


@cache
def own(source: str) -> Reference:
    """A reference made of one module's text."""
    folder = Path(tempfile.mkdtemp(prefix="own-reference-"))
    (folder / "reference.py").write_text(dedent(source), "utf-8")
    return Reference(given_of("word2vec-foundations"), folder / "reference.py")


FOUNDATIONS = Reference(given_of("word2vec-foundations"))


def attempt(
    student: Code, reference: Reference = FOUNDATIONS, answer: WrittenAnswer | None = None, **more: Any
) -> Attempt:
    return Attempt(student, reference, Draws("a seed", "small", "one", "it"), answer, **more)


def judged(check: Any, function: Callable[..., Any], reference: Reference = FOUNDATIONS) -> Outcome:
    """What the check says to a student with this one function, in this process."""
    return judge(check, attempt(reference.pretender({check.function[0]: function}), reference))


def said(outcome: Outcome) -> str:
    """All that a student reads of it."""
    finding = outcome.finding
    parts = [finding.what, finding.where, finding.advice] if finding else []
    return " | ".join([str(outcome.verdict), *parts, *outcome.notes])


def behind_the_wall(check: Any, source: str, reference: Reference = FOUNDATIONS, **limits: Any) -> Outcome:
    """What the check says to a module of this text, which runs in a process of its own."""
    module = check.function[0].partition(".")[0]
    submission = Submission(
        "alice", "small", Path(), (read_python_file(Text(dedent(source)), module, f"{module}.py", ""),)
    )
    own_limits = Limits(**{"call": 5.0, "import": 5.0, **limits})
    with Student(submission, reference._given, own_limits, shared_slot()) as student:
        return judge(check, attempt(student, reference))


def written(text: str) -> WrittenAnswer:
    return WrittenAnswer(text=text, format="markdown", file="answers.md", line=7)


def read_answer(check: Any, text: str) -> Outcome:
    """What a written check says to this answer."""
    return judge(check, attempt(FOUNDATIONS.pretender({}), answer=written(text)))
