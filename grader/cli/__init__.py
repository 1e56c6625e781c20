"""The command `grade`: thin commands over the rooms that do the work. Imports of those rooms stand inside functions,
so that `grade --help` stays quick."""

import gc
import os

# Looking for plugins of pydantic, of which there are none, reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# Imports make hundreds of thousands of objects that stay. Looked at every 700 new ones, they cost a fifth of the time
# that grading one submission takes.
gc.set_threshold(50_000, 20, 100)

from grader.cli.group import main  # noqa: E402 - after what its imports need

__all__ = ["main"]
