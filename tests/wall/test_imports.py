"""Importing what was handed in: among the student's files, from the given ones, and what is not installed."""

import numpy as np
import pytest

from grader.code import Callback, CannotAnswer
from grader.outcome import Verdict
from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.spool import Spool
from grader.wall import imports
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.student import Student


def test_modules_import_each_other_by_bare_name(student):
    one = student(q1="def softmax(x):\n    return x + 1", q2="from q1 import softmax\ndef f(x):\n    return softmax(x)")
    assert one.call(["q2.f"], 1).value == 2
    assert one.import_troubles == {}


def test_what_waits_for_main_is_not_run(student):
    one = student('def f():\n    return __name__\nif __name__ == "__main__":\n    raise SystemExit("run")')
    assert one.call(["code_under_test.f"]).value == "code_under_test"
    assert one.import_troubles == {}


TROUBLES = {
    "raise ValueError('no data')": (Verdict.CRASHED, "Importing q1.py raised ValueError: no data"),
    "while True: pass": (Verdict.TIMED_OUT, "Importing q1.py was still running after 0.6 seconds and was stopped."),
    "import os; os._exit(0)": (Verdict.CRASHED, "Importing q1.py ended the whole Python process (exit code 0)."),
    "import sys; sys.exit(1)": (Verdict.CRASHED, "Importing q1.py called `exit`."),
    "print('x' * 3_000_000)\nwhile True: pass": (
        Verdict.OUTPUT_EXCEEDED,
        "Importing q1.py printed more than 1 MB and was stopped.",
    ),
}


@pytest.mark.parametrize("statement", TROUBLES, ids=range(len(TROUBLES)))
def test_a_file_whose_import_fails_is_left_with_its_definitions(student, statement):
    one = student(
        q1=f"import numpy as np\nSIZE = np.array([3])\n{statement}\ndef f(x):\n    return x + SIZE[0]\nTABLE = f(1)",
        q2="from q1 import f\ntable = [f(1)]\ndef g(x):\n    return f(x) + len(table)",
        limits={"import": 0.6, "output_mb": 1},
    )
    assert one.call(["q2.g"], 1).value == 5, "q2 itself is imported as a whole"
    assert one.call(["q1.f"], 1).value == 4
    assert list(one.import_troubles) == ["q1.py"]
    verdict, words = TROUBLES[statement]
    outcome = one.import_troubles["q1.py"].outcome
    assert (outcome.verdict, outcome.finding.what) == (verdict, words)


def test_definitions_under_conditions_are_found_without_running_the_rest(student):
    one = student(
        """
        from __future__ import annotations
        import sys
        if sys.version_info[0] > 2:
            def f(x: Missing):
                return x
        try:
            import cPickle as pickle
        except ImportError:
            import pickle
        with open("data.txt") as data:
            def g():
                return pickle.__name__
        class Model:
            size = 3
        model = Model()
        for epoch in range(10 ** 12):
            pass
    """,
        limits={"import": 0.5},
    )
    assert one.call(["code_under_test.f"], 2).value == 2
    assert one.call(["code_under_test.g"]).value == "pickle"


def test_a_file_that_cannot_be_imported_at_all_is_tried_once(student):
    one = student("import os\nclass A(os._exit(3) or object): pass\ndef f():\n    return 1\ndef g():\n    return 2")
    with pytest.raises(CannotAnswer) as first:
        one.call(["code_under_test.f"])
    words = "Importing code_under_test.py ended the whole Python process (exit code 3)."
    assert first.value.outcome.finding.what == words
    with pytest.raises(CannotAnswer) as second:
        one.call(["code_under_test.g"])
    assert second.value.outcome.verdict is Verdict.SKIPPED
    assert second.value.outcome.finding.what == f"Not run again: {words}"


def test_modules_that_import_each_other_in_a_circle_are_imported(student):
    one = student(a="import b\ndef f():\n    return b.g()", b="import a\ndef g():\n    return 3")
    assert one.call(["a.f"]).value == 3
    assert imports.in_order("a", {"a": "import b", "b": "import a"}) == ["b", "a"]


def test_a_students_file_may_bear_the_name_of_a_module_of_ours_or_of_python(student):
    one = student(
        wire="def f():\n    return 'wire'",
        random="def f():\n    return 'random'",
        reference="def f():\n    return 'r'",
        solution="import wire, reference\ndef f():\n    return wire.f() + reference.f()",
    )
    assert one.call(["solution.f"]).value == "wirer"
    assert one.call(["random.f"]).value == "random"


def test_nothing_of_ours_can_be_imported(student):
    one = student("""
        def f():
            found = []
            import sys
            for name in ("grader", "grader.wall.far.worker", "grader.wall.wire", "reference"):
                try:
                    __import__(name)
                    found.append(name)
                except ImportError:
                    pass
            return found, [name for name in sys.modules if name.startswith(("grader", "reference"))]
    """)
    assert one.call(["code_under_test.f"]).value == ([], [])


# ---- substitutes

RIGHT = {"q1": {"softmax": Callback(lambda x: np.exp(x) / np.exp(x).sum(), "softmax")}}
WRONG = "def softmax(x):\n    return x\ndef own(x):\n    return softmax(x)"


def test_a_substitute_replaces_the_students_function_wherever_it_is_used(student):
    one = student(
        q1=WRONG,
        q2="from q1 import softmax\nimport q1\nready = softmax([0., 0.])\n"
        "def f(x):\n    return softmax(x), q1.own(x), ready",
        substitutes=RIGHT,
    )
    for value in one.call(["q2.f"], np.zeros(2)).value:
        np.testing.assert_equal(value, np.array([0.5, 0.5]))
    assert one.import_troubles == {}


def test_a_module_that_was_not_handed_in_is_made_of_substitutes(student):
    one = student("from q1 import softmax\ndef f(x):\n    return softmax(x)", substitutes=RIGHT)
    np.testing.assert_equal(one.call(["code_under_test.f"], np.zeros(2)).value, np.array([0.5, 0.5]))


# ---- given files


def test_a_given_file_is_used_instead_of_the_students(student):
    one = student(
        course="def double(x):\n    return 0",
        q="from course import double, plot_words\ndef f(x):\n    plot_words(x)\n    return double(x)",
        given={"course": "def double(x):\n    return 2 * x"},
    )
    assert one.call(["q.f"], 2).value == 4
    assert one.call(["course.double"], 2).value == 4


def test_what_a_students_version_of_a_given_file_has_beyond_ours_can_be_imported(student):
    one = student(
        course_handed_in="def double(x):\n    return 0\ndef half(x):\n    return x / 2",
        q="from course import *\ndef f(x):\n    return double(x), half(x)",
        given={"course": "def double(x):\n    return 2 * x"},
    )
    assert one.call(["q.f"], 2).value == (4, 1)


def test_a_students_version_that_raises_is_as_if_it_were_not_there(student):
    one = student(
        course_handed_in="import sys\nsys.exit(1)",
        q="from course import *\ndef f(x):\n    return double(x)",
        given={"course": "def double(x):\n    return 2 * x"},
    )
    assert one.call(["q.f"], 2).value == 4


# ---- folders as packages

ONE = "def one(): return 1\n"


@pytest.mark.parametrize(
    ("files", "imports"),
    [
        ({"q1.py": ONE}, "from .q1 import one"),
        ({"q1.py": ONE}, "from ..q1 import one"),
        ({"q1.py": ONE}, "from . import q1\none = q1.one"),
        ({"q1.py": ONE}, "if True:\n    from . import q1 as q\none = q.one"),
        ({"q1.py": ONE}, "try:\n    from .q1 import one\nexcept ImportError:\n    one = None"),
        ({"q1.py": ONE}, "from assignment1.q1 import one"),
        ({"q1.py": ONE}, "import assignment1.q1 as q\none = q.one"),
        ({"q1.py": ONE}, "from assignment1 import q1\none = q1.one"),
        ({"src/q1.py": ONE}, "import src.q1\none = src.q1.one"),
        ({"src/q1.py": ONE}, "from src import q1\none = q1.one"),
        ({"lib/__init__.py": "from .ops import one\n", "lib/ops.py": ONE}, "from lib import one"),
        ({"lib/__init__.py": "x = 1\n", "lib/ops.py": ONE}, "from lib import ops\none = ops.one"),
        ({"lib/deep/ops.py": ONE}, "from lib.deep.ops import one"),
        ({"course/ops.py": ONE}, "from course.ops import one"),
    ],
)
def test_files_may_be_imported_through_the_folders_they_lie_in(tmp_path, given, files, imports, slot):
    sources = {**files, "word2vec.py": f"{imports}\ndef f():\n    return one()\n"}
    for name, source in sources.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(source, "utf-8")
    course = tmp_path / "given" / "course"
    course.mkdir(parents=True)
    (course / "__init__.py").write_text("", "utf-8")
    files_given = GivenFiles(course.parent)
    with Spool() as spool:
        handed_in = load(Found("ann", "word2vec", tmp_path / "in"), files_given.names, spool, run_scripts=True)
    with Student(handed_in, files_given, Limits(), slot) as one:
        assert one.call(["word2vec.f"]).value == 1
        assert not one.import_troubles


# ---- what is not installed


@pytest.mark.parametrize(
    "body",
    [
        "plt.plot([1]); plt.figure(figsize=(1, 2)).add_subplot(111).set_title('x'); plt.savefig('a.png')",
        "fig, ax = plt.subplots(); ax.plot([1]); ax.spines['top'].set_visible(False)",
        "print(plt, f'{plt.gca()}', plt.__version__); plt.rcParams['figure.figsize'] = (1, 2)",
        "assert list(tqdm(range(3), desc='x')) == list(trange(3)) == [0, 1, 2]",
        "bar = tqdm([1, 2]); bar.set_description('x'); assert bar and len(bar) == 2 and list(bar) == [1, 2]",
        "assert fast(1) == 2 and faster(1) == 3",
        "assert Net().size == 4",
        "from mpl_toolkits.mplot3d import Axes3D; import seaborn.utils as s; s.x()",
        "assert pickle.__name__ == 'pickle' and not HAS_NUMBA",
    ],
)
def test_an_absent_package_is_harmless_while_nobody_needs_its_results(student, body):
    one = student(f"""
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        from tqdm import tqdm, trange
        from numba import jit
        import torchvision.models as nn
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import *
        try:
            import cPickle as pickle
        except ImportError:
            import pickle
        try:
            from numba.core import types
            HAS_NUMBA = True
        except ImportError:
            HAS_NUMBA = False
        @jit
        def fast(x):
            return x + 1
        @jit(nopython=True)
        def faster(x):
            return x + 2
        class Net(nn.Module, nn.Mixin):
            def __init__(self):
                super().__init__()
                self.size = 4
        def annotated(x: nn.Tensor | None = None):
            pass
        def f():
            {body}
            return 1
    """)
    assert one.call(["code_under_test.f"]).value == 1
    assert one.import_troubles == {}


@pytest.mark.parametrize(
    "body",
    [
        "return LogisticRegression(C=1.0).fit([[1]], [1]).predict([[1]])",
        "return LogisticRegression().score([1], [2]) + 1",
        "return [float(LogisticRegression().coef_)]",
        "return np.ones(2) * LogisticRegression().coef_",
        "return [LogisticRegression().coef_]",
        "return g(LogisticRegression().coef_)",
    ],
)
def test_a_result_of_an_absent_package_is_for_a_person_to_judge(student, body):
    one = student(f"import numpy as np\nfrom sklearn.linear_model import LogisticRegression\ndef f(g):\n    {body}")
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"], Callback(lambda x: x, "same"))
    outcome = caught.value.outcome
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what.startswith("`f` needs a result of `sklearn.linear_model.LogisticRegression")
    assert outcome.finding.what.endswith("which was neither handed in nor is installed where this was graded.")
    assert "nothing is lost: a person will look at it" in outcome.finding.advice


def test_libraries_are_not_given_stand_ins(student):
    one = student("""
        def f():
            import importlib.util, sys, types
            library = types.ModuleType("library")
            source = "try:\\n    import absent\\n    there = True\\nexcept ImportError:\\n    there = False"
            exec(compile(source, "/lib/library.py", "exec"), library.__dict__)
            return library.there
    """)
    assert one.call(["code_under_test.f"]).value is False


@pytest.mark.parametrize("draw", ["random.random()", "np.random.rand()"])
def test_what_a_file_draws_when_it_is_imported_is_the_same_every_time(student, draw):
    drawing = f"import random\nimport numpy as np\nfirst = {draw}\ndef f():\n    return first\n"
    one = student(q1=drawing, q2=drawing)
    assert one.call(["q1.f"]).value == one.call(["q2.f"]).value


def test_a_definition_that_cannot_be_made_says_why_when_its_function_is_called(student):
    one = student("import nowhere_at_all.x\nraise ValueError('the file stops here')\ndef f(x=undefined): return x\n")
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"])
    assert caught.value.outcome.finding.what == "`f` raised NameError: name 'undefined' is not defined"
