"""Agreement of values that are no numbers: texts, mappings, lists of mixed things, None.

Numbers inside them are compared where all numbers are: see `agreement`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.explain.observation import Subject
from grader.explain.wording import plain_type_of, quoted, type_of
from grader.outcome import Finding

#: How the numbers inside are compared: the problem, or None.
Inner = Callable[[Any, Any, Subject], Finding | None]


def difference(yours: Any, expected: Any, subject: Subject, inner: Inner) -> Finding | None:
    """What differs, or None where the two agree."""
    if expected is None:
        return None if yours is None else _kind(yours, "None", subject)
    if isinstance(expected, str):
        return _text(yours, expected, subject)
    if isinstance(expected, Mapping):
        return _mapping(yours, expected, subject, inner)
    if isinstance(expected, list | tuple):
        return _sequence(yours, expected, subject, inner)
    raise TypeError(f"a reference returned {type(expected).__name__}, which cannot be compared")


def _kind(yours: Any, due: str, subject: Subject) -> Finding:
    if yours is None:
        what = f"{subject.title} is None: the function returned nothing."
        return Finding(what, advice="Is the `return` missing?", category=what)
    said = [f"{subject.title} is of type {kind} where {due} is due." for kind in (type_of(yours), plain_type_of(yours))]
    return Finding(said[0], category=said[1])


def _text(yours: Any, expected: str, subject: Subject) -> Finding | None:
    if not isinstance(yours, str):
        return _kind(yours, "a text", subject)
    if yours == expected:
        return None
    category = f"{subject.title} is another text than the one due."
    what = f"{subject.title} is {quoted(yours)} where {quoted(expected)} is due."
    advice = "They differ in capitals or spaces only." if _letters(yours) == _letters(expected) else ""
    return Finding(what, advice=advice, category=category)


def _letters(text: str) -> str:
    return "".join(text.casefold().split())


def _mapping(yours: Any, expected: Mapping[Any, Any], subject: Subject, inner: Inner) -> Finding | None:
    if not isinstance(yours, Mapping):
        return _kind(yours, "a dict", subject)
    for key in expected:
        if key not in yours:
            category = f"{subject.title} lacks a key that is due."
            return Finding(f"{subject.title} has no key {quoted(key)}.", advice="Add it.", category=category)
    for key in yours:
        if key not in expected:
            category = f"{subject.title} has a key that is not due."
            return Finding(f"{subject.title} has a key {quoted(key)} that is not due.", advice="", category=category)
    names = {key: Subject(f"the entry {quoted(key)} of {subject.mention}") for key in expected}
    found = (inner(yours[key], value, names[key]) for key, value in expected.items())
    return next((problem for problem in found if problem is not None), None)


def _sequence(yours: Any, expected: Sequence[Any], subject: Subject, inner: Inner) -> Finding | None:
    # A set has no order of its own: as a list it would be another one each time.
    if not isinstance(yours, list | tuple) and not (isinstance(yours, np.ndarray) and yours.ndim):
        return _kind(yours, "a list", subject)
    if len(yours) != len(expected):
        what = f"{subject.title} has {len(yours)} entries where {len(expected)} are due."
        return Finding(what, category=f"{subject.title} has a wrong number of entries.")
    pairs = enumerate(zip(yours, expected, strict=True))
    found = (inner(item, due, Subject(f"entry {index} of {subject.mention}")) for index, (item, due) in pairs)
    return next((problem for problem in found if problem is not None), None)
