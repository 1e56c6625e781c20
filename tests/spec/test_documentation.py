"""docs/writing-a-spec.md is true: its example loads; it and the pages it links to name every kind and key."""

import re
from pathlib import Path

import pytest

from grader.draws.generators import WORDS
from grader.spec.keys import KINDS, models_within
from grader.spec.load import load
from grader.spec.model import Assignment

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "writing-a-spec.md").read_text("utf-8")
LINKED = "".join(
    (DOCS / name).read_text("utf-8")
    for name in set(re.findall(r"\]\((\w[\w-]*\.md)\)", PAGE))
    if (DOCS / name).exists()
)
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_whole_example_loads_and_shows_every_kind(tmp_path):
    given = tmp_path / "small" / "given"
    given.mkdir(parents=True)
    (given / "samplers.py").write_text("class TokenSampler: ...\n")
    (given / "functions.py").write_text("def quadratic(x): ...\ndef wrong_quadratic(x): ...\n")
    drivers = tmp_path / "small" / "drivers"
    drivers.mkdir()
    for name, functions in {"averaging": ("build", "trained", "injected"), "sentiment": ("classify",)}.items():
        (drivers / f"{name}.py").write_text("".join(f"def {one}(): ...\n" for one in functions))
    assert EXAMPLE
    (tmp_path / "small" / "assignment.yaml").write_text(EXAMPLE.group(1), "utf-8")
    assignment = load(tmp_path / "small")
    assert {check.kind for question in assignment.questions for check in question.checks} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_line(kind):
    assert f"\n| `{kind}` | " in PAGE


@pytest.mark.parametrize("word", WORDS)
def test_every_generator_has_a_line(word):
    assert f"\n| `{{{word}: " in PAGE


@pytest.mark.parametrize("model", sorted(models_within(Assignment), key=lambda model: model.__name__))
def test_every_key_is_mentioned(model):
    keys = [field.alias or name for name, field in model.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in PAGE + LINKED and f"{key}:" not in PAGE + LINKED] == []
