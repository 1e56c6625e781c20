"""Pytest never runs what was handed in, nor an attack: not swept up, not named, and not by a conftest.py of theirs."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ["tests/hostile/forge/one/submission", "submissions/mallory/word2vec"]
INI = '[tool.pytest.ini_options]\naddopts = "--import-mode=importlib"\n'
TRACE = "from pathlib import Path\n\nPath({!r}).touch()\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """One like ours, in which a test is ours and harmless files stand where strangers' do: each leaves a trace."""
    place = tmp_path / "checkout"
    for folder in FOLDERS:
        (place / folder).mkdir(parents=True)
        for name in ("conftest.py", "test_planted.py"):
            trace = TRACE.format(str(tmp_path / "trace"))
            (place / folder / name).write_text(f"{trace}\n\ndef test_planted():\n    pass\n", "utf-8")
    shutil.copy(ROOT / "conftest.py", place)
    (place / "pyproject.toml").write_text(INI, "utf-8")  # no norecursedirs: what is swept up has to be known, too
    (place / "tests" / "test_ours.py").write_text("def test_ours():\n    pass\n", "utf-8")
    return place


def collected(place: Path, *named: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *named]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment = {
        name: value for name, value in environment.items() if name not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
    }
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("named", [[], ["."], ["tests"]], ids=["nothing", "everything", "tests"])
def test_what_is_swept_up_is_passed_by(checkout: Path, named: list[str]) -> None:
    done = collected(checkout, *named)
    assert done.returncode == 0 and done.stdout.split("\n")[0] == "tests/test_ours.py::test_ours", done.stdout
    assert "planted" not in done.stdout and not (checkout.parent / "trace").exists()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("inside", ["", "/..", "/test_planted.py", "/test_planted.py::test_planted"])
def test_what_is_named_is_refused_before_anything_of_it_is_imported(checkout: Path, folder: str, inside: str) -> None:
    done = collected(checkout, "tests/test_ours.py", folder + inside)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"{folder}{inside} holds student code or attacks, which pytest would run in this process." in done.stderr
    assert "\n  try:   `pytest tests/test_hostile.py`" in done.stderr
    assert "planted" not in done.stdout and not (checkout.parent / "trace").exists()


def test_who_stands_in_such_a_folder_is_refused_as_well(checkout: Path) -> None:
    done = collected(checkout / FOLDERS[0])
    assert done.returncode == pytest.ExitCode.USAGE_ERROR and "holds student code or attacks" in done.stderr
    assert not (checkout.parent / "trace").exists()


def test_without_this_the_planted_files_would_run(checkout: Path) -> None:
    (checkout / "conftest.py").unlink()
    assert collected(checkout, FOLDERS[0]).returncode == 0
    assert (checkout.parent / "trace").exists()


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
def test_no_test_computes_on_more_than_one_thread():
    import torch

    assert torch.get_num_threads() == 1
