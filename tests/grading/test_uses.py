"""What a function uses, read from the text: over names, imports, files; nothing that only bears the same name."""

from pathlib import Path
from textwrap import dedent

import pytest

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


def test_a_statement_that_sets_many_names_is_read_once():
    """Read once a name, this would take minutes."""
    names = [f"a{number}" for number in range(5000)]
    source = f"{'='.join(names)} = [{','.join(names)}]\ndef f(x): return [{','.join(names)}]\n"
    assert len(used("q.f", q=source)) == 5001


def test_a_file_that_cannot_be_read_uses_nothing():
    assert used("q.f", q="def f(x:\n") == {"q.f"}
