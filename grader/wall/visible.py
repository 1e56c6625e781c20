"""What a student's process gets to see of this machine: Python, the libraries beside numpy, nothing else of ours."""

import os
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).parent.parent  # grader/
#: Never shown: what knows the answers.
HIDDEN = (PACKAGE, PACKAGE.parent / "reference", PACKAGE.parent / "specs")
#: The only files of ours that the far side is made of.
FAR_SIDE = (PACKAGE / "__init__.py", PACKAGE / "wall")
#: Libraries of the system's own; what is not there is passed over.
SYSTEM = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/lib", "/lib32", "/lib64", "/usr/share/zoneinfo")


@dataclass(frozen=True)
class Python:
    """The interpreter that runs student code, without the virtual environment around it."""

    executable: str
    path: tuple[str, ...]  # where it finds its own library and the installed ones
    prefixes: tuple[str, ...]  # the folders that it was installed to


@cache
def python() -> Python:
    """This interpreter, and the libraries that stand where numpy and msgpack do."""
    prefixes = tuple(dict.fromkeys([sys.base_prefix, sys.base_exec_prefix]))
    packages = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    for library in ("numpy", "msgpack"):
        spec = find_spec(library)
        packages += [str(Path(spec.origin).parent.parent)] if spec and spec.origin else []
    standard = [entry for entry in sys.path if entry and any(_within(entry, prefix) for prefix in prefixes)]
    path = tuple(entry for entry in dict.fromkeys([*standard, *packages]) if Path(entry).is_dir())
    return Python(os.path.realpath(sys.executable), path, prefixes)


def needed() -> tuple[str, ...]:
    """Every folder that the far side cannot do without, for whoever has to open the way to it."""
    return tuple(dict.fromkeys([*python().prefixes, *python().path, *(str(path) for path in FAR_SIDE)]))


@dataclass(frozen=True)
class Opened:
    """What Landlock opens: whole folders and files, and folders of which only the names can be listed."""

    readable: list[str]
    listable: list[str]


def opened() -> Opened:
    """The libraries, around what is hidden: Landlock cannot take back what it gave for a folder."""
    found = Opened([], [])
    libraries = [*SYSTEM, *(f"{prefix}/lib" for prefix in python().prefixes), *python().path]
    outermost: list[str] = []
    for folder in sorted({os.path.realpath(folder) for folder in libraries}):
        if Path(folder).is_dir() and not any(_within(folder, other) for other in outermost):
            outermost.append(folder)
            _open(folder, [os.path.realpath(path) for path in HIDDEN], found)
    return found


def _open(path: str, hidden: Iterable[str], found: Opened) -> None:
    if path in hidden:
        return
    inside = [one for one in hidden if _within(one, path)]
    if not inside:
        found.readable.append(path)
        return
    found.listable.append(path)
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if not entry.is_symlink():  # a rule for a link is one for what it leads to, and that may be hidden
            _open(entry.path, inside, found)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
