"""The two ends of the wire agree on what may cross: whatever the encoder writes, the decoder reads.

An honest student whose value cannot be read must be told why, and never that they spoke nonsense.
"""

import collections
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.wall import wire
from grader.wall.decoder import Decoder
from grader.wall.encoder import Encoder
from grader.wall.wire import Caps, Malformed

SMALL = Caps(header=2500, body=200, depth=6, nodes=40, axes=3, text=2060, costly_keys=3)


class Thing:
    """An object of the student's, which stays on its side."""


class Tensor:
    """Crosses as an array; unlike an array it can be a key."""


class Pair(NamedTuple):
    first: Any
    second: Any


def export(value: Any) -> tuple[str, Any]:
    """As the far side does it: relatives of plain values as those, anything else by a number and a name."""
    if isinstance(value, (Pair, collections.OrderedDict)):
        return "p", tuple(value) if isinstance(value, Pair) else dict(value)
    if isinstance(value, Tensor):
        return "p", np.zeros(2)
    return "h", [1, type(value).__name__]


def recall(tag: str, content: Any) -> Any:
    if tag == "p" and type(content) in (dict, tuple, np.ndarray):
        return content
    if tag == "h" and list(map(type, content)) == [int, str]:
        return Thing()
    raise Malformed(f"unknown tag {tag}")


def answered(value: Any, caps: Caps = wire.FROM_STUDENT) -> Any:
    """The value as this side reads it, after it was packed and framed as the far side does it."""
    encoder = Encoder(export, caps)
    frame = encoder.frame({"ok": True, "value": [encoder.pack([value, {}])]})
    _, header, body = wire.HEAD.unpack_from(frame)
    assert header <= caps.header and body <= caps.body
    try:
        return Decoder(recall, caps).message(frame[16 : 16 + header], frame[16 + header :])["value"][0][0]
    except Malformed as trouble:
        pytest.fail(f"written and not read: {trouble}")


shapes = st.builds(
    lambda few, more: [*few, *more],
    st.lists(st.integers(0, 4), max_size=4), st.lists(st.sampled_from([41, 2**20, 2**31 - 1]), max_size=1),
)  # fmt: skip


def array(shape: list[int], dtype: str) -> Any:
    """An array of this shape that takes no memory."""
    return np.broadcast_to(np.zeros((), dtype), shape)


arrays = st.builds(array, shapes, st.sampled_from(["?", "b", "<f2", ">f4", "f8", "g", "F", "G", "O", "U3", "M8[s]"]))
scalars = st.sampled_from(
    [np.float64(1), np.float16(2), np.int8(3), np.bool_(True), np.complex64(1j), np.longdouble(4), np.str_("é"),
     np.bytes_(b"x"), np.datetime64("2015-04-01"), np.clongdouble(1j)]
)  # fmt: skip
leaves = (
    st.none() | st.booleans() | st.integers() | st.integers(2**63, 2**66)
    | st.integers(8190, 8192).map(lambda bits: 1 << bits)
    | st.floats() | st.complex_numbers() | st.text(max_size=13) | st.binary(max_size=13) | scalars
)  # fmt: skip
keys = st.recursive(
    leaves | st.builds(Thing) | st.builds(Tensor),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3)
    | st.builds(Pair, inner, inner),
    max_leaves=4,
)  # fmt: skip
values = st.recursive(
    leaves | arrays | st.builds(Thing) | st.sets(keys, max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.builds(Pair, inner, inner)
    | st.dictionaries(keys, inner, max_size=4) | st.dictionaries(keys, inner, max_size=4).map(collections.OrderedDict)
    | arrays.map(lambda one: np.array([one, None], dtype=object) if one.size < 9 else one),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(values, st.sampled_from([SMALL, wire.FROM_STUDENT]))
@example({(Pair(1, Tensor()),): 3}, SMALL)
@example({Pair(1, 2j), Thing()}, SMALL)
def test_whatever_the_encoder_writes_the_decoder_reads(value, caps):
    try:
        answered(value, caps)
    except Malformed as refusal:
        assert str(refusal)


def nested(levels: int) -> Any:
    return [nested(levels - 1)] if levels else 1.0


def tuples(count: int, length: int = 4) -> dict[Any, int]:
    return {(number, *range(length - 1)): 0 for number in range(count)}


CAPS = wire.FROM_STUDENT
LIMITS = [
    (lambda more: nested(CAPS.depth - 3 + more), "nested more than 16 deep"),
    (lambda more: [0.0] * (CAPS.nodes - 8 + more), "200,000 single values"),
    (lambda more: np.zeros((CAPS.nodes + more, 0)), r"an empty array of shape \(200001, 0\) cannot cross"),
    (lambda more: tuples(CAPS.costly_keys + more), "5,000 keys that are tuples or wide integers"),
    (lambda more: tuples(500 + more, 40), "5,000 keys"),
    (lambda more: dict.fromkeys(range(1 << 70, (1 << 70) + CAPS.costly_keys + more)), "5,000 keys"),
    (lambda more: set(tuples(CAPS.costly_keys + more)), "5,000 keys"),
    (lambda more: np.zeros((1,) * (CAPS.axes + more)), "17 axes"),
    (lambda more: np.zeros(CAPS.body + more, "u1"), "67,108,865 bytes of arrays"),
    (lambda more: "x" * (CAPS.text + more), "a text of"),
    (lambda more: 2 ** (8191 + more), "8,192 bits"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "words"), LIMITS, ids=range(len(LIMITS)))
def test_what_just_fits_crosses_and_one_more_is_refused_with_its_reason(value, words):
    answered(value(0))
    with pytest.raises(Malformed, match=words):
        answered(value(1))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({1j: 1}, "a complex as a key or in a set"), ({np.complex64(1j)}, "a complex64 as a key"),
        ({frozenset((1,)): 1}, "a frozenset as a key"), ({Thing()}, "a Thing as a key or in a set cannot cross"),
        ({(1, frozenset((1,))): 1}, "a tuple as a key"), ({Tensor(): 1}, "a Tensor as a key"),
        (np.array([10**400], object), "too large for a float"),
        (np.array([np.complex128(1 + 1j)], object), "an array of dtype object"),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_the_decoder_would_not_read_is_refused_with_its_reason(value, words):
    with pytest.raises(Malformed, match=words):
        Encoder(export).frame(value)


def test_a_number_that_pretends_to_be_numpys_is_an_object():
    class Many(np.float64):
        __module__ = "numpy"

        def __array__(self, *_: Any, **__: Any) -> Any:
            return np.zeros(3)

    assert type(answered(Many(1))) is Thing


def test_a_wide_float_that_is_long_is_refused_before_it_is_copied():
    with pytest.raises(Malformed, match="8,796,093,022,208 bytes of arrays"):
        answered(array([2**40], "g"))
