"""Assignment 4 on notebooks as they differ: an honest one gets its marks or waits for a person; a slip is named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from grader.checks.union import Check
from grader.cli.line import Line
from grader.grading.desk import Desk
from grader.grading.report import Mark
from grader.grading.seed import PUBLIC, Seed
from grader.outcome import Verdict
from tests.slots import shared_slot
from tests.specs import cbow_variants as cells

pytestmark = pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")


@dataclass
class Code(Line):
    """The straight line, for the questions about code alone and without the training of some seconds."""

    title: str = ""  # of the one check that is asked for; all of them without

    def desk(self, slug: str) -> Desk:
        desk = super().desk(slug)
        sheet = desk.assignment.questions
        questions = [one.model_copy(update={"checks": list(filter(self._asked, one.checks))}) for one in sheet]
        asked = [one for one in questions if one.checks]
        return replace(desk, assignment=desk.assignment.model_copy(update={"questions": asked}))

    def _asked(self, check: Check) -> bool:
        return check.kind in ("behaviour", "module") and self.title in ("", check.title)


@cache
def line(title: str) -> Code:
    return Code(Seed(PUBLIC, secret=False), title=title)


def graded(folder: Path, *sources: str, title: str = "") -> dict[str, Mark]:
    """The marks of a notebook of these cells, by the check's title."""
    written = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source, "outputs": [], "execution_count": 1}
        for number, source in enumerate(sources)
    ]
    (folder / "kim").mkdir()
    notebook = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "kim" / "hw2.ipynb").write_text(json.dumps(notebook), "utf-8")
    [(_, report)] = line(title).reports(line(title).found([folder / "kim"], "cbow"), shared_slot())
    return {mark.title: mark for question in report.questions for mark in question.marks}


def told(marks: dict[str, Mark], *verdicts: Verdict) -> Iterator[str]:
    """Every check with one of these verdicts, and what is said."""
    for title, mark in marks.items():
        if mark.outcome.verdict in verdicts:
            yield f"{title}: {mark.outcome.verdict}: {mark.outcome.finding} {mark.outcome.flags}"


#: The checks that a person has to look at, by notebook; all others are passed.
WAITING: dict[str, set[str]] = {
    "the loss within forward": {"logits of given tables", "what holds of the model"},
    "batches of another make": {"the steps of an epoch", "the negatives"},
    "a vocabulary class of their own": {"the steps of an epoch", "the negatives"},
    "a noise that a function sets": {"the negatives"},
}


@pytest.mark.parametrize("name", cells.NOTEBOOKS)
def test_an_honest_notebook_gets_its_marks_or_waits_for_a_person(name: str, tmp_path: Path) -> None:
    marks = graded(tmp_path, *cells.NOTEBOOKS[name])
    lost = set(Verdict) - {Verdict.PASSED, Verdict.NEEDS_PERSON}
    assert list(told(marks, *lost)) == []
    waiting = {title for title, mark in marks.items() if mark.outcome.verdict is Verdict.NEEDS_PERSON}
    assert waiting == WAITING.get(name, set()), list(told(marks, Verdict.NEEDS_PERSON))


#: One thing changed in an honest notebook: which one, what, into what; the check that loses marks, and the name of it.
SLIPS = [
    ("plain", "counts ** 0.75", "counts", "the negatives", "no power"),
    ("definitions before the data", "counts ** 0.75", "torch.ones(len(counts))", "the negatives", "uniform noise"),
    ("numpy's noise, an epsilon in the logarithm", "freqs ** 0.75", "freqs", "the negatives", "no power"),
    ("numpy's noise, an epsilon in the logarithm", "1 - torch.sigmoid(neg", "torch.sigmoid(neg",
     "the steps of an epoch", "the minus lost within the negatives' σ"),
    ("negatives within forward", ".sum(dim=1)).mean()", ".mean(dim=1)).mean()", "the steps of an epoch",
     "a mean over the negatives"),
    ("the loss within forward", "        optimizer.zero_grad()\n", "", "the steps of an epoch", "gradients not reset"),
    ("a table of words, the target redrawn", "k=4", "k=1", "the negatives", "one negative for each word"),
    ("torchtext, one loss for all, clipped", "word_freq[w] ** 0.75", "1.0", "the negatives", "uniform noise"),
    ("parameters, summed loss", "(-neg)", "neg", "the steps of an epoch", "the minus lost within the negatives' σ"),
    ("negatives drawn by the loader", "counts ** 0.75", "counts", "the negatives", "no power"),
    ("a table of words, the target redrawn", "** 0.75", "** 1.0", "the negatives", "no power"),
    ("short names", "dtype=float) ** 0.75", "dtype=float)", "the negatives", "no power"),
    ("a toy corpus", "out.append((l, r, c))", "out.append((l, c, r))", "rows [left, right, centre]",
     "the centre in the middle"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "title", "mistake"), SLIPS, ids=[f"{a}: {e}" for a, *_, e in SLIPS])
def test_a_slip_in_a_notebook_loses_marks_where_it_is_and_is_named(
    name: str, old: str, new: str, title: str, mistake: str, tmp_path: Path
) -> None:
    sources = cells.NOTEBOOKS[name]
    assert any(old in source for source in sources)
    outcome = graded(tmp_path, *(source.replace(old, new) for source in sources), title=title)[title].outcome
    assert outcome.verdict in (Verdict.FAILED, Verdict.PARTIAL), outcome
    assert [one.mistake for one in outcome.diagnoses] == [mistake]
