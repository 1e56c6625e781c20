import builtins
import linecache
import os
import sys

import numpy as np

HOMES = (builtins, sys, os, np, np.linalg)


def scale(x, factor):
    found = [home.__name__ for home in HOMES if hasattr(home, "fortress_was_here")]
    found += ["environment"] if "FORTRESS_WAS_HERE" in os.environ else []
    found += ["modules"] if "fortress_was_here" in sys.modules else []
    found += ["lines"] if "fortress-was-here" in linecache.cache else []
    for home in HOMES:
        home.fortress_was_here = "left"
    os.environ["FORTRESS_WAS_HERE"] = "left"
    sys.modules["fortress_was_here"] = np
    linecache.cache["fortress-was-here"] = (0, None, [], "")
    np.multiply = np.add  # and the next one's arithmetic
    raise ValueError(f"{'found' if found else 'nothing was left'}: {found}")
