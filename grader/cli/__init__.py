"""The command `grade`: thin commands over the rooms that do the work. Imports of those rooms stand inside functions,
so that `grade --help` stays quick."""

from grader.cli.group import main

__all__ = ["main"]
