"""Loops of the top level: found by the names that they use, and shortened without being run."""

import pytest

from grader.code import CannotAnswer
from grader.submission.loops import capped
from tests.submission.handed_in import notebook, submission

CELLS = (
    "import numpy as np\nclass Net:\n    def step(self, x): return x\n",
    "from data import load_dataset\ntrain_set = load_dataset('x')\nrate = 0.1\nnet = Net()\nbest = max(rate, 1)\n",
    "n_epochs = 5\nlosses = []\nfor epoch in range(1, n_epochs + 1):\n    for x in train_set:\n"
    "        losses.append(net.step(x) * rate)  # all of them\n",
    "if True:\n    while losses:\n        losses.pop()\n",
)


def loops(tmp_path):
    return submission(tmp_path, {"hw.ipynb": notebook(*CELLS)})


def test_a_loop_is_found_by_the_names_that_it_uses(tmp_path):
    found = loops(tmp_path)
    training = found.loop(["n_epochs", "net"])
    assert training.place == "hw.ipynb, cell 3, line 3"
    assert training.source.startswith("for epoch in range(1, n_epochs + 1):\n    for x in train_set:\n")
    assert training.source.endswith("# all of them")
    assert training.sets >= {"epoch", "x", "losses"}
    assert {"net", "rate", "train_set", "n_epochs"} <= training.reads
    emptying = found.loops[1]
    assert (emptying.place, emptying.source) == ("hw.ipynb, cell 4, line 2", "while losses:\n    losses.pop()")


def test_a_loop_comes_with_what_must_run_before_it_and_what_cannot(tmp_path):
    training = loops(tmp_path).loop(["n_epochs"])
    assert training.preparation == "net = Net()"  # the constants are executed anyway
    assert training.missing == ("train_set",)


def test_a_loop_that_is_not_there_is_told_with_those_that_are(tmp_path):
    with pytest.raises(CannotAnswer) as trouble:
        loops(tmp_path).loop(["train_iter"])
    finding = trouble.value.outcome.finding
    assert finding.what == "No loop at the top level uses `train_iter`."
    assert finding.where == "loops stand in hw.ipynb, cell 3, line 3, hw.ipynb, cell 4, line 2"
    with pytest.raises(CannotAnswer) as trouble:
        submission(tmp_path / "none", {"a.py": "def f(): return 1\n"}).loop(["n"])
    assert trouble.value.outcome.finding.where == "no loop stands at the top level of a file"


def turns(source, most, **names):
    """What `count` is after the shortened statements have run."""
    names["count"] = []
    exec(capped(source, most), names)
    return len(names["count"])


def test_the_outermost_for_runs_at_most_so_often_and_the_inner_ones_as_they_like():
    assert turns("for i in range(100):\n    for j in range(4):\n        count.append(1)", 3) == 12
    assert turns("for i in range(2):\n    count.append(1)", 3) == 2
    guarded = "if True:\n  try:\n    for i in iter(int, 1):\n      count.append(1)\n  finally:\n    pass"
    assert turns(guarded, 7) == 7


def test_every_while_runs_at_most_so_often_each_time_it_begins():
    assert turns("while True:\n    count.append(1)", 5) == 5
    assert turns("for i in range(9):\n    while True:\n        count.append(1)", 2) == 4
    assert turns("n = 0\nwhile n < 3:\n    n += 1\n    count.append(1)", 10) == 3
    assert turns("while True:\n    for i in range(50):\n        count.append(1)", 2) == 4
    assert turns("while True:\n    count.append(1)\n    if len(count) == 2: break\nelse:\n    count.append(1)", 9) == 2


def test_a_generator_gives_no_more_than_is_used():
    taken = []
    exec(capped("for x in source: pass", 3), {"source": (taken.append(i) or i for i in range(100))})
    assert len(taken) == 3


def test_what_stands_in_functions_stays_as_it_is():
    source = "def f():\n    while False:\n        pass\n    for i in range(9):\n        count.append(1)\nf()"
    assert turns(source, 2) == 9
