"""Starts the far side: finds its own files, then forgets where they are.

Run as a script in a process of its own, with a JSON object as its argument: "path", where Python finds its libraries;
for a zygote also "zygote" (see there). It stays short because Python compiles a script anew at every start.
"""

import gc
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib is not needed otherwise
ROOT = HERE[: -len(os.path.join("grader", "wall", "far")) - 1]  # noqa: PTH118

if __name__ == "__main__":
    gc.disable()  # nothing that is imported is rubbish, and looking for it would cost a tenth of the start
    wanted = json.loads(sys.argv[1])
    # Given, and not found out by `site`: that runs every line of every .pth file.
    sys.path[:] = [ROOT, *wanted["path"]]
    sys.argv[:] = ["student"]
    sys.dont_write_bytecode = True

    from grader.wall.far import worker

    if "zygote" in wanted:
        from grader.wall.far import mother

    # What a student calls `grader`, or `reference`, is theirs; nothing of ours can be imported from here on. Installed,
    # we stand beside numpy, which must stay.
    if ROOT not in wanted["path"]:
        del sys.path[0]
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    if "zygote" in wanted:
        mother.start(wanted["zygote"], HERE)
    else:
        gc.enable()
        worker.main(HERE, wanted["limits"])
