"""Mutated archives and notebooks handed in: whatever they are, a submission comes out, in bounded time and size.

usage: python benchmarks/fuzz_intake.py [--cases 10000] [--seed 20131013] [--write]

Every case is a file that is handed in, alone or in a folder, and goes the way of a hand-in: Spool.take, then load. The
cases come from the seed alone. Any exception ends the run with the case that raised it, and so does whatever is neither
an ordinary file nor a folder in the spool, a name that can't be printed, or more than MOST_STORED bytes. Memory is
traced for one case in twenty. Time is CPU time. `--write` keeps the figures in benchmarks/results/fuzz_intake.md.
"""

import argparse
import bz2
import collections
import copy
import gzip
import io
import json
import lzma
import random
import stat
import struct
import sys
import tarfile
import tempfile
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.model import Submission
from grader.submission.shelf import MOST_STORED
from grader.submission.spool import Spool

ROOT = Path(__file__).parent.parent
MOST_MEMORY = 100 << 20
GIVEN = frozenset({"utils", "utils.utils"})
CODE = "import numpy as np\n\ndef naive_softmax(v, o, U):\n    scores = U @ v\n    return scores[o], scores\n"
TEXT = "## 1\n\nThe gradient is $U^T(\\hat y - y)$.\n\n## 2 (a)\n\nIt is zero.\n"


# ---- what is mutated


def notebook(version: int) -> bytes:
    """A notebook with code, text and a stored output."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "metadata": {}, "source": TEXT.splitlines(keepends=True)},
        {"cell_type": "code", "metadata": {}, "outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]},
    ]
    if version == 4:
        cells[1]["source"] = CODE
        return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {}}, "cells": cells}).encode()
    cells[1].update(input=CODE, language="python", prompt_number=1)
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}).encode()


FILES = {
    "hw/word2vec.py": CODE.encode(), "hw/answers.md": TEXT.encode(), "hw/code/sgd.py": b"def sgd(f, x): return x\n",
    "hw/hw2.ipynb": notebook(4), "hw/data/x.bin": bytes(range(256)) * 40, "hw/empty.txt": b"",
    "hw/" + "a long folder of a student/" * 4 + "n" * 60 + ".py": b"x = 1\n",
}  # fmt: skip


def zipped(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("hw/", "")
        for name, data in FILES.items():
            archive.writestr(name, data)
        archive.comment = b"packed by hand"
    return made.getvalue()


def tarred(style: int) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:", format=style) as archive:
        for name, data in FILES.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(data), 1.5 if style == tarfile.PAX_FORMAT else 1
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("hw/link.py")
        link.type, link.linkname = tarfile.SYMTYPE, "word2vec.py"
        archive.addfile(link)
    return made.getvalue()


ZIPS = (zipped(zipfile.ZIP_DEFLATED), zipped(zipfile.ZIP_STORED))
TARS = (tarred(tarfile.PAX_FORMAT), tarred(tarfile.GNU_FORMAT), tarred(tarfile.USTAR_FORMAT))
PACKERS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    (".tar", bytes), (".tar.gz", lambda data: gzip.compress(data, mtime=0)), (".tar.bz2", bz2.compress),
    (".tar.xz", lambda data: lzma.compress(data, preset=0)),
)  # fmt: skip
NOTEBOOKS = (notebook(4), notebook(3))


# ---- mutations of bytes

NUMBERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFE, 0x8000_0000)
PIECES = (
    b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"ustar\x0000", b"\xff" * 12,
    b"\0" * 512, b"../../", b"/etc/passwd", b"C:\\", b"\xe2\x80\xae", b"\n", b"-rf", b"x" * 300, b"[" * 3000,
    b'{"a":' * 500, b"1e999",
)  # fmt: skip


def changed(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Some bits flipped, bytes taken out, put in or replaced by a piece of another file."""
    mutated = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(mutated) + 1)
        match chance.randrange(5):
            case 0 | 1 if at < len(mutated):
                mutated[at] ^= 1 << chance.randrange(8)
            case 2:
                del mutated[at : at + chance.choice((1, 4, 30, 600))]
            case 3:
                mutated[at:at] = chance.choice(PIECES)
            case _:
                cut = chance.randrange(len(other))
                mutated[at : at + chance.randrange(200)] = other[cut : cut + chance.randrange(1, 800)]
    return bytes(mutated)


def any_file(chance: random.Random) -> tuple[str, bytes]:
    """A valid file of any kind, and the suffix it is handed in under."""
    match chance.randrange(3):
        case 0:
            return ".zip", chance.choice(ZIPS)
        case 1:
            suffix, pack = chance.choice(PACKERS)
            return suffix, pack(chance.choice(TARS))
        case _:
            return ".ipynb", chance.choice(NOTEBOOKS)


def bytes_changed(chance: random.Random) -> tuple[str, bytes]:
    suffix, data = any_file(chance)
    return suffix, changed(data, chance, any_file(chance)[1])


def cut_off(chance: random.Random) -> tuple[str, bytes]:
    suffix, data = any_file(chance)
    return suffix, data[: chance.randrange(len(data))]


def spliced(chance: random.Random) -> tuple[str, bytes]:
    """The beginning of one file and the end of another; or one twice, or under another's suffix."""
    suffix, data = any_file(chance)
    other = any_file(chance)[1]
    joined = data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]
    return suffix, chance.choice((joined, data + other, other))


# ---- mutations of fields


ZIP_HEADERS = ((b"PK\x01\x02", 46), (b"PK\x01\x02", 46), (b"PK\x03\x04", 30), (b"PK\x05\x06", 22))


def zip_fields_changed(chance: random.Random) -> tuple[str, bytes]:
    """Fields of a zip's headers replaced by small, huge and near values."""
    data = bytearray(chance.choice(ZIPS))
    for _ in range(chance.choice((1, 1, 2, 3))):
        mark, size = chance.choice(ZIP_HEADERS)
        places = [at for at in range(len(data) - size) if data.startswith(mark, at)]
        if mark == b"PK\x05\x06":
            places = [data.rindex(mark)]
        at = chance.choice(places) + chance.randrange(4, size - 3, 2)
        width, shape = chance.choice(((2, "<H"), (4, "<I")))
        old = struct.unpack_from(shape, data, at)[0]
        new = chance.choice((*NUMBERS, old + 1, old - 1, old * 2, old ^ 1, 0xA1FF0000, 0x11FF0000, 8, 12, 14, 93))
        struct.pack_into(shape, data, at, new % (1 << 8 * width))
    return ".zip", bytes(data)


TAR_FIELDS = ((0, 100), (100, 8), *((124, 12),) * 3, (156, 1), (156, 1), (157, 100), (257, 8), (345, 155))
TAR_VALUES = (
    b"\x80" + b"\xff" * 11, b"\xff" * 12, b"\xff" * 11 + b"\0", b"77777777777\0", b"-0000001000", b"00000000000\0",
    b"../../x.py\0", b"/etc/x.py\0", b"\x80\0\0\0\x7f" + b"\xff" * 7, b"9", b"", b" " * 12, b"00000002000\0",
    b"a/" * 49, b"\0",
)  # fmt: skip


def tar_fields_changed(chance: random.Random) -> tuple[str, bytes]:
    """Fields of a tar's headers replaced, with sums that are right again; and packed as it should be."""
    data = bytearray(chance.choice(TARS))
    heads = [at for at in range(0, len(data), 512) if data[at + 257 : at + 262] == b"ustar"]
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.choice(heads)
        place, width = chance.choice(TAR_FIELDS)
        kinds = b"0123456789LKSDVMNxgXA\0"
        value = bytes([chance.choice(kinds)]) if place == 156 else chance.choice(TAR_VALUES)[:width]
        data[at + place : at + place + len(value)] = value
        data[at + 148 : at + 156] = b" " * 8
        data[at + 148 : at + 156] = b"%06o\0 " % sum(data[at : at + 512])
    suffix, pack = chance.choice(PACKERS)
    return suffix, pack(bytes(data))


def packed_bytes_changed(chance: random.Random) -> tuple[str, bytes]:
    """A tar with changed bytes, packed as it should be."""
    suffix, pack = chance.choice(PACKERS)
    return suffix, pack(changed(chance.choice(TARS), chance, any_file(chance)[1]))


NODES: tuple[Any, ...] = (
    None, True, 0, -1, 1 << 70, 1e308, "", "x", "\ud800", "\0", "def f(", "%%bash\nrm", "!ls", "\f\r\u2028", [], [[]],
    {"cell_type": "code"}, {"cell_type": "heading", "level": 10**30, "source": "x"}, ["x", 1], "(" * 400, "raw", 4, 3,
    {}, 2,
    {"cell_type": "code", "source": "print 'x'\n\tx = 1\n        y"}, "## 1\n" * 50, "$" * 99, "# coding: utf-7\n",
)  # fmt: skip


def cells_changed(chance: random.Random) -> tuple[str, bytes]:
    """A notebook with one to four nodes of its tree replaced, repeated, buried or taken out."""
    tree = json.loads(chance.choice(NOTEBOOKS))
    for _ in range(chance.randint(1, 4)):
        _change_one(tree, chance)
    return ".ipynb", json.dumps(tree).encode()


def _change_one(tree: Any, chance: random.Random) -> None:
    inside = tree
    while True:
        places = list(inside) if isinstance(inside, dict) else range(len(inside))
        if not places:
            return
        place = chance.choice(places)
        if not isinstance(inside[place], (list, dict)) or chance.random() < 0.2:
            break
        inside = inside[place]
    match chance.randrange(6):
        case 0:
            inside[place] = [inside[place]] * chance.randint(2, 300)
        case 1:
            for _ in range(chance.choice((1, 30, 300))):
                inside[place] = [inside[place]]
        case 2:
            del inside[place]
        case _:
            inside[place] = copy.deepcopy(chance.choice(NODES))


MUTATIONS: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (
    bytes_changed, cut_off, spliced, zip_fields_changed, zip_fields_changed, tar_fields_changed, tar_fields_changed,
    packed_bytes_changed, cells_changed,
)  # fmt: skip


# ---- handing in


@dataclass
class Tally:
    """What came of all cases."""

    outcomes: collections.Counter[tuple[str, str]] = field(default_factory=collections.Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)  # by mutation: CPU seconds, case
    largest: dict[str, tuple[int, int]] = field(default_factory=dict)  # bytes of memory, case
    stored: int = 0  # bytes in the spool, at most
    seconds: float = 0.0


def handed_in(place: Path, suffix: str, data: bytes, in_a_folder: bool) -> Path:
    """The case as a path: a file, or a folder with the file and another one in it."""
    if not in_a_folder:
        (place / f"ann{suffix}").write_bytes(data)
        return place / f"ann{suffix}"
    (place / "ann").mkdir()
    (place / "ann" / f"hw{suffix}").write_bytes(data)
    (place / "ann/other.py").write_bytes(b"def other(): return 1\n")
    return place / "ann"


def read(path: Path, place: Path) -> tuple[Submission, int]:
    """The submission and the bytes stored for it. Raises AssertionError for what must not be in the spool."""
    before = sorted(place.iterdir())
    with Spool() as spool:
        submission = load(Found("ann", "word2vec", path), GIVEN, spool)
        stored = 0
        for inside in spool.folder.rglob("*"):
            mode = inside.lstat().st_mode
            assert stat.S_ISREG(mode) or stat.S_ISDIR(mode), f"{inside} is no ordinary file"
            assert not mode & 0o222, f"{inside} can be written"
            stored += inside.lstat().st_size if stat.S_ISREG(mode) else 0
        assert stored <= MOST_STORED, f"{stored} bytes"
        assert submission.folder.is_dir()
    assert sorted(place.iterdir()) == before, "something was written elsewhere"
    assert not spool.folder.exists()
    return submission, stored


def outcome(submission: Submission) -> str:
    """What came of a case in a word. Raises AssertionError for words that can't be printed."""
    told = [*submission.notes, *submission.flags, *(f"{left.what} {left.why}" for left in submission.left_out)]
    told += [one.file for one in (*submission.modules, *submission.documents)]
    for words in told:
        assert words.isprintable(), repr(words)
    whole = [module for module in submission.modules if module.problem is None]
    if not whole:
        return "nothing to use"
    return "something left out" if submission.left_out or len(whole) < len(submission.modules) else "all read"


def run(cases: int, seed: int) -> Tally:
    """Hands in so many cases. Raises SystemExit, naming the case, for anything that must not happen."""
    chance, tally = random.Random(seed), Tally()
    for number in range(cases):
        make = chance.choice(MUTATIONS)
        suffix, data = make(chance)
        kind, in_a_folder = make.__name__.replace("_", " "), chance.random() < 0.2
        with tempfile.TemporaryDirectory() as name:
            path = handed_in(Path(name), suffix, data, in_a_folder)
            try:
                tally.outcomes[kind, _one(path, kind, number, tally)] += 1
            except Exception as trouble:
                kept = Path(tempfile.gettempdir()) / f"fuzz_intake_{number}{suffix}"
                kept.write_bytes(data)
                raise SystemExit(f"case {number} of seed {seed}, {kind}, kept as {kept}: {trouble!r}") from trouble
    return tally


def _one(path: Path, kind: str, number: int, tally: Tally) -> str:
    began = time.process_time()
    submission, stored = read(path, path.parent)
    seconds = time.process_time() - began
    tally.seconds += seconds
    tally.stored = max(tally.stored, stored)
    tally.slowest[kind] = max(tally.slowest.get(kind, (0.0, 0)), (seconds, number))
    if number % 20 == 0:
        peak = traced(path)
        tally.largest[kind] = max(tally.largest.get(kind, (0, 0)), (peak, number))
        assert peak <= MOST_MEMORY, f"{peak:,} bytes of memory"
    return outcome(submission)


def traced(path: Path) -> int:
    """The most memory that taking and loading needs, in bytes."""
    tracemalloc.start()
    try:
        read(path, path.parent)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def page(tally: Tally, cases: int, seed: int) -> list[str]:
    """The figures, as Markdown."""
    outcomes = ("all read", "something left out", "nothing to use")
    kinds = sorted({kind for kind, _ in tally.outcomes})
    rows = []
    for kind in kinds:
        counts = " | ".join(f"{tally.outcomes[kind, outcome]:,}" for outcome in outcomes)
        slow, large = tally.slowest[kind][0] * 1e3, tally.largest.get(kind, (0, 0))[0] / 2**20
        rows.append(f"| {kind} | {counts} | {slow:.0f} | {large:.1f} |")
    slowest, number = max(tally.slowest.values())
    totals = " | ".join(f"{sum(tally.outcomes[kind, outcome] for kind in kinds):,}" for outcome in outcomes)
    most = max(tally.largest.values())[0] / 2**20
    return [
        "# Mutated hand-ins", "",
        f"`python benchmarks/fuzz_intake.py --cases {cases} --seed {seed} --write`: {cases:,} zip and tar archives and "
        "notebooks, alone and in a folder, through the spool and load. A submission came out of each of them, and "
        "nothing but ordinary read-only files lay in the spool.", "",
        f"Taking and loading took {tally.seconds:.0f} s of CPU in all, {tally.seconds / cases * 1e3:.1f} ms a hand-in; "
        f"the slowest (case {number:,}) {slowest * 1e3:.0f} ms. At most {tally.stored / 1e3:,.0f} KB were stored "
        "for one.", "",
        f"| mutation | {' | '.join(outcomes)} | slowest, ms | most memory, MB |",
        "|---|" + "---:|" * (len(outcomes) + 2), *rows,
        f"| all | {totals} | {slowest * 1e3:.0f} | {most:.1f} |", "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20131013)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    text = "\n".join(page(run(wanted.cases, wanted.seed), wanted.cases, wanted.seed))
    print(text)
    if wanted.write:
        (ROOT / "benchmarks/results/fuzz_intake.md").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
