"""What is worth a look by how it is called: with which command, which path, which words."""

import ast
from collections.abc import Iterator, Set
from itertools import islice

from grader.flags.looks import (
    COMMANDS,
    COMPARISONS,
    FETCHES,
    GRADER,
    OUTSIDE,
    POSING,
    SCORE_KEYS,
    SEARCHES,
    SOURCE_READERS,
    USUAL_COMMAND,
    WRITTEN_SCORE,
    Look,
    Seen,
)
from grader.flags.names import text
from grader.flags.page import Page, Spot
from grader.submission.parsed import walk

_MOST_PARTS = 50  # of an argument that is looked into
_DECODERS = ("decode", "decompress", "fromhex", "loads", "chr", "b64decode", "b85decode", "unhexlify", "join")
_WRITERS = ("write", "writelines", "dump", "dumps", "write_text", "write_bytes")


def calls(spot: Spot, page: Page) -> Iterator[Seen]:
    """A call that is judged by its arguments. What is harmless excuses the mention of its function."""
    node = spot.node
    if not isinstance(node, ast.Call):
        return
    dotted = page.dotted(node.func)
    first = text(node.args[0]) if node.args else ""
    usual = dotted in COMMANDS and _is_usual_command(node)
    if usual or (dotted in SOURCE_READERS and _is_of_a_library_or_own(node, page)):
        page.excused.add(id(node.func))
    elif dotted in FETCHES and _sends(node):
        yield Seen(Look.NETWORK, dotted, node.lineno)
    elif dotted in SEARCHES and OUTSIDE.fullmatch(first):
        yield Seen(Look.SEARCH, f'{dotted}("{first}")', node.lineno)
    elif dotted == "builtins.eval" and _is_decoded(node):
        yield Seen(Look.HIDDEN, "eval of a text that is put together first", node.lineno)
    elif dotted in ("builtins.open", "os.fdopen", "io.open") and _is_a_channel(node.args[:1]):
        yield Seen(Look.CHANNEL, f"{dotted.removeprefix('builtins.')} of a number", node.lineno)
    elif dotted == "builtins.type" and len(node.args) == 3 and _has_keys(node.args[2], POSING | COMPARISONS):
        yield Seen(Look.POSES, "type with three arguments", node.lineno)
    yield from _in_the_background(node)
    yield from _scores(node, dotted)


def grades(spot: Spot, page: Page) -> Iterator[Seen]:
    """A result as a gradebook takes it, a score and its maximum, written down by hand."""
    node = spot.node
    if isinstance(node, ast.Dict) and _is_grade(node) and _has_keys(node, {"max_score"}):
        yield Seen(Look.SCORE, "max_score", node.lineno)


def _is_usual_command(call: ast.Call) -> bool:
    """Whether it is a constant command of the sort that sets a notebook up: `pip install`, `wget`, `unzip`."""
    command = call.args[0] if call.args else None
    if isinstance(command, ast.List | ast.Tuple):
        # `[sys.executable, "-m", "pip", …]`: the one part that is no constant is Python itself.
        words = " ".join(text(part) or "python3" for part in command.elts[:_MOST_PARTS])
    elif isinstance(command, ast.JoinedStr):
        words = "".join(text(part) or "x" for part in command.values[:_MOST_PARTS])
    elif isinstance(command, ast.IfExp):  # `"cls" if os.name == "nt" else "clear"`
        words = text(command.body) and text(command.orelse)
    else:
        words = text(command)
    return USUAL_COMMAND.fullmatch(words.strip()) is not None


def _is_of_a_library_or_own(call: ast.Call, page: Page) -> bool:
    """Whether the source that is read is of a name that the module defines or imports."""
    of = call.args[0] if call.args else None
    while isinstance(of, ast.Attribute):
        of = of.value
    if not isinstance(of, ast.Name):
        return False
    return of.id in page.defined or page.dotted(of).split(".")[0] not in ("", "__main__", "sys", *GRADER)


def _sends(call: ast.Call) -> bool:
    return any(keyword.arg in ("data", "json", "files") for keyword in call.keywords)


def _is_a_channel(arguments: list[ast.expr]) -> bool:
    number = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else None
    return type(number) is int and number > 2  # `open(0)` reads what is typed in


def _is_decoded(call: ast.Call) -> bool:
    parts = (part for argument in call.args[:1] for part in islice(walk(argument), _MOST_PARTS))
    names = (getattr(part.func, "attr", getattr(part.func, "id", "")) for part in parts if isinstance(part, ast.Call))
    return any(name in _DECODERS for name in names)


def _in_the_background(call: ast.Call) -> Iterator[Seen]:
    for keyword in call.keywords:
        if keyword.arg == "daemon" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True:
            yield Seen(Look.LINGERS, "daemon=True", call.lineno)
    if isinstance(call.func, ast.Attribute) and call.func.attr == "setDaemon":
        yield Seen(Look.LINGERS, "setDaemon", call.lineno)


def _scores(call: ast.Call, dotted: str) -> Iterator[Seen]:
    """A grade in JSON that is printed or written, its number put there by hand."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if dotted not in ("builtins.print", "json.dump", "json.dumps") and method not in _WRITERS:
        return
    for argument in call.args[:5]:
        for part in islice(walk(argument), _MOST_PARTS):
            dumped = isinstance(part, ast.Dict) and method != "write" and _is_grade(part)
            if dumped or WRITTEN_SCORE.search(text(part)[:10_000]):
                yield Seen(Look.SCORE, "a score as JSON", call.lineno)


def _is_grade(found: ast.Dict) -> bool:
    pairs = zip(found.keys[:_MOST_PARTS], found.values, strict=False)
    return any(key and text(key) in SCORE_KEYS and _is_plain_number(value) for key, value in pairs)


def _has_keys(node: ast.expr, keys: Set[str]) -> bool:
    found = node.keys[:_MOST_PARTS] if isinstance(node, ast.Dict) else []
    return any(text(key) in keys for key in found)


def _is_plain_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
