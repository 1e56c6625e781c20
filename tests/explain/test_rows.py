"""Where only a part differs, the part is named in the words of the draw."""

import numpy as np
import pytest

from grader.draws.case import Case
from grader.explain.difference import explain
from grader.explain.observation import Observation, Subject
from grader.outcome import DifferenceMap
from grader.tolerance import Purpose

TITLE = "The gradient of `outsideVectors`"
ADD_AT = (
    "Each draw must add its own contribution. Where rows are added with `grad[idx] += …`, a repeated index is added "
    "once (see `np.add.at`)."
)


def changed(rows, change):
    def apply(due, case):
        yours = due.copy()
        yours[rows] = change(yours[rows])
        return yours

    return apply


def noise(part):
    return part + np.random.default_rng(1).normal(size=part.shape)


def test_rows_whose_repeats_were_lost_are_told(slip):
    found = slip(changed([1, 2], lambda part: part / np.array([[2.0], [3.0]])))
    assert found.pattern == "rows"
    assert found.finding.what == (
        f"{TITLE} differs only in the rows drawn more than once. There it is what a single draw contributes: each "
        "repeat is counted once."
    )
    assert found.finding.advice == ADD_AT
    assert "all in rows 1 and 2" in found.finding.where


def test_repeated_rows_that_differ_otherwise_are_told_without_a_relation(slip):
    found = slip(changed([1, 2], noise))
    assert found.finding.what == f"{TITLE} differs only in the rows drawn more than once."
    assert found.finding.advice == ADD_AT


def test_repeated_rows_with_the_wrong_sign_get_no_advice_about_repeats(slip):
    found = slip(changed([1, 2], np.negative))
    assert found.finding.what.endswith("the rows drawn more than once. There it is the negative of what is due.")
    assert "np.add.at" not in found.finding.advice


PLACES = [
    ([0], "differs only in the target's row."),
    (slice(1, None), "differs in every row but the target's."),
    ([3], "differs only in the rows drawn once."),
    ([1, 2, 3], "differs only in the rows drawn."),
    (slice(4, None), "differs only in the rows never drawn."),
    ([0, 3], "differs only in the target's row and the rows drawn once."),
    ([-1], "differs only in the last row."),
    (slice(None, -1), "differs in every row but the last."),
    ((slice(None), 0), "differs only in the first column."),
    ((slice(None), slice(0, -1)), "differs in every column but the last."),
]


@pytest.mark.parametrize(("rows", "text"), PLACES)
def test_the_place_that_differs_is_named(slip, rows, text):
    found = slip(changed(rows, noise))
    assert (found.pattern, found.finding.what) == ("rows", f"{TITLE} {text}")
    if "more than once" not in text:
        assert found.finding.advice == "The rest is right: compare how this part is computed with how the rest is."
    assert isinstance(found.evidence[1], DifferenceMap) and found.evidence[1].rows[2] == "drawn 3 times"


def test_what_stands_in_the_place_is_said_too(slip):
    assert slip(changed([0], np.zeros_like)).finding.what.endswith("the target's row. There it is zero.")
    assert slip(changed([0], lambda part: part + 1)).finding.what.endswith("by the same amount everywhere (1).")
    halved = slip(changed(slice(1, None), lambda part: part / 2)).finding
    assert halved.what.endswith("every row but the target's. There it is half of what is due.")


def test_rows_without_a_meaning_are_no_pattern_but_are_counted(slip):
    found = slip(changed([2, 5], noise))
    assert found.pattern == "unknown"
    assert "all in rows 2 and 5" in found.finding.where


def test_a_place_that_is_right_on_an_agreeing_draw_is_not_blamed(slip):
    found = slip(lambda due, case: due if case.dimensions["V"] == 8 else changed([0], noise)(due, case))
    assert found.pattern == "unknown"


def test_a_place_that_differs_on_some_draws_only_is_not_blamed(slip):
    found = slip(lambda due, case: changed([0] if case.dimensions["V"] == 8 else [3], noise)(due, case))
    assert found.pattern == "unknown"


def test_meanings_may_be_joined(slip):
    rows = {0: "the target's row, drawn 2 times", 1: "drawn twice", 2: "drawn once", 4: "repeated in the context"}
    drawn = [Case(f"draw {n}", {"V": n, "D": 3}, {}, {}, {"V": rows}) for n in (6, 7)]
    assert slip(changed([0, 1], noise), drawn=drawn).finding.what.endswith("only in the rows drawn more than once.")
    assert slip(changed([0], noise), drawn=drawn).finding.what.endswith("only in the target's row.")
    assert slip(changed([4], noise), drawn=drawn).finding.what.endswith("only in the rows repeated in the context.")


def flat(change):
    """A flat gradient [W1 (X, H), b1 (H,), W2 (H, Y)], one part of it changed."""
    rng, seen = np.random.default_rng(2), []
    for x, h, y in ((5, 3, 4), (4, 6, 2)):
        parts = {"W1": rng.normal(size=(x, h)), "b1": rng.normal(size=(h,)), "W2": rng.normal(size=(h, y))}
        due = np.concatenate([part.ravel() for part in parts.values()])
        names = [name for name, part in parts.items() for _ in range(part.size)]
        rows = {"P": dict(enumerate(names))}
        yours = np.concatenate([part.ravel() for part in change(dict(parts)).values()])
        seen.append(Observation(Case(f"draw {x}", {"X": x, "H": h, "Y": y, "P": due.size}, {}, {}, rows), yours, due))
    return explain(Subject("d params", ("P",)), seen, Purpose.GRADIENT).finding


def test_a_segment_of_a_flat_vector_is_named():
    finding = flat(lambda parts: {**parts, "b1": -parts["b1"]})
    assert finding.what == "The gradient of `params` differs only in `b1`. There it is the negative of what is due."


def test_a_segment_counts_whole_where_a_part_of_it_is_wrong():
    def spoil(parts):
        wrong = parts["W2"].copy()
        wrong[1:, 0] += [1.0, 2.0, 3.0, 4.0, 5.0][: len(wrong) - 1]
        return {**parts, "W2": wrong}

    assert flat(spoil).what == "The gradient of `params` differs only in `W2`."


def test_all_segments_but_one_are_named():
    finding = flat(lambda parts: {**parts, "W1": noise(parts["W1"]), "b1": noise(parts["b1"])})
    assert finding.what == "The gradient of `params` differs in every part but `W2`."


def test_a_segment_flattened_from_its_transpose_is_told():
    finding = flat(lambda parts: {**parts, "W1": parts["W1"].T})
    assert finding.what == (
        "The gradient of `params` differs only in `W1`. There it is flattened from (H, X) where (X, H) is due."
    )
    assert finding.advice == "Transpose that part before it is flattened."


def of_text(*chosen):
    word = {1: "the row of a word in outsideWords", 2: "the row of a word that repeats in outsideWords"}
    found = {row: word[chosen.count(row)] for row in chosen}
    return {"V": {**found, 0: "the row of outsideWordIdx, never drawn"}}


def test_the_rows_of_a_texts_words_are_named_in_the_plural(slip):
    drawn = [Case(f"draw {n}", {"V": n, "D": 3}, {}, {}, of_text(1, 3, 3, 4)) for n in (6, 7)]
    repeated = slip(changed([3], noise), drawn=drawn).finding
    assert repeated.what == f"{TITLE} differs only in the rows of words that repeat in outsideWords."
    assert repeated.advice == ADD_AT.replace("Each draw", "Each occurrence")
    once = slip(changed([1, 4], noise), drawn=drawn).finding.what
    assert once == f"{TITLE} differs only in the rows of words that come once in outsideWords."
    every = slip(changed([1, 3, 4], noise), drawn=drawn).finding.what
    assert every == f"{TITLE} differs only in the rows of words in outsideWords."
    target = slip(changed([0], noise), drawn=drawn).finding.what
    assert target == f"{TITLE} differs only in the row of outsideWordIdx."
    others = slip(changed([1, 2, 3, 4, 5, 6], noise), drawn=drawn[1:]).finding.what
    assert others == f"{TITLE} differs in every row but the row of outsideWordIdx."
