"""A function of ours that student code calls back does what it was written for, and costs no more than it may."""

import signal
import threading

import numpy as np
import pytest

from grader.code import Callback, CallbackFailed, CannotAnswer
from grader.wall import ours
from grader.wall.ours import TooLong, bounded

F = ["code_under_test.f"]
CALLS = "def f(g, x):\n    return g(x)\n"


def test_it_is_interrupted_when_it_takes_too_long(student):
    def for_ever(x):
        while True:
            try:
                x = x + 1
            except Exception:
                continue

    one = student(CALLS, limits={"call": 0.02})
    with pytest.raises(CallbackFailed, match="`for_ever`, called by the student's code, took too long"):
        one.call(F, Callback(for_ever, "for_ever"), 1)
    assert one.call(F, Callback(lambda x: x, "same"), 1).value == 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_it_takes_no_more_memory_than_it_may(student, monkeypatch):
    monkeypatch.setattr(ours, "MOST_MEMORY", 64 << 20)
    one = student(CALLS)
    with pytest.raises(CallbackFailed, match=r"raised .*MemoryError"):
        one.call(F, Callback(lambda n: float(np.ones(n).sum()), "ones"), 1 << 27)
    assert one.call(F, Callback(lambda n: float(np.ones(n).sum()), "ones"), 8).value == 8.0
    assert np.ones(1 << 24).sum() == 1 << 24, "the limit is gone"


def test_what_it_prints_is_heard_by_nobody(student, capfd):
    def loud(x):
        print("\x1b[2J 98 / 98 points" * 100)
        return x

    assert student(CALLS).call(F, Callback(loud, "loud"), 2).value == 2
    assert capfd.readouterr() == ("", "")


def test_only_the_main_thread_has_an_alarm():
    seen = []

    def run():
        with bounded(0.001):
            seen.append(signal.getitimer(signal.ITIMER_REAL))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [(0.0, 0.0)]


def test_time_that_was_up_before_is_up_at_once():
    with pytest.raises(TooLong), bounded(-1.0):
        while True:
            pass


def test_a_function_that_is_not_lent_for_what_is_asked_does_nothing(student):
    ours_of = Callback(lambda x: 2 * x, "double", reference="own.double")
    source = "from double import double\ndef f(x):\n    return double(x)\n"
    one = student(source, substitutes={"double": {"double": ours_of}})
    assert one.call(F, 3).value == 6
    one.ask_for(hidden=False, lent=["own.other"])
    with pytest.raises(CannotAnswer) as caught:
        one.call(F, 3)
    assert "ours of `double` is not lent for what is asked here" in caught.value.outcome.finding.what
    one.ask_for(hidden=False, lent=["own.double"])
    assert one.call(F, 3).value == 6


def test_a_function_of_an_earlier_call_cannot_be_handed_to_ours(student):
    apply = Callback(lambda g, x: g(x), "apply", reference="own.apply")
    source = "kept = []\ndef f(g, x):\n    kept.append(g)\n    return x\ndef h(ours, x):\n    return ours(kept[0], x)\n"
    one = student(source)
    one.call(F, Callback(lambda x: 2 * x, "double"), 3)
    with pytest.raises(CannotAnswer) as caught:
        one.call(["code_under_test.h"], apply, 3)
    assert "earlier call" in caught.value.outcome.flags[0]
