"""A slot after honest and hostile jobs is as it was before. The jobs are those of `benchmarks/wall.py`, which runs
two thousand of them at each level."""

import importlib.util
import sys
from pathlib import Path

import pytest

from grader.wall.levels import Level


@pytest.fixture(scope="module")
def mixed():
    path = Path(__file__).parents[2] / "benchmarks" / "mixed_jobs.py"
    spec = importlib.util.spec_from_file_location("mixed_jobs", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["mixed_jobs"] = module  # dataclasses look for it there
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules["mixed_jobs"]


@pytest.mark.parametrize("level", [Level.ISOLATED, Level.CONFINED], ids=lambda level: level.letter)
def test_eighty_mixed_jobs_leave_no_file_no_thread_and_no_process(mixed, level):
    with mixed.Watched(level) as slot:
        if slot.level is not level:
            pytest.skip(f"level {level.letter} is not to be had here: {slot.why_not}")
        early, late = mixed.run(slot, 80, [20, 80])
    assert (late.zombies, late.left) == (0, 0)
    assert (late.files, late.threads, late.zygotes_files) == (early.files, early.threads, early.zygotes_files)


def test_hostile_jobs_are_not_run_where_nobody_is_confined(mixed):
    with mixed.Watched(Level.LIMITED) as slot, pytest.raises(SystemExit, match="confines nobody"):
        next(mixed.run(slot, 1, [1]))
