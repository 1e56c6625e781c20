"""Plain values: told apart to the last bit, and copied so that nothing is shared."""

import numpy as np
import pytest

from grader.code import Given, Instance
from grader.draws.case import FunctionName
from grader.draws.plain import NotPlain, copied, told, weight

PLAIN = [
    None, True, 1, 1.0, "1", b"1", 1j, 0.0, -0.0, float("nan"), np.float64(1), np.float32(1), np.int64(1), (1,), [1],
    {1}, frozenset({1}), {1: 1}, {1: 1.0}, {"a": 1, "b": 2}, {"b": 2, "a": 1}, np.array(1.0), np.array([1.0]),
    np.array([[1.0]]), np.array([1]), np.array([1.0], dtype=np.float32), np.array([0.0]), np.array([-0.0]),
    np.ones((2, 2)), np.ones((2, 2), order="F"), np.ones((4, 2))[::2], Given("a.b"), FunctionName("a.b"),
    Instance("a.b", {"tokens": [1]}), Instance("a.b", {"tokens": (1,)}),
]  # fmt: skip


def test_what_a_function_could_tell_apart_is_told_apart():
    assert len({told(value) for value in PLAIN}) == len(PLAIN)


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_a_copy_is_told_like_its_original_where_memory_lies_alike(value):
    if not (isinstance(value, np.ndarray) and value.base is not None):
        assert told(copied(value)) == told(value)
    assert weight(copied(value)) > 0


def test_a_copy_shares_nothing_that_can_be_changed():
    array = np.zeros(2)
    value = {"list": [array, [1]], "sampler": Instance("a.b", {"tokens": [1]}), "set": {1}}
    copy = copied(value)
    copy["list"][0][:] = 7
    copy["list"][1].append(7)
    copy["sampler"].arguments["tokens"].append(7)
    copy["set"].add(7)
    assert told(value) == told({"list": [np.zeros(2), [1]], "sampler": Instance("a.b", {"tokens": [1]}), "set": {1}})


def test_a_copy_can_be_written_to_and_lies_in_memory_as_its_original():
    locked = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    locked.setflags(write=False)
    copy = copied(locked)
    assert copy.flags.writeable and copy.flags.f_contiguous and copy.strides == locked.strides


@pytest.mark.parametrize(
    "value",
    [object(), [object()], {"a": print}, np.array([None]), np.ma.masked_array([1.0]), np.zeros(1, "datetime64")],
)
def test_what_may_hold_anything_is_neither_told_nor_copied(value):
    for ask in (told, copied):
        with pytest.raises(NotPlain):
            ask(value)


def test_one_list_at_two_places_is_not_told_as_two_would_be():
    inner = [1]
    with pytest.raises(NotPlain):
        told([inner, inner])
    assert told([[1], [1]]) == told([[1], [1]])
