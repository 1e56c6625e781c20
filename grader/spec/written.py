"""A file that an instructor writes: read into plain data, and that into its model, alike for every kind of file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from grader.outcome import Finding
from grader.spec.yaml import Document, NotYaml, read

if TYPE_CHECKING:
    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")


class Unread(Exception):
    """A file that holds no mapping; `findings` say why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].what)
        self.findings = tuple(findings)


def mapping_of(path: Path, file: str, absent: str, begins: str) -> Document:
    """The file as plain data with lines. Raises Unread where it can't be read, or isn't a mapping.

    file: what messages call it. absent, begins: what to do where there is none, and how one begins.
    """
    try:
        document = read(path.read_bytes())
    except OSError as error:
        raise Unread([Finding(f"{path.name} can't be read: {error.strerror}.", str(path), absent)]) from error
    except NotYaml as error:
        raise Unread([Finding(one.what, f"{file}, line {one.line}", one.advice) for one in error.problems]) from error
    if not isinstance(document.data, dict):
        raise Unread([Finding("The file is no mapping of `key: value`.", f"{file}, line 1", begins)])
    return document


def strictly(model: type[Model], data: Any) -> Model:
    """The model with this data. Raises ValidationError.

    By way of JSON, because pydantic then takes lists for tuples and still refuses "3" for 3.
    """
    return model.model_validate_json(json.dumps(data), strict=True)
