"""Every way of not answering: a verdict and a message each, and nothing left behind."""

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

from grader.code import CannotAnswer
from grader.outcome import Printed, Verdict
from grader.wall import deaths
from grader.wall.answers import Raised
from grader.wall.levels import Level
from grader.wall.limits import Limits
from grader.wall.process import Death, Killed
from tests.fortress.traces import parents

LIMITS = {"call": 1.0, "memory_mb": 200, "output_mb": 1, "cpu": 60}
IMPORTS = "import ctypes, mmap, os, random, signal, struct, subprocess, sys, threading, time\nimport numpy as np\n"


def ending(student, source, *arguments, **limits):
    """The outcome of calling `f`, after which an honest call on the same student still gets its answer."""
    one = student(f"{IMPORTS}{source}\ndef honest(x):\n    return x", limits={**LIMITS, **limits})
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.f"], *arguments)
    assert one.call(["code_under_test.honest"], 3).value == 3
    return caught.value.outcome


#: What is told of an exception, and what may cross: the worker's own code, which asks nothing of any level. Everything
#: else here is tried at every level.
SAME_EVERYWHERE = {
    "test_the_advice_for_an_exception_is_true_for_it",
    "test_an_exception_that_will_not_describe_itself_is_still_an_exception",
    "test_a_value_that_cannot_cross_is_a_failure_with_its_reason",
    "test_an_object_is_a_handle_and_nothing_that_could_be_taken_for_a_value",
}


def pytest_generate_tests(metafunc):
    if "student" in metafunc.fixturenames:
        levels = [Level.ISOLATED, Level.CONFINED, Level.LIMITED]
        if metafunc.function.__name__ in SAME_EVERYWHERE:
            levels = levels[:1]
        metafunc.parametrize("slot", levels, ids=lambda level: level.letter, indirect=True, scope="module")


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(tmp_path, monkeypatch, slot):
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    slot.level  # noqa: B018 - so that what it opens once is open
    before = len(list(Path("/proc/self/fd").iterdir())), children()
    yield
    assert list(folder.iterdir()) == [] and list((slot.spool.parent / "scratch").iterdir()) == []
    assert (len(list(Path("/proc/self/fd").iterdir())), children()) == before


@pytest.fixture
def student(_nothing_is_left_behind, student):
    return student


def children() -> set[str]:
    return {number for number, parent in parents() if parent == str(os.getpid())}


# ---- the process ends

#: What ends the process, and at which levels. At A the code is the first process of its namespace and feels no signal
#: that it sends itself; at A and B it can signal nobody else.
EXITS = {
    ("os.kill(os.getpid(), 9)", "BC"): "ended the whole Python process (killed).",
    ("os.killpg(0, 15)", "C"): "ended the whole Python process (terminated).",
    ("os._exit(0)", "ABC"): "ended the whole Python process (exit code 0).",
    ("os._exit(7)", "ABC"): "ended the whole Python process (exit code 7).",
    ("ctypes.string_at(0)", "ABC"): "ended the whole Python process (segmentation fault).",
    ("os.abort()", "A"): "ended the whole Python process (segmentation fault).",
    ("os.abort()", "BC"): "ended the whole Python process (abort).",
    ("threading.Timer(0, os._exit, (4,)).start(); time.sleep(9)", "ABC"): "ended the whole Python process "
    "(exit code 4).",
}


@pytest.mark.parametrize(("statement", "levels"), EXITS)
def test_a_process_that_ends_is_a_crash_of_the_students(student, slot, statement, levels):
    if slot.level.letter not in levels:
        pytest.skip("ends differently at this level")
    outcome = ending(student, f"def f():\n    print('so far')\n    {statement}")
    assert outcome.verdict is Verdict.CRASHED
    assert outcome.finding.what == f"`f` {EXITS[statement, levels]}"
    assert outcome.evidence == (Printed("What it printed before", "so far\n"),)


def test_the_advice_fits_the_end():
    advice = {
        code: deaths.died("`f`", Death(None, code, ""), Limits(), 1).outcome.finding.advice for code in (0, -11, -9)
    }
    assert "`os._exit`" in advice[0] and "recursion without end" in advice[-11] and "`os.kill`" in advice[-9]


# ---- limits


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "time.sleep(99)",
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); threading.Event().wait()",
        "r, w = os.pipe(); os.read(r, 1)",
        "return sum(iter(int, 1))",
    ],
)
def test_code_that_does_not_come_back_is_timed_out(student, body):
    outcome = ending(student, f"def f():\n    {body}", call=0.2)
    assert outcome.verdict is Verdict.TIMED_OUT
    assert outcome.finding.what == "`f` was still running after 0.2 seconds and was stopped."
    assert "a loop whose end is never reached" in outcome.finding.advice


def test_computing_time_has_a_limit_of_its_own(student):
    outcome = ending(student, "def f():\n    while True: pass", call=20.0, cpu=1)
    assert outcome.verdict is Verdict.TIMED_OUT
    assert outcome.finding.what == "`f` was still running after 1 second of computing time and was stopped."


@pytest.mark.parametrize(
    "body",
    [
        "return np.ones(10 ** 9)",
        "x = []\n    while True: x.append('x' * 10_000_000 + str(len(x)))",
        "x = [0]\n    while True: x.extend(x)",
        "m = mmap.mmap(-1, 1 << 31)",
        "return [np.ones(10 ** 6) for _ in range(10 ** 4)]",
    ],
)
def test_too_much_memory_is_named(student, body):
    outcome = ending(student, f"def f():\n    {body}", call=10.0)
    assert outcome.verdict is Verdict.OUT_OF_MEMORY
    assert outcome.finding.what == "`f` asked for more than 200 MB of memory and was stopped."
    assert "multiplies two large dimensions" in outcome.finding.advice


@pytest.mark.parametrize(
    "body",
    [
        "print('x' * 20_000_000)",
        "while True: os.write(1, b'x' * 9999)",
        "while True: print('no end ' * 99, file=sys.stderr)",
    ],
)
def test_a_flood_of_output_is_stopped(student, body):
    outcome = ending(student, f"def f():\n    {body}", call=10.0, memory_mb=1024)
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    assert outcome.finding.what == "`f` printed more than 1 MB and was stopped."
    assert outcome.finding.advice == "Remove the `print` inside the innermost loop."


def test_a_file_that_grows_without_end_is_stopped(student):
    outcome = ending(
        student, "def f():\n    with open('big', 'wb') as big:\n        big.write(bytes(50 << 20))", file_mb=2
    )
    assert outcome.verdict is Verdict.OUTPUT_EXCEEDED
    what = "`f` wrote a file of more than 2 MB, which is the most that one file may have."
    assert outcome.finding.what == what and outcome.finding.where.startswith("code_under_test.py, line ")
    assert outcome.finding.advice == "Grading needs no files of yours: remove what writes them, or write less."


def test_a_function_that_hung_is_not_run_again(student):
    one = student("def f():\n    while True: pass", limits={"call": 0.3})
    with pytest.raises(CannotAnswer):
        one.call(["code_under_test.f"])
    with pytest.raises(CannotAnswer) as again:
        one.call_many(["code_under_test.f"], [[], []])
    outcome = again.value.outcome
    assert outcome.verdict is Verdict.SKIPPED
    assert outcome.finding.what == "Not run again: `f` was still running after 0.3 seconds and was stopped."
    assert outcome.finding.advice == "Mend that first; this check needs `f` as well."
    assert outcome.finding.category == "Not run: `f` was stopped in a check before this one."


# ---- exceptions


def test_an_exception_is_told_with_its_place_and_line(student):
    outcome = ending(student, "def g(x):\n    return [1][x]\ndef f(x):\n    return g(x)", 5)
    assert outcome.verdict is Verdict.CRASHED
    assert outcome.finding.what == "`f` raised IndexError: list index out of range"
    assert outcome.finding.where == "code_under_test.py, line 4, in `g`: `return [1][x]`"
    assert outcome.finding.advice.startswith("An index is outside its array")
    assert "list index" not in outcome.finding.category and "IndexError" in outcome.finding.category
    assert outcome.evidence[0].text.splitlines() == [
        "code_under_test.py, line 6, in f", "    return g(x)", "code_under_test.py, line 4, in g",
        "    return [1][x]", "IndexError: list index out of range",
    ]  # fmt: skip


ADVICE = {
    "np.ones(3).sum(axis=1)": "has fewer axes than `axis` asks for",
    "undefined": "Check the spelling, and that the name is defined",
    "{}['x']": "print the key and the dictionary's keys",
    "f()": "without reaching an end",
    "1 / 0": "what is divided by",
    "input()": "Nobody sits at the keyboard",
    "open('data.txt')": "reading or writing files is not part",
    "int('x')": "Print the values that go into that line",
    "np.ones(2) + np.ones(3)": "Print the shapes of the arrays on that line",
    "np.ones((2, 3)) @ np.ones((2, 3))": "Print the shapes of the arrays on that line",
    "float(np.ones((1, 1, 2)))": "`x.item()`",
    "None + 1": "Print the types of the values",
    "f(1)": "Compare the function's parameters",
    "None.T": "Print the type of the object before the dot",
    "exec('assert 0')": "print both sides",
    "exec('from os import no_such')": "Check the spelling of what is imported",
    "next(iter([]))": "Run that line on a small input",
}


@pytest.mark.parametrize("expression", ADVICE)
def test_the_advice_for_an_exception_is_true_for_it(student, expression):
    outcome = ending(student, f"def f():\n    return {expression}")
    assert outcome.verdict is Verdict.CRASHED
    assert ADVICE[expression] in outcome.finding.advice


def test_calling_exit_is_a_crash_with_words_of_its_own(student):
    outcome = ending(student, "def f():\n    sys.exit('done')")
    assert outcome.verdict is Verdict.CRASHED and outcome.finding.what == "`f` called `exit`."
    assert "gives its result back with `return`" in outcome.finding.advice


HOSTILE_EXCEPTIONS = [
    "class E(Exception):\n    def __str__(self): raise KeyError",
    "class E(Exception):\n    def __str__(self): os._exit",
    "class S(str):\n    __getitem__ = None\nclass E(Exception):\n    def __str__(self): return S('x' * 10**6)",
    "class M(type):\n    __name__ = property(lambda self: 1 / 0)\nclass E(Exception, metaclass=M): pass",
    "class E(Exception):\n    __traceback__ = property(lambda self: 1 / 0)",
    "class E(ImportError):\n    standin = property(lambda self: 1 / 0)\n    __dict__ = property(lambda self: 1 / 0)",
    "class E(OSError):\n    errno = property(lambda self: 1 / 0)",
    "class E(SyntaxError):\n    filename = property(lambda self: 1 / 0)",
    "class E(Exception):\n    __class__ = property(lambda self: 1 / 0)",
    "class E(BaseException):\n    pass",
]


@pytest.mark.parametrize("source", HOSTILE_EXCEPTIONS, ids=range(len(HOSTILE_EXCEPTIONS)))
def test_an_exception_that_will_not_describe_itself_is_still_an_exception(student, source):
    outcome = ending(student, f"{source}\ndef f():\n    raise E")
    assert outcome.verdict is Verdict.CRASHED and outcome.finding.what.startswith("`f` raised E")
    assert len(outcome.finding.what) < 700 and outcome.finding.where.endswith("in `f`: `raise E`")


def test_control_characters_and_lone_surrogates_are_made_visible(student):
    outcome = ending(student, "def f():\n    raise ValueError('\\x1b]0;x\\x07\\ud800\\u202e')")
    assert outcome.finding.what == "`f` raised ValueError: \\x1b]0;x\\x07\\ud800\\u202e"
    outcome = ending(student, "def f():\n    print('a\\x1b[31m\\ud800')\n    os._exit(1)")
    assert outcome.evidence[0].text == "a\\x1b[31m\\ud800\n"


def test_a_recursion_is_told_in_a_few_lines():
    frame = deaths.Frame("q.py, line 3", "f", "return f(x)")
    told = Raised("RecursionError", "too deep", (), ("RecursionError",), False, None, 0)
    outcome = deaths.raised("`f`", told, [frame] * 40, Limits()).outcome
    assert outcome.evidence[0].text.count("q.py, line 3") == 1


# ---- values that cannot be compared

VALUES = {
    "np.zeros(30_000_000, np.uint8).repeat(4)": "bytes of arrays are more than may cross at once",
    "list(range(300_000))": "more than 200,000 single values: an array can hold them",
    "'x' * 2_000_000": "a text of 2,000,000 bytes is more than",
    "deep(10_000)": "nested more than 16 deep",
    "cyclic()": "nested more than 16 deep",
    "10 ** 5000": "an integer of more than 8,192 bits",
    "np.array([None])": "an array of dtype object cannot cross; numbers and booleans can",
    "np.array(['a'])": "an array of dtype <U1 cannot cross",
    "np.array([(1, 2.)], dtype='i4,f8')": "an array of dtype",
    "np.datetime64('2020')": "an array of dtype datetime64",
}
MAKERS = """
def deep(n):
    x = []
    for _ in range(n): x = [x]
    return x
def cyclic():
    x = []
    x.append(x)
    return x
"""


@pytest.mark.parametrize("expression", VALUES)
def test_a_value_that_cannot_cross_is_a_failure_with_its_reason(student, expression):
    outcome = ending(student, f"{MAKERS}\ndef f():\n    return {expression}", memory_mb=500)
    assert outcome.verdict is Verdict.FAILED
    assert outcome.finding.what.startswith("What `f` returned cannot be compared: ")
    assert VALUES[expression] in outcome.finding.what
    assert outcome.finding.advice == "Return numbers or numpy arrays of numbers."


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("(x for x in [1])", "generator"), ("lambda: 0", "function"), ("range(3)", "range"), ("A()", "A"),
        ("A", "type"),
        ("Array((2,))", "Array"), ("Five(5)", "Five"), ("Text('a')", "Text"),
        ("np.ma.masked_equal([1, 2], 1)", "numpy.ma.MaskedArray"),
        ("Spoofed()", "Spoofed"), ("open('/dev/null')", "TextIOWrapper"),
    ],
)  # fmt: skip
def test_an_object_is_a_handle_and_nothing_that_could_be_taken_for_a_value(student, expression, kind):
    one = student(f"""
        import numpy as np
        class A:
            def __eq__(self, other): return True
            def __repr__(self): raise KeyError
            __array__ = __float__ = __len__ = __reduce__ = __hash__ = lambda self, *a, **k: 1 / 0
        class Array(np.ndarray):
            def __array_function__(self, *a, **k): return True
        class Five(int):
            def __eq__(self, other): return True
        class Text(str): pass
        class Spoofed:
            __class__ = np.ndarray
        def f():
            return {expression}
    """)
    value = one.call(["code_under_test.f"]).value
    assert value.type_name.rpartition(".")[2] == kind.rpartition(".")[2] and type(value).__name__ == "Handle"


def test_none_and_a_text_are_plain_values(student):
    one = student("def f(x):\n    return x")
    assert [reply.value for reply in one.call_many(["code_under_test.f"], [[None], ["\ud800ü"]])] == [None, "\ud800ü"]


# ---- the channel

CHANNEL = {
    "closing": "for n in range(10): os.closerange(n, n + 1)",
    "closerange": "os.closerange(0, 64)\n    while True: time.sleep(1)",
    "garbage": "shout(b'garbage' * 9)\n    time.sleep(9)",
    "magic": "shout(struct.pack('<4sIQ', b'GRD1', 2**32 - 1, 2**63))\n    time.sleep(9)",
    "forged": "shout(forged())\n    time.sleep(9)",
}
FORGERY = """
import msgpack
def shout(data):
    for n in range(3, 10):
        try:
            os.write(n, data)
        except OSError:
            pass
def forged(number=99):
    answer = {"d": [["ok", True], ["value", [[0.5, {"d": []}]]], ["id", number], ["printed", ""]]}
    header = msgpack.packb([answer, []])
    return struct.pack('<4sIQ', b'GRD1', len(header), 0) + header
"""


@pytest.mark.parametrize("how", CHANNEL)
def test_who_meddles_with_the_channel_is_ended_and_flagged(student, how):
    outcome = ending(student, f"{FORGERY}\ndef f():\n    {CHANNEL[how]}")
    assert outcome.verdict is Verdict.CRASHED
    if outcome.flags:
        assert outcome.finding.what == "`f` did not answer in the way the grader and the worker talk, and was ended."
        assert "must leave the open files 0 to 9 alone" in outcome.finding.advice
        assert outcome.flags[0].startswith("spoke out of turn on the grader's channel: ")
    else:
        assert how.startswith("clos")


def test_three_bytes_of_a_frame_and_then_silence_are_a_hang(student):
    outcome = ending(student, f"{FORGERY}\ndef f():\n    shout(b'GRD')\n    time.sleep(9)", call=0.3)
    assert outcome.verdict is Verdict.TIMED_OUT


def test_a_duplicate_answer_ends_the_process_at_the_next_request(student):
    one = student(f"{IMPORTS}{FORGERY}\ndef f(number):\n    shout(forged(number) * 2)\n    return 1")
    for number in range(1, 9):
        try:
            one.call(["code_under_test.f"], number)
        except CannotAnswer as trouble:
            assert trouble.outcome.flags or trouble.outcome.verdict is Verdict.SKIPPED
            break
    else:
        pytest.fail("nobody noticed")


# ---- harmless oddities keep their answers

ODD = [
    "threading.Thread(target=time.sleep, args=(99,)).start()",
    "sys.stdout = None",
    "sys.stdout.close(); sys.stderr.close()",
    "sys.stdout = open(os.devnull, 'w')",
    "np.allclose = np.asarray = np.array_equal = lambda *a, **k: True",
    "time.time = time.monotonic = lambda: 0.0",
    "import json, traceback; json.dumps = traceback.extract_tb = None",
    "print('\\ud800 \\x00 \\x1b[31m')",
    "sys.setrecursionlimit(10 ** 6)",
    "os.chdir('/')",
    "open('note.txt', 'w').write('x'); os.mkdir('d')",
    "np.seterr(all='raise')",
    "import warnings; warnings.warn('x')",
    "import gc; gc.disable()",
    "random.seed = np.random.seed = lambda *a: None",
    "os.environ.clear()",
    "import atexit; atexit.register(lambda: os._exit(9))",
    "os.close(0); os.close(1)",
    "sys.modules.pop('numpy')",
]


@pytest.mark.parametrize("statement", ODD)
def test_an_odd_but_right_function_is_answered_again_and_again(student, statement):
    one = student(f"{IMPORTS}def f(x):\n    {statement}\n    return x * 2\ndef g(x):\n    print('said')\n    return x")
    if "seed" in statement:
        statement = "seed"
    assert np.array_equal(one.call(["code_under_test.f"], np.ones(3)).value, np.full(3, 2.0))
    if not statement.startswith(("np.allclose", "random")):
        reply = one.call(["code_under_test.g"], np.ones(3))
        assert np.array_equal(reply.value, np.ones(3)) and reply.printed == "said\n"


@pytest.mark.parametrize("killed", list(Killed))
def test_every_reason_to_end_a_process_has_its_words(killed):
    outcome = deaths.died("importing q.py", Death(killed, -9, ""), Limits(), 3).outcome
    assert outcome.finding.what.startswith("Importing q.py ") and outcome.finding.advice
