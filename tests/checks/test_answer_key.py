"""What the reference answered is kept: told by content alone, nobody's to change, and never more than there is room."""

import numpy as np

from grader.checks.answer_key import AnswerKey
from grader.code import Callback, Given, Reply
from grader.outcome import Verdict
from tests.checks.bench import attempt, check, judged, own

COUNTING = """
    import numpy as np
    calls = []
    def twice(x):
        calls.append(x)
        print("twice")
        return 2 * x
    def spoils(x):
        x[:] = 0
        return [x, {"a": x.sum()}]
    def same(x): return object()
    def applied(f, x): return f(x)
    def fails(x): raise ValueError("not ready")
"""


def fresh():
    """A reference that has answered nothing yet."""
    own.cache_clear()
    return own(COUNTING)


def calls(reference):
    return len(reference.find("calls"))


def test_the_same_question_is_worked_out_once_and_answered_alike():
    reference = fresh()
    replies = [reference.call(("twice",), np.arange(3.0)) for _ in range(3)]
    assert [reply.value.tolist() for reply in replies] == [[0, 2, 4]] * 3
    assert [reply.printed for reply in replies] == ["twice\n"] * 3
    assert calls(reference) == 1


def test_a_question_that_differs_in_one_bit_is_another_one():
    reference = fresh()
    for x in (0.0, -0.0, 0, False, np.float32(0), np.zeros(1), np.zeros((1, 1)), np.nextafter(0.0, 1.0)):
        reference.call(("twice",), x)
    assert calls(reference) == 8


def test_whoever_changes_an_answer_changes_its_own():
    reference, x = fresh(), np.arange(3.0)
    for _ in range(3):
        reply = reference.call(("spoils",), x)
        assert reply.value[0].tolist() == [0, 0, 0] and reply.changed[0].tolist() == [0, 0, 0]
        assert x.tolist() == [0, 1, 2], "the reference was given a copy"
        reply.value[0][:] = 7
        reply.value[1].clear()
        reply.changed[0][:] = 7
        reply.value.append(7)


def test_whoever_changes_what_it_asked_with_has_asked_something_else():
    reference, x = fresh(), np.arange(3.0)
    assert reference.call(("twice",), x).value.tolist() == [0, 2, 4]
    x[:] = 5
    assert reference.call(("twice",), x).value.tolist() == [10, 10, 10]
    assert reference.call(("twice",), np.arange(3.0)).value.tolist() == [0, 2, 4]


def test_a_function_among_the_arguments_is_told_by_the_references_name_only():
    reference = fresh()
    twice = reference.callback("twice")
    for _ in range(2):
        assert reference.call(("applied",), twice, 4.0).value == 8
    assert calls(reference) == 1
    for wrong in (lambda x: 0, lambda x: 1):  # of its name, and another function
        assert reference.call(("applied",), Callback(wrong, "twice", reference="twice"), 4.0).value == wrong(4)
    assert reference.call(("applied",), Given("objectives.round_bowl"), 2.0).value[0] == 2


def test_an_answer_that_may_be_anything_and_a_fault_are_not_kept():
    reference = fresh()
    assert reference.call(("same",), 1).value is not reference.call(("same",), 1).value
    broken = check("kind: values\nfunction: own.f\narguments: {x: {normal: [D]}}\nreference: fails\n")
    assert [judged(broken, lambda x: x, reference).verdict for _ in range(2)] == [Verdict.BROKEN] * 2


def test_the_oldest_answers_make_room():
    key = AnswerKey(room=3000)
    for number in range(20):
        assert key.keep(number, Reply(np.full(100, number))).value[0] == number
        assert key.answer(number).value[0] == number
    assert key.answer(0) is None and sum(size for _, size in key._known.values()) <= 3000


def test_a_student_who_writes_into_what_it_is_given_spoils_nothing_for_the_next():
    asked = check("kind: values\nfunction: own.f\narguments: {x: {normal: [N, D]}}\nreference: twice\n")
    reference = fresh()

    def spoiling(x):
        result = 2 * x
        x[:] = 7
        return result

    alone = judged(asked, lambda x: 2 * x, fresh())
    for _ in range(2):
        assert judged(asked, spoiling, reference).verdict is Verdict.PASSED
        assert judged(asked, lambda x: 2 * x, reference) == alone
        assert judged(asked, lambda x: x, reference).verdict is Verdict.FAILED


def test_a_check_that_changes_its_draws_or_what_is_due_reaches_no_other():
    from grader.checks.trials import run_trials

    asked = check("kind: values\nfunction: own.f\narguments: {x: {normal: [N, D]}}\nreference: twice\n")
    reference = fresh()
    given = attempt(reference.pretender({"own.f": lambda x: 2 * x}), reference)
    first = [trial.expected[0].tolist() for trial in run_trials(asked, given)]
    for _ in range(2):
        trials = run_trials(asked, given)
        assert [trial.expected[0].tolist() for trial in trials] == first
        for trial in trials:
            trial.expected[0][:] = 7
            trial.full_arguments[0][:] = 7
            trial.arguments[0][:] = 7
