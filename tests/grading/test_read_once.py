"""A hand-in is read once, however many checks ask about it: counted in readings, never in seconds."""

import pytest

from grader.code import CannotAnswer
from grader.grading import substitutes
from grader.submission import model
from tests.checks.bench import check
from tests.submission.handed_in import submission as handed_in


def test_what_a_file_imports_is_read_once_for_all_checks(tmp_path, monkeypatch):
    submission = handed_in(tmp_path, {"q2.py": "from q1 import *\nimport q3\ndef f(x): return x\ndef g(x): return x\n"})
    read = []
    tree_of = substitutes.tree_of
    monkeypatch.setattr(substitutes, "tree_of", lambda source: read.append(source) or tree_of(source))
    ours = substitutes.Callback(len, "len")
    absent = {"q1": {"softmax": ours, "sigmoid": ours}, "q3": {"sgd": ours}, "q4": {"other": ours}}
    for name in ("f", "g", "f"):
        asked = check(f"kind: values\nfunction: q2.{name}\narguments: {{x: {{normal: [D]}}}}\nreference: word2vec.sgd")
        assert substitutes.absent_for(asked, absent, submission) == {"q1": ["softmax", "sigmoid"], "q3": ["sgd"]}
    assert len(read) == 1


def test_a_function_is_looked_for_once(tmp_path, monkeypatch):
    submission = handed_in(tmp_path, {"q2.py": "def f(x): return x\n"})
    looked = []
    locate = model.locate
    monkeypatch.setattr(model, "locate", lambda *asked: looked.append(asked) or locate(*asked))
    assert submission.locate(["q2.f"]).definition is submission.locate(("q2.f",)).definition
    messages = []
    for _ in range(3):
        with pytest.raises(CannotAnswer) as raised:
            submission.locate(["q2.g"])
        assert raised.value.at is None
        messages.append(raised.value.outcome.finding.what)
        raised.value.at = 1
    assert len(set(messages)) == 1 and "`g`" in messages[0]
    assert len(looked) == 2
