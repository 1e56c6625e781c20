"""Python 2 hand-ins keep their meaning in Python 3, and their line numbers. What is run here was written by us."""

import subprocess
import sys
import textwrap

import pytest

from grader.submission import python2
from grader.submission.reading import read_python
from tests.submission.handed_in import module, submission

NOTE = "word2vec.py is written for Python 2; it was translated."
DIVISION_NOTE = "word2vec.py is written for Python 2; it was translated, and `/` between integers still rounds down."

# In the manner of the course files of 2015 to 2017, written by us.
STARTER = '''\
#!/usr/bin/env python
# -*- coding: utf-8 -*-

import cPickle as pickle
import glob
import random

import numpy as np

SAVE_PARAMS_EVERY = 5000


def load_saved_params():
\t"""Goes on where the last run stopped."""
\tst = 0
        for f in glob.glob("saved_params_*.npy"):
            it = int(f.split("_")[-1].split(".")[0])
            if it > st:
                st = it
\tif st > 0:
\t\twith open("saved_params_%d.npy" % st, "r") as f:
\t\t\treturn st, pickle.load(f)
\telse:
\t\treturn st, None


def sgd(f, x0, step, iterations, postprocessing=None, PRINT_EVERY=10):
    ANNEAL_EVERY = 20000
    x = x0
    if not postprocessing:
        postprocessing = lambda x: x
    for iter in xrange(1, iterations + 1):
        cost, grad = f(x)
        x -= step * grad
        x = postprocessing(x)
        if iter % PRINT_EVERY == 0:
            print "iter %d: %f" % (iter, cost)
        if iter % ANNEAL_EVERY == 0:
            step *= 0.5
    return x


def halves(n, (low, high)):
    try:
        if n < 0: raise ValueError, "negative"
    except ValueError, e:
        print >>sys.stderr, "no:", e
    return n / 2, low / high, `n`


def words(counts):
    if counts.has_key("the"):
        first = counts.keys()[0]
    order = sorted(counts.iteritems(), cmp=lambda a, b: cmp(b[1], a[1]))
    indices = range(4)
    random.shuffle(indices)
    return [w for w, c in order], map(lambda (w, c): c, order), zip("ab", "cd"), sum(indices)


if __name__ == "__main__":
    print "Running sanity check...",
    print
'''


def run(source: str, expression: str) -> str:
    """What a translated module of ours computes, in a process of its own."""
    code = read_python(source)
    assert hasattr(code, "source"), code
    done = subprocess.run(
        [sys.executable, "-c", f"{code.source}\nprint(repr({expression}))"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_starter_of_2016_keeps_its_lines_and_its_functions():
    found = module(STARTER)
    assert found.problem is None
    assert found.notes == (DIVISION_NOTE,)
    assert list(found.definitions) == ["load_saved_params", "sgd", "halves", "words"]
    for name in ("load_saved_params", "sgd", "halves", "words"):
        line = next(n for n, text in enumerate(STARTER.split("\n"), 1) if text.startswith(f"def {name}("))
        assert found.place(found.definitions[name].line) == f"word2vec.py, line {line}"
    last = next(n for n, text in enumerate(found.source.split("\n"), 1) if "Running sanity" in text)
    wanted = next(n for n, text in enumerate(STARTER.split("\n"), 1) if "Running sanity" in text)
    assert found.place(last) == f"word2vec.py, line {wanted}"


def test_a_starter_of_2016_still_computes():
    pytest.importorskip("numpy")
    source = STARTER.split("if __name__")[0].replace("import glob", "import glob, sys")
    assert run(source, "sgd(lambda x: (x ** 2, 2 * x), 1.0, 0.1, 3)") == "0.512"
    assert run(source, "halves(7, (7, 2))") == "(3, 3, '7')"
    assert run(source, "words({'a': 1, 'the': 3})") == "(['the', 'a'], [3, 1], [('a', 'c'), ('b', 'd')], 6)"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7 / 2", "3"),
        ("-7 / 2", "-4"),
        ("7.0 / 2", "3.5"),
        ("7 / 2 / 2.0", "1.5"),
        ("(3 + 4) / (1 + 1)", "3"),
        ("[n / 2 for n in (1, 2, 3)]", "[0, 1, 1]"),
        ("(np.array([3, 4]) / 2).tolist()", "[1, 2]"),
        ("(np.array([3., 4.]) / 2).tolist()", "[1.5, 2.0]"),
        ("(np.array([3, 4]) / 2.).tolist()", "[1.5, 2.0]"),
        ("type(1 / np.float64(2)).__name__", "'float64'"),
        ("halved(7)", "3"),
        ("halved(7.)", "3.5"),
        ("in_place()", "[1.5, 1.0]"),
        ("nested([8, 9], 5)", "[8, 4]"),
    ],
)
def test_division_means_what_it_meant(expression, value):
    source = textwrap.dedent(
        """\
        import numpy as np
        print "Python 2",
        def halved(n):
            n /= 2
            return n
        def in_place():
            x = np.array([3., 2.])
            y = x
            y /= 2  # also changes x
            return x.tolist()
        def nested(x, i):
            x[i / 4] /= (1 + # a / in a comment
                1)
            return x
        """
    )
    assert run(source, "0").endswith("0")
    code = read_python(source + f"result = {expression}\n")
    assert run(source + f"result = {expression}\n", "result").splitlines()[-1].removeprefix("Python 2 ") == value, code


def test_division_from_the_future_stays_true():
    source = (
        "from __future__ import (print_function,\n    division)\n"
        "print(unicode(3), end='')\ndef f(n):\n    return n / 2\n"
    )
    found = module(source)
    assert found.notes == (NOTE,)
    assert found.definitions["f"].line == 4
    assert run(source, "f(7)") == "33.5"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (
            "import string\nprint\nresult = string.join(['a', 'b']), string.upper('x'), string.letters[:2]\n",
            "('a b', 'X', 'ab')",
        ),
        ("print\nresult = 'a.b,'.translate(None, '.,')\n", "'ab'"),
        ("print\nresult = [3, 1, 2]\nresult.sort(lambda a, b: cmp(b, a))\n", "[3, 2, 1]"),
        ("print\nresult = reduce(lambda a, b: a + b, range(5)) + 010 + 1L\n", "19"),
        ("print\nresult = dict(a=1).keys()[0] + `1` if 1 <> 2 else u'x'\n", "'a1'"),
        ("print\nexec 'result = 3' in globals()\n", "3"),
        ("def f(a):\n    return xrange(a)\nresult = list(f(3)), 1 / 2\n", "([0, 1, 2], 0)"),
        ("print\nfrom itertools import izip\nresult = list(izip([1], [2]))\n", "[(1, 2)]"),
        ("import sys\nprint\nreload(sys)\nresult = filter(None, [0, 1])\n", "[1]"),
        ("print\nclass A:\n    def __div__(self, other): return 'divided'\nresult = A() / 2\n", "'divided'"),
        ("@property\ndef f(a):\n    return 1\nprint 'x'\nresult = 3 / 2\n", "1"),
    ],
)
def test_what_python_2_meant_is_kept(source, value):
    assert run(source, "result").splitlines()[-1] == value


def test_a_first_line_that_takes_nothing_before_it_keeps_its_number():
    found = module("def f(a):\n    return xrange(a / 2)\n\ndef g(a):\n    return 1\n")
    assert found.place(found.definitions["f"].line) == "word2vec.py, line 1"
    assert found.place(found.definitions["g"].line) == "word2vec.py, line 4"


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    range = xrange\nexcept NameError:\n    pass\n\ndef f(n): return n / 2\n",
        "from six.moves import xrange\n\ndef f(n): return xrange(n / 2)\n",
        "import sys\nif sys.version_info[0] < 3:\n    text = unicode\n\ndef f(n): return n / 2\n",
        "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle\n\ndef f(n): return n / 2\n",
        "def f(n: int): return xrange(n)\n",
        "def f(n):\n    return f'{n}', n.iteritems()\n",
        "def f(n):\n    print(n, end='')\n    return reduce(n)\n",
        "from functools import reduce\n\ndef f(n): return reduce(n) / 2\n",
        "long = 3\n\ndef f(cmp): return cmp(long / 2)\n",
        "def f(x):\n    print(x)\n    return x / 2\n",
        "# xrange, unicode and iteritems are only mentioned\ndef f(x): return x / 2\n",
    ],
)
def test_python_3_is_never_translated(source):
    found = module(source)
    assert (found.source, found.notes, found.problem) == (source, (), None)


def test_broken_python_2_says_where_the_translation_stops():
    problem = module("print 'a'\n\ndef f(:\n    return 1\n").problem
    assert problem is not None
    assert problem.what == (
        "word2vec.py has a syntax error, so nothing in it can be run: "
        "Missing parentheses in call to 'print'. Did you mean print(...)?"
    )
    assert problem.where == "word2vec.py, line 1: `print 'a'`"
    assert problem.advice == (
        "This looks like Python 2, which is translated where that is possible. "
        "The translation stops at line 3: mend that line, or write the file for Python 3."
    )


@pytest.mark.parametrize(
    "source", ["print " + "(" * 3000, "print 'a'\n" + "x = 1\n" * 100_000, "print `" * 300, "exec " * 99]
)
def test_a_monstrous_python_2_file_is_a_problem_and_no_traceback(source):
    problem = module(source).problem
    assert problem is not None and problem.advice


def test_translates_without_a_home_directory(tmp_path):
    (tmp_path / "file").write_text("")
    code = "from grader.submission.reading import read_python\nprint(read_python('print 1\\n').source)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env={
            "HOME": str(tmp_path / "file"),
            "XDG_CACHE_HOME": str(tmp_path / "file"),
            "PYTHONPATH": ":".join(sys.path),
        },
    )
    assert done.stdout == "print(1)\n\n", done.stderr


def test_a_file_that_imports_python_2_is_python_2_whatever_it_looks_like(tmp_path):
    source = "import q1\ndef f(x):\n    return map(abs, x), len(x) / 2\n"
    files = {"q1.py": "print 'x'\n", "word2vec.py": source, "z.py": "y = 1 / 2\n"}
    _, q2, q3 = submission(tmp_path, files).modules
    assert "list(map(abs, x))" in q2.source and "__classic_division__(len(x) , 2)" in q2.source
    assert q2.notes == (DIVISION_NOTE,)
    assert q3.source == "y = 1 / 2\n" and not q3.notes, "nothing joins it to them"


def test_a_file_with_what_only_python_3_has_keeps_its_company_as_it_is(tmp_path):
    files = {"q1.py": "print 'x'\n", "q2.py": "import q1\ny = 1 / 2\n", "q3.py": "import q2\nz = f'{q2.y}'\n"}
    assert submission(tmp_path, files).modules[1].source == files["q2.py"]


def test_a_hand_in_has_only_so_much_python_2_that_is_translated(tmp_path, monkeypatch):
    monkeypatch.setattr(python2, "_MOST_IN_ALL", 30)
    first, second = submission(tmp_path, {"q1.py": "print 'one'\n", "q2.py": "print 'one', 'two', 'three'\n"}).modules
    assert first.problem is None and second.problem is not None
    assert "too much of it in what was handed in to be translated" in second.problem.advice
    [again] = submission(tmp_path / "next", {"q1.py": "print 'one', 'two', 'three'\n"}).modules
    assert again.problem is None, "each has its own"
