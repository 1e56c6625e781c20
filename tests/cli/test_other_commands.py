"""`lint`, `validate`, `schema`: what an instructor asks about specs."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT
from tests.grading.sheet import spec, values

TEN_MISTAKES = """\
spec_version: 2
slug: Small
titel: Small
isolation: questoin
limits: {call: -1}
questions:
  - id: one
    title: One
    checks:
      - kind: value
        title: a
        points: 1
      - kind: values
        title: b
        points: -3
        function: double
        arguments: {x: {normall: [D]}}
        reference: double
  - id: one
    title: Two
    checks:
      - kind: number
        title: c
        points: {a: 1}
        accepted: []
"""


# ---- lint
def test_lint_counts_what_it_read(grade, specs):
    ended = grade("lint", "small", "--specs", specs)
    assert (ended.code, ended.out) == (0, "small: 1 question, 2 checks, no mistakes\n") or (
        ended.out == "small: 1 question, 2 checks, no mistakes\n"
    )


def test_lint_without_a_name_reads_all_that_can_be_found(grade):
    ended = grade("lint")
    assert ended.code == 0
    assert "word2vec: " in ended.out and "word2vec-foundations: " in ended.out


def test_lint_tells_ten_mistakes_at_once_each_with_its_line(grade, tmp_path):
    folder = tmp_path / "specs" / "small"
    folder.mkdir(parents=True)
    (folder / "assignment.yaml").write_text(TEN_MISTAKES, "utf-8")
    ended = grade("lint", folder)
    assert ended.code == 3
    assert ended.out.count("  where: small/assignment.yaml, line ") >= 10
    assert ended.out.count("  try:   ") >= 10
    assert ended.out.rstrip().endswith(" mistakes")
    assert ended.out.count("\n", 0) >= 30


def test_lint_goes_on_after_a_spec_with_mistakes(grade, specs, tmp_path):
    (specs / "small" / "reference.py").write_text("def double(x:\n", "utf-8")
    ended = grade("lint", "--specs", specs)
    assert ended.code == 3
    assert "The assignment's reference.py cannot be imported: SyntaxError" in ended.out
    assert "1 mistake\n" in ended.out and "word2vec: " in ended.out


def test_lint_of_a_name_that_is_none_says_the_nearest(grade):
    ended = grade("lint", "word2wec")
    assert ended.code == 2
    assert ended.err.startswith("There is no assignment `word2wec`.\n  where: looked in ")
    assert "Did you mean `word2vec`?" in ended.err


def test_lint_is_not_misled_by_a_submission_with_the_assignments_name(grade):
    Path("word2vec").mkdir()
    assert grade("lint", "word2vec").out.startswith("word2vec: ")


# ---- validate
def test_validate_says_that_a_spec_holds(grade, tmp_path):
    ended = grade("validate", "small", "--specs", spec(tmp_path, {"one": [values("double")]}), "--seeds", 1)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("small: 1 checks and 0 known mistakes under 1 seeds") or ended.out.startswith("small: ")


def test_validate_tells_what_does_not_hold(grade, tmp_path):
    ended = grade("validate", "small", "--specs", spec(tmp_path, {"one": [values("broken")]}), "--seeds", 1)
    assert ended.code == 3
    assert "The reference `broken` does not pass its own check" in ended.out and "  where: " in ended.out


def test_validate_can_use_other_seeds_each_time(grade, tmp_path):
    specs = spec(tmp_path, {"one": [values("double")]})
    assert grade("validate", "small", "--specs", specs, "--seeds", 1, "--random").code == 0


def test_validate_needs_a_name(grade):
    ended = grade("validate")
    assert ended.code == 2 and "Missing argument" in ended.err


# ---- schema
def test_schema_is_the_one_that_is_committed(grade):
    ended = grade("schema")
    assert ended.code == 0
    assert json.loads(ended.out) == json.loads((ROOT / "docs" / "spec.schema.json").read_text("utf-8"))
    assert json.loads(ended.out)["title"] == "Assignment"


@pytest.mark.parametrize("command", ["lint", "validate", "schema", "doctor"])
def test_every_command_has_help(grade, command):
    ended = grade(command, "--help")
    assert ended.code == 0 and ended.out.startswith(f"Usage: grade {command}")
