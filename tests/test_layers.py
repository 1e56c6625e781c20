"""The house's one rule of order: a room imports only from rooms before it, and the reference from none."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
#: Later rooms may use earlier ones. Rooms of one line are level, and may use one another.
ORDER = [
    ("outcome", "nearest", "drivers", "defined", "threads", "interruption"),
    ("code", "mistake_of_user", "tolerance", "resources"),
    ("draws", "data", "pictures"),
    ("submission",),
    ("wall",),
    ("explain", "derivation", "honesty"),
    ("checks",),
    ("flags",),
    ("spec",),
    ("grading",),
    ("report", "log"),
    ("store", "policy", "similarity"),
    ("export",),
    ("marking",),
    ("batch",),
    ("cli",),
]
LEVEL = {room: level for level, rooms in enumerate(ORDER) for room in rooms}
DERIVATION = ROOT / "grader/derivation"
#: The same within `grader/derivation/`: what is found, read, valued, compared, judged and explained.
WRITTEN_MATHS = [
    ("span", "unicode_maths", "verdicts", "tokens", "steps"),
    ("tree", "symbols", "judged", "printed"),
    ("finding", "chains", "segments"),
    ("reading", "macros", "expansion", "parse"),
    ("worlds", "valuing", "evaluate", "question"),
    ("asked", "lines", "compare"),
    ("judging",),
    ("repairing", "repair"),
    ("answer",),
]
STEP = {room: step for step, rooms in enumerate(WRITTEN_MATHS) for room in rooms}


@cache
def imported(path: Path) -> list[tuple[str, int]]:
    return list(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "grader").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted((ROOT / "grader").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    assert room in LEVEL, f"{room} has no place in the order: add it to ORDER in this test"
    for name, line in imported(path):
        parts = name.split(".")
        if parts[0] == "grader" and len(parts) > 1 and parts[1] in LEVEL:
            assert LEVEL[parts[1]] <= LEVEL[room], f"{path.name}:{line} imports {name}, which stands later"


def module_of(name: str) -> str:
    """`reading` of `grader.derivation.reading.items`; "" of what stands elsewhere."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["grader", "derivation"] and len(parts) > 2 else ""


@pytest.mark.parametrize("path", sorted(DERIVATION.rglob("*.py")), ids=lambda path: str(path.relative_to(DERIVATION)))
def test_a_room_of_the_written_maths_imports_only_from_rooms_before_it(path: Path) -> None:
    room = path.relative_to(DERIVATION).parts[0].removesuffix(".py")
    if room == "__init__":
        return
    assert room in STEP, f"{room} has no place in the order: add it to WRITTEN_MATHS in this test"
    for name, line in imported(path):
        if (other := module_of(name)) in STEP:
            assert STEP[other] <= STEP[room], f"{path.name}:{line} imports {name}, which stands later"


def test_the_reference_imports_nothing_of_the_grader() -> None:
    for path in (ROOT / "reference").rglob("*.py"):
        for name, line in imported(path):
            assert name.split(".")[0] != "grader", f"{path}:{line}"


def test_only_tests_import_the_oracles() -> None:
    for folder in ("grader", "reference"):
        for path in (ROOT / folder).rglob("*.py"):
            if "oracles" not in path.parts:
                assert not any(name.startswith("reference.oracles") for name, _ in imported(path)), path


def test_the_far_side_imports_only_itself_and_the_wire() -> None:
    allowed = ("grader.wall.far", "grader.wall.wire", "grader.wall.encoder", "grader.wall.decoder")
    shared = [ROOT / f"grader/wall/{name}.py" for name in ("wire", "encoder", "decoder")]
    for path in [*(ROOT / "grader/wall/far").rglob("*.py"), *shared]:
        for name, line in imported(path):
            if name.split(".")[0] in ("grader", "reference") and name != "grader.wall":
                assert name.startswith(allowed), f"{path}:{line} imports {name}"
