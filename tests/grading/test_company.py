"""What stands in a report is the hand-in's alone, whoever was graded before it at the same desk."""

import json

import pytest

from grader.report.machine import as_json
from tests.grading.sheet import desk, graded, hand_in, spec, values

PAIR = "{x: {normal: [N, D]}, f: {function: double}}"
REFERENCE = """
    def double(x): return 2 * x
    def triple(x): return 3 * x
    def twice(x, f): return f(f(x))
"""
#: Right, wrong, broken, and one that writes into everything that it is given or gets back.
HANDED_IN = {
    "right": "def double(x): return 2 * x\ndef triple(x): return 3 * x\ndef twice(x, f): return f(f(x))\n",
    "wrong": "def double(x): return x\ndef triple(x): return -3 * x\ndef twice(x, f): return f(x)\n",
    "broken": "def double(x): raise ValueError('no')\ndef triple(x): return None\n",
    "writes": """
        def double(x):
            x *= 2
            return x
        def triple(x):
            x *= 3
            return x
        def twice(x, f):
            once = f(x)
            x[:] = 0
            again = f(once)
            once[:] = 0
            result = again.copy()
            again[:] = 0
            return result
    """,
    "keeps": """
        kept = []
        def double(x):
            kept.append(x)
            for one in kept: one += 1e-3
            return 2 * (x - 1e-3)
        def triple(x): return 3 * x
        def twice(x, f): return f(f(kept[-1] if kept else x))
    """,
}  # fmt: skip
#: One file under two names: both say the same, and what each of them means is its own.
HANDED_IN["doubled"] = HANDED_IN["right"]


@pytest.fixture
def bytes_of(tmp_path):
    sheet = [values("double", 2), values("triple"), values("twice").replace("{x: {normal: [D]}}", PAIR)]
    sheet.append(values("double", title="it is hidden", visibility="hidden"))
    specs = spec(tmp_path, {"one": sheet}, REFERENCE)
    folders = {name: hand_in(tmp_path / name, own=source) for name, source in HANDED_IN.items()}
    folders["doubled"] = hand_in(tmp_path / "doubled", own=HANDED_IN["right"], other=HANDED_IN["right"])

    def graded_in_turn(names):
        place = desk(specs)
        return {name: json.dumps(as_json(graded(place, folders[name]))) for name in names}

    return graded_in_turn


def test_in_any_order_and_alone_every_report_has_the_same_bytes(bytes_of):
    names = list(HANDED_IN)
    alone = {name: bytes_of([name])[name] for name in names}
    assert len(set(alone.values())) >= 4
    assert bytes_of(names) == bytes_of(names[::-1]) == alone
