"""Mutated frames against the reader of the wire: what a student's process sends is an answer, `Malformed` or cut off.

usage: python benchmarks/fuzz_wire.py [--cases 1000000] [--seed 20150401] [--write]

Every case goes the way of a student's bytes: read_frame, Decoder with the hooks of an open call, read_answer, with the
caps of this side. The cases come from the seed alone. Any other exception ends the run with the frame that raised it,
and so does memory beyond MOST_MEMORY: traced for every case of more than 32 KB and for one in a hundred of the others,
not counting the frame itself. Time is CPU time. `--write` keeps the figures in benchmarks/results/fuzz_wire.md.
"""

import argparse
import collections
import copy
import os
import random
import struct
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgpack
import numpy as np

from grader.code import Callback
from grader.wall import wire
from grader.wall.answers import read_answer
from grader.wall.calls import Exchange
from grader.wall.decoder import Decoder
from grader.wall.encoder import Encoder
from grader.wall.given import GivenFiles
from grader.wall.wire import DTYPES, FROM_STUDENT, HEAD, MAGIC, Malformed

ROOT = Path(__file__).parent.parent
REQUEST, CALLS = 3, 1  # what the answers in the sample answer
LARGE = 32 << 10
MOST_MEMORY = 160 << 20  # beyond the frame itself; a frame may hold 64 MB of arrays
BOMBS_ONE_IN = 2_000

# ---- what is mutated


def honest() -> list[bytes]:
    """Frames as an honest far side writes them, with every kind of value."""
    arrays = [np.ones((2, 3), dtype) for dtype in DTYPES.values()]
    plain = {"a": 1.5, ("t", 2): [None, True, -1, 2**70, 1e300], 3: (float("nan"), {1, "x"}, b"bytes", 2j, "ü\ud800")}
    trouble = {
        "type": "ValueError", "message": "no", "frames": [["word2vec.py", 3, "f"]], "kinds": ["ValueError"],
        "cannot_cross": False, "standin": None, "at": 0,
    }  # fmt: skip
    values = [
        {"ok": True, "value": [[(1.5, *arrays[:5]), {0: np.zeros((0, 3))}]], "id": REQUEST, "printed": "hello"},
        {"ok": True, "value": [[plain, {}]], "id": REQUEST, "printed": "\ud800"},
        {"ok": True, "value": [[[*arrays, *map(np.float32, range(9))], {}]], "id": REQUEST, "printed": ""},
        {"ok": False, "trouble": trouble, "id": REQUEST, "printed": ""},
        {"callback": 0, "arguments": [np.arange(4), 2, [[[[]]]]], "named": {"x": None}},
    ]
    return [Encoder().frame(value) for value in values]


SAMPLE = honest()


def parts(frame: bytes) -> tuple[bytes, bytes]:
    _, header, _ = HEAD.unpack_from(frame)
    return frame[HEAD.size : HEAD.size + header], frame[HEAD.size + header :]


def framed(header: bytes, body: bytes = b"") -> bytes:
    return HEAD.pack(MAGIC, len(header), len(body)) + header + body


# ---- mutations of bytes

PIECES = (
    b"\xdf\xff\xff\xff\xff", b"\xdd\x7f\xff\xff\xff", b"\xdd\x00\x03\x0d\x40", b"\xdc\xff\xff", b"\x91" * 60, b"\xc7",
    b"\xc1", b"\xd4\x01x", b"\xd6\xff\x00\x00\x00\x00", b"\xca\x7f\xc0\x00\x00", b"\xcb\x7f\xf8" + bytes(6), b"\x80",
    b"\xcb\x7f\xf0" + bytes(6), b"\xa3\xed\xa0\x80", b"\xdb\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\x90" * 40,
    b"\xd3\x80" + bytes(7), b"\xcf" + b"\xff" * 8, b"\x81\xa1a", b"\x81\xa1n", b"\x81\xa1d", b"\x82\xa1a\xc0\xa1b\xc0",
)  # fmt: skip


def bytes_changed(frame: bytes, chance: random.Random, start: int = 0) -> bytes:
    """One to six bits, bytes or pieces changed, taken out or put in."""
    data = bytearray(frame)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(start, len(data)) if len(data) > start else 0
        match chance.randrange(5):
            case 0 if data:
                data[at] = chance.randrange(256)
            case 1 if data:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + chance.randint(1, 5)]
            case 3:
                data[at:at] = chance.choice(PIECES)
            case _:
                other = chance.choice(SAMPLE)
                cut = chance.randrange(len(other))
                data[at : at + chance.randrange(9)] = other[cut : cut + chance.randrange(1, 40)]
    return bytes(data)


def anywhere(chance: random.Random) -> bytes:
    return bytes_changed(chance.choice(SAMPLE), chance)


def behind_the_head(chance: random.Random) -> bytes:
    """The head tells the truth about what follows, so that the mutation is read."""
    header, body = parts(chance.choice(SAMPLE))
    return framed(bytes_changed(header, chance), bytes_changed(body, chance) if chance.random() < 0.1 else body)


def cut_off(chance: random.Random) -> bytes:
    frame = chance.choice(SAMPLE)
    return frame[: chance.randrange(len(frame))]


def false_head(chance: random.Random) -> bytes:
    """Lengths that are a little or absurdly wrong, or another magic."""
    frame = chance.choice(SAMPLE)
    magic, header, body = HEAD.unpack_from(frame)
    lengths = (0, 1, -1, 7, FROM_STUDENT.header, FROM_STUDENT.body, 2**31, 2**32 - 1, 2**63, 2**64 - 1)
    match chance.randrange(3):
        case 0:
            header = (header + chance.choice(lengths)) % 2**32
        case 1:
            body = (body + chance.choice(lengths)) % 2**64
        case _:
            magic = bytes(chance.randrange(256) for _ in range(4))
    return HEAD.pack(magic, header, body) + frame[HEAD.size :]


# ---- mutations of the tree

LONG = 2**31 - 1
NODES: tuple[Any, ...] = (
    None, True, 0, -1, 255, 2**31, 2**63, 2**64 - 1, -(2**63), float("nan"), float("inf"), -0.0, "", "x", "ü" * 40,
    b"", b"\xed\xa0\x80", b"\xff", [], [[]], [[], []], ["t"], "ok", "id", {"a": []}, {"a": [0, "<f8", [LONG, 0]]},
    {"a": [0, "<f8", []]}, {"a": [0, "|O8", [1]]}, {"a": [0, "<U4", [1]]}, {"a": [1, "<i2", [2, 3]]}, {"x": "module"},
    {"a": [0, ">f8", [2, 3]]}, {"a": [True, "<f8", [1]]}, {"a": [-1, "<f8", [1]]}, {"a": [0, "<f8", [-1]]},
    {"a": [0, "<f8", [2**62, 4]]}, {"a": [0, "<f8", [1] * 33]}, {"a": [0, "|b1", [0] * 16]}, {"s": [1, "|b1", [6]]},
    {"s": [0, "<c16", []]}, {"t": []}, {"t": [1, {"t": []}]}, {"d": []}, {"d": [[]]}, {"d": [[1, 2, 3]]}, {"n": [[]]},
    {"d": [[{"d": []}, 1]]}, {"d": [[{"s": [0, "<c16", []]}, 1]]}, {"n": [{"t": [[]]}]}, {"n": [1, 1.0, True]},
    {"b": "x"}, {"b": b"\0" * 9}, {"u": b"\xed\xb2\x80"}, {"u": b"\xff"}, {"i": "0x" + "f" * 2000}, {"i": "f" * 2061},
    {"i": "-0x_1"}, {"i": "zz"}, {"i": ""}, {"c": [1, 2]}, {"c": [1.0, float("nan")]}, {"f": 0}, {"f": -1}, {"f": 1},
    {"o": 0}, {"o": 2**40}, {"h": [1, "Net"]}, {"h": [1]}, {"h": [float("nan"), "x"]}, {"p": {"d": []}}, {"p": 1},
    {"z": None}, {"": ""}, {"callback": 0}, msgpack.ExtType(1, b"x"), msgpack.Timestamp(1, 5),
)  # fmt: skip


def tree_changed(chance: random.Random) -> bytes:
    """One to three nodes of the header's tree replaced, repeated or buried; now and then bytes as well."""
    header, body = parts(chance.choice(SAMPLE))
    tree = msgpack.unpackb(header)
    for _ in range(chance.choice((1, 1, 2, 3))):
        _change_one(tree, chance)
    packed = msgpack.packb(tree, use_bin_type=True)
    return framed(bytes_changed(packed, chance) if chance.random() < 0.1 else packed, body)


def _change_one(tree: list[Any], chance: random.Random) -> None:
    inside: Any = tree
    while True:
        places = list(inside) if type(inside) is dict else range(len(inside))
        if not places:
            return
        place = chance.choice(places)
        if type(inside[place]) not in (list, dict) or chance.random() < 0.15:
            break
        inside = inside[place]
    match chance.randrange(8):
        case 0:
            inside[place] = [inside[place]] * chance.randint(2, 5)
        case 1:
            for _ in range(chance.randint(1, 30)):
                inside[place] = chance.choice(([inside[place]], {chance.choice("atdnbuicsfohpxz"): inside[place]}))
        case 2 if type(inside) is list:
            del inside[place]
        case 3 if type(inside) is list:
            inside.insert(place, copy.deepcopy(chance.choice(NODES)))
        case _:
            inside[place] = copy.deepcopy(chance.choice(NODES))


# ---- frames made to be expensive


def _list(count: int) -> bytes:
    return b"\xdd" + struct.pack(">I", count)


def _keys(nodes: list[Any], sizes: list[int], body: bytes = b"") -> bytes:
    return framed(msgpack.packb([{"d": [[node, None] for node in nodes]}, sizes]), body)


def _crowd(value: bytes, size: int) -> bytes:
    """As many of one value as lists of 190,000 hold in so many bytes."""
    count = max(size // len(value), 1)
    whole, rest = divmod(count, 190_000)
    lists = [190_000] * whole + [rest]
    return framed(b"\x92" + _list(len(lists)) + b"".join(_list(length) + value * length for length in lists) + b"\x90")


def bomb(chance: random.Random) -> bytes:
    """Small for what it asks: announced lengths, crowds of tiny containers, equal hashes, deep nests, many buffers."""
    size = int(2 ** chance.uniform(10, 21.9))
    count = max(size // 24, 1)
    match chance.randrange(12):
        case 0:
            return framed(b"\x92" + _list(min(size, 200_000)) * 500 + b"\xc0" * size)
        case 1:
            return _crowd(chance.choice((b"\x90", b"\x91\x90", b"\x81\xa0\xc0", b"\x80", b"\x92\xc0\xc0")), size)
        case 2:
            return _crowd(chance.choice((b"\xc0", b"\xa2ab", b"\xcb" + bytes(8), b"\xcd\x7f\x7f", b"\xc4\x00")), size)
        case 3:  # complex numbers with one hash
            imaginary = np.arange(min(count, 90_000))
            body = ((7 - 1000003.0 * imaginary) + 1j * imaginary).tobytes()
            nodes = [{"s": [index, "<c16", []]} for index in range(len(imaginary))]
            return _keys(nodes, [16] * len(nodes), body)
        case 4:  # integers with one hash
            return _keys([{"i": hex((k << 61) - k)} for k in range(10, 10 + min(count, 5_000))], [])
        case 5:  # integers with one hash modulo a power of two
            return _keys([k << 44 for k in range(min(count, 100_000))], [])
        case 6:
            return _keys([{"t": [k, -k, *range(size % 30)]} for k in range(min(count // 8 + 1, 5_000))], [])
        case 7:
            one = chance.choice((b"\x91", b"\x81\xa1t\x91", b"\x81\xa1p"))
            return framed(b"\x92" + one * (size // 4) + b"\xc0\x90")
        case 8:
            return framed(msgpack.packb([[{"a": [k, "|i1", [0]]} for k in range(count)], [0] * count]))
        case 9:
            return framed(msgpack.packb([{"a": [0, "|b1", [size]]}, [size]]), b"\x07" * size)
        case 10:
            return framed(msgpack.packb([[{"i": "f" * 2060}] * (size // 2060 + 1), []]))
        case _:
            return framed(msgpack.packb(["x" * size, [2**63] * min(count, 1_000)]))


MUTATIONS: tuple[Callable[[random.Random], bytes], ...] = (
    anywhere, behind_the_head, behind_the_head, cut_off, false_head, tree_changed, tree_changed, tree_changed,
)  # fmt: skip


def case(chance: random.Random) -> tuple[str, bytes]:
    """The next one: the mutation's name and the frame."""
    make = bomb if chance.randrange(BOMBS_ONE_IN) == 0 else chance.choice(MUTATIONS)
    return make.__name__.replace("_", " "), make(chance)


# ---- reading


def exchange() -> Exchange:
    """An open call in which one function of ours can be called back."""
    made = Exchange(GivenFiles(ROOT / "nothing"), 1)
    made.stand_in(Callback("loss", lambda x: x, ("x",)))
    return made


class Wire:
    """Bytes in a file, as a student's process would send them; a pipe holds too little."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._exchange = exchange()

    def send(self, frame: bytes) -> None:
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        wire.write_frame(self._descriptor, frame)
        os.lseek(self._descriptor, 0, os.SEEK_SET)

    def read(self) -> str:
        """What came of it. Raises whatever is neither Malformed nor EOFError."""
        try:
            header, body = wire.read_frame(self._descriptor, FROM_STUDENT)
            message = Decoder(self._exchange.recall, FROM_STUDENT).message(header, body)
            return f"read: {type(read_answer(message, REQUEST, CALLS)).__name__}"
        except EOFError:
            return "cut off"
        except Malformed as trouble:
            if isinstance(trouble.__cause__, MemoryError):
                raise trouble.__cause__ from trouble
            return "malformed"


@dataclass
class Tally:
    """What came of all cases."""

    outcomes: collections.Counter[tuple[str, str]] = field(default_factory=collections.Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)  # by mutation: CPU seconds, case
    largest: dict[str, tuple[int, int]] = field(default_factory=dict)  # bytes of memory, case
    seconds: float = 0.0
    traced: int = 0

    def timed(self, kind: str, number: int, seconds: float) -> None:
        self.seconds += seconds
        self.slowest[kind] = max(self.slowest.get(kind, (0.0, 0)), (seconds, number))

    def weighed(self, kind: str, number: int, peak: int) -> None:
        self.traced += 1
        self.largest[kind] = max(self.largest.get(kind, (0, 0)), (peak, number))


def run(cases: int, seed: int) -> Tally:
    """Reads so many cases. Raises SystemExit, naming the case, for anything that must not happen."""
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryFile() as file:
        sent = Wire(file.fileno())
        for number in range(cases):
            kind, frame = case(chance)
            try:
                tally.outcomes[kind, read(sent, kind, number, frame, tally)] += 1
            except Exception as trouble:
                raise SystemExit(f"case {number} of seed {seed}, {kind}: {trouble!r}\n{frame[:2000]!r}") from trouble
    return tally


def read(sent: Wire, kind: str, number: int, frame: bytes, tally: Tally) -> str:
    """What came of one case, timed and sometimes weighed. Raises MemoryError where it took too much."""
    sent.send(frame)
    began = time.process_time()
    outcome = sent.read()
    tally.timed(kind, number, time.process_time() - began)
    if len(frame) > LARGE or number % 100 == 0:
        peak = traced(sent, frame) - len(frame)
        tally.weighed(kind, number, peak)
        if peak > MOST_MEMORY:
            raise MemoryError(f"{peak:,} bytes")
    return outcome


def traced(sent: Wire, frame: bytes) -> int:
    """The most memory that reading the frame takes, in bytes."""
    sent.send(frame)
    tracemalloc.start()
    try:
        sent.read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def page(tally: Tally, cases: int, seed: int) -> list[str]:
    """The figures, as Markdown."""
    outcomes = sorted({outcome for _, outcome in tally.outcomes})
    kinds = sorted({kind for kind, _ in tally.outcomes})
    rows = []
    for kind in kinds:
        counts = [f"{tally.outcomes[kind, outcome]:,}" for outcome in outcomes]
        slow, large = tally.slowest[kind][0] * 1e3, tally.largest.get(kind, (0, 0))[0] / 2**20
        rows.append(f"| {kind} | {' | '.join(counts)} | {slow:.1f} | {large:.1f} |")
    slowest, number = max(tally.slowest.values())
    totals = [f"{sum(tally.outcomes[kind, outcome] for kind in kinds):,}" for outcome in outcomes]
    most = max(tally.largest.values())[0] / 2**20
    return [
        "# Mutated frames", "",
        f"`python benchmarks/fuzz_wire.py --cases {cases} --seed {seed} --write`: {cases:,} frames through read_frame, "
        "Decoder and read_answer with the caps of the grader's side. Nothing but `Malformed` or the end of the stream "
        "came out of those that are no answer.", "",
        f"Reading took {tally.seconds:.0f} s of CPU in all, {tally.seconds / cases * 1e6:.0f} µs a frame; the slowest "
        f"(case {number:,}) {slowest * 1e3:.0f} ms. Memory was traced for {tally.traced:,} frames: at most "
        f"{most:.0f} MB beyond the frame itself, of {MOST_MEMORY >> 20} allowed.", "",
        f"| mutation | {' | '.join(outcomes)} | slowest, ms | most memory, MB |",
        "|---|" + "---:|" * (len(outcomes) + 2), *rows,
        f"| all | {' | '.join(totals)} | {slowest * 1e3:.1f} | {most:.1f} |", "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20150401)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    text = "\n".join(page(run(wanted.cases, wanted.seed), wanted.cases, wanted.seed))
    print(text)
    if wanted.write:
        (ROOT / "benchmarks/results/fuzz_wire.md").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
