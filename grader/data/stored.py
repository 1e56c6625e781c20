"""Files of the instructor's data folder: found inside it, pinned by sha256, read line by line within bounds.

What the lines mean is read elsewhere. Compressed files (.xz, .gz) are read as if they were not. Messages name a file by
its place in the folder, so no report tells a machine's paths.
"""

import gzip
import hashlib
import lzma
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NoReturn, cast

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding

_LONGEST_LINE = 1_000_000  # bytes; the longest of wikitext's paragraphs have 30,000
MOST_BYTES = 500_000_000  # of one text once unpacked
_MOST_FILES = 60_000  # in one folder; IMDB has 12,500
_BLOCK = 1 << 20
_PACKED = ("", ".xz", ".gz")
_TORN = (EOFError, lzma.LZMAError, gzip.BadGzipFile, zlib.error)


class DataUnusable(UserMistake):
    """A file of the data folder is there and cannot be used: another text, another format, torn, out of the folder."""


def unusable(what: str, where: str, advice: str) -> NoReturn:
    raise DataUnusable(Finding(what, where, advice))


@dataclass(frozen=True)
class Stored:
    """One file of the data folder, or a folder of files."""

    path: Path
    name: str  # its place in the data folder

    def at(self, line: int) -> str:
        """How a message names a line."""
        return f"{self.name}, line {line}"


def find(folder: Path, pattern: str) -> Stored | None:
    """The file or folder at that place, packed or not; `*` stands for a part of a name. None where nothing is.

    Raises DataUnusable where two files fit, or where it is neither a file nor a folder inside the data folder.
    """
    place = PurePosixPath(pattern)
    if place.is_absolute() or ".." in place.parts or not place.parts:
        unusable("A file of the data folder is named by its place in it.", pattern, "Write `ptb/ptb.train.txt`, say.")
    found = sorted({path for packed in _PACKED for path in _fitting(folder, pattern + packed)})
    if not found:
        return None
    names = [str(path.relative_to(folder)) for path in found]
    if len(found) > 1:
        unusable(
            f"{len(found)} files of the data folder fit `{pattern}`, and only one is meant.",
            ", ".join(names[:4]),
            "Keep one of them, or name the file in the spec.",
        )
    return _inside(found[0], names[0], folder)


def _fitting(folder: Path, pattern: str) -> Iterable[Path]:
    if "*" in pattern:
        return folder.glob(pattern)
    path = folder / pattern
    return [path] if path.exists() or path.is_symlink() else []  # a link to nowhere is no absence: it is told


def _inside(path: Path, name: str, folder: Path) -> Stored:
    real = path.resolve()
    if not real.is_relative_to(folder.resolve()):
        unusable(
            "A link in the data folder leads out of it.",
            name,
            "Put the file itself there: a link may lead anywhere, and the text would change without notice.",
        )
    if not real.is_file() and not real.is_dir():
        unusable("This is neither a file nor a folder.", name, "Put the data set's own file there.")
    return Stored(real, name)


def children(stored: Stored, suffix: str) -> list[Stored]:
    """The files of a folder with that suffix, by name. Raises DataUnusable where there are too many."""
    found: list[Stored] = []
    for path in stored.path.iterdir():
        if path.suffix == suffix:
            found.append(_inside(path, f"{stored.name}/{path.name}", stored.path))
        if len(found) > _MOST_FILES:
            unusable(
                f"The folder holds more than {_MOST_FILES:,} files.", stored.name, "Name the data set's own folder."
            )
    return sorted(found, key=lambda child: child.name)


def digest(stored: Stored) -> str:
    """The sha256 of a file as it lies there, in hexadecimal.

    Of a folder: that of its files' digests and names, a line each in the order of the names, as
    `find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` prints it.
    """
    if stored.path.is_file():
        return _digest_of_file(stored)
    inside = sorted((path for path in stored.path.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
    sums = hashlib.sha256()
    for path in inside:
        name = f"./{path.relative_to(stored.path).as_posix()}"
        sums.update(f"{_digest_of_file(_inside(path, name, stored.path))}  {name}\n".encode())
    return sums.hexdigest()


def _digest_of_file(stored: Stored) -> str:
    sums = hashlib.sha256()
    with _opened(stored, packed=False) as file:
        while block := file.read(_BLOCK):
            sums.update(block)
    return sums.hexdigest()


def demand(stored: Stored, sha256: str) -> None:
    """Raises DataUnusable unless the file is the one that the spec was measured on."""
    found = digest(stored)
    if found != sha256.lower():
        unusable(
            f"{stored.name} is not the file that the spec was written for: its sha256 begins with {found[:12]}, and "
            f"{sha256[:12].lower()} is expected.",
            stored.name,
            "Get the file again (it may be cut short, or another edition). If this edition is meant, write its sha256 "
            f"into the spec, `{found}`, and measure the thresholds anew.",
        )


def lines(stored: Stored, most: int = MOST_BYTES) -> Iterator[tuple[int, str]]:
    """Every line with its number, counted from 1, without its end; a byte order mark at the start is dropped.

    Raises DataUnusable, naming the line, for what is not UTF-8, too long or torn.
    """
    number, total = 0, 0
    with closing(_opened(stored, packed=True)) as file:
        while raw := _line(file, stored, number + 1):
            number, total = number + 1, total + len(raw)
            if total > most:
                unusable(
                    f"The text is larger than {most // 1_000_000:,} MB.",
                    stored.at(number),
                    "A data set of that name is smaller: check which file this is.",
                )
            yield number, _decoded(raw, stored, number).rstrip("\r\n")


def _line(file: BinaryIO, stored: Stored, number: int) -> bytes:
    try:
        raw = file.readline(_LONGEST_LINE + 1)
    except _TORN:
        unusable(
            "The packed file breaks off or is damaged.",
            stored.at(number),
            "Get it again; a download that was interrupted looks like this.",
        )
    if len(raw) > _LONGEST_LINE:
        unusable(
            f"A line is longer than {_LONGEST_LINE:,} bytes.",
            stored.at(number),
            "This is no text of one sentence a line: check which file this is.",
        )
    return raw


def _decoded(raw: bytes, stored: Stored, number: int) -> str:
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as trouble:
        unusable(
            f"Byte {trouble.start + 1} of a line is no UTF-8.",
            stored.at(number),
            "Get the file in UTF-8, or convert it: `iconv -f latin1 -t utf-8`.",
        )
    if "\x00" in text:
        unusable("A line holds a null byte, so this is no text.", stored.at(number), "Check which file this is.")
    return text


def _opened(stored: Stored, packed: bool) -> BinaryIO:
    try:
        if packed and stored.path.suffix == ".xz":
            return cast(BinaryIO, lzma.open(stored.path))
        if packed and stored.path.suffix == ".gz":
            return cast(BinaryIO, gzip.open(stored.path))
        return stored.path.open("rb")
    except OSError as trouble:
        unusable(f"The file cannot be read: {trouble.strerror}.", stored.name, "Check who may read it, and try again.")
