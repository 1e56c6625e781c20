"""Runs the command line: in this process where a message is read, in one of its own where the process itself counts."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader import log
from grader.cli import main, problems
from grader.wall import slot
from grader.wall.slot import Slot
from tests.grading.sheet import hand_in, spec, values
from tests.slots import shared_slot

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder of its own to stand in, and a log of its own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for room in (log, problems):
        monkeypatch.setattr(room, "log_file", lambda: tmp_path / "log.txt")
    monkeypatch.delenv("GRADE_SEED", raising=False)
    logger = log.logging.getLogger("grader")
    kept, logger.handlers[:] = logger.handlers[:], []
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers[:] = kept
    logger.propagate = True


class Lent:
    """The tests' one slot, where a command opens one of its own: it neither starts anything nor ends it."""

    def __enter__(self) -> Slot:
        return shared_slot()

    def __exit__(self, *trouble: object) -> None:
        pass


@pytest.fixture
def lent_slot(monkeypatch):
    """For commands that are not asked about their slot."""
    monkeypatch.setattr(slot, "Slot", Lent)


@pytest.fixture
def grade(capsys, monkeypatch) -> Callable[..., Ended]:
    """grade("check", folder): the command line in this process."""

    def run(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["grade", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        caught = capsys.readouterr()
        assert "Traceback" not in caught.out + caught.err
        return Ended(int(end.value.code or 0), caught.out, caught.err)

    return run


@pytest.fixture
def alone() -> Callable[..., Ended]:
    """alone("--help"): the command line in a process of its own."""

    def run(*words: object, **options: object) -> Ended:
        ended = subprocess.run(command(*words), env=environment(), text=True, timeout=60,
                               **{"capture_output": True, **options})  # fmt: skip
        return Ended(ended.returncode, ended.stdout or "", ended.stderr or "")

    return run


def command(*words: object) -> list[str]:
    return [sys.executable, "-c", "from grader.cli import main; main()", *map(str, words)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
WRONG = "def double(x): return 2 * x\ndef triple(x): return 2 * x\n"


@pytest.fixture
def specs(tmp_path) -> Path:
    """Specs of two checks, the second one hidden."""
    return spec(tmp_path, {"one": [values("double"), values("triple", 2, visibility="hidden")]})


@pytest.fixture
def alice(tmp_path) -> Path:
    return hand_in(tmp_path, own=RIGHT)


@pytest.fixture
def hurt(tmp_path) -> Path:
    """Alice again, with a slip."""
    return hand_in(tmp_path, own=WRONG)
