"""The peers, each told how the same hand-ins are laid out for it, how it grades them, and what they earned."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from benchmarks.cost import NOTHING, Cost, cost_of, environment
from benchmarks.peers.sheet import CELLS
from tests.classroom.hand_ins import HandIn
from tests.classroom.layouts import as_one_text

PEERS = Path(__file__).parent
ROOT = PEERS.parent.parent
GIVEN = ROOT / "specs/word2vec/given"


class Grader(Protocol):
    """One way to have a few hand-ins graded."""

    @property
    def title(self) -> str:
        """Its name in the tables."""

    def grade(self, handed_in: Sequence[HandIn], work: Path) -> tuple[Cost, dict[str, float]]:
        """What it cost, layout aside, and the points by student. work: an empty folder."""


def cells(hand_in: HandIn) -> dict[str, str]:
    """A notebook cell's name -> the student's source for it."""
    top, texts = as_one_text(hand_in.plan, hand_in.manner)
    of_cells = {cell: "\n\n".join(texts[name] for name in names if name in texts) for cell, names in CELLS.items()}
    return {"top": top, **of_cells}


@dataclass(frozen=True)
class Nbgrader:
    """All hand-ins in one process, one kernel each; then a page of feedback for each."""

    folder: Path
    title: str = "nbgrader 0.9.6, with its pages"

    def grade(self, handed_in: Sequence[HandIn], work: Path) -> tuple[Cost, dict[str, float]]:
        course = self.folder / "course"
        for name in ("submitted", "autograded", "feedback", "gradebook.db"):
            shutil.rmtree(course / name, ignore_errors=True)
        (course / "gradebook.db").unlink(missing_ok=True)
        release = json.loads((course / "release/hw2/hw2.ipynb").read_text("utf-8"))
        for hand_in in handed_in:
            place = course / "submitted" / hand_in.who / "hw2"
            place.mkdir(parents=True)
            (place / "hw2.ipynb").write_text(self._filled(release, cells(hand_in)), "utf-8")
        commands = (["generate_assignment", "hw2", "--force"], ["autograde", "hw2"], ["generate_feedback", "hw2"])
        costs = [self._run(command, course) for command in commands]
        self._run(["export", "--to", str(work / "grades.csv")], course)
        with (work / "grades.csv").open(newline="") as rows:
            earned = {row["student_id"]: float(row["score"]) for row in csv.DictReader(rows)}
        return costs[1] + costs[2], {hand_in.who: earned[hand_in.who] for hand_in in handed_in}

    def _filled(self, release: dict[str, list[dict[str, dict[str, dict[str, str]]]]], sources: dict[str, str]) -> str:
        filled = [
            {**cell, "source": sources[name]}
            if (name := cell["metadata"].get("nbgrader", {}).get("grade_id", "")) in sources
            else cell
            for cell in release["cells"]
        ]
        return json.dumps({**release, "cells": filled})

    def _run(self, arguments: list[str], course: Path) -> Cost:
        return cost_of(
            [str(self.folder / "venv/bin/python"), "-m", "nbgrader", *arguments], course, _settings(self.folder)
        )


@dataclass(frozen=True)
class Otter:
    """A process for each hand-in, as `otter run` does outside of a container. No page; a JSON file."""

    folder: Path
    title: str = "otter-grader 7.0.0, `otter run`"

    def grade(self, handed_in: Sequence[HandIn], work: Path) -> tuple[Cost, dict[str, float]]:
        cost, earned = NOTHING, {}
        for hand_in in handed_in:
            file = work / f"{hand_in.who}.ipynb"
            file.write_text(self._filled(cells(hand_in)), "utf-8")
            out = work / hand_in.who
            out.mkdir()
            command = [str(self.folder / "venv/bin/otter"), "run", "-a", str(self.folder / "autograder.zip"), "-o",
                       str(out), "--no-logo", str(file)]  # fmt: skip
            cost += cost_of(command, work, _settings(self.folder))
            tests = json.loads((out / "results.json").read_text("utf-8"))["tests"]
            earned[hand_in.who] = sum(test.get("score", 0.0) for test in tests)
        return cost, earned

    def _filled(self, sources: dict[str, str]) -> str:
        release = json.loads((self.folder / "release.ipynb").read_text("utf-8"))
        for cell in release["cells"]:
            first = "".join(cell["source"]).split("\n")[0]
            if first.startswith("# cell: "):
                cell["source"] = sources[first.removeprefix("# cell: ")]
        return json.dumps(release)


@dataclass(frozen=True)
class Gradescope:
    """A process for each hand-in, as in Gradescope's container. No page; a JSON file."""

    folder: Path
    title: str = "gradescope-utils 0.5.0"
    differences: bool = True  # central differences beside the reference

    def grade(self, handed_in: Sequence[HandIn], work: Path) -> tuple[Cost, dict[str, float]]:
        cost, earned = NOTHING, {}
        for hand_in in handed_in:
            hand_in.write(work)
            results = work / f"{hand_in.who}.json"
            command = [str(self.folder / "venv/bin/python"), str(PEERS / "gradescope/run_tests.py"),
                       str(work / hand_in.who / "word2vec"), str(results)]  # fmt: skip
            cost += cost_of(command, work, _settings(self.folder, self.differences))
            tests = json.loads(results.read_text("utf-8"))["tests"]
            earned[hand_in.who] = sum(test["score"] for test in tests)
        return cost, earned


def _settings(folder: Path, differences: bool = True) -> dict[str, str]:
    """What the course gives can be imported, and for gradescope-utils the checks."""
    path = os.pathsep.join([str(folder / "venv/bin"), os.environ.get("PATH", "")])
    more = {} if differences else {"GRADIENTS": "reference"}
    return environment(PATH=path, PYTHONPATH=os.pathsep.join([str(GIVEN), str(PEERS)]), **more)


@dataclass(frozen=True)
class Ours:
    """One `grade` for all of them, pages included."""

    title: str
    code_alone: bool = False  # without the written part and the plot, which no peer grades
    options: tuple[str, ...] = ()

    def grade(self, handed_in: Sequence[HandIn], work: Path) -> tuple[Cost, dict[str, float]]:
        for hand_in in handed_in:
            hand_in.write(work / "class")
        if self.code_alone:
            for file in (work / "class").glob("*/*/*"):
                if file.suffix not in (".py", ".ipynb"):
                    file.unlink()
        specs = specs_for(handed_in, work / "specs")
        cost = run_grade(
            [
                str(work / "class"),
                "--out",
                str(work / "reports"),
                "--json",
                str(work / "all.json"),
                "--specs",
                str(specs),
                *self.options,
            ]
        )
        reports = json.loads((work / "all.json").read_text("utf-8"))
        of_all = reports if isinstance(reports, list) else [reports]
        return cost, {report["submission"]: of_the_code(report) for report in of_all}


def specs_for(handed_in: Sequence[HandIn], new: Path) -> Path:
    """A copy of our specs; where the hand-ins import torch, the assignment says so, as one that uses it would."""
    shutil.copytree(ROOT / "specs", new)
    if any(hand_in.manner.torch for hand_in in handed_in):
        sheet = new / "word2vec/assignment.yaml"
        head, scripts, rest = sheet.read_text("utf-8").partition("scripts: run\n")
        sheet.write_text(f"{head}{scripts}packages: [torch]\n{rest}", "utf-8")
    return new


def run_grade(arguments: Sequence[str], looks: float = 0.1) -> Cost:
    """One `grade` command's cost."""
    command = [sys.executable, "-c", "from grader.cli import main; main()", *arguments]
    return cost_of(command, ROOT, environment(), looks=looks)


@cache
def _help() -> str:
    command = [sys.executable, "-c", "from grader.cli import main; main()", "grade", "--help"]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True).stdout


def offered(*option: str) -> tuple[str, ...]:
    """The option, where this `grade` has it."""
    return option if option[0] in _help() else ()


def of_the_code(report: dict[str, list[dict[str, object]]]) -> float:
    """The points of the questions that the peers ask, too."""
    asked = {"sigmoid", "naive-softmax", "negative-sampling", "skipgram", "sgd"}
    return sum(float(str(question["score"])) for question in report["questions"] if question["id"] in asked)


def peers(folder: Path) -> list[Grader]:
    """Those that were set up below the folder."""
    known: list[tuple[str, type[Nbgrader] | type[Otter] | type[Gradescope]]] = [
        ("gradescope", Gradescope), ("nbgrader", Nbgrader), ("otter", Otter),
    ]  # fmt: skip
    there = [kind(folder / name) for name, kind in known if (folder / name / "venv/bin/python").exists()]
    bare = [replace(one, differences=False, title=f"{one.title}, no central differences")
            for one in there if isinstance(one, Gradescope)]  # fmt: skip
    return [*bare, *there]
