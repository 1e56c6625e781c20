from textwrap import indent

import pytest

from grader.checks.gradient import Gradient
from grader.checks.values import Values
from tests.flags.reading import flags

CALL = {"arguments": {"x": {"normal": ["D"]}}, "reference": "own.f", "points": 1}
LOSS = Gradient(kind="gradient", title="loss and gradients", function="word2vec.lossAndGradient",
                returns=["loss", "d x"], **CALL)  # fmt: skip
WHOLE = Gradient(kind="gradient", title="the window", function="word2vec.skipgram", returns=["loss", "d x"], **CALL)
CHECKING = Values(kind="values", title="a gradient check", function="word2vec.gradcheck_naive", **CALL)

AUTOGRAD = [
    "import torch\ndef lossAndGradient(x):\n    l = loss(x)\n    return l, torch.autograd.grad(l, x)\n",
    "import torch\ndef lossAndGradient(x):\n    l = loss(x)\n    l.backward()\n    return l, x.grad\n",
    "from jax import grad as g\ndef lossAndGradient(x):\n    return loss(x), g(loss)(x)\n",
    "import autograd.numpy as np\nfrom autograd import grad\nd = grad(np.sin)\n"
    "def lossAndGradient(x): return 1, d(x)\n",
    "import torch\ndef lossAndGradient(x):\n    return 1, Net()(x)\nclass Net:\n"
    "    def __call__(self, x): return torch.func.grad(f)(x)\n",
]  # fmt: skip
DIFFERENCES = [
    "return loss(x), (loss(x + 1e-5) - loss(x - 1e-5)) / 2e-5",
    "h = 1e-4\nplus = loss(x + h)\nminus = loss(x - h)\nreturn plus, (plus - minus) / (2 * h)",
    "above, _ = f(x)\nbelow, _ = f(x)\nreturn 0, (above - below) / 2 / h",
    "h = 10 ** -4\nreturn 0, np.sum((f(x + h) - f(x)) * x) / h",
    "costs = []\nfor s in (1, -1):\n    costs.append(float(f(x)[0]))\nreturn 0, (costs[0] - costs[1]) / (2 * eps)",
    "change = f(x + 1) - f(x)\nreturn 0, change / 1e-6",
    "cost = {}\nfor s in (1, -1):\n    cost[s] = f(x)\nreturn 0, (cost[1] - cost[-1]) / (2 * h)",
    "change = f(x + 1) - f(x)\nchange /= h\nreturn 0, change",
    "return 0, (0.5 / h) * (f(x + h).sum() - f(x - h).sum())",
    "return 0, (np.array([f(x + h * e) for e in I]) - np.array([f(x) for e in I])) / np.sqrt(np.finfo(float).eps)",
    "def slope(i): return (f(x + i) - f(x)) / 0.001\nreturn 0, [slope(i) for i in range(3)]",
]
#: Differences and quotients that a right gradient is full of.
BY_HAND = [
    "return 0, (np.exp(x) - np.exp(-x)) / 2",
    "return 0, (softmax(x) - y) / len(x)",
    "return 0, (softmax(x) - softmax(y)) / (norm(x) + 1e-8)",
    "return 0, (f(x) - g(x)) / 1e-3",
    "h = sigmoid(x)\nreturn 0, (h - h ** 2) / h",
    "grad = f(x)\nreturn 0, (grad - grad.mean()) / 1e-3",
    "m = np.log(x)\nn = np.log(y)\nreturn 0, (m - n) / eps",
    "layer = Layer()\nreturn 0, layer.backward(x)",
]
START = "import numpy as np\ndef lossAndGradient(x):\n"


@pytest.mark.parametrize("source", AUTOGRAD)
def test_a_gradient_by_autograd_is_flagged(source):
    [flag] = flags(source, [LOSS])
    assert flag.startswith("See word2vec.py, line ")
    assert ": “loss and gradients” asks for a gradient derived by hand, and it is taken by autograd (`" in flag


@pytest.mark.parametrize("body", DIFFERENCES)
def test_a_gradient_by_finite_differences_is_flagged(body):
    [flag] = flags(START + indent(body, "    ") + "\n", [LOSS])
    assert flag.endswith(": “loss and gradients” asks for a gradient derived by hand, and it is taken by "
                         "finite differences.")  # fmt: skip


@pytest.mark.parametrize("body", BY_HAND)
def test_a_gradient_by_hand_is_no_flag(body):
    assert flags(START + indent(body, "    ") + "\n", [LOSS]) == ()


def test_the_students_own_helpers_are_followed_into_other_files():
    helper = "import numpy as np\ndef slope(f, x, h):\n    return (f(x + h) - f(x)) / h\n"
    for source in (
        "from helpers import slope as s\ndef lossAndGradient(x): return 1, s(loss, x, 1e-5)\n",
        "import helpers\ndef lossAndGradient(x): return 1, inner(x)\ndef inner(x): return helpers.slope(loss, x, 1)\n",
    ):
        [flag] = flags(source, [LOSS], helpers=helper)
        assert flag.startswith("See helpers.py, line 3: “loss and gradients” asks")


def test_a_gradient_check_that_the_sheet_asks_for_is_made_of_differences():
    source = (
        "def lossAndGradient(x):\n    gradcheck_naive(loss, x)\n    return 1, x\n"
        "def gradcheck_naive(f, x, h=1e-4):\n    return (f(x + h) - f(x - h)) / (2 * h)\n"
    )
    assert flags(source, [LOSS, CHECKING]) == ()
    assert len(flags(source, [LOSS])) == 1, "nobody asked for it: it may be where the gradient comes from"


def test_what_the_gradient_does_not_use_is_no_flag():
    source = "import torch\ndef train(x):\n    x.backward()\ndef lossAndGradient(x):\n    return 1, x\n"
    assert flags(source, [LOSS]) == ()
    assert flags(source.replace("train", "lossAndGradient2"), []) == ()


def test_a_place_is_told_for_the_first_check_that_comes_to_it():
    source = (
        "import torch\ndef helper(l, x): return torch.autograd.grad(l, x)\n"
        "def lossAndGradient(x): return 1, helper(1, x)\n"
        "def skipgram(x, f=lossAndGradient):\n    l = f(x)\n    l.backward()\n    return l, helper(1, x)\n"
    )
    assert flags(source, [LOSS, WHOLE]) == (
        "See word2vec.py, line 2: “loss and gradients” asks for a gradient derived by hand, and it is taken by "
        "autograd (`torch.autograd.grad`).",
        "See word2vec.py, line 6: “the window” asks for a gradient derived by hand, and it is taken by "
        "autograd (`.backward()`).",
    )


def test_a_missing_function_is_no_flag():
    assert flags("x = 1\n", [LOSS]) == ()


def test_functions_that_use_each_other_come_to_an_end():
    ring = "".join(f"def f{n}(x): return f{n + 1}(x), lossAndGradient(x)\n" for n in range(200))
    assert flags(f"def lossAndGradient(x): return f0(x)\n{ring}", [LOSS]) == ()
