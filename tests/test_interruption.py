"""Who presses Ctrl-C is heard, wherever Python was at that moment."""

import subprocess
import sys
import textwrap

import pytest

PROGRAM = """
    import signal, sys, threading, time, weakref
    from grader.batch.leaving import Leave, ready_to_leave
    from grader.interruption import never_lost

    class Thing:
        pass

    def swallowed(*_):
        signal.raise_signal({number})
        for _ in range(1000):
            pass

    {begin}
    thing = Thing()
    watched = weakref.ref(thing, swallowed)
    try:
        del thing
        threading.Event().wait(20)
        print("never heard")
    except ({kind}):
        print("heard")
"""


@pytest.mark.parametrize(
    ("kind", "number", "begin"),
    [
        ("KeyboardInterrupt", "signal.SIGINT", "never_lost(KeyboardInterrupt, signal.SIGINT)"),
        ("Leave", "signal.SIGTERM", "ready_to_leave()"),
    ],
)
def test_an_interruption_that_python_swallows_comes_again(kind, number, begin):
    program = textwrap.dedent(PROGRAM).format(kind=kind, number=number, begin=begin)
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("heard\n", "")


def test_any_other_exception_that_python_swallows_is_told_as_ever():
    program = textwrap.dedent(PROGRAM).replace("signal.raise_signal({number})", "raise ValueError('mine')")
    program = program.replace("wait(20)", "wait(0)")
    program = program.format(kind="KeyboardInterrupt", begin="never_lost(KeyboardInterrupt, 2)")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "never heard\n" and "ValueError: mine" in ran.stderr
