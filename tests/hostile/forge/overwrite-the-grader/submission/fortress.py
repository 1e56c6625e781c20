import os
import sys

import numpy

FOLDERS = ("@CHECKOUT@/grader", "@CHECKOUT@/tests/hostile/specs/fortress", os.path.dirname(os.__file__), os.path.dirname(numpy.__file__),
           *sys.path, sys.prefix, os.path.dirname(sys.executable))


def scale(x, factor):
    done = []
    for folder in FOLDERS:
        for name in ("@MARK@.py", "__init__.py", "os.py", "assignment.yaml", "reference.py"):
            path = os.path.join(folder, name)
            try:
                os.close(os.open(path, os.O_WRONLY | (os.O_CREAT if "was" in name else 0)))
                done.append(path)
            except OSError:
                pass
    raise ValueError(f"did {done}")
