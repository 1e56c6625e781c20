"""What crosses the wall comes out as it went in, and nothing else comes out."""

import os
import random
import struct
import threading

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.wall import wire
from grader.wall.decoder import Decoder
from grader.wall.encoder import Encoder
from grader.wall.wire import Caps, Malformed

DTYPES = "?bhilqBHILQefdFD"


def opened(frame: bytes):
    _, header, body = wire.HEAD.unpack(frame[: wire.HEAD.size])
    rest = frame[wire.HEAD.size :]
    assert len(rest) == header + body
    return Decoder().message(rest[:header], rest[header:])


def there(value):
    return opened(Encoder().frame(value))


texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
hashables = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | st.binary(max_size=20)
leaves = hashables | st.floats() | st.complex_numbers() | st.integers(-(2**8000), 2**8000)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(hashables | st.tuples(texts, st.integers()), inner, max_size=4)
        | st.sets(hashables, max_size=4)
    ),
    max_leaves=12,
)


def same(one, other) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(map(repr, one)) == list(map(repr, other)) and all(map(same, one.values(), other.values()))
    return one == other if isinstance(one, set) else repr(one) == repr(other)


@settings(max_examples=300, deadline=None)
@given(values)
def test_plain_values_come_out_as_they_went_in(value):
    assert same(there(value), value)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_arrays_come_out_as_they_went_in(data):
    dtype = np.dtype(data.draw(st.sampled_from(DTYPES))).newbyteorder(data.draw(st.sampled_from("<>=")))
    array = data.draw(arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)))
    for view in (array, array.T, array[..., ::-1] if array.ndim else array, np.asfortranarray(array)):
        back = there([view])[0]
        assert back.shape == view.shape and back.dtype == view.dtype.newbyteorder("<")
        np.testing.assert_array_equal(back, view)
        assert (back.flags.writeable and back.flags.owndata) or back.base.flags.owndata


@pytest.mark.parametrize("scalar", [np.float64(np.nan), np.float32(1.5), np.bool_(True), np.int8(-3), np.complex64(1j)])
def test_scalars_keep_their_dtype(scalar):
    assert type(there(scalar)) is type(scalar) and repr(there(scalar)) == repr(scalar)


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_is_an_array_of_two_axes():
    assert type(there(np.matrix([[1.0, 2.0]]))) is np.ndarray and there(np.matrix([[1.0]])).shape == (1, 1)


def test_a_packed_value_is_the_value_of_that_moment():
    encoder, array = Encoder(), np.zeros(2)
    packed = encoder.pack([array])
    array += 1
    back = opened(encoder.frame({"then": packed, "now": array}))
    assert back["then"][0].tolist() == [0, 0] and back["now"].tolist() == [1, 1]


class Five(int):
    pass


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([None]), "an array of dtype object cannot cross"), (np.clongdouble(1), "dtype complex256"),
        (Five(5), "a Five cannot cross"), (lambda: 0, "a function cannot cross"), (10**5000, "8,192 bits"),
        ("x" * (1 << 20 | 1), "a text of"), (b"x" * (1 << 20 | 1), "a text of"),
        ([0] * 200_001, "200,000 single values"),
        (np.zeros(1 << 26, "u1").repeat(2), "bytes of arrays"), (["é" * 900_000] * 3, "a text of"),
        (["x" * 1_000_000] * 5, "bytes of single values are more than may cross"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_must_not_cross_is_refused_with_its_reason(value, words):
    with pytest.raises(Malformed, match=words):
        Encoder().frame(value)


def test_nesting_is_refused_at_the_same_depth_on_both_sides():
    value = 1.0
    for _ in range(16):
        value = [value]
    assert same(there(value), value)
    with pytest.raises(Malformed, match="nested more than 16 deep"):
        Encoder().frame([value])
    header = msgpack.packb([[value], []])
    with pytest.raises(Malformed, match="nested too deeply"):
        Decoder().message(header, b"")


def test_keys_whose_hashes_may_collide_are_few():
    def frame(count):
        keys = [[{"i": hex((k << 61) - k)}, 0] for k in range(10, 10 + count)]
        return Decoder().message(msgpack.packb([{"d": keys}, []]), b"")

    assert len(frame(500)) == 500
    with pytest.raises(Malformed, match="5,000 keys"):
        frame(5001)


BAD = [
    [], None, [1], [1, 2], [{"a": [0, "<f8", [1]]}, []], [{"a": [0, "<f8", [2]]}, [8]], [{"a": [0, "|O8", [1]]}, [8]],
    [{"a": [0, "<f8", [-1]]}, [8]], [{"a": [0, "<f8", [2**62, 4]]}, [8]], [{"a": [True, "<f8", [1]]}, [8]],
    [[{"a": [0, "<f8", [1]]}, {"a": [0, "<f8", [1]]}], [8]], [{"s": [0, "<f8", [1]]}, [8]], [{"h": 1}, []],
    [{"d": [[[1], 2]]}, []], [{"d": [[1]]}, []], [{"n": [[1]]}, []], [{"i": "zz"}, []], [{"i": "f" * 3000}, []],
    [{"c": [1, 2]}, []], [{"u": b"\xff"}, []], [{"u": "x"}, []], [{1: 2}, []], [{"a": 1, "b": 2}, []], [0, [-8, 8]],
    [{"d": [[{"t": [{"a": [0, "<f8", [1]]}]}, 1]]}, [8]], [msgpack.ExtType(1, b"x"), []], [msgpack.Timestamp(1), []],
]  # fmt: skip


@pytest.mark.parametrize("message", BAD, ids=range(len(BAD)))
def test_a_frame_that_makes_no_sense_is_malformed(message):
    with pytest.raises(Malformed):
        Decoder().message(msgpack.packb(message), bytes(8))


def test_a_boolean_byte_of_seven_is_true_like_any_other():
    array = Decoder().message(msgpack.packb([{"a": [0, "|b1", [2]]}, [2]]), b"\x07\x00")
    assert array.tolist() == [True, False] and array.view(np.uint8).tolist() == [1, 0]


def sample() -> list[bytes]:
    values = [
        {"ok": True, "value": [[np.arange(6.0).reshape(2, 3), {0: np.ones(2, bool)}]], "id": 3, "printed": "ü\ud800"},
        {"callback": 2, "arguments": [np.float32(1), 2**70, (1, 2j), {1, "a"}], "named": {"x": None}},
        [b"bytes", -1, 1e300, [[[[]]]], {("a", 1): []}],
    ]
    return [Encoder().frame(value) for value in values]


def mutated(frame: bytes, chance: random.Random) -> bytes:
    data = bytearray(frame)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(wire.HEAD.size, len(data))
        match chance.randrange(4):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                data[place] ^= 1 << chance.randrange(8)
            case 2:
                del data[place : place + chance.randint(1, 5)]
                data += b"\0" * (wire.HEAD.size + 1 - len(data))
            case _:
                data[place:place] = chance.choice(
                    [b"\xdf\xff\xff\xff\xff", b"\xdd\x7f\xff\xff\xff", b"\x91" * 60, b"\xc7"]
                )
    return bytes(data)


def test_twenty_thousand_mutated_frames_are_read_or_malformed():
    chance, frames, refused = random.Random(20150401), sample(), 0
    for _ in range(20_000):
        frame = mutated(chance.choice(frames), chance)
        _, header, _ = wire.HEAD.unpack(frame[: wire.HEAD.size])
        rest = frame[wire.HEAD.size :]
        try:
            Decoder().message(rest[:header], rest[header:])
        except Malformed:
            refused += 1
    assert 15_000 < refused < 20_000


# ---- over a pipe


def through_a_pipe(data: bytes, caps: Caps = wire.FROM_STUDENT):
    reader, writer = os.pipe()
    thread = threading.Thread(target=lambda: (wire.write_frame(writer, data), os.close(writer)))
    thread.start()
    try:
        return Decoder().message(*wire.read_frame(reader, caps))
    finally:
        thread.join()
        os.close(reader)


def test_a_frame_larger_than_a_pipe_comes_whole():
    assert through_a_pipe(Encoder().frame(np.arange(300_000.0)))[-1] == 299_999


def test_a_frame_that_breaks_off_is_the_end():
    with pytest.raises(EOFError):
        through_a_pipe(Encoder().frame([1, 2, 3])[:-1])


@pytest.mark.parametrize("head", [(b"GRD0", 1, 1), (b"GRD1", 1 << 31, 0), (b"GRD1", 0, 1 << 63)])
def test_a_head_that_promises_too_much_is_refused_before_anything_is_read(head):
    with pytest.raises(Malformed):
        through_a_pipe(struct.pack("<4sIQ", *head))
