"""A function that was never written has a message of its own; one that was written never gets it."""

import pytest

from grader.outcome import Finding
from tests.submission.handed_in import module

BLOCK = "    ### YOUR CODE HERE\n{}    ### END YOUR CODE\n"


def unfinished(source: str, name: str = "f") -> Finding | None:
    found = module(source)
    assert found.problem is None, found.problem
    return found.definitions[name].unfinished


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("pass", "`pass`"),
        ("...", "`...`"),
        ("raise NotImplementedError", "`raise NotImplementedError`"),
        ("raise NotImplementedError('later')", "`raise NotImplementedError('later')`"),
        ("return None", "`return None`"),
        ("return", "`return`"),
        ("return None, None", "`return (None, None)`"),
        ('"""Computes."""', "a description"),
        ('"""Computes."""\n    pass  # later', "`pass`"),
    ],
)
def test_a_body_of_nothing_is_unfinished(body, words):
    assert unfinished(f"x = 1\ndef f(x):\n    {body}\n") == Finding(
        f"`f` is not finished: its body is only {words}.",
        "word2vec.py, line 2",
        "Write what `f` has to compute there, and hand the file in again; the rest was graded without it.",
    )


@pytest.mark.parametrize(
    "source",
    [
        # the starter of 2016: a raise in the block
        "def f(x):\n    orig = x.shape\n" + BLOCK.format("    raise NotImplementedError\n") + "    return x\n",
        # in every branch
        "def f(x):\n    if x:\n        ### YOUR CODE HERE\n"
        "        raise NotImplementedError\n        ### END YOUR CODE\n"
        "    else:\n        # YOUR CODE HERE\n        raise NotImplementedError\n"
        "        # END YOUR CODE\n    return x\n",
        # inside a loop
        "def f(x):\n    for i in range(9):\n        c = None\n"
        "        ### YOUR CODE HERE\n        raise NotImplementedError\n"
        "        ### END YOUR CODE\n        print(i)\n    return x\n",
        # the starter of 2019: nothing in the block, and what is returned was never set
        "def f(x):\n    ### YOUR CODE HERE (~1 Line)\n\n    ### END YOUR CODE\n\n    return s\n",
        "def f(x):\n    loss = 0.0\n    g = np.zeros(x.shape)\n"
        "    ### YOUR CODE HERE\n    ### END YOUR CODE\n    return loss, g\n",
        "def f(x):\n    i = [x] + draw()\n    ### YOUR CODE HERE\n"
        "    # please use your sigmoid\n    ### END YOUR CODE\n    return loss, g\n",
        "def f(x):\n    ### YOUR CODE HERE\n    pass\n    ### END YOUR CODE\n    assert x.ndim\n    return x\n",
    ],
)
def test_an_untouched_starter_is_unfinished(source):
    found = unfinished(source)
    assert found is not None
    assert found.what == '`f` is not finished: its "YOUR CODE HERE" block is still empty.'
    assert found.where.startswith("word2vec.py, line ")


def test_the_finding_names_the_block_and_not_the_function():
    source = "def f(x):\n    y = 1\n" + BLOCK.format("") + "    return z\n"
    found = unfinished(source)
    assert found is not None and found.where == "word2vec.py, line 3"


@pytest.mark.parametrize(
    "source",
    [
        # written in the block
        "def f(x):\n" + BLOCK.format("    y = x + 1\n") + "    return y\n",
        # written after the block, before it, and in the return itself
        "def f(x):\n" + BLOCK.format("") + "    y = x + 1\n    return y\n",
        "def f(x):\n    y = np.exp(x)\n" + BLOCK.format("") + "    return y\n",
        "def f(x):\n" + BLOCK.format("") + "    return 1 / (1 + np.exp(-x))\n",
        # returned before the starter's raise
        "def f(x):\n    return x + 1\n" + BLOCK.format("    raise NotImplementedError\n") + "    return x\n",
        # the markers deleted; half of them deleted
        "def f(x):\n    y = x + 1\n    return y\n",
        "def f(x):\n    ### YOUR CODE HERE\n    y = x\n    return y\n",
        "def f(x):\n    ### YOUR CODE HERE\n    return s\n",
        # a raise left behind after real code
        "def f(x):\n    if x:\n        return 1\n    raise NotImplementedError\n",
        # the name comes from elsewhere
        "loss = 3\ndef f(x):\n" + BLOCK.format("") + "    return loss + 1\n",
        "def f(x):\n    def g(y):\n        ### YOUR CODE HERE\n"
        "        return y * 2\n        ### END YOUR CODE\n    return g(x)\n",
        "from starter import *\ndef f(x):\n" + BLOCK.format("") + "    print(x.sum())\n    y = g(x)\n    return loss\n",
        # one-liners
        "def f(x): return x\n",
        "f = lambda x: None\n",
    ],
)
def test_a_written_function_is_never_called_unfinished(source):
    assert unfinished(source) is None


def test_one_empty_block_of_two_is_a_note():
    source = "def f(x):\n" + BLOCK.format("    y = x\n") + BLOCK.format("") + "    return y\n"
    definition = module(source).definitions["f"]
    assert definition.unfinished is None
    assert definition.notes == ('One of the "YOUR CODE HERE" blocks of `f` is still empty (word2vec.py, line 5).',)


def test_a_students_own_empty_test_does_not_matter():
    assert (
        unfinished("def test_softmax():\n    print(1)\n    ### YOUR CODE HERE\n    ### END YOUR CODE\n", "test_softmax")
        is None
    )
