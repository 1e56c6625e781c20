"""The attack corpus as data: what lies in tests/hostile/<area>/<name>/, and how it becomes something handed in.

tests/hostile/README.md says how to add an attack. Nothing of an attack is imported here but its `make.py`, which is
ours: it builds what git cannot hold.
"""

import ast
import re
import runpy
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HOSTILE = Path(__file__).parents[1] / "hostile"
AREAS = ("read", "forge", "exhaust", "intake", "render")
HONEST = HOSTILE / "honest"
ATTACKED = "scale/scaled columns"  # the check that most attacks are after
_FUNCTIONS = ("apply", "square_loss", "scale", "describe")
_TEXTS = {".py", ".ipynb", ".md", ".tex", ".txt", ".ini", ".pth", ".json"}


@dataclass(frozen=True)
class Expected:
    """What must come of an attack at one level."""

    outcome: str  # F, T, M, O, X, R, N or E: see the README
    marks: float  # points of the whole submission
    says: str = ""  # a regular expression that the attacked check's finding matches
    never: str = ""  # a regular expression that matches nothing in the student's report, white space left out
    flagged: bool = False  # the instructor is told
    pending: float = 0.0  # points that wait for a person


@dataclass(frozen=True)
class Attack:
    """One folder of the corpus."""

    folder: Path

    @property
    def name(self) -> str:
        """forge/exit-in-call"""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """The whole expected.toml."""
        return tomllib.loads((self.folder / "expected.toml").read_text("utf-8"))

    @property
    def check(self) -> str:
        """The attacked check, "question/title"."""
        return str(self.about.get("check", ATTACKED))

    @property
    def times(self) -> int:
        """How often it is graded: twice where it leaves something for itself to find."""
        return 2 if self.about.get("twice") else 1

    @property
    def looks_for_what_was_left(self) -> bool:
        """Whether somebody honest must have been graded just before: it looks for what that one left."""
        return bool(self.about.get("after_somebody"))

    @property
    def hangs(self) -> bool:
        """Whether it uses up whatever time it has."""
        return bool(self.about.get("hangs"))

    @property
    def depends_on_the_level(self) -> bool:
        """Whether the confinement decides what becomes of it; else the same code stops it at every level."""
        if "both" not in self.about:
            return True
        return self.folder.parent.name in ("read", "exhaust") and not self.about.get("decided_here")

    def expected(self, letter: str) -> Expected:
        """What must come of it at this level."""
        return Expected(**(self.about.get("both") or self.about[letter]))

    def handed_in(self, folder: Path, places: Mapping[str, str]) -> Path:
        """Builds the submission in a folder and says which path is handed in. `places`: what stands for @NAME@."""
        folder.mkdir(parents=True)
        if (self.folder / "submission").is_dir():
            shutil.copytree(self.folder / "submission", folder, dirs_exist_ok=True, symlinks=True)
        if (self.folder / "make.py").is_file():
            runpy.run_path(str(self.folder / "make.py"))["make"](folder)
        _fill_in(folder, places)
        if self.about.get("others", True):
            _add_the_others(folder)
        return folder / str(self.about.get("hands_in", ""))


def attacks() -> Iterator[Attack]:
    """The whole corpus, area by area."""
    for area in AREAS:
        yield from (Attack(path.parent) for path in sorted((HOSTILE / area).glob("*/expected.toml")))


def _fill_in(folder: Path, places: Mapping[str, str]) -> None:
    for path in _files(folder):
        text = path.read_bytes()
        filled = re.sub(rb"@([A-Z_]+)@", lambda match: _place(match, places), text)
        if filled != text:
            path.write_bytes(filled)


def _place(match: re.Match[bytes], places: Mapping[str, str]) -> bytes:
    known = places.get(match[1].decode())
    return match[0] if known is None else known.encode()


def _files(folder: Path) -> Iterator[Path]:
    """The small text files; an attack's pipes and links are none of them."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TEXTS and path.is_file() and not path.is_symlink() and path.stat().st_size < 100_000:
            yield path


def _add_the_others(folder: Path) -> None:
    """The functions that the attack leaves alone, answered honestly by a file of their own."""
    code = [path for path in _files(folder) if path.suffix in (".py", ".ipynb")]
    theirs = "\n".join(path.read_text("utf-8", "replace") for path in code)
    taken = {name for name in _FUNCTIONS if re.search(rf"\b(def|class) {name}\b|^{name}\s*[=:,]", theirs, re.M)}
    source = (HONEST / "fortress.py").read_text("utf-8")
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    left = [ast.unparse(function) for function in functions if function.name not in taken]
    if left:
        parts = ["import numpy as np", *left]
        (folder / "others.py").write_text("\n\n\n".join(parts) + "\n", "utf-8")
