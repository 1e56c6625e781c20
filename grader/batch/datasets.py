"""Fingerprints of data sets: what lies in the instructor's data folder, read once and then known by size and time."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from grader.data.stored import Stored
from grader.store.fingerprints import of_file, of_sources, of_texts


class Datasets:
    """known: by path, the size, time and fingerprint of what was read in earlier runs."""

    def __init__(self, known: Mapping[str, tuple[int, int, str]]) -> None:
        self._known = dict(known)
        #: What was read now: path, size, nanoseconds, fingerprint.
        self.read: list[tuple[str, int, int, str]] = []

    def fingerprint(self, files: Iterable[Stored]) -> str:
        """Of some files and folders together, by their places in the data folder. Raises OSError."""
        return of_texts(*(text for one in files for text in (one.name, self._of(one.path))))

    def _of(self, path: Path) -> str:
        stats = [one.stat() for one in _parts(path)]
        size, modified = sum(one.st_size for one in stats), max((one.st_mtime_ns for one in stats), default=0)
        known = self._known.get(str(path))
        if known and known[:2] == (size, modified):
            return known[2]
        digest = of_sources(path, suffixes=()) if path.is_dir() else of_file(path)
        self._known[str(path)] = (size, modified, digest)
        self.read.append((str(path), size, modified, digest))
        return digest


def _parts(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir():
        yield from (one for one in path.rglob("*") if one.is_file())
