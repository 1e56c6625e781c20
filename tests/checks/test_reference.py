"""The reference as a handle: found by name, run as on the far side, and its faults are never a student's."""

import os
import random
import sys

import numpy as np
import pytest

from grader.checks.reference import Reference, functions_of
from grader.code import Callback, CannotAnswer, Given, Instance, OurFault
from grader.outcome import Verdict
from grader.wall.given import GivenFiles
from tests.checks.bench import FOUNDATIONS, check, judged, own

OWN = own("""
    import random
    def twice(x): return 2 * x
    def fails(x): raise ValueError("not ready")
    def draws(): return random.random()
""")


@pytest.mark.parametrize("name", ["nothing", "own.nothing", "nowhere.softmax", "foundations.nothing"])
def test_a_function_that_the_reference_lacks_is_our_fault(name):
    with pytest.raises(OurFault, match=f"the reference has no function `{name}`"):
        OWN.find(name)


def test_a_function_of_the_own_reference_is_found_with_and_without_its_module():
    assert OWN.find("twice")(2) == OWN.find("own.twice")(2) == 4


def test_an_assignment_without_a_reference_of_its_own_has_no_such_function():
    with pytest.raises(OurFault):
        FOUNDATIONS.find("own.twice")


def test_a_reference_that_raises_breaks_the_check_and_costs_nothing():
    outcome = judged(check("kind: values\nfunction: own.f\narguments: {x: {normal: [D]}}\nreference: fails\n"),
                     lambda x: x, OWN)  # fmt: skip
    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding.what == "This check failed on our side, and costs you nothing."
    assert outcome.finding.advice == "Tell your instructor; it can be run again once it is mended."
    assert outcome.flags == ("the reference `fails` raised ValueError: not ready",)


def test_any_fault_of_ours_breaks_the_check_and_names_itself_to_the_instructor_only():
    unknown = check("kind: values\nfunction: own.f\narguments: {f: {given: nowhere.f}}\nreference: twice\n")
    outcome = judged(unknown, lambda f: f, OWN)
    assert outcome.verdict is Verdict.BROKEN
    assert "nowhere" in outcome.flags[0] and "nowhere" not in str(outcome.finding)


def test_every_call_starts_from_the_same_random_state_and_leaves_ours_alone():
    before = random.getstate(), np.random.get_state()[1].tolist()
    assert OWN.call(("draws",)).value == OWN.call(("draws",)).value
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before


def test_arguments_are_copies_and_what_was_changed_is_noticed():
    def change(x, untouched):
        x[0] = 7

    x = np.zeros(2)
    reply = OWN.run(change, (x, np.zeros(2)))
    assert list(reply.changed) == [0] and reply.changed[0][0] == 7 and x[0] == 0


def test_a_change_within_a_list_is_noticed_to_the_last_bit():
    def nudge(rows, table):
        rows[1][700] += 1e-12
        table["a"] = np.ones(2)

    reply = OWN.run(nudge, ([np.zeros(3), np.zeros(2000)], {"a": np.ones(2)}))
    assert list(reply.changed) == [0]


def test_objects_are_made_afresh_for_every_call():
    sampler = Instance("samplers.TokenSampler", {"tokens": [3, 1, 2]})
    draw = [FOUNDATIONS.run(lambda dataset: dataset.sampleTokenIdx(), (sampler,)).value for _ in range(2)]
    assert draw == [3, 3]


def test_the_objective_of_a_descent_may_be_given_or_called_back():
    point = np.zeros(2)
    assert FOUNDATIONS.objective(Given("objectives.round_bowl"), point) == 0.0
    assert FOUNDATIONS.objective(Callback(lambda x: (2.5, x), "f"), point) == 2.5


def test_a_callback_is_named_by_the_sheets_parameters_first():
    sheet = Reference(GivenFiles(__import__("pathlib").Path("none")), None,
                      {"foundations.softmax_cost_and_gradient": ("centre", "outside")})  # fmt: skip
    callback = sheet.callback("foundations.softmax_cost_and_gradient")
    assert callback.name == "softmax_cost_and_gradient"
    assert callback.parameters == ("centre", "outside", "outputVectors", "dataset") or callback.parameters[:2] == (
        "centre", "outside",
    )  # fmt: skip


def test_a_spec_may_name_what_a_module_has(tmp_path):
    (tmp_path / "reference.py").write_text("def f(x): return x\n", "utf-8")
    names = functions_of(tmp_path / "reference.py")
    assert "f" in names("") and "f" in names("own") and "softmax" in names("foundations")
    assert names("nowhere") is None and functions_of(None)("own") is None


def test_a_pretender_lacks_what_it_was_not_given():
    with pytest.raises(CannotAnswer, match=r"`q1\.f` is missing"):
        FOUNDATIONS.pretender({}).call(("q1.f", "q1.g"))


def test_a_reference_that_was_changed_within_a_second_is_the_changed_one(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "reference.py"
    for factor in (2, 3):
        path.write_text(f"def times(x): return {factor} * x\n", "utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000))  # as long as before, and at the same second
        assert Reference(GivenFiles(tmp_path / "given"), path).find("times")(1) == factor
