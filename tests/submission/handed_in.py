"""Builds hand-ins for the tests: a folder from a mapping of names to texts."""

import json
from collections.abc import Mapping
from pathlib import Path

from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.model import Module, Submission
from grader.submission.python_file import read_python_file
from grader.submission.spool import Spool
from grader.submission.text import Text


def folder(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def submission(root: Path, files: Mapping[str, str | bytes], given: tuple[str, ...] = ("utils",)) -> Submission:
    return taken(folder(root, files), given)


def taken(path: Path, given: tuple[str, ...] = ("utils",)) -> Submission:
    """What is read of a path; the spool is gone by then."""
    with Spool() as spool:
        return load(Found("ann", "word2vec", path), frozenset(given), spool)


def module(source: str, name: str = "word2vec") -> Module:
    return read_python_file(Text(source), name, f"{name}.py", "")


def notebook(*cells: str | tuple[str, str], **extra: object) -> str:
    """A notebook of code cells; a pair is a cell of that kind."""
    pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    made = [
        {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for kind, text in pairs
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made, **extra})
