"""What an honest call gives, and what crosses with it."""

import time

import numpy as np
import pytest

from grader.code import Callback, CannotAnswer, Given, Instance, OurFault, Parameter
from grader.outcome import Verdict
from grader.wall.calls import Handle


def test_a_value_comes_back_as_it_was_returned(student):
    one = student("import numpy as np\ndef f(x):\n    return np.exp(x), {'a': 1}, [True, None]")
    value = one.call(["code_under_test.f"], np.zeros((2, 3))).value
    assert type(value) is tuple and np.array_equal(value[0], np.ones((2, 3))) and value[1:] == ({"a": 1}, [True, None])


def test_many_calls_cross_once_and_each_value_is_the_one_of_its_own_call(student):
    one = student("import numpy as np\nbuffer = np.zeros(1)\ndef f(x):\n    buffer[0] = x\n    return buffer")
    values = [reply.value[0] for reply in one.call_many(["code_under_test.f"], [[1.0], [2.0], [3.0]])]
    assert values == [1.0, 2.0, 3.0]


def test_a_failure_among_many_calls_says_which_one_it_was(student):
    one = student("def f(x):\n    return 1 / x")
    with pytest.raises(CannotAnswer) as caught:
        one.call_many(["code_under_test.f"], [[1.0], [0.0], [2.0]])
    assert caught.value.at == 1
    one = student("import numpy as np\ndef f(x):\n    return x or np.array('not a number')")
    with pytest.raises(CannotAnswer) as caught:
        one.call_many(["code_under_test.f"], [[1.0], [0.0]])
    assert caught.value.at == 1


def test_what_is_changed_in_place_is_told(student):
    one = student("def f(a, b, c, d):\n    a += 1\n    c['x'] = 2\n    return 0")
    reply = one.call(["code_under_test.f"], np.zeros(2), np.array([np.nan]), {"x": np.zeros(2000)}, 3)
    assert list(reply.changed) == [0, 2] and np.array_equal(reply.changed[0], [1, 1]) and reply.changed[2] == {"x": 2}


def test_named_arguments_and_accepted_spellings_are_used(student):
    one = student("def my_f(x, K=10):\n    return K")
    assert one.call(["code_under_test.f", "code_under_test.my_f"], 1, K=3).value == 3
    assert one.parameters(["code_under_test.my_f"]) == (Parameter("x", True), Parameter("K", False))


def test_printed_text_comes_with_the_reply_and_what_goes_to_stderr_does_not(student):
    one = student("""
        import sys, warnings
        def f():
            print("passed")
            print("failed", file=sys.stderr)
            warnings.warn("failed")
            sys.stdout.buffer.write(b"bytes")
            sys.stdout.reconfigure(encoding="latin-1")
            return 1
    """)
    assert one.call(["code_under_test.f"]).printed == "passed\nbytes"


def test_a_right_answer_that_prints_300_kilobytes_is_a_right_answer_however_often_it_is_called(student):
    one = student("def f(x):\n    print('x' * 300_000)\n    return x", limits={"output_mb": 1})
    assert [reply.value for reply in one.call_many(["code_under_test.f"], [[n] for n in range(20)])] == list(range(20))
    assert one.call(["code_under_test.f"], 7).value == 7


def test_who_makes_errors_of_all_warnings_is_spared_those_of_a_later_numpy(student):
    one = student(
        "import warnings\nwarnings.simplefilter('error')\nimport numpy as np\ndef f():\n"
        "    x = np.zeros(2)\n    x[0] = np.ones((1, 1))\n    return x + np.asarray(np.matrix([[1.0, 1.0]]))[0]\n"
        "def g():\n    warnings.warn('mine')\n"
    )
    assert one.call(["code_under_test.f"]).value.tolist() == [2, 1]
    with pytest.raises(CannotAnswer, match="UserWarning: mine"):
        one.call(["code_under_test.g"])


def test_the_students_generators_start_anew_with_every_call(student):
    one = student("import random\nimport numpy as np\ndef f():\n    return np.random.rand(), random.random()")
    first, second = (reply.value for reply in one.call_many(["code_under_test.f"], [[], []]))
    assert first == second


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("np.matrix([[1., 2.]])", np.array([[1.0, 2.0]])),
        ("np.ma.masked_array([1., 2.])", np.array([1.0, 2.0])),
        ("np.array([1, np.float64(2.5)], dtype=object)", np.array([1.0, 2.5])),
        ("np.array([0.5, 2.5], dtype=np.longdouble)", np.array([0.5, 2.5])),
        ("Tensor()", np.array([1.0, 2.0])),
        ("np.float(2)", 2.0),
        ("np.int(2.5)", 2),
        ("np.array([1], dtype=np.float)", np.array([1.0])),
        ("np.Inf", np.inf),
        ("np.product([2, 3])", 6),
        ("np.trapz([1, 1])", 1.0),
        ("collections.OrderedDict(a=1)", {"a": 1}),
        ("collections.Counter('aab')", {"a": 2, "b": 1}),
        ("Pair(1, np.ones(1))", (1, np.ones(1))),
        ("np.str_('word')", "word"),
        ("{1, 2}", {1, 2}),
        ("{('a', 'b'): 2}", {("a", "b"): 2}),
    ],
)
def test_harmless_liberties_are_plain_values(student, expression, value):
    one = student(
        "import collections\nimport numpy as np\nPair = collections.namedtuple('Pair', 'a b')\n"
        "class Tensor:\n    detach = cpu = lambda self: self\n    numpy = lambda self: np.array([1.0, 2.0])\n"
        f"Tensor.__module__ = 'torch'\ndef f():\n    return {expression}"
    )
    got = one.call(["code_under_test.f"]).value
    assert type(got) is type(value) or isinstance(got, np.generic)
    np.testing.assert_equal(got, value)


# ---- objects of theirs


def test_an_object_stays_on_the_far_side_and_its_methods_can_be_called(student):
    one = student(
        "class Model:\n    def add(self, x):\n        return x + 1\ndef make():\n    return Model()\n"
        "def use(m):\n    return m.add(5)"
    )
    model = one.call(["code_under_test.make"]).value
    assert isinstance(model, Handle) and model.type_name == "Model"
    assert one.call_method(model, "add", 2).value == 3
    assert one.call(["code_under_test.use"], model).value == 6


def test_an_object_of_a_process_that_has_ended_is_said_to_be_gone(student):
    one = student(
        "import os\nclass Model: pass\ndef make():\n    return Model()\n"
        "def use(m):\n    return m\ndef die():\n    os._exit(0)"
    )
    model = one.call(["code_under_test.make"]).value
    with pytest.raises(CannotAnswer):
        one.call(["code_under_test.die"])
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.use"], model)
    assert caught.value.outcome.verdict is Verdict.SKIPPED
    assert caught.value.outcome.finding.what == (
        "The `Model` that was made before is gone: the process that held it has ended."
    )
    assert one.call(["code_under_test.make"]).value.process > model.process


# ---- functions of ours


def softmax(x):
    return np.exp(x) / np.exp(x).sum()


GIVEN_SOFTMAX = Callback(
    softmax, "softmax", lambda x: "" if isinstance(x, np.ndarray) else "its `x` is no array", ("inputVector",)
)


def test_a_function_of_ours_is_called_across_the_wall(student):
    one = student("def f(g, x):\n    return 2 * g(x)")
    assert np.allclose(one.call(["code_under_test.f"], GIVEN_SOFTMAX, np.zeros(2)).value, 1)


def test_keywords_of_a_call_back_are_matched_to_the_sheets_names(student):
    one = student("def f(g, x):\n    return g(input_vector=x)")
    assert np.allclose(one.call(["code_under_test.f"], GIVEN_SOFTMAX, np.zeros(2)).value, 0.5)


def test_a_function_handed_back_is_the_original_again(student):
    one = student("def f(g):\n    return g")
    assert one.call(["code_under_test.f"], GIVEN_SOFTMAX).value is softmax
    same = Callback(lambda g: g is softmax, "same")
    one = student("def f(g, h):\n    return g(h)")
    assert one.call(["code_under_test.f"], same, GIVEN_SOFTMAX).value is True
    back = Callback(lambda g: g, "back")
    one = student(
        "import copy\ndef f(g, h):\n    return g(h) is h and callable(h) and h.__name__ != '' and copy.deepcopy(h) is h"
    )
    assert one.call(["code_under_test.f"], back, GIVEN_SOFTMAX).value is True


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("g(3)", "its `x` is no array"),
        ("g(x, x)", "`softmax` was called with the wrong number of arguments: too many positional arguments"),
        ("g()", "`softmax` was called with the wrong number of arguments: missing a required argument: 'x'"),
        ("g(axis=1)", "`softmax` takes no argument `axis` here"),
        ("g(x, inputVector=x)", "`softmax` was given its argument `inputVector` twice"),
        ("g(lambda: 0)", "its `x` is no array"),
    ],
)
def test_a_wrong_call_back_is_the_students_mistake_and_says_what_is_wrong(student, call, words):
    one = student(f"def f(g, x):\n    return {call}")
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"], GIVEN_SOFTMAX, np.zeros(2))
    outcome = caught.value.outcome
    assert outcome.verdict is Verdict.CRASHED
    assert outcome.finding.what == f"`f` uses a function that it was given in a way that cannot work: {words}."
    assert outcome.finding.where == f"code_under_test.py, line 2, in `f`: `return {call}`"
    assert "order and their shapes" in outcome.finding.advice


def test_a_failure_of_our_function_is_ours_even_where_the_student_swallows_it(student):
    def broken(x):
        raise KeyError("ours")

    one = student("def f(g):\n    try:\n        g(1)\n    except BaseException:\n        pass\n    return 5")
    with pytest.raises(OurFault, match=r"`broken`, called by the student's code, raised KeyError\('ours'\)"):
        one.call(["code_under_test.f"], Callback(broken, "broken"))
    one = student("import os\ndef f(g):\n    try:\n        g(1)\n    except BaseException:\n        os._exit(3)")
    with pytest.raises(OurFault, match="broken"):
        one.call(["code_under_test.f"], Callback(broken, "broken"))
    with pytest.raises(OurFault, match="ZeroDivisionError"):
        one.call(["code_under_test.f"], Callback(softmax, "softmax", lambda x: 1 / 0))


def test_a_value_of_ours_that_cannot_cross_is_our_fault(student):
    one = student("def f(g):\n    return g()")
    with pytest.raises(OurFault, match="a module cannot be given to student code"):
        one.call(["code_under_test.f"], Callback(lambda: np, "module"))
    with pytest.raises(OurFault, match="an array of dtype object cannot cross"):
        one.call(["code_under_test.f"], np.array([None]))
    assert one.call(["code_under_test.f"], Callback(lambda: 3, "three")).value == 3


def test_calls_back_are_counted_and_capped(student):
    one = student("def f(g):\n    while True:\n        g()", limits={"callbacks": 50})
    count = []
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"], Callback(lambda: count.append(1), "tick"))
    assert len(count) == 50 and caught.value.outcome.verdict is Verdict.TIMED_OUT
    words = "`f` called the functions it was given more than 50 times and was stopped."
    assert caught.value.outcome.finding.what == words
    assert "loop around that call" in caught.value.outcome.finding.advice


def test_our_time_is_not_charged_to_the_student(student):
    one = student("import time\ndef f(g):\n    g()\n    time.sleep(0.3)\n    return g()", limits={"call": 0.8})
    assert one.call(["code_under_test.f"], Callback(lambda: time.sleep(0.9) or 1, "slow")).value == 1


def test_a_function_of_ours_cannot_be_called_when_no_call_is_open(student):
    one = student("""
        import threading, time
        said = []
        def later(g):
            time.sleep(0.1)
            try:
                g()
            except RuntimeError as trouble:
                said.append(str(trouble))
        def f(g):
            threading.Thread(target=later, args=(g,), daemon=True).start()
            return 1
        def what():
            return said
    """)
    ticks = []
    one.call(["code_under_test.f"], Callback(lambda: ticks.append(1), "tick"))
    time.sleep(0.3)
    assert one.call(["code_under_test.what"]).value == [
        "this function belongs to the grader and can only be called while a call is open"
    ]
    assert ticks == []


def test_threads_of_the_student_may_call_back_at_the_same_time(student):
    one = student("""
        from concurrent.futures import ThreadPoolExecutor
        def f(g):
            with ThreadPoolExecutor(4) as pool:
                return sum(pool.map(g, range(40)))
    """)
    assert one.call(["code_under_test.f"], Callback(lambda x: x, "same")).value == 780


# ---- given files

SAMPLER = """
    import random
    class Sampler:
        def __init__(self, seed):
            self._random = random.Random(seed)
        def sampleTokenIdx(self):
            return self._random.randint(0, 99)
    def double(x):
        return 2 * x
"""


def test_given_functions_run_beside_the_students_code(student):
    one = student("def f(g, x):\n    return g(x)", given={"course": SAMPLER})
    assert one.call(["code_under_test.f"], Given("course.double"), 4).value == 8


def test_a_given_function_comes_without_its_name_and_its_docstring(student):
    """`gradcheck_naive` is asked whether a gradient is right, and could have read it off: `wrong_in_one_entry`."""
    course = """
        def wrong(x, factor=2, *, more=1):
            "Twice too large."
            return factor * x + more, "Twice as large."
        def right(x):
            return x, 0
    """
    source = """
        def f(g, x):
            code = g.__code__
            names = g.__name__, g.__qualname__, g.__module__, g.__doc__, code.co_name, code.co_qualname
            return g(x), names, repr(g).split(" at ")[0], "Twice too large." in code.co_consts
    """
    one = student(source, given={"course": course})
    asked = [[Given("course.wrong"), 4], [Given("course.right"), 4]]
    wrong, right = (reply.value for reply in one.call_many(["code_under_test.f"], asked))
    assert (wrong[0], right[0]) == ((9, "Twice as large."), (4, 0))
    assert wrong[1:] == right[1:] and not wrong[3]


def test_a_sampler_is_made_afresh_for_every_call(student):
    one = student("def f(dataset):\n    return [dataset.sampleTokenIdx() for _ in range(3)]", given={"course": SAMPLER})
    sampler = Instance("course.Sampler", {"seed": 5})
    first, second = (reply.value for reply in one.call_many(["code_under_test.f"], [[sampler], [sampler]]))
    twin = one._given.make(sampler)
    assert first == second == [twin.sampleTokenIdx() for _ in range(3)]


def test_a_sampler_that_is_handed_back_is_its_twin_on_our_side(student):
    one = student("def f(dataset, cost):\n    return [cost(dataset), cost(dataset)]", given={"course": SAMPLER})
    sampler = Instance("course.Sampler", {"seed": 5})
    cost = Callback(lambda dataset: dataset.sampleTokenIdx(), "cost")
    twin = one._given.make(sampler)
    due = [twin.sampleTokenIdx() for _ in range(2)]
    assert [reply.value for reply in one.call_many(["code_under_test.f"], [[sampler, cost]] * 1)] == [due]
    back = Callback(lambda dataset: dataset, "back")
    one = student("def f(dataset, back):\n    return back(dataset) is dataset", given={"course": SAMPLER})
    assert one.call(["code_under_test.f"], sampler, back).value is True


def test_a_parameter_that_is_keyword_only_is_given_by_its_place_on_the_sheet(student):
    one = student("def f(x, *, K=10):\n    return x, K")
    assert one.call(["code_under_test.f"], 1, 3).value == (1, 3)


def test_too_many_arguments_are_pythons_own_message(student):
    one = student("def f(x):\n    return x")
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"], 1, 3)
    assert "takes 1 positional argument but 2 were given" in caught.value.outcome.finding.what
