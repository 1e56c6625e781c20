"""A class is found and judged as a function is: where it stands, what its constructor takes, whether it was written."""

from pathlib import Path

import pytest

from grader.code import CannotAnswer
from grader.outcome import Verdict
from grader.submission.detect import AssignmentHint, candidates
from grader.submission.model import Submission
from tests.submission.handed_in import module


def located(source, *spellings):
    return Submission("ann", "lm", Path(), (module(source),)).locate(spellings or ("word2vec.DAN",))


def refused(source, *spellings):
    with pytest.raises(CannotAnswer) as trouble:
        located(source, *spellings)
    assert trouble.value.outcome.verdict is Verdict.FAILED
    return trouble.value.outcome.finding


def parameters(source):
    found = located(source).definition
    assert found.kind == "class"
    return found.variadic or [(each.name, each.required) for each in found.parameters]


def test_a_class_is_found_with_its_constructors_parameters():
    assert parameters("class DAN(nn.Module):\n    def __init__(self, vocab, dim=3): self.v = vocab\n") == [
        ("vocab", True), ("dim", False),
    ]  # fmt: skip
    assert parameters("class A:\n    def __init__(self, n): self.n = n\nclass DAN(A):\n    x = 1\n") == [("n", True)]
    assert parameters("class DAN:\n    def forward(self, x): return x\n") == []
    assert parameters("class DAN(nn.Module):\n    def forward(self, x): return x\n") is True
    assert parameters("class DAN(A):\n    def __init__(self, *sizes): self.s = sizes\n") is True


def test_a_class_is_found_by_other_spellings_and_seldom_for_a_function():
    found = located("class OurModel:\n    x = 1\n", "q3.Our_Model", "q3.OurModel")
    assert found.notes == ("`OurModel` was found in word2vec.py; the sheet calls the file q3.py.",)
    assert located("class our_model:\n    x = 1\n", "q3.OurModel").definition.kind == "class"
    assert "is not defined" in refused("class Softmax:\n    x = 1\n", "word2vec.softmax").what
    assert located("class sgd:\n    x = 1\n", "word2vec.sgd").definition.kind == "class"  # it may be called, too


@pytest.mark.parametrize("source, what", [
    ("class DAN(nn.Module):\n    pass\n", "`DAN` is not finished: it holds only `pass`."),
    ("class DAN(nn.Module):\n    def __init__(self): self.x = 1\n    def forward(self, x):\n        pass\n",
     "`DAN.forward` is not finished: its body is only `pass`."),
    ("class DAN(nn.Module):\n    def forward(self, x):\n        raise NotImplementedError\n",
     "`DAN.forward` is not finished: its body is only `raise NotImplementedError`."),
    ("class DAN(nn.Module):\n    def __init__(self):\n        raise NotImplementedError()\n",
     "`DAN.__init__` is not finished: its body is only `raise NotImplementedError()`."),
])  # fmt: skip
def test_a_class_that_is_still_the_starters_is_unfinished(source, what):
    assert refused(source).what == what


def test_an_empty_constructor_or_subclass_is_no_unfinished_class():
    base = "class Base:\n    def __init__(self): pass\n    def forward(self): return 1\n"
    assert located(base + "class DAN(Base):\n    pass\n").notes == ()
    more = "class DAN:\n    def forward(self): return 1\n    def plot(self):\n        raise NotImplementedError\n"
    assert located(more).notes == ("`DAN.plot` is not finished: its body is only `raise NotImplementedError`.",)


def test_a_class_out_of_reach_only_imported_or_missing_is_told_as_for_functions():
    nested = refused("def make():\n    class DAN:\n        x = 1\n    return DAN\n")
    assert nested.what == "`DAN` is defined inside `make` (word2vec.py, line 2), so nobody else can call it."
    assert nested.advice == "Move `DAN` out to the left margin of the file, with `class` in the first column."
    assert refused("from model import DAN\n").what.startswith("`DAN` is only imported in word2vec.py, from `model`")
    missing = refused("class Dann:\n    x = 1\n")
    assert missing.where == "word2vec.py defines `Dann`"
    assert missing.advice == "If `Dann` is meant, call it `DAN`, as the sheet does."
    assert refused("class DAN(:\n    pass\n", "other.DAN").what.startswith("word2vec.py has a syntax error")


def test_a_hand_in_is_recognised_by_its_classes_too(tmp_path):
    (tmp_path / "homework.py").write_text("class DAN:\n    pass\n", "utf-8")
    hints = {
        "language-models": AssignmentHint(frozenset({"q4_DAN"}), frozenset({"DAN"})),
        "cbow": AssignmentHint(frozenset({"cbow"}), frozenset({"CBOWNegativeSampling"})),
    }
    assert candidates(tmp_path, hints) == ("language-models",)
