"""What a student reads of a hidden check holds no text and no number of their code's choice, however they try."""

import re

import pytest

from grader.outcome import Outcome, Verdict
from tests.checks.bench import behind_the_wall, check, own

#: Stands for a hidden input: as a word, as a number, as a part of one.
LOOT = re.compile(r"173|41\.73|LOOT")
GRADIENT = """
    kind: gradient
    visibility: hidden
    function: theirs.f
    arguments: {x: {normal: [N, D]}, g: {function: g}}
    returns: [loss, d x]
    reference: f
"""
VALUES = GRADIENT.replace("gradient", "values", 1).replace("[loss, d x]", "[value]").replace(": f\n", ": one\n")
PROPERTIES = """
    kind: properties
    visibility: hidden
    function: theirs.f
    arguments: {x: {normal: [N, D]}, g: {function: g}}
    properties: [rows sum to 1, unit rows, several magnitudes, leaves its inputs alone]
    reference: one
"""
PRINTS = """
    kind: prints
    visibility: hidden
    function: theirs.f
    arguments: {x: {normal: [N, D]}, g: {function: g}}
    situations: [{title: a number, says: passed}]
    reference: one
"""
KINDS = {"gradient": GRADIENT, "values": VALUES, "properties": PROPERTIES, "prints": PRINTS}
OWN = own("""
    import numpy as np
    from reference.mistake import terms_of

    def g(x): return x
    def one(x, g): return x
    def f(x, g):
        found = parts(x, g).values()
        return sum(loss for loss, _ in found), sum(gradient for _, gradient in found)
    @terms_of(f)
    def parts(x, g):
        return {"the sines": (float(np.sin(x).sum()), np.cos(x)), "the squares": (float((x**2).sum()), 2 * x),
                "the cubes": (float((x**3).sum()), 3 * x**2)}
""")

RIGHT = """
    import os, sys
    import numpy as np
    def right(x, s=1.0, q=1.0, c=1.0):
        return (float(s * np.sin(x).sum() + q * (x**2).sum() + c * (x**3).sum()),
                s * np.cos(x) + q * 2 * x + c * 3 * x**2)
    class LOOT: pass
    class LootError(ValueError): pass
    LootError.__name__ = LootError.__qualname__ = "LOOT"
    def f(x, g):
        loss, gradient = right(x)
        value = {}
        return value[1] if {one} and type(value) is tuple and len(value) == 2 else value
"""
WAYS = {
    "too many values": "(0.0,) * 4173",
    "one value in a list": "[['LOOT'] * 4173]",
    "an exception's type": "exec('raise LootError(4173)', globals())",
    "an exception's words": "[][4173]",
    "a key that is not there": "{}['LOOT']",
    "a name that is not there": "LOOT_4173",
    "a call back with another name": "g(LOOT=x)",
    "a call back with more": "g(*[x] * 4173)",
    "an exit": "sys.exit('LOOT 4173')",
    "the end of the process": "os._exit(173)",
    "a package": "exec('import LOOT_4173 as p\\nglobals()[\"v\"] = p.f() + 1', globals()) or v",
    "objects": "(LOOT(), LOOT())",
    "an object as a key": "({LOOT(): 1}, {LOOT(): 4173})",
    "texts": "('LOOT', '4173')",
    "a list with texts": "([0.5, 'LOOT'], ['4173'])",
    "dictionaries": "({'LOOT': 4173}, {4173: 'LOOT'})",
    "sets": "({'LOOT', 4173}, {4173})",
    "a shape": "(np.zeros((4173, 2)), np.zeros((4, 1, 7, 3)))",
    "a shape of the dimensions": "(loss, np.zeros((*x.shape, *x.shape, 4, 1, 7, 3)))",
    "an empty shape": "(np.zeros((0, 4173)), np.zeros((4173, 0)))",
    "an array that cannot cross": "(np.zeros(1, [('LOOT', 'f8')]), np.zeros(1, 'S4173'))",
    "a factor": "(loss * 4.173, gradient * 4.173)",
    "a factor of each draw": "(loss * 4.173 * len(x), gradient * 4.173 * len(x) ** 0.3)",
    "an offset": "(loss + 4.173, gradient + 4.173)",
    "weights": "right(x, s=4.173)",
    "weights of two terms": "right(x, s=4.173, q=41.73)",
    "digits": "(loss, gradient * (1 + 4.173e-5))",
    "a size": "(4173.0, np.full(x.shape, 4173.0))",
    "not finite": "(np.nan, np.where(gradient > 0, np.inf, 4173.0))",
    "half precision": "(np.float16(4173), np.full(x.shape, 4.173, np.float16))",
    "print": "print('LOOT', 4173)",
    "a long list": "np.full(200_000, 4173.0)",
}


def told(outcome: Outcome) -> str:
    """What a student reads of it where it is hidden."""
    finding = outcome.finding
    return f"{finding.category} {finding.advice}" if finding else ""


@pytest.mark.parametrize("spec", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_the_students_choice_is_told(spec, way):
    source = RIGHT.replace("{}", WAYS[way]).replace("{one}", str(spec is not GRADIENT))
    outcome = behind_the_wall(check(spec), source, OWN)
    assert outcome.verdict not in (Verdict.BROKEN, Verdict.PASSED), outcome
    assert not LOOT.search(told(outcome)), told(outcome)
