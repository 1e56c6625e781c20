"""Reads flags out of a few lines of source."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

from grader.checks.base import CheckBase
from grader.flags.flags import flags_of
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text


def submission(**files: str) -> Submission:
    modules = [read_python_file(Text(dedent(source)), name, f"{name}.py", "") for name, source in files.items()]
    assert not any(module.problem for module in modules), "the test's own source must be readable"
    return Submission("ann", "word2vec", Path("ann"), tuple(modules))


def flags(source: str, checks: Sequence[CheckBase] = (), **more: str) -> tuple[str, ...]:
    """The flags of a word2vec.py; `utils` comes with the assignment."""
    return flags_of(submission(word2vec=source, **more), checks, frozenset({"utils", "utils.utils"}))
