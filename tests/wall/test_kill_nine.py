"""A grader that is killed with -9 leaves no process and, after the next start, no folder.

A few seeded moments of `benchmarks/kill_nine.py`, which goes through a hundred: a zygote starts, the canary flies,
a call hangs with threads, nothing is called; as root and as another user.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.wall.levels import Level
from grader.wall.slot import Slot

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "kill_nine.py"


@pytest.mark.parametrize("level", [Level.ISOLATED, Level.CONFINED], ids=lambda level: level.letter)
def test_nothing_survives_a_grader_that_was_killed(level):
    with Slot(level) as slot:
        if slot.level is not level:
            pytest.skip(f"level {level.letter} is not to be had here: {slot.why_not}")
    command = [sys.executable, SCRIPT, "--moments", "5", "--levels", level.letter]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    for row in done.stdout.replace("}\n{", "}\n\n{").split("\n\n"):
        told = json.loads(row)
        assert told["moments"] == 5 and told["processes left at first, at most"] > 0
        assert told["processes that stayed"] == [] and told["folders left after the next start"] == 0
