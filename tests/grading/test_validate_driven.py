"""Checks that run a driver are proved before students meet them."""

from pathlib import Path

import pytest

from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.seed import PUBLIC, Seed
from grader.grading.validate import validate
from grader.grading.validation import Validation
from grader.spec.find import find
from grader.spec.load import load

SPEC = """
spec_version: 1
slug: small
title: Small
questions:
  - id: one
    title: One
    checks:
      - kind: perplexity
        title: your perplexity under models of ours
        points: 2
        driver: scores.injected
        uses: {evaluate: own.evaluate}
        reference: {evaluate: evaluate}
        seconds: SECONDS
"""
DRIVER = """
import numpy as np


def injected(language, text, evaluate, **others):
    after, end = language["after"], language["end"]
    before = [0 if end is None else end, *text.tolist()[:-1]]
    return evaluate(np.log(after[before, text]))
"""
REFERENCE = """
import numpy as np

from reference.mistake import mistake


def evaluate(log_probs):
    return float(np.exp(-np.mean(log_probs)))


@mistake(of=evaluate, name="bits", sentence="You raise 2 to nats.", advice="Use one base.")
def bits(log_probs):
    return float(2 ** -np.mean(log_probs))
"""
HARMLESS = """

@mistake(of=evaluate, name="no mistake", sentence="You add up first.", advice="Do as you like.")
def summed(log_probs):
    return float(np.exp(-np.sum(log_probs) / len(log_probs)))
"""


def tried(folder: Path, reference: str = REFERENCE, seconds: float = 60) -> Validation:
    (folder / "small" / "drivers").mkdir(parents=True)
    (folder / "small" / "drivers" / "scores.py").write_text(DRIVER, "utf-8")
    (folder / "small" / "reference.py").write_text(reference, "utf-8")
    (folder / "small" / "assignment.yaml").write_text(SPEC.replace("SECONDS", str(seconds)), "utf-8")
    found = find("small", [folder])
    desk = Desk.of(load(found.path, functions_of(found.reference)), found, Seed(PUBLIC, secret=False))
    return validate(desk, ["seed one", "seed two"])


def test_a_sound_check_passes_and_its_mistakes_are_counted(tmp_path):
    result = tried(tmp_path)
    assert result.ok, result.findings
    assert (result.checks, result.mistakes) == (1, 1)


@pytest.mark.parametrize(
    ("reference", "seconds", "said"),
    [
        (REFERENCE.replace("np.exp(", "np.exp2("), 60, "The reference does not pass"),
        (REFERENCE + HARMLESS, 60, "The known mistake “no mistake” of `evaluate` keeps full marks."),
        (REFERENCE, 2, "`seconds` is 2"),
    ],
)
def test_what_is_wrong_is_told_with_its_check(tmp_path, reference, seconds, said):
    result = tried(tmp_path, reference, seconds)
    assert not result.ok
    assert any(said in finding.what and "under models of ours" in finding.where for finding in result.findings)
