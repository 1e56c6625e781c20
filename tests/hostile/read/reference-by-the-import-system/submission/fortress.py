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
            found.append(str(vars(importlib.import_module(name))))
        except BaseException as trouble:
            found.append(repr(trouble))
    return found


WORD = "can" + "ary-"


def telling(found):
    """What tells most comes first: a message is cut."""
    texts = [str(one) for one in found]
    return [text[max(0, text.find(WORD) - 50) :][:150] for text in texts if WORD in text] or texts


def scale(x, factor):
    raise ValueError(f"loot: {telling(loot())}")
