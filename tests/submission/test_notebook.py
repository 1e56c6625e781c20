"""Notebooks: code cells as one module, whatever else is in them."""

import json
import subprocess
import sys

import pytest

from grader.outcome import Finding
from grader.submission.module import LeftOut
from tests.submission.handed_in import notebook, submission


def only_module(tmp_path, text):
    found = submission(tmp_path, {"hw2.ipynb": text})
    assert len(found.modules) == 1
    return found.modules[0]


def test_code_cells_become_one_module_in_their_order(tmp_path):
    module = only_module(
        tmp_path,
        notebook(
            "import numpy as np\n", ("markdown", "# Part 1"), "def f(a):\n    return a\n", "def f(a, b):\n    return b"
        ),
    )
    assert (module.name, module.kind, module.file) == ("hw2", "notebook", "hw2.ipynb")
    definition = module.definitions["f"]
    assert module.place(definition.line) == "hw2.ipynb, cell 4, line 1"
    assert module.place(definition.end_line) == "hw2.ipynb, cell 4, line 2"
    assert definition.notes == (
        "`f` is defined twice: hw2.ipynb, cell 3, line 1, and hw2.ipynb, cell 4, line 1. "
        "The last one counts, as in Python.",
    )


def test_commands_of_the_notebook_become_comments_and_are_named(tmp_path):
    text = notebook(
        "%matplotlib inline\nimport os\n!pip install torch \\\n"
        "  nltk\nif True:\n    !ls \"it's\nfiles = !ls\nos.path?\n",
        's = """\n!kept\n"""\nx = (3\n  % 4)\npip install foo\n',
        "%%bash\nrm -rf /\n",
        "%%time\ndef f(a):\n    return a % 3\n",
    )
    module = only_module(tmp_path, text)
    assert module.problem is None
    assert module.place(module.definitions["f"].line) == "hw2.ipynb, cell 4, line 2"
    assert "\n!kept\n" in module.source and "  % 4)" in module.source
    assert [left.what for left in module.left_out] == [
        "hw2.ipynb, cell 1: `%matplotlib inline`",
        "hw2.ipynb, cell 1: `!pip install torch \\`",
        "hw2.ipynb, cell 1: `!ls \"it's`",
        "hw2.ipynb, cell 1: `files = !ls`",
        "hw2.ipynb, cell 1: `os.path?`",
        "hw2.ipynb, cell 2: `pip install foo`",
        "hw2.ipynb, cell 3",
        "hw2.ipynb, cell 4: `%%time`",
    ]
    assert {left.why for left in module.left_out} == {
        "A command of the notebook, not Python.",
        "`%%bash` makes it something other than Python.",
    }


def test_a_cell_that_writes_a_module_still_defines_it(tmp_path):
    module = only_module(tmp_path, notebook("%%writefile word2vec.py\ndef f(a):\n    return a\n"))
    assert list(module.definitions) == ["f"]


def test_a_cell_with_a_syntax_error_is_left_out_alone(tmp_path):
    module = only_module(
        tmp_path, notebook("def f(a):\n    return a\n", "def g(:\n    return 1\n", "def h(): return 2\n")
    )
    assert module.problem is None
    assert list(module.definitions) == ["f", "h"]
    assert module.left_out == (LeftOut("hw2.ipynb, cell 2", "It has a syntax error at line 1: invalid syntax."),)
    assert module.broken == {
        "g": Finding(
            "hw2.ipynb, cell 2 has a syntax error, so nothing in this cell can be run: invalid syntax.",
            "hw2.ipynb, cell 2, line 1: `def g(:`",
            "Mend that line, or the bracket, quotation mark or colon missing before it; "
            "`python -m py_compile` on the file shows whether it can be read now.",
        )
    }


def test_cells_of_python_2_are_translated(tmp_path):
    module = only_module(tmp_path, notebook("print 'hello'\n", "def f(a, (b, c)):\n    print a\n    return b / c\n"))
    assert module.problem is None
    assert module.notes == (
        "hw2.ipynb is written for Python 2; it was translated, and `/` between integers still rounds down.",
    )
    assert module.place(module.definitions["f"].line) == "hw2.ipynb, cell 2, line 1"
    assert module.place(module.definitions["f"].end_line) == "hw2.ipynb, cell 2, line 3"


def test_with_one_cell_in_python_2_all_cells_are(tmp_path):
    module = only_module(tmp_path, notebook("def f(a):\n    return a / 2\n", "print 'hello'\n"))
    assert "__classic_division__(a , 2)" in module.source
    told = notebook("from __future__ import division\nprint 'x'\n", "def f(a):\n    return a / 2\n")
    assert "return a / 2" in only_module(tmp_path, told).source
    assert "return a / 2" in only_module(tmp_path, notebook("def f(a):\n    return a / 2\n")).source


def test_imports_from_the_future_may_stand_in_any_cell(tmp_path):
    module = only_module(
        tmp_path, notebook("x = 1\n", "from __future__ import (division,\n    print_function)\ndef f(): return 1\n")
    )
    assert module.problem is None
    compile(module.source, "ours", "exec")
    assert module.place(module.definitions["f"].line) == "hw2.ipynb, cell 2, line 3"


def test_a_notebook_of_version_3_is_converted(tmp_path):
    sheet = {
        "cells": [
            {"cell_type": "heading", "level": 2, "source": ["Question 2 (b)"], "metadata": {}},
            {"cell_type": "markdown", "source": "Because.", "metadata": {}},
            {
                "cell_type": "code",
                "language": "python",
                "input": ["def f(a):\n", "    return a"],
                "outputs": [{"x": 1}],
            },
        ]
    }
    text = json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [sheet]})
    found = submission(tmp_path, {"old.ipynb": text})
    assert list(found.modules[0].definitions) == ["f"]
    answer = found.answer(["2b"])
    assert answer is not None and answer.text == "Because."


def test_outputs_metadata_and_kernels_are_never_believed(tmp_path):
    made = json.loads(notebook("def f(a):\n    return a\n"))
    made["metadata"] = {"kernelspec": {"language": "R", "name": "evil"}, "score": 10}
    made["cells"][0] |= {
        "metadata": {"tags": ["solution"]},
        "outputs": [{"output_type": "nonsense", "text": "10/10"}],
        "id": 3,
    }
    made["nbformat_minor"] = "five"
    module = only_module(tmp_path, json.dumps(made))
    assert list(module.definitions) == ["f"]
    assert "10/10" not in module.source + module.original


AGAIN = "Open it in Jupyter, choose “Restart kernel and run all”, save it, and hand that file in."


@pytest.mark.parametrize(
    ("text", "why", "where"),
    [
        ("", "it is not valid JSON (Expecting value)", "hw2.ipynb, line 1"),
        ("def f(): return 1", "it is not valid JSON (Expecting value)", "hw2.ipynb, line 1"),
        ('{"cells": [}', "it is not valid JSON (Expecting value)", "hw2.ipynb, line 1"),
        ("[1, 2]", "it holds no notebook", "hw2.ipynb"),
        ("{}", "it has no cells", "hw2.ipynb"),
        ('{"cells": [3]}', "one of its cells is none", "hw2.ipynb"),
        ('{"cells": [{"cell_type": "code", "source": 3}]}', "the text of cell 1 is no text", "hw2.ipynb"),
        ('{"cells": [{"cell_type": "code", "source": ["a", 3]}]}', "the text of cell 1 is no text", "hw2.ipynb"),
        ('{"cells": [], "cells": []}', "one of its JSON objects has the same key twice", "hw2.ipynb"),
        ("[" * 100_000, "it is nested too deeply", "hw2.ipynb"),
        ('{"cells":' * 50_000, "it is nested too deeply", "hw2.ipynb"),
        (json.dumps({"cells": [{}] * 2001}), "it has 2001 cells, and at most 2000 are read", "hw2.ipynb"),
    ],
)
def test_a_file_that_is_no_notebook_is_a_finding(tmp_path, text, why, where):
    assert only_module(tmp_path, text).problem == Finding(
        f"hw2.ipynb can't be read as a notebook: {why}.", where, AGAIN
    )


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code"},
        {"cell_type": ["code"], "source": "x"},
        {"cell_type": None, "source": "x"},
        {"source": "x"},
        {"cell_type": "code", "source": "x = '\ud800'\x00"},
        {"cell_type": "raw", "source": "x"},
        {"cell_type": "heading", "level": "six", "source": "x"},
    ],
)
def test_a_strange_cell_is_no_reason_to_stop(tmp_path, cell):
    text = json.dumps({"nbformat": 4, "cells": [cell, {"cell_type": "code", "source": "def f(): return 1"}]})
    assert list(only_module(tmp_path, text).definitions) == ["f"]
    sheets = {"nbformat": 3, "worksheets": [{"cells": [cell]}, 3, {"cells": None}, {"cells": 5}]}
    assert only_module(tmp_path, json.dumps(sheets)).problem is None


def test_a_module_and_a_notebook_of_one_name_are_both_read(tmp_path):
    found = submission(
        tmp_path, {"word2vec.py": "def f(): return 1\n", "word2vec.ipynb": notebook("def g(): return 1\n")}
    )
    assert [(module.name, module.file) for module in found.modules] == [
        ("word2vec", "word2vec.py"),
        ("word2vec_notebook", "word2vec.ipynb"),
    ]


def test_nbformat_is_imported_for_notebooks_only(tmp_path):
    submission(tmp_path, {"word2vec.py": "def f(): return 1\n", "answers.md": "# 1\nx\n"})
    code = (
        "import sys\nfrom pathlib import Path\nfrom grader.submission.find import Found\n"
        "from grader.submission.load import load\nfrom grader.submission.spool import Spool\n"
        f"with Spool() as spool: load(Found('a', 'b', Path({str(tmp_path)!r})), frozenset(), spool)\n"
        "print([name for name in ('nbformat', 'fissix', 'numpy', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_a_code_cell_that_was_retyped_is_found_by_its_function(tmp_path, kind):
    cells = [{"cell_type": kind, "source": "def f(x):\n    return x"}, {"cell_type": "code", "source": "y = f(1)"}]
    module = only_module(tmp_path, json.dumps({"nbformat": 4, "cells": cells}))
    assert "f" in module.definitions
    assert module.notes == ("hw2.ipynb, cell 1 is a text cell that holds a function; it was used like a code cell.",)


def test_a_text_cell_that_shows_code_stays_text(tmp_path):
    text = "## (a)\n\nWe write:\n\n```python\ndef f(x):\n    return x\n```"
    module = only_module(tmp_path, json.dumps({"nbformat": 4, "cells": [{"cell_type": "markdown", "source": text}]}))
    assert not module.definitions and not module.notes
