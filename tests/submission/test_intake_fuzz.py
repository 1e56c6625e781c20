"""Whatever archive or notebook is handed in, a submission comes out and nothing else is left behind.

The mutations are those of `benchmarks/fuzz_intake.py`, which hands in ten thousand of them.
"""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def fuzz():
    path = Path(__file__).parents[2] / "benchmarks" / "fuzz_intake.py"
    spec = importlib.util.spec_from_file_location("fuzz_intake", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_intake"] = module  # dataclasses look for it there
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules["fuzz_intake"]


def test_two_hundred_mutated_hand_ins_become_submissions(fuzz):
    outcomes = fuzz.run(200, seed=7).outcomes
    assert sum(outcomes.values()) == 200
    assert {outcome for _, outcome in outcomes} == {"all read", "something left out", "nothing to use"}


@pytest.mark.parametrize("place", range(2))
def test_what_is_mutated_is_read_as_a_whole_before(fuzz, tmp_path, place):
    for suffix, data in [(".zip", fuzz.ZIPS[place]), (".tar", fuzz.TARS[place]), (".ipynb", fuzz.NOTEBOOKS[place])]:
        folder = tmp_path / suffix[1:]
        folder.mkdir()
        submission, _ = fuzz.read(fuzz.handed_in(folder, suffix, data, in_a_folder=False), folder)
        assert fuzz.outcome(submission) == ("something left out" if suffix == ".tar" else "all read")  # the tar's link
