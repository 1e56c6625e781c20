"""The JSON Schema of a spec, for editors that complete and explain keys; of any other file that a person writes, too.

Committed as docs/spec.schema.json; `grade schema > docs/spec.schema.json` writes it anew.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from grader.spec.keys import models_within
from grader.spec.model import Assignment


def json_schema(whole: type[BaseModel] = Assignment) -> dict[str, Any]:
    """The schema with every key's doc line as its description."""
    schema = whole.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    for model in models_within(whole):
        _describe(schema if model is whole else definitions[model.__name__], model)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _describe(definition: dict[str, Any], model: type[BaseModel]) -> None:
    # pydantic can read the doc lines itself, but does so whenever a class is made: half a millisecond a class.
    for parent in reversed(model.__mro__):
        if issubclass(parent, BaseModel) and parent is not BaseModel:
            for name, text in doc_lines(parent):
                field = model.model_fields.get(name)
                if field is not None and (key := field.alias or name) in definition.get("properties", {}):
                    definition["properties"][key]["description"] = text


def doc_lines(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Every field that the class itself declares, with the text under it ("" where there is none)."""
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    for statement, following in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            text = ""
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                text = inspect.cleandoc(str(following.value.value)).replace("\n", " ")
            yield statement.target.id, text
