"""What tests of known mistakes share: how a value is observed, when two differ, and how a mistake must speak."""

import copy
import inspect
import random
import re
from itertools import combinations

import numpy as np

from reference.mistake import mistakes_of
from tests.reference.test_mistakes import VISIBLE, gap

#: The kinds of checks that a mistake's comment may name first.
CHECKS = {
    "values",
    "gradient",
    "perplexity",
    "accuracy",
    "training",
    "module",
    "examples",
    "claim",
    "derivation",
    "number",
}


def label(mistake):
    return f"{mistake.of.__name__}: {mistake.name}"


def flat(value):
    """Every array in a value, in order; a batch of lists of unequal lengths as their lengths and all numbers."""
    if isinstance(value, (tuple, dict)):
        parts = value.values() if isinstance(value, dict) else value
        return [array for part in parts for array in flat(part)]
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [np.array([float(len(value)), *(float(ord(letter)) for letter in "|".join(value))])]
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    return [np.asarray(value, dtype=np.float64)]


def seen(function, cases):
    """What the function gives for each case; where it raises, that. `random` starts the same for each."""
    return [_once(function, make()) for make in cases]


def _once(function, arguments):
    random.seed(3)
    try:
        with np.errstate(all="ignore"):
            return flat(function(*arguments))
    except (ValueError, IndexError) as error:
        return type(error).__name__


def distance(ours, theirs):
    return max(gap(a, b) for a, b in zip(ours, theirs, strict=True))


def assert_differs(mistake, cases):
    assert distance(seen(mistake.wrong, cases), seen(mistake.of, cases)) > VISIBLE, label(mistake)


def indistinct(function, cases):
    """Pairs of mistakes of the function that no case tells apart."""
    known = [(mistake.name, seen(mistake.wrong, cases)) for mistake in mistakes_of(function)]
    return [(a, b) for (a, of_a), (b, of_b) in combinations(known, 2) if distance(of_a, of_b) < VISIBLE / 10]


def assert_leaves_arguments(mistake, cases):
    for make in cases:
        arguments = make()
        plain = [a for a in arguments if isinstance(a, (np.ndarray, list, str))]
        kept = copy.deepcopy(plain)
        _once(mistake.wrong, arguments)
        np.testing.assert_equal(plain, kept)


def assert_speaks(mistake, room):
    sentence, advice = mistake.sentence, mistake.advice
    assert re.search(r"\b([Yy]ours?|[Yy]ou)\b", sentence) and sentence.endswith(".") and sentence[0].isupper()
    assert advice.endswith(".") and len(advice.split()) >= 4
    for text in (sentence, advice, mistake.name):
        assert not re.search(r"\b(simply|just|obviously|unfortunately)\b", text)
        assert "  " not in text and text.count("`") % 2 == 0
    assert len(mistake.name.split()) <= 10 and not mistake.name.endswith(".")
    assert mistake.wrong.__module__.startswith(room)


def assert_names_its_check(mistake):
    """The comment above a mistake says which check catches it."""
    lines, start = inspect.findsource(inspect.unwrap(mistake.wrong))
    decorator = max(place for place in range(start + 1) if lines[place].startswith("@mistake("))
    comment = re.fullmatch(r"# Caught by: (\w+).*\.\n", lines[decorator - 1])
    assert comment and comment[1] in CHECKS, f"{label(mistake)} does not name its check"


def assert_unique(function):
    known = mistakes_of(function)
    assert known, f"{function.__name__} has no known mistakes"
    for part in ("name", "sentence"):
        assert len({getattr(mistake, part) for mistake in known}) == len(known)
