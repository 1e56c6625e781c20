"""From functions to files: in which modules they stand, or in a notebook, and what is imported on top."""

import json
import re
from dataclasses import dataclass

from tests.classroom.names import SPELLINGS, STYLES
from tests.classroom.plans import Chosen, Plan

TWO_MODULES, A_MODULE_OF_ONES_OWN, ONE_MODULE, NOTEBOOK = (
    "two modules",
    "a module of one's own",
    "one module",
    "notebook",
)
LAYOUTS = (TWO_MODULES, A_MODULE_OF_ONES_OWN, ONE_MODULE, NOTEBOOK)
#: The modules that a function may need besides numpy.
_LIBRARY = ("collections", "copy", "functools", "itertools", "math")
_GIVEN = "from utils.utils import softmax\n"


@dataclass(frozen=True)
class Manner:
    """How somebody writes, which changes no result."""

    style: str  # a key of STYLES
    spelling: str  # a key of SPELLINGS
    layout: str
    documented: bool
    torch: bool = False

    @property
    def own_softmax(self) -> bool:
        """Not the given one: whoever writes docstrings writes a softmax, too."""
        return self.documented or self.layout == A_MODULE_OF_ONES_OWN

    @property
    def names(self) -> dict[str, str]:
        return {**STYLES[self.style], **SPELLINGS[self.spelling], "softmax": "softmax"}


def as_files(plan: Plan, manner: Manner) -> dict[str, bytes]:
    """File names and contents."""
    texts = {name: one.text(manner.names, manner.documented) for name, one in _used(plan, manner).items()}
    descent = texts.pop("sgd")
    torch = "import torch\n" if manner.torch else ""
    if manner.layout == NOTEBOOK:
        return {
            "assignment2.ipynb": _notebook([torch + _head({**texts, "sgd": descent}, manner), *texts.values(), descent])
        }
    if manner.layout == ONE_MODULE:
        return {"word2vec.py": (torch + _module({**texts, "sgd": descent}, manner)).encode()}
    files = {"sgd.py": _module({"sgd": descent}, manner).encode()}
    extra = ""
    if manner.layout == A_MODULE_OF_ONES_OWN:
        own = {name: texts.pop(name) for name in ("sigmoid", "softmax")}
        files["activations.py"] = _module(own, manner).encode()
        extra = "from activations import sigmoid, softmax\n"
    return {"word2vec.py": (torch + _module(texts, manner, extra)).encode(), **files}


def as_one_text(plan: Plan, manner: Manner) -> tuple[str, dict[str, str]]:
    """What is imported, and each function's source, for graders that want cells."""
    texts = {name: one.text(manner.names, manner.documented) for name, one in _used(plan, manner).items()}
    return ("import torch\n" if manner.torch else "") + _head(texts, manner), texts


def _used(plan: Plan, manner: Manner) -> dict[str, Chosen]:
    return {name: one for name, one in plan.items() if name != "softmax" or manner.own_softmax}


def _module(texts: dict[str, str], manner: Manner, extra: str = "") -> str:
    return _head(texts, manner, extra) + "\n\n" + "\n\n".join(texts.values())


def _head(texts: dict[str, str], manner: Manner, extra: str = "") -> str:
    """The imports that these functions need."""
    everything = "\n".join(texts.values())
    library = "".join(f"import {name}\n" for name in _LIBRARY if re.search(rf"\b{name}\.", everything))
    given = _GIVEN if not extra and not manner.own_softmax and re.search(r"\bsoftmax\(", everything) else ""
    return f"{library}{library and chr(10)}import numpy as np\n{(given or extra) and chr(10)}{given}{extra}"


def _notebook(sources: list[str]) -> bytes:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": None, "id": f"cell-{number}", "metadata": {}, "outputs": [],
         "source": source.strip("\n")}
        for number, source in enumerate(sources)
    ]  # fmt: skip
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(whole, indent=1) + "\n").encode()
