"""The command `grade`: thin commands over the rooms that do the work. Imports of those rooms stand inside functions,
so that `grade --help` stays quick."""

import os

# Looking for plugins of pydantic, of which there are none, reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from grader.cli.group import main

__all__ = ["main"]
