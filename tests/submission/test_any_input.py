"""Whatever a student hands in, reading it ends in a submission and in messages that can be printed."""

import json

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from grader.code import CannotAnswer
from grader.outcome import Finding
from grader.submission.text import Text, decode
from tests.submission.handed_in import submission

PIECES = [
    "def f(a, (b, c)):\n", "    ### YOUR CODE HERE\n", "    ### END YOUR CODE\n",
    "    raise NotImplementedError\n", "\t", "    ", "print 'x'\n", "x /= 2\n", "a / b\n",
    "from __future__ import division\n", "%matplotlib inline\n", "!ls '\n", "\"\"\"", "'", "(", ")", "\\\n",
    "\r", "\u0000", "\ud800", "\u2028", "\f", "# coding: rot13\n", "class A:\n", "return x\n",
    "lambda (x): x\n", "exec 'x'\n", "`x`", "0777", "xrange(3)\n", "## 2.b\n", "(a) ", "$$", "```\n", "\\item[",
    "\\begin{enumerate}\n", "{", "}", "\u00e9",
]  # fmt: skip
TEXTS = some.lists(some.sampled_from(PIECES) | some.text(max_size=5), max_size=25).map("".join)
OFTEN = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def assert_everything_reads(found):
    for module in found.modules:
        for definition in module.definitions.values():
            module.place(definition.line).encode()
    try:
        found.locate(["word2vec.f"])
    except CannotAnswer as refusal:
        finding = refusal.outcome.finding
        assert finding is not None
        assert (finding.what + finding.where + finding.advice).isprintable()
    found.answer(["2b"])


@OFTEN
@given(TEXTS)
def test_any_text_can_be_handed_in(tmp_path, text):
    data = text.encode("utf-8", "surrogatepass")
    assert_everything_reads(submission(tmp_path, {"word2vec.py": data, "a.md": data, "b.tex": data}))


@OFTEN
@given(some.lists(TEXTS, max_size=4))
def test_any_cells_can_be_handed_in(tmp_path, cells):
    made = [{"cell_type": kind, "source": text} for text in cells for kind in ("code", "markdown")]
    assert_everything_reads(submission(tmp_path, {"word2vec.ipynb": json.dumps({"nbformat": 4, "cells": made})}))


@OFTEN
@given(some.binary(max_size=200))
def test_any_bytes_are_text_or_a_finding(data):
    assert isinstance(decode(data, "a.py"), Text | Finding)
