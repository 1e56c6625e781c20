"""Reports come back as they were, and what is no report raises one exception only."""

import zlib
from contextlib import suppress
from dataclasses import dataclass, fields

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import outcome
from grader.grading.report import ByHand, LeftOut, Mark, QuestionMark, Report
from grader.outcome import (
    Answer,
    Derivation,
    DerivationChain,
    DerivationStep,
    Diagnosis,
    DifferenceMap,
    Entry,
    Finding,
    Outcome,
    Part,
    Verdict,
    WorstEntries,
)  # fmt: skip
from grader.store import codec
from grader.store.codec import Unreadable, packed, unpacked

STEP = DerivationStep("=", r"\frac{1}{2}", "breaks", "a sign", carried=True)
EVIDENCE = (
    WorstEntries("grad", ("V", "D"), (Entry((0, 1), "1", "2", "1e-5"),)),
    DifferenceMap("grad", ("V", "D"), ((0.0, 1.0), (0.25, 0.5)), {1: "drawn 3 times"}),
    Answer("$x$\ud800", ("a.png",), (("clear", 1.5),)),
    Derivation("a.md", (DerivationChain("x", 3, (STEP,), 1, when=(("if", "x > 0"),)),), names=(("v_c", "vector"),)),
)
OUTCOME = Outcome(
    Verdict.PARTIAL, 0.5, Finding("what", "where", "advice", "category"), EVIDENCE, ("note",), ("flag",),
    (Part("loss", 1.0, 2.0),), (Diagnosis("mean", "A mean.", "0"),), (("perplexity", 43.5),),
)  # fmt: skip
REPORT = Report(
    "small", "Small", "alice", "A", "isolated", "public",
    (QuestionMark("one", "One", (Mark("t", "values", 2.0, "hidden", OUTCOME, by_hand=ByHand(1.5, "good")),)),),
    left_out=(LeftOut("a.py", "why"),), versions=(("Python", "3.11"),),
)  # fmt: skip


def test_a_report_comes_back_as_it_was():
    assert unpacked(packed(REPORT)) == REPORT
    assert isinstance(unpacked(packed(REPORT)).questions[0].marks[0].outcome.verdict, Verdict)


def test_the_same_report_gives_the_same_bytes():
    assert packed(unpacked(packed(REPORT))) == packed(REPORT)


def test_every_piece_of_evidence_is_known():
    kinds = {
        kind for kind in vars(outcome).values() if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__")
    }
    assert kinds <= set(codec._kinds().values())


def test_a_field_that_came_later_takes_its_default():
    plain = msgpack.unpackb(zlib.decompress(packed(REPORT)), strict_map_key=False, unicode_errors="surrogatepass")
    assert "due" not in plain and unpacked(packed(REPORT)).due == ""


def test_a_field_that_is_gone_is_passed_over():
    data = zlib.compress(msgpack.packb({"_": "Finding", "what": "w", "of another time": 1}))
    assert unpacked(data) == Finding("w")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"no zlib", zlib.compress(b"\xc1"), zlib.compress(msgpack.packb({"_": "Popen", "args": "ls"})),
        zlib.compress(msgpack.packb({"_": "Finding"})), zlib.compress(msgpack.packb({"_": "Outcome", "verdict": "?"})),
        zlib.compress(msgpack.packb({"_": ["Finding"]})),
    ],
)  # fmt: skip
def test_what_is_none_of_ours_raises_one_thing(data):
    with pytest.raises(Unreadable):
        unpacked(data)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data):
    for each in (data, zlib.compress(data)):
        with suppress(Unreadable):
            unpacked(each)


def test_defaults_are_left_out_and_nothing_else():
    @dataclass(frozen=True)
    class Small:
        number: float = 0.0
        text: str = "x"

    assert codec._plain(Small(text="y")) == {"_": "Small", "text": "y"}
    assert codec._plain(Small()) == {"_": "Small"} and len(fields(Small)) == 2
