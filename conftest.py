"""Keeps pytest away from what was handed in and from the attacks: that code runs only behind the wall. And one thread
a process, as for all processes of ours: with more, tests that train side by side wait for one another most of the time.

Pytest imports the conftest.py of whatever it is asked for before it asks anybody what to leave out, and leaves out
nothing that is named. So what lies there is refused as soon as this file is read, which is before any file below it.
"""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.threads import one_thread

one_thread()  # before any test imports numpy or torch
# Hundreds of processes are started here, and each would compile all of the grader anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).parent
BEHIND_THE_WALL = (ROOT / "tests" / "hostile", ROOT / "submissions")


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    """Refuses a command that names such a folder, something in it, or was given there."""
    if getattr(plugin, "__file__", None) != __file__:
        return
    config: Any = manager.get_plugin("pytestconfig")
    start = config.invocation_params.dir
    for named in config.known_args_namespace.file_or_dir or [start]:
        if _strangers(start / str(named).partition("::")[0]):
            raise pytest.UsageError(
                f"{named} holds student code or attacks, which pytest would run in this process.\n"
                "  try:   `pytest tests/test_hostile.py` and `pytest tests/test_samples.py` run them behind the wall."
            )


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """What is swept up on the way is passed by, whatever `norecursedirs` says."""
    return _strangers(collection_path) or None


def _strangers(path: Path) -> bool:
    return any(path.resolve().is_relative_to(folder.resolve()) for folder in BEHIND_THE_WALL)
