"""Runs a command as a user with no rights, also where the tests are run by root."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from grader.wall import visible

ROOT = Path(__file__).parent.parent
LAUNCH = ROOT / "grader" / "wall" / "far" / "launch.py"
NOBODY = 65534
ROOT_RUNS_THE_TESTS = hasattr(os, "getuid") and os.getuid() == 0


def as_nobody(command: Sequence[str], *needs: Path) -> list[str]:
    """The command, run by an unprivileged user, who can read Python, this project, and what is needed besides."""
    if not ROOT_RUNS_THE_TESTS:
        return list(command)
    if why_not := _trouble():
        pytest.skip(f"no unprivileged user can run Python here: {why_not}")
    return _launched(command, needs)


def _launched(command: Sequence[str], needs: Sequence[Path] = ()) -> list[str]:
    wanted = [*visible.needed(), sys.prefix, str(ROOT), *map(str, needs)]
    told = json.dumps({"user": NOBODY, "needs": wanted, "command": list(command)})
    return [sys.executable, "-I", "-S", str(LAUNCH), told]


@cache
def _trouble() -> str:
    command = _launched([sys.executable, "-c", "import grader.cli"])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.stderr.strip()


def folder_of_nobody() -> tempfile.TemporaryDirectory[str]:
    """A folder that this user may write to."""
    folder = tempfile.TemporaryDirectory()
    if ROOT_RUNS_THE_TESTS:
        os.chown(folder.name, NOBODY, NOBODY)
    return folder
