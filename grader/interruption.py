"""What interrupts this process is not lost where Python cannot raise it: in a weak reference's callback, in `__del__`.

There Python prints a traceback and goes on, and whoever pressed Ctrl-C waits for ever.
"""

import signal
import sys
import threading
from collections.abc import Callable

_SOON = 0.01  # seconds: the signal must come when the callback is over


def never_lost(kind: type[BaseException], number: int, ready: Callable[[], object] = lambda: None) -> None:
    """From here on a signal whose handler's exception was swallowed comes again. ready: called before it does."""
    before = sys.unraisablehook

    def hook(lost: "sys.UnraisableHookArgs") -> None:
        if not isinstance(lost.exc_value, kind):
            before(lost)
            return
        ready()
        again = threading.Timer(_SOON, _send, (number,))
        again.daemon = True
        again.start()

    sys.unraisablehook = hook


def _send(number: int) -> None:
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:  # to the thread that it is for, which may be waiting for something
        signal.pthread_kill(threading.main_thread().ident or 0, number)
