"""Writes assignments into a folder and reads them back, or their mistakes."""

import textwrap

import pytest

from grader.spec.load import load
from grader.spec.mistakes import SpecMistakes

REFERENCE = {"word2vec": ["naive_softmax", "sigmoid"], "": ["own"]}

QUESTION = """
spec_version: 1
slug: small
title: A small one
questions:
  - id: q
    title: Sigmoid
    checks:
"""

CHECK = """
kind: values
title: values of sigmoid
points: 1
function: word2vec.sigmoid
arguments:
  x: {normal: [N, D]}
reference: word2vec.sigmoid
"""


class Desk:
    """Where a test writes an assignment and what comes of it."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "given").mkdir(parents=True)
        (folder / "given" / "samplers.py").write_text(
            "class TokenSampler: ...\ntry:\n    import numpy as np\nfinally: ..."
        )

    def write(self, text):
        (self.folder / "assignment.yaml").write_text(text, "utf-8")
        return self

    def check(self, text):
        """A whole assignment with one question with one check."""
        lines = textwrap.indent(text.strip(), " " * 8)
        return self.write(f"{QUESTION.strip()}\n      - {lines.strip()}\n")

    def changed(self, **keys):
        """The same with some keys of a good check replaced; a key that is None is taken out."""
        blocks = dict(block.split(":", 1) for block in CHECK.strip().replace("\n  ", "\0  ").split("\n"))
        blocks |= {key: f" {value}" for key, value in keys.items()}
        return self.check(
            "\n".join(f"{key}:{value}" for key, value in blocks.items() if value != " None").replace("\0", "\n")
        )

    def load(self):
        return load(self.folder, REFERENCE.get)

    def findings(self):
        with pytest.raises(SpecMistakes) as caught:
            self.load()
        assert caught.value.exit_code == 3
        return caught.value.findings

    def finding(self):
        (only,) = self.findings()
        return only


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "small")
