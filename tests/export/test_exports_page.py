"""docs/exports.md says what the program does; its recipes are scripts that a shell and Python can read."""

import ast
import json
import re
import subprocess
from pathlib import Path

import click
import pytest

from grader.cli.export import FORMATS, command
from grader.export.formats import _FORMATS
from grader.export.gradescope import VISIBILITY
from grader.export.plain import SCHEMA, as_json
from grader.export.readiness import Terms
from grader.policy.gradebook import Standing
from tests.export.rows import row

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "exports.md").read_text("utf-8")


def test_every_format_option_and_standing_is_on_the_page():
    assert set(FORMATS) == set(_FORMATS)
    options = [name for one in command.params if isinstance(one, click.Option) for name in one.opts if name[:2] == "--"]
    for name in [*FORMATS, *options]:
        assert f"`{name}" in PAGE, name
    assert all(f"| {standing.value}" in PAGE for standing in Standing)


def test_every_key_of_the_json_is_on_the_page():
    values = json.loads(as_json([row()], Terms()))
    assert SCHEMA in PAGE
    for keys in (values["rows"][0], values["rows"][0]["person"], values["rows"][0]["questions"][0]):
        assert all(f"`{key}`" in PAGE for key in keys)


def test_the_visibilities_are_on_the_page():
    assert all(re.search(rf"\| `{ours}` \| `{theirs}`", PAGE) for ours, theirs in VISIBILITY.items())


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_gradescopes_scripts_are_bash_and_may_be_run(name):
    script = DOCS / "recipes" / "gradescope" / name
    assert script.stat().st_mode & 0o111 and script.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    assert subprocess.run(["bash", "-n", script], capture_output=True).returncode == 0


def test_gradescope_gets_no_result_where_nothing_was_graded():
    script = (DOCS / "recipes" / "gradescope" / "run_autograder").read_text("utf-8")
    assert "grade export gradescope" in script and '"score"' not in script


def test_the_autograder_of_classroom_50_is_python():
    ast.parse((DOCS / "recipes" / "classroom50" / "autograder.py").read_text("utf-8"))
