"""What is worth a look by being mentioned: an import, a name, an attribute, a path in a text."""

import ast
from collections.abc import Iterator

from grader.flags.looks import (
    COMMANDS,
    FETCHES,
    FETCHING,
    GRADER,
    INNER,
    SOURCE_READERS,
    SYSTEM_FILE,
    WATCHED,
    Look,
    Seen,
)
from grader.flags.names import text
from grader.flags.page import Page, Spot

_LONGEST_PATH = 300


def imports(spot: Spot, page: Page) -> Iterator[Seen]:
    """Imports of what is watched, and of the grader itself."""
    node = spot.node
    if not isinstance(node, ast.Import | ast.ImportFrom) or (isinstance(node, ast.ImportFrom) and node.level):
        return
    above = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    for dotted in (above + alias.name for alias in node.names):
        parts = dotted.split(".", 6)
        for end in range(1, len(parts) + 1):
            look = WATCHED.get(".".join(parts[:end]))
            if look:
                yield Seen(look, dotted.removesuffix(".*"), node.lineno)
        if parts[0] in GRADER and parts[0] not in page.own:
            yield Seen(Look.GRADER, dotted.removesuffix(".*"), node.lineno)


def mentions(spot: Spot, page: Page) -> Iterator[Seen]:
    """A name or an attribute that is read."""
    node = spot.node
    if not isinstance(node, ast.Name | ast.Attribute | ast.Call) or id(node) in page.excused:
        return
    if isinstance(node, ast.Attribute) and node.attr in INNER:
        yield Seen(Look.FRAMES, node.attr, node.lineno)
    dotted = page.dotted(node)
    look = WATCHED.get(dotted)
    if dotted in COMMANDS:
        look = Look.COMMAND
    elif dotted in SOURCE_READERS:
        look = Look.FRAMES
    elif dotted in FETCHES and spot.within and not FETCHING.search(spot.within):
        look = Look.NETWORK
    elif dotted == "os.environ":
        look, dotted = Look.GRADED, "os.environ, all of it"
    if look and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        yield Seen(look, dotted.removeprefix("builtins."), node.lineno)


def texts(spot: Spot, page: Page) -> Iterator[Seen]:
    """A text that is the path of something that no hand-in needs."""
    node = spot.node
    if not isinstance(node, ast.Constant):
        return
    words = text(node)
    if not 0 < len(words) < _LONGEST_PATH or any(letter.isspace() for letter in words):
        return
    if SYSTEM_FILE.fullmatch(words.removeprefix("file://")):
        yield Seen(Look.SYSTEM_FILE, words, node.lineno)
