"""The corpora: derivations in the voices of many students, each with its truth, and what our verdicts make of them.

Written by people who had not seen the program, who decided each truth by mathematics before anything was run. A line
has `latex` (one formula) or `markdown` (an answer under a heading), `truth`, and `first_wrong`, counted from 0.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.checks.derivation import Derivation
from grader.derivation.answer import judge_answer
from grader.derivation.verdicts import Status, overall
from grader.grading.formula import as_data, checks, tried
from grader.spec.load import load
from grader.spec.model import Assignment
from grader.submission.answer import WrittenAnswer

HERE = Path(__file__).parent / "corpus"
SPECS = Path(__file__).parents[2] / "specs"
SLUGS = ("word2vec", "word2vec-foundations", "language-models", "cbow")


@dataclass(frozen=True)
class Told:
    """One derivation and its truth."""

    slug: str
    name: str
    question: str
    formula: str  # "" for a whole answer
    answer: str
    holds: bool
    first_wrong: int | None


@dataclass(frozen=True)
class Verdict:
    """What became of one. status: of an answer "breaks" where any chain does, "holds" where all do."""

    told: Told
    status: Status
    first_wrong: int | None = None
    explanation: str = ""

    @property
    def is_false_accept(self) -> bool:
        return self.status is Status.HOLDS and not self.told.holds

    @property
    def is_false_reject(self) -> bool:
        return self.status is Status.BREAKS and self.told.holds


def corpus(slugs: Sequence[str] = SLUGS) -> Iterator[Told]:
    """All of it, in order."""
    for slug in slugs:
        for line in (HERE / f"{slug}.jsonl").read_text("utf-8").splitlines():
            one = json.loads(line)
            yield Told(
                slug, one["id"], one["question"], one.get("latex", ""), one.get("markdown", ""),
                one["truth"] == "holds", one["first_wrong"],
            )  # fmt: skip


def sample(part: int, parts: int) -> list[Told]:
    """One part of several, the same on every machine."""
    return [one for one in corpus() if zlib.crc32(one.name.encode()) % parts == part]


@cache
def _assignment(slug: str) -> Assignment:
    return load(SPECS / slug)


def judged(told: Told, explained: bool = False) -> Verdict:
    """The verdict of `grade formula`, or of grading for a whole answer."""
    found = checks(_assignment(told.slug), told.question)
    if told.answer:
        return Verdict(told, _whole(found, told.answer))
    one = tried(found, told.formula)
    data = as_data(one)
    words = (data["slip"] or data["counterexample"] or "") if explained else ""
    return Verdict(told, one.status, data["first_wrong"], words)


def _whole(found: Sequence[Derivation], text: str) -> Status:
    answer = WrittenAnswer(text, "markdown", "answers.md", 1)
    return overall(chain.status for check in found for chain in judge_answer(check.asked(), answer).chains)
