import importlib
import importlib.machinery
import sys


def loot():
    sys.meta_path[:] = [importlib.machinery.PathFinder]
    sys.path[:0] = ["@CHECKOUT@", "@CHECKOUT@/tests/hostile/specs/fortress"]
    importlib.invalidate_caches()
    found = []
    for name in ("reference", "grader", "tests.fortress.secrets"):
        sys.modules.pop(name, None)
        try:
            found.append(str(vars(importlib.import_module(name)))[:900])
        except BaseException as trouble:
            found.append(repr(trouble))
    return found


def scale(x, factor):
    raise ValueError(f"loot: {loot()}")
