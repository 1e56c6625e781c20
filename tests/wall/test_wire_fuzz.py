"""Whatever bytes a student's process sends, reading them ends soon, takes little memory and raises its own error alone.

The mutations are those of `benchmarks/fuzz_wire.py`, which reads a million of them.
"""

import importlib.util
import os
import struct
import sys
import threading
import tracemalloc
from pathlib import Path

import msgpack
import numpy as np
import pytest

from grader.wall import wire
from grader.wall.answers import read_answer
from grader.wall.decoder import Decoder
from grader.wall.encoder import Encoder
from grader.wall.wire import Caps, Malformed


@pytest.fixture(scope="module")
def fuzz():
    path = Path(__file__).parents[2] / "benchmarks" / "fuzz_wire.py"
    spec = importlib.util.spec_from_file_location("fuzz_wire", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_wire"] = module  # dataclasses look for it there
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules["fuzz_wire"]


def test_five_thousand_mutated_frames_are_answers_or_malformed_or_cut_off(fuzz):
    outcomes = fuzz.run(5_000, seed=7).outcomes
    assert sum(outcomes.values()) == 5_000
    seen = {outcome for _, outcome in outcomes}
    assert seen == {"cut off", "malformed", "read: Values", "read: Raised", "read: CallBack"}
    assert outcomes["cut off", "cut off"] > 100 and outcomes["tree changed", "malformed"] > 500


def test_the_cases_come_from_the_seed_alone(fuzz):
    one, two = fuzz.random.Random(3), fuzz.random.Random(3)
    assert [fuzz.case(one) for _ in range(300)] == [fuzz.case(two) for _ in range(300)]


def test_an_error_of_another_kind_ends_the_run_and_names_the_case(fuzz, monkeypatch):
    def fails(*_):
        raise AttributeError("not ours")

    monkeypatch.setattr(Decoder, "message", fails)
    with pytest.raises(SystemExit, match=r"case \d+ of seed 7, .*AttributeError\('not ours'\)"):
        fuzz.run(100, seed=7)


def test_memory_beyond_the_bound_ends_the_run(fuzz, monkeypatch):
    monkeypatch.setattr(fuzz, "MOST_MEMORY", 1000)
    with pytest.raises(SystemExit, match="MemoryError"):
        fuzz.run(100, seed=7)


# ---- what was found


def listed(count):
    return b"\xdd" + struct.pack(">I", count)


FEW = Caps(nodes=2_000)


@pytest.mark.parametrize(
    "header",
    [
        b"\x92" + listed(10) + (listed(1_900) + b"\x90" * 1_900) * 10 + b"\x90",
        b"\x92" + listed(7) + (listed(1_900) + b"\x81\xa0\xc0" * 1_900) * 7 + b"\x90",
        listed(20_000) * 100 + b"\xc0" * 20_000,
    ],
    ids=["empty lists", "maps of one", "announced and not there"],
)
def test_a_header_that_would_grow_is_refused_before_anything_is_made_of_it(header):
    tracemalloc.start()
    try:
        with pytest.raises(Malformed, match="announces more than it holds, or too many values"):
            Decoder(caps=FEW).message(header, b"")
        assert tracemalloc.get_traced_memory()[1] < 10_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "header",
    [b"", b"\x92\x90", b"\x92\x90\x90\xc0", b"\x92\xc1\x90", b"\x92\xca\0\0\0\0\x90", b"\x92\x80\x90",
     b"\x92\xd4\x01x\x90", b"\x92\x82\xa1t\x90\xa1d\x90\x90", b"\x92\xde\x00\x01\xa1t\x90\x90",
     b"\x92\xdb\xff\xff\xff\xffx\x90"],
)  # fmt: skip
def test_a_header_as_the_encoder_never_writes_it_is_malformed(header):
    with pytest.raises(Malformed):
        Decoder().message(header, b"")


def test_a_full_house_of_scalars_still_crosses():
    keys = {(np.float32(k), k): [np.float64(k)] * 3 for k in range(4_900)}
    _, header, _ = wire.HEAD.unpack_from(frame := Encoder().frame([keys, [np.float64(1)] * 10_000]))
    rest = frame[wire.HEAD.size :]
    assert Decoder().message(rest[:header], rest[header:])[0] == keys


@pytest.mark.parametrize("tag", ["d", "n"])
def test_complex_numbers_are_no_keys_because_all_may_have_one_hash(tag):
    numbers = (7 - 1000003.0 * np.arange(50)) + 1j * np.arange(50)
    assert len(set(map(hash, numbers))) == 1
    keys = [{"s": [index, "<c16", []]} for index in range(50)]
    content = [[key, None] for key in keys] if tag == "d" else keys
    with pytest.raises(Malformed, match="a dictionary's key"):
        Decoder().message(msgpack.packb([{tag: content}, [16] * 50]), numbers.tobytes())


@pytest.mark.parametrize("key", [np.float32(1.5), np.int8(3), np.bool_(True)])
def test_real_scalars_are_keys(key):
    _, header, _ = wire.HEAD.unpack_from(frame := Encoder().frame({key: 1}))
    rest = frame[wire.HEAD.size :]
    assert Decoder().message(rest[:header], rest[header:]) == {key: 1}


def test_a_long_tuple_counts_for_more_than_a_short_one():
    def read(length, count):
        keys = [[{"t": [k, *range(length - 1)]}, 0] for k in range(count)]
        return Decoder().message(msgpack.packb([{"d": keys}, []]), b"")

    assert len(read(4, 5_000)) == 5_000 and len(read(40, 500)) == 500
    with pytest.raises(Malformed, match="5,000 keys"):
        read(40, 501)


@pytest.mark.parametrize(
    ("shape", "crosses"),
    [([0], True), ([0, 3], True), ([200_000, 0], True), ([200_001, 0], False), ([2**31 - 1, 0], False),
     ([0, 1000, 1000], False), ([0, 0], True)],
)  # fmt: skip
def test_an_empty_array_is_not_long(shape, crosses):
    header = msgpack.packb([{"a": [0, "<f8", shape]}, [0]])
    if crosses:
        assert Decoder().message(header, b"").shape == tuple(shape)
    else:
        with pytest.raises(Malformed, match="an empty array that says it is long"):
            Decoder().message(header, b"")


@pytest.mark.parametrize("position", [-1, True, 1.0, "0"])
def test_a_changed_argument_has_a_position(position):
    answer = {"ok": True, "value": [[1, {position: 2}]], "id": 3, "printed": ""}
    with pytest.raises(Malformed, match="a value in another form"):
        read_answer(answer, 3, 1)


def test_a_frame_that_comes_byte_by_byte_takes_no_more_memory_than_its_size():
    body, reader_writer = bytes(range(256)) * 256, os.pipe()
    frame = wire.HEAD.pack(wire.MAGIC, 0, len(body)) + body

    def send():
        for at in range(0, len(frame), 2):  # one-byte values are kept by Python, and cost nothing
            os.write(reader_writer[1], frame[at : at + 2])

    wanted, pieces = os.read, []

    def in_small_pieces(descriptor, count):
        pieces.append(1)
        return wanted(descriptor, min(count, 2))

    sender = threading.Thread(target=send)
    sender.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "read", in_small_pieces)
            tracemalloc.start()
            _, read = wire.read_frame(reader_writer[0], wire.FROM_STUDENT)
            peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        sender.join()
        for descriptor in reader_writer:
            os.close(descriptor)
    assert read == body and len(pieces) > 30_000
    assert peak < 5 * len(body) + 50_000 + 8 * len(pieces)
