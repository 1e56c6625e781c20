"""What is installed is whole: the wheel brings specs, templates and reference, and grades outside the checkout."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content in a folder of its own, with nothing of the checkout in reach."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    target = place / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True, capture_output=True)
    return target


def run(installed: Path, arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import grader, sys; assert sys.argv.pop(1) in grader.__file__; from grader.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, str(installed), *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_wheel_grades_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    student = tmp_path / "ada" / "word2vec"
    student.mkdir(parents=True)
    (student / "word2vec.py").write_text(
        "import numpy as np\n\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n", "utf-8"
    )
    done = run(installed, [str(tmp_path / "ada"), "--json", "-", "--out", str(tmp_path / "reports")], tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["assignment"] == "word2vec" and report["submission"] == "ada"
    assert report["score"] > 0
    assert (tmp_path / "reports" / "ada" / "word2vec.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_wheel_takes_an_instructors_own_specs(installed: Path, tmp_path: Path) -> None:
    spec = tmp_path / "specs" / "doubling"
    spec.mkdir(parents=True)
    (spec / "reference.py").write_text("def double(x):\n    return 2 * x\n", "utf-8")
    (spec / "assignment.yaml").write_text(
        "spec_version: 1\nslug: doubling\ntitle: Doubling\nmodules: [work]\n"
        "questions:\n  - id: one\n    title: Double\n    checks:\n"
        "      - {kind: values, title: twice, points: 2, function: work.double, reference: own.double,\n"
        "         arguments: {x: {normal: [N]}}}\n",
        "utf-8",
    )
    (tmp_path / "hand-in").mkdir()
    (tmp_path / "hand-in" / "work.py").write_text("def double(x):\n    return x + x\n", "utf-8")
    arguments = ["hand-in", "--specs", "specs", "--assignment", "doubling", "--json", "-"]
    done = run(installed, arguments, tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["score"] == 2
