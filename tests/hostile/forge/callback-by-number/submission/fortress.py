import sys


def scale(x, factor):
    frame = sys._getframe(1)
    while frame:
        worker = frame.f_locals.get("self")
        if type(worker).__name__ == "Worker":
            return worker.call_back(0, (x, factor), {})
        frame = frame.f_back
    raise LookupError("no worker")
