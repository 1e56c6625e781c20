"""What a function uses, read from the text: over names, imports, files; nothing that only bears the same name."""

from pathlib import Path
from textwrap import dedent

import pytest

from grader.grading import uses
from grader.grading.uses import Uses
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text


def used(place: str, **files: str) -> set[str]:
    modules = [read_python_file(Text(dedent(source)), name, f"{name}.py", "") for name, source in files.items()]
    module, name = place.split(".")
    reached = Uses(Submission("ada", "small", Path(), tuple(modules))).of((module, name))
    return {f"{module}.{name}" for module, name in reached}


HANG = "def hang(x): return x\n"
USED = uses._used


@pytest.mark.parametrize(
    "source",
    [
        "from q1 import hang\ndef f(x): return hang(x)",
        "from q1 import hang as h\ndef f(x): return h(x)",
        "from folder.q1 import *\ndef f(x): return hang(x)",
        "import q1\ndef f(x): return q1.hang(x)",
        "import q1 as first\ndef f(x): return first.hang(x)",
        "import folder.q1\ndef f(x): return folder.q1.hang(x)",
        "from . import q1\ndef f(x): return q1.hang(x)",
        "def f(x):\n    from q1 import hang\n    return hang(x)",
        "def f(x):\n    import q1 as first\n    return first.hang(x)",
        "from q1 import hang\ndef g(x): return hang(x)\ndef f(x): return g(x)",
        "from q1 import hang\nTABLE = {'one': hang}\ndef f(x): return TABLE['one'](x)",
        "from q1 import hang\nclass Model:\n    def loss(self, x): return hang(x)\ndef f(x): return Model().loss(x)",
        "try:\n    from q1 import hang\nexcept ImportError: pass\nif 1:\n    def f(x): return [hang(y) for y in x]",
        "from q1 import hang\n@hang\ndef f(x): return x",
        "from q1 import hang\nasync def f(x): return hang(x)",
    ],
)
def test_what_is_called_over_names_imports_and_files_is_used(source):
    assert "q1.hang" in used("q2.f", q1=HANG, q2=source)


@pytest.mark.parametrize(
    "source",
    [
        "from q1 import hang\ndef f(x): return x\ndef other(x): return hang(x)",
        "def hang(x): return x\ndef f(x): return hang(x)",
        "from q1 import hang\ndef f(hang): return hang",
        "from q1 import hang\ndef f(x):\n    def hang(y): return y\n    return hang(x)",
        "from q1 import hang\ndef f(x):\n    hang = x\n    return hang",
        "from q1 import hang\ndef f(x, loss=hang): return loss(x)",
        "def f(x): return x.hang()",
        "def f(x): return 'hang'",
    ],
)
def test_what_only_bears_the_name_is_not_used(source):
    assert "q1.hang" not in used("q2.f", q1=HANG, q2=source)


def test_what_comes_from_a_file_that_is_not_there_is_named_as_the_import_names_it():
    assert "q1.hang" in used("q2.f", q2="from q1 import hang\ndef f(x): return hang(x)")
    assert "q1.hang" in used("q2.f", q2="from q1 import *\ndef f(x): return hang(x)")


def test_circles_come_to_an_end():
    assert used("a.f", a="from b import f", b="from a import f") <= {"a.f", "b.f"}
    assert used("a.f", a="from a import *\ndef f(x): return g(x)\ndef g(x): return f(x)") >= {"a.f", "a.g"}


def test_a_statement_that_sets_many_names_is_read_once(monkeypatch):
    """Read once a name, this would take minutes."""
    read = []
    monkeypatch.setattr(uses, "_used", lambda statement, *more: read.append(statement) or USED(statement, *more))
    names = [f"a{number}" for number in range(5000)]
    source = f"{'='.join(names)} = [{','.join(names)}]\ndef f(x): return [{','.join(names)}]\n"
    assert len(used("q.f", q=source)) == uses.MOST_FOLLOWED
    assert len(read) == 2


def test_a_file_that_cannot_be_read_uses_nothing():
    assert used("q.f", q="def f(x:\n") == {"q.f"}


CHAIN = "".join(f"def g{number}(x): return g{number + 1}(x)\n" for number in range(300)) + "def g300(x): return x\n"


def test_a_statement_is_read_once_however_many_functions_use_it(monkeypatch):
    """Read again for each function of the sheet and each wrong one, a file of 8,000 functions took 29 seconds."""
    read = []
    monkeypatch.setattr(uses, "_used", lambda statement, *more: read.append(statement) or USED(statement, *more))
    module = read_python_file(Text(CHAIN), "q", "q.py", "")
    asked = Uses(Submission("ada", "small", Path(), (module,)))
    for start in (0, 1, 2, 150, 0, 1):
        assert len(asked.of(("q", f"g{start}"))) == 301 - start
    assert len(read) == 301


def test_a_name_that_is_handed_on_many_times_is_followed_once(monkeypatch):
    source = "".join(f"from q import h{number + 1} as h{number}\n" for number in range(300)) + "def h300(x): return x\n"
    source += f"def f(x): return [{', '.join(f'h{number}' for number in range(300))}]\n"
    passed = []
    names = Uses._names
    monkeypatch.setattr(Uses, "_names", lambda self, module: passed.append(module) or names(self, module))
    assert used("q.f", q=source) == {"q.f", "q.h300"}
    assert len(passed) < 700


def test_of_thousands_of_functions_the_nearest_are_followed(monkeypatch):
    monkeypatch.setattr(uses, "MOST_FOLLOWED", 10)
    assert used("q.g0", q=CHAIN) == {f"q.g{number}" for number in range(10)}
    wide = f"def f(x): return near(x), [{', '.join(f'g{number}' for number in range(300))}]\ndef near(x): return last\n"
    reached = used("q.f", q=CHAIN + wide)
    assert len(reached) == 10 and {"q.f", "q.near"} <= reached
