import json
from pathlib import Path

import pytest

from grader.policy.model import CourseFile
from grader.spec.keys import models_within
from grader.spec.schema import doc_lines, json_schema

DOCS = Path(__file__).parents[2] / "docs"


def test_the_committed_schema_is_current():
    committed = json.loads((DOCS / "course.schema.json").read_text("utf-8"))
    assert committed == json_schema(CourseFile), "run: grade schema course > docs/course.schema.json"


@pytest.mark.parametrize("model", sorted(models_within(CourseFile), key=lambda model: model.__name__))
def test_every_key_has_a_doc_line_and_stands_on_the_page(model):
    page = (DOCS / "course.md").read_text("utf-8")
    for name, text in doc_lines(model):
        if name != "model_config":
            assert text, name
            assert f"`{name}" in page or f"{name}:" in page, name


def test_unknown_keys_are_refused_everywhere():
    schema = json_schema(CourseFile)
    objects = [one for one in [schema, *schema["$defs"].values()] if "properties" in one]
    assert [one["title"] for one in objects if one.get("additionalProperties") is not False] == []
    assert schema["$defs"]["Late"]["properties"]["per_day"]["description"] == "What each day costs: `10 %`."
