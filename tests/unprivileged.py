"""Runs a command as a user with no rights, also where the tests are run by root."""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader.wall import visible

ROOT = Path(__file__).parent.parent
LAUNCH = ROOT / "grader" / "wall" / "far" / "launch.py"
NOBODY = 65534
ROOTS_TESTS = hasattr(os, "getuid") and os.getuid() == 0


def as_nobody(command: Sequence[str], *needs: Path) -> list[str]:
    """The command, run by an unprivileged user, who can read Python, this project, and what is needed besides."""
    if not ROOTS_TESTS:
        return list(command)
    wanted = [*visible.needed(), sys.prefix, str(ROOT), *map(str, needs)]
    return [sys.executable, "-I", "-S", str(LAUNCH), json.dumps({"user": NOBODY, "needs": wanted, "command": list(command)})]


def folder_of_nobody() -> tempfile.TemporaryDirectory[str]:
    """A folder that this user may write to."""
    folder = tempfile.TemporaryDirectory()
    if ROOTS_TESTS:
        os.chown(folder.name, NOBODY, NOBODY)
    return folder
