"""Sheets and hand-ins made of text: a small spec with its own reference, or a shipped one, graded in full."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.grade import grade
from grader.grading.report import Mark, Report
from grader.grading.seed import PUBLIC, Seed
from grader.spec.find import find
from grader.spec.load import load
from grader.submission.find import Found
from grader.submission.load import load as load_submission
from grader.submission.spool import Spool
from tests.slots import shared_slot

SPECS = Path(__file__).parents[2] / "specs"
REFERENCE = """
    import numpy as np
    def double(x): return 2 * x
    def triple(x): return 3 * x
    def broken(x): raise ValueError("the reference is not ready")
"""


def values(name: str, points: float = 1, reference: str = "", **more: object) -> str:
    """A check of `own.<name>` against the reference's function of that name."""
    title = more.pop("title", name)
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    return (
        f"kind: values\ntitle: {title}\npoints: {points}\nfunction: own.{name}\n"
        f"arguments: {{x: {{normal: [D]}}}}\nreference: {reference or name}\n{keys}"
    )


def spec(
    root: Path, questions: Mapping[str, list[str]], reference: str = REFERENCE, head: str = "", call: float = 1
) -> Path:
    """A folder of specs that holds `small`: questions and their checks. `call`: the limit of one, in seconds."""
    folder = root / "specs" / "small"
    folder.mkdir(parents=True, exist_ok=True)
    text = "spec_version: 1\nslug: small\ntitle: Small\nmodules: [own]\nscripts: run\n"
    text += f"limits: {{call: {call}, import: 2}}\n{head}questions:\n"
    for name, checks in questions.items():
        text += f"  - id: {name}\n    title: Question {name}\n    checks:\n"
        for check in checks:
            text += "      - " + indent(check.strip(), "        ").strip() + "\n"
    (folder / "assignment.yaml").write_text(text, "utf-8")
    (folder / "reference.py").write_text(dedent(reference), "utf-8")
    return folder.parent


def desk(specs: Path = SPECS, slug: str = "small", seed: Seed | None = None, **more: bool) -> Desk:
    folder = find(slug, [specs])
    assignment = load(folder.path, functions_of(folder.reference))
    return Desk.of(assignment, folder, seed or Seed(PUBLIC, secret=False), **more)


def about(whole: Desk, *kept: str) -> Desk:
    """The same desk with these questions alone, or with these checks of them: "question/title"."""
    questions = []
    for question in whole.assignment.questions:
        checks = [one for one in question.checks if {question.id, f"{question.id}/{one.title}"} & set(kept)]
        questions += [question.model_copy(update={"checks": checks})] if checks else []
    return replace(whole, assignment=whole.assignment.model_copy(update={"questions": questions}))


def hand_in(root: Path, **files: str) -> Path:
    folder = root / "alice"
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in files.items():
        (folder / f"{name}.py").write_text(dedent(source), "utf-8")
    return folder


def graded(desk: Desk, folder: Path) -> Report:
    with Spool(shared_slot().spool) as spool:
        found = Found("alice", desk.assignment.slug, folder)
        submission = load_submission(found, desk.given.names, spool, desk.assignment.scripts == "run")
        return grade(desk, submission, shared_slot())


def marks(report: Report) -> dict[str, Mark]:
    """Every check's mark, by "question/title"."""
    return {f"{question.id}/{mark.title}": mark for question in report.questions for mark in question.marks}


def scores(report: Report) -> dict[str, float]:
    return {name: mark.score for name, mark in marks(report).items()}
