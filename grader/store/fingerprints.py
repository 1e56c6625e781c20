"""Fingerprints of what results rest on: texts, files, folders. Equal content has equal ones, on any machine."""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

#: Files of a hand-in that are greater are known by their size alone: intake leaves them out unread.
GREATEST = 64_000_000


def of_texts(*texts: str) -> str:
    """Of some texts, in this order; no two lists of texts share one by where they are cut."""
    found = sha256()
    for text in texts:
        encoded = text.encode("utf-8", "surrogatepass")
        found.update(len(encoded).to_bytes(8, "big"))
        found.update(encoded)
    return found.hexdigest()


def of_sources(folder: Path, suffixes: tuple[str, ...] = (".py",)) -> str:
    """Of the files of these kinds under a folder, of all where none is named: names and bytes. Raises OSError."""
    paths = sorted(path for path in _under(folder, follow=True) if not suffixes or path.suffix in suffixes)
    return of_texts(*(text for path in paths for text in (path.relative_to(folder).as_posix(), of_file(path))))


def of_file(path: Path) -> str:
    """Of one file's bytes. Raises OSError."""
    with path.open("rb") as file:
        found = sha256()
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def of_hand_in(path: Path) -> str:
    """Of what was handed in: the names and bytes of its files, or of the one file. Links are not followed.

    Raises OSError where something cannot be read: such a hand-in is known by nothing.
    """
    if not path.is_dir():
        return of_texts("file", path.name, of_file(path))
    return of_texts("folder", *(text for file in sorted(_under(path, follow=False)) for text in _entry(file, path)))


def _entry(file: Path, folder: Path) -> Iterable[str]:
    name = os.fsencode(file.relative_to(folder)).decode("utf-8", "surrogateescape")
    if file.is_symlink() or not file.is_file():
        return (name, "no ordinary file")
    size = file.stat().st_size
    return (name, of_file(file) if size <= GREATEST else f"{size} bytes")


def _under(folder: Path, follow: bool) -> Iterator[Path]:
    """Every file under a folder, and every link to a folder that is not followed. Raises OSError for one that nobody
    can enter: it is not empty."""
    for where, folders, files in os.walk(folder, onerror=_refused, followlinks=follow):
        folders[:] = [name for name in folders if name not in ("__pycache__", ".git")]
        links = [] if follow else [name for name in folders if Path(where, name).is_symlink()]
        yield from (Path(where, name) for name in (*links, *files))


def _refused(trouble: OSError) -> None:
    raise trouble
