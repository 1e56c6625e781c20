"""How many known mistakes there are: the README says so."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import reference
from reference.mistake import Mistake, mistakes_of

README = Path(__file__).parents[2] / "README.md"


def every() -> Iterator[Mistake]:
    """Every known mistake of the reference, also those that are gathered from others."""
    for module in pkgutil.walk_packages(reference.__path__, "reference."):
        for value in vars(importlib.import_module(module.name)).values():
            if callable(value):
                yield from mistakes_of(value)


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is not installed")
def test_the_readme_counts_each_mistake_once() -> None:
    said = re.search(r"(\d+) known mistakes", README.read_text("utf-8"))
    assert said and int(said[1]) == len({(one.name, one.sentence) for one in every()})
