"""Starts the far side: finds its own files, then forgets where they are.

Run as a script in a process of its own. It stays short because Python compiles a script anew at every start.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib is not needed otherwise
ROOT = HERE[: -len(os.path.join("grader", "wall", "far")) - 1]  # noqa: PTH118

if __name__ == "__main__":
    sys.path.insert(0, ROOT)
    import numpy

    from grader.wall.far import worker

    # What a student calls `grader`, or `reference`, is theirs; nothing of ours can be imported from here on. Installed,
    # we stand beside numpy, which must stay; a checkout may be on the path twice, by an editable install.
    beside_numpy = numpy.__path__[0] == os.path.join(ROOT, "numpy")  # noqa: PTH118
    sys.path[:] = sys.path[1:] if beside_numpy else [entry for entry in sys.path if entry != ROOT]
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.dont_write_bytecode = True
    worker.main(HERE)
