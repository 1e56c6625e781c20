import json
from pathlib import Path

import pytest

from grader.spec.keys import models_within
from grader.spec.model import Assignment
from grader.spec.schema import doc_lines, json_schema

COMMITTED = Path(__file__).parents[2] / "docs" / "spec.schema.json"


def test_the_committed_schema_is_current():
    assert json.loads(COMMITTED.read_text("utf-8")) == json_schema(), "run: grade schema > docs/spec.schema.json"


@pytest.mark.parametrize("model", sorted(models_within(Assignment), key=lambda model: model.__name__))
def test_every_key_has_a_doc_line(model):
    undocumented = [name for name, text in doc_lines(model) if not text and name not in ("kind", "model_config")]
    assert undocumented == []


def test_doc_lines_reach_the_schema():
    schema = json_schema()
    assert schema["properties"]["slug"]["description"] == "Its short name, the same as its folder's."
    values = schema["$defs"]["Values"]["properties"]
    assert values["visibility"]["description"].startswith("`public`: students run it themselves; `hidden`: they read")
    assert schema["$defs"]["Indices"]["properties"]["as"]["description"].startswith("A numpy array")


def test_the_schema_refuses_unknown_keys_everywhere():
    schema = json_schema()
    objects = [one for one in [schema, *schema["$defs"].values()] if "properties" in one]
    assert [one["title"] for one in objects if one.get("additionalProperties") is not False] == []
