"""`grade --scheduler ADDRESS`: what it says before it starts, and that nobody else waits for its software."""

import subprocess
import sys

import pytest

from grader.batch import scheduler
from tests.cli.conftest import environment

pytestmark = pytest.mark.usefixtures("lent_slot")
LOOK = "import sys, atexit; atexit.register(lambda: print([n for n in ('distributed', 'dask') if n in sys.modules]))"


@pytest.mark.parametrize("words", [["--help"], ["{alice}", "--specs", "{specs}", "-a", "small"]])
def test_without_a_scheduler_its_software_is_not_even_imported(words, alice, specs):
    given = [word.format(alice=alice, specs=specs) for word in words]
    code = f"{LOOK}; from grader.cli import main; main()"
    ended = subprocess.run([sys.executable, "-c", code, *given], env=environment(), text=True, capture_output=True)
    assert ended.returncode == 0 and ended.stdout.endswith("[]\n"), ended.stdout + ended.stderr


def test_a_scheduler_that_does_not_answer_is_the_users_mistake(grade, specs, alice, monkeypatch):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(scheduler, "PATIENCE", 0.1)
    ended = grade(alice, "--specs", specs, "-a", "small", "--scheduler", "tcp://127.0.0.1:1")
    assert ended.code == 2
    assert ended.err.startswith("No dask scheduler answers at tcp://127.0.0.1:1.\n  where: Timed out")


def test_without_the_extra_grade_says_how_to_get_it(grade, specs, alice, monkeypatch):
    monkeypatch.setattr(scheduler, "find_spec", lambda name: None)
    ended = grade(alice, "--specs", specs, "-a", "small", "--scheduler", "tcp://127.0.0.1:1")
    assert ended.code == 2 and "pip install 'straightedge[cluster]'" in ended.err


def test_a_seed_that_goes_over_a_network_in_the_clear_is_told_first(grade, specs, alice, monkeypatch):
    monkeypatch.setattr(scheduler, "find_spec", lambda name: None)  # nothing is sent anywhere
    ended = grade(alice, "--specs", specs, "-a", "small", "--scheduler", "tcp://192.0.2.1:8786")
    assert ended.err.startswith("Hand-ins, marks and the seed travel unencrypted to this scheduler")
    quiet = grade(alice, "--specs", specs, "-a", "small", "--scheduler", "tls://192.0.2.1:8786")
    assert "unencrypted" not in quiet.err
