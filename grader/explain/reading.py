"""A student's value as an array of numbers, or the reason why it is none. Judges no number.

Precision is read here too: an answer that was computed in float32 and then handed over as a Python float
(`loss.item()`) keeps float32's tolerances, because each of its digits says so.
"""

from ctypes import c_float
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.explain.observation import Subject
from grader.explain.wording import plain_type_of, type_of
from grader.outcome import Finding

Array = NDArray[Any]

#: Numbers in a list that are made into one array: as many as may cross the wall in float64.
MOST_NUMBERS = 8 << 20
#: More significant bits than this, and none beyond float32's 24: a number that float32 arithmetic made.
_BITS_OF_A_ROUND_NUMBER = 12
_LARGEST_FLOAT32 = 3.4e38


def numbers(value: Any, subject: Subject, *, truth_values: bool = False) -> Array | Finding:
    """The value as a real, finite-or-not array; a Finding where it holds anything but numbers."""
    name = subject.title
    if value is None:
        return _refusal(f"{name} is None: the function returned nothing.", "Is the `return` missing?")
    if isinstance(value, str | bytes):
        return _refusal(f"{name} is a text where a number is due.", "Return the number itself, unformatted.")
    if isinstance(value, dict | set | frozenset):
        what = f"{name} is a {type(value).__name__} where numbers are due."
        return _refusal(what, "Return the array, without a container around it.")
    if isinstance(value, list | tuple) and (problem := _not_to_be_converted(value)):
        return _refusal(f"{name} {problem[0]}", problem[1])
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return _refusal(f"{name} is a list whose rows differ in length.", "Give every row the same length.")
    return _number_array(array, value, subject, truth_values)


_TEXT = "holds text where numbers are due.", "Convert each entry with `float`."
_TOO_MANY = f"holds more than {MOST_NUMBERS:,} numbers in lists.", "Return one array, of the shape that is due."


def _not_to_be_converted(value: Any) -> tuple[str, str] | None:
    """Why a list must not become an array, in which every entry takes the room of the longest text or widest number."""
    lists, entries = [value], 0
    while lists:
        for entry in lists.pop():
            if isinstance(entry, list | tuple):
                lists.append(entry)
            elif isinstance(entry, str | bytes):
                return _TEXT
            entries += entry.size if isinstance(entry, np.ndarray) else 1
            if entries > MOST_NUMBERS:
                return _TOO_MANY
    return None


def _number_array(array: Array, value: Any, subject: Subject, truth_values: bool) -> Array | Finding:
    name, kind = subject.title, array.dtype.kind
    if kind == "b" and not truth_values:
        due = "a number is" if array.ndim == 0 else "numbers are"
        return _refusal(f"{name} is made of True and False where {due} due.", "Return the values, not a comparison.")
    if kind == "c":
        return _refusal(f"{name} is complex where real numbers are due.", "Keep every step real.")
    if kind == "O" and _holds_none(array):
        return _refusal(f"{name} contains None.", "Fill every entry with a number before returning.")
    if kind == "O" and not isinstance(value, np.ndarray | list | tuple):
        said = [f"{name} is of type {kind} where numbers are due." for kind in (type_of(value), plain_type_of(value))]
        return Finding(said[0], advice="Return a numpy array.", category=said[1])
    if kind == "O":
        advice = "Build it with `np.array(..., dtype=float)`; rows of different lengths make an object array."
        return _refusal(f"{name} is an array of Python objects where numbers are due.", advice)
    if kind not in "buif":
        return _refusal(f"{name} {_TEXT[0]}", _TEXT[1])
    return array


def _holds_none(array: Array) -> bool:
    return any(entry is None for entry in array.reshape(-1)[:1000])


def _refusal(what: str, advice: str) -> Finding:
    return Finding(what, advice=advice, category=what)


def as_float64(array: Array) -> NDArray[np.float64]:
    """The same numbers in float64."""
    if array.dtype == np.float64:
        return array.astype(np.float64)
    with np.errstate(all="ignore"):  # a longdouble may be larger than float64 holds: inf then, which is refused later
        return array.astype(np.float64)


def precision(array: Array) -> np.dtype[Any]:
    """The precision an answer was computed in: its dtype, or float32 where every number has float32's digits."""
    if array.dtype.kind == "f" and array.dtype.itemsize >= 8 and _made_by_float32(as_float64(array)):
        return np.dtype(np.float32)
    return array.dtype


def _made_by_float32(array: NDArray[np.float64]) -> bool:
    first = array.item(0) if array.size else 0.0
    # Nearly every answer is told by one number: not whole, and with more digits than float32 has.
    if abs(first) < _LARGEST_FLOAT32 and not first.is_integer() and c_float(first).value != first:
        return False
    with np.errstate(all="ignore"):  # a signalling NaN complains where it is rounded
        telling = array[np.isfinite(array) & (array != np.floor(array))]
        if telling.size == 0 or not (telling.astype(np.float32) == telling).all():
            return False
    # Whole and round numbers (0.5, 3) are float32 by accident; they may not loosen the tolerance.
    mantissas = np.frexp(telling)[0] * 2.0**_BITS_OF_A_ROUND_NUMBER
    return bool(2 * np.count_nonzero(mantissas != np.floor(mantissas)) >= telling.size)
