"""Code as tokens: what changes them and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.similarity.lexemes import lexemes
from grader.similarity.tokens import read_code

LOOP = "def f(x, n):\n    for i in range(n):\n        x += np.exp(-i) * 0.5\n    return x\n"


def codes(source):
    return [token.code for token in read_code(source)[0]]


def remarks(source):
    return [remark.text for remark in read_code(source)[1] if remark.text]


@pytest.mark.parametrize(
    "same",
    [
        LOOP.replace("x", "total").replace("etotalp", "exp"),
        LOOP.replace("0.5", "17"),
        LOOP.replace("    ", "\t"),
        LOOP.replace("range(n)", "range(\n        n\n    )"),
        LOOP.replace("return x", "return x  # done"),
        LOOP.replace("    for", '    """Adds up."""\n    for'),
        "import os\n" + LOOP.replace("    return", "    print(x, n)\n    return"),
        LOOP.replace("range", "xrange").replace("    return", "    print 'so far', x\n    return"),
        LOOP.replace("    return", "    pass\n    return"),
    ],
)
def test_names_numbers_layout_comments_and_what_is_printed_change_no_token(same):
    assert codes(same) == codes(LOOP)


@pytest.mark.parametrize("other", [LOOP.replace("+=", "-="), LOOP.replace("np.exp", "np.log"), LOOP.replace("-i", "i")])
def test_what_is_computed_changes_the_tokens(other):
    imported = "import numpy as np\n"
    assert codes(imported + other) != codes(imported + LOOP)


def test_a_library_is_known_by_whatever_name_it_is_imported():
    ways = [
        "import numpy as np\ny = np.exp(x)",
        "import numpy\nz = numpy.exp(a)",
        "from numpy import exp\ny = exp(x)",
        "from numpy import (sin, exp as e)\ny = e(x)",
    ]
    assert len({tuple(codes(way)) for way in ways}) == 1


def test_a_method_of_ones_own_may_have_any_name_and_a_librarys_may_not():
    own = "class A:\n    def {0}(self):\n        self.{1} = 1\n        return self.{0}() + self.{1}.{2}()\n"
    assert codes(own.format("step", "w", "sum")) == codes(own.format("go", "weights", "sum"))
    assert codes(own.format("step", "w", "sum")) != codes(own.format("step", "w", "mean"))


def test_comments_and_docstrings_are_kept_apart():
    source = '#!/bin/python\ndef f():\n    """Says something.\n\n    And more.\n    """\n    return 1  # odd, this\n'
    assert remarks(source) == ["/bin/python", "Says something.", "And more.", "odd, this"]


@pytest.mark.parametrize(
    "broken",
    [
        "def f(x:\n    return (x + 1\n",
        "x = 'never closed\n",
        'y = """never closed\n',
        "print 'two'\nexec 'x'\n",
        "$ ? `x`\n",
    ],
)
def test_what_is_no_python_does_not_hide_what_follows(broken):
    whole = codes("import numpy as np\n" + LOOP)
    found = codes("import numpy as np\n" + broken + LOOP)
    if '"""' in broken:
        return  # the rest is in the text
    assert found[-len(whole) :] == whole


@given(st.text(alphabet=st.characters() | st.sampled_from("'\"\\\n#([{.\t;"), max_size=300))
def test_any_text_is_read_whole(text):
    assert "".join(value for _, value in lexemes(text)) == text
    assert all(1 <= token.line <= text.count("\n") + 1 for token in read_code(text)[0])


@pytest.mark.parametrize("unit", ['\\"""', "'''", "(", '"\\', "a.", "0x", "\\\n"])
def test_a_text_made_to_be_slow_is_read(unit):
    read_code(unit * 100_000)
