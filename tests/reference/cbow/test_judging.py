"""Assignment 4's judges: what is right is right however it is written, what is wrong is named, a garbled answer waits.
"""

import numpy as np
import pytest

from reference import cbow
from reference.cbow import judging
from reference.cbow.judging import steps
from reference.cbow.judging.drawn import DEVIATIONS, judge_noise
from reference.judgement import Unreadable
from reference.mistake import mistakes_of


def rng(seed=1):
    return np.random.default_rng(seed)


def right(judged):
    return [one.right for one in judged]


# ---- windows
def windows(rows, again=None, form="a list of words", seed=1):
    asked = judging.sentences(rng(seed))
    made = rows(asked.rows) if callable(rows) else rows
    return judging.judge_windows(asked, [[form, made, again if again is not None else made]], "")


def test_the_references_windows_are_right_in_any_order_and_under_another_numbering():
    assert right(windows(cbow.get_tokenized_dataset)) == [True, True]
    assert right(windows(lambda s: cbow.get_tokenized_dataset(s)[::-1])) == [True, True]
    assert right(windows(lambda s: [[w + 1 for w in row] for row in cbow.get_tokenized_dataset(s)])) == [True, True]


@pytest.mark.parametrize("mistake", mistakes_of(cbow.get_tokenized_dataset), ids=lambda one: one.name)
def test_every_mistake_about_windows_is_named(mistake):
    judged = windows(mistake.wrong)
    assert False in right(judged)
    assert {one.mistake.name for one in judged if one.mistake} == {mistake.name}


def test_one_row_too_few_is_no_right_answer():
    judged = windows(lambda s: cbow.get_tokenized_dataset(s)[1:])
    assert judged[1].right is False and "where these sentences have" in judged[1].what


def test_windows_that_are_cut_off_wait_for_a_person():
    judged = windows(lambda s: [*cbow.get_tokenized_dataset(s), [99, s[0][1], s[0][0]]])
    assert right(judged) == [True, None] and "cut off" in judged[1].what


def test_rows_that_differ_from_call_to_call_wait_for_a_person():
    assert right(windows(lambda s: cbow.get_tokenized_dataset(s)[2:], again=[])) == [None, None]


@pytest.mark.parametrize(
    ("rows", "says"), [([], "No rows"), ([[1, 2]] * 9, "pairs of words"), ([[1, 2, 3, 4]] * 9, "have 4 entries")]
)
def test_rows_of_another_make_are_told(rows, says):
    judged = windows(rows)
    assert right(judged) == [False, False] and says in judged[0].what


def test_nothing_at_all_is_unreadable():
    with pytest.raises(Unreadable):
        judging.judge_windows(judging.sentences(rng()), [], "")


# ---- scores
def scores(formula, names=("A.weight", "B.weight")):
    asked = judging.tables(rng())
    values = np.asarray(formula(asked.A, asked.B, asked.x))
    return judging.judge_scores(asked, [["x", list(names), [values], [values]]], "")[0]


def mean(A, B, x):
    return ((A[x[:, 0]] + A[x[:, 1]]) / 2 * B[x[:, 2]]).sum(1)


def test_the_formula_is_right_and_a_column_of_it_is_noted():
    assert scores(mean).right is True and not scores(mean).notes
    assert "(N, 1)" in scores(lambda A, B, x: mean(A, B, x)[:, None]).notes[0]


def test_which_table_is_which_is_open_only_where_their_names_leave_it_open():
    def exchanged(A, B, x):
        return mean(B, A, x)

    assert scores(exchanged, ("first", "second")).right is True
    judged = scores(exchanged)
    assert judged.right is False and judged.mistake.name == "the tables exchanged"


def test_scores_that_are_off_by_one_in_a_hundred_are_wrong():
    judged = scores(lambda A, B, x: 1.01 * mean(A, B, x))
    assert judged.right is False and "row" in judged.where


def test_one_number_for_all_rows_waits_for_a_person():
    assert scores(lambda A, B, x: mean(A, B, x).mean()).right is None


# ---- steps
def step_of(k, rate=1.0, sign=1.0, N=5, V=30, D=12):
    """The gradient by the centres' table where k (V, N) words were drawn."""
    A, B = rng(2).normal(size=(N, D)), rng(3).normal(size=(V, D))
    centres = np.arange(N)
    s = B @ A.T
    shares = sign * k / (1 + np.exp(-s))
    shares[centres, np.arange(N)] += 1 / (1 + np.exp(-s[centres, np.arange(N)])) - 1
    return steps.taken_apart(rate * shares @ A / N, A, B, centres)


def drawn(seed=4, N=5, V=30, K=4):
    k = np.zeros((V, N))
    for n in range(N):
        np.add.at(k[:, n], rng(seed + n).integers(N, V, size=K), 1)
    return k


@pytest.mark.parametrize("rate", [1.0, 5.0, 0.2])
def test_a_steps_gradient_tells_every_word_drawn_whatever_the_factor(rate):
    step = step_of(drawn(), rate)
    assert step.rate == pytest.approx(rate)
    np.testing.assert_allclose(steps.counted(step), drawn(), atol=1e-9)


def test_a_gradient_that_is_no_mixture_of_contexts_leaves_something_over():
    contexts = rng(2).normal(size=(5, 12))
    assert steps.taken_apart(rng(5).normal(size=(30, 12)), contexts, rng(3).normal(size=(30, 12)),
                             np.arange(5)).left_over > 0.3  # fmt: skip


def test_negatives_of_another_sign_or_share_are_no_whole_counts():
    assert not steps.is_whole(steps.counted(step_of(drawn(), sign=-1.0)))
    assert not steps.is_whole(steps.counted(step_of(drawn() / 4)))


def summed_step(k, N=5, V=30, D=12):
    """The same under -log Σ_k σ(-s_k) for the negatives."""
    s = rng(3).normal(size=(V, D)) @ rng(2).normal(size=(N, D)).T
    return step_of(k / (1 + np.exp(s)) / (k / (1 + np.exp(s))).sum(axis=0))


def test_the_logarithm_of_a_sum_is_told_though_words_are_drawn_twice():
    twice = drawn()
    twice[np.argmax(twice[:, 0]), 0] += 1
    for k in (drawn(), twice):
        assert steps.is_logarithm_of_sum(summed_step(k))
        assert not steps.is_logarithm_of_sum(step_of(k)) and not steps.is_logarithm_of_sum(step_of(k / 4))


# ---- noise
class Asked:
    """As many words as in a small epoch."""

    def __init__(self):
        made = judging.epoch(rng())
        self.counts, self.many = made.counts, made.many


def noise(p, seed, steps=125, whose="theirs"):
    counts = np.asarray(Asked().counts, dtype=float)
    weights = p(counts)
    often = rng(seed).multinomial(128, weights / weights.sum(), size=steps).astype(float)
    return judge_noise(Asked(), often, whose, shared=False)


def test_a_right_sampler_stays_far_within_the_bound():
    found = [noise(lambda c: c**0.75, seed) for seed in range(60)]
    assert {one.right for one in found} == {True}
    furthest = max(float(dict(one.figures)["greatest deviation from counts^0.75"].split()[0]) for one in found)
    assert furthest < DEVIATIONS - 1


@pytest.mark.parametrize(
    ("p", "name"),
    [(np.ones_like, "uniform noise"), (lambda c: c, "no power"), (lambda c: c ** (4 / 3), "the power upside down")],
)
def test_another_noise_is_named(p, name):
    found = noise(p, 3)
    assert found.right is False and found.mistake.name == name


def test_a_noise_that_may_not_be_theirs_is_never_wrong():
    assert noise(np.ones_like, 3, whose="doubtful").right is None
    assert noise(lambda c: c**0.75, 3, whose="doubtful").right is True


def test_a_noise_of_ours_is_no_merit_of_theirs():
    found = noise(lambda c: c**0.75, 3, whose="ours")
    assert found.right is None
    assert found.what == "The noise that you draw from is made by lines that are not run here."


def test_draws_without_replacement_wait_for_a_person():
    counts = np.asarray(Asked().counts, dtype=float)
    often = np.zeros((125, len(counts)))
    p = counts**0.75 / (counts**0.75).sum()
    for row in often:
        row[rng(int(row.sum())).choice(len(counts), 128, replace=False, p=p)] = 1
    found = judge_noise(Asked(), often, "theirs", shared=False)
    assert found.right is None and "replacement" in found.what


# ---- neighbours
def shown(value, printed=""):
    return judging.judge_nearest(judging.vectors(rng()), [["A", "B"], value], printed)


def near(k=10, table="A", first=0):
    asked = judging.vectors(rng())
    return {row: cbow.nearest(getattr(asked, table), row, k).tolist()[first:] for row in asked.rows}, asked.words


def test_neighbours_may_be_returned_or_printed_as_words_or_rows_by_either_table():
    rows, words = near()
    spelled = {words[row]: [words[one] for one in several] for row, several in rows.items()}
    printed = "\n".join(f"{word}: {', '.join(several)}" for word, several in spelled.items())
    one_a_line = "\n".join(f"Next to {word}\n" + "\n".join(f"  {n} 0.98" for n in ns) for word, ns in spelled.items())
    by_b, _ = near(table="B")
    pairs = [[word, several] for word, several in spelled.items()]  # of a dictionary
    for value, said in [(list(rows.values()), ""), (list(by_b.values()), ""), (list(spelled.values()), ""),
                        (pairs, ""), (None, printed), (None, one_a_line)]:  # fmt: skip
        assert right(shown(value, said)) == [True, True], (value, said)


def test_nine_or_twelve_neighbours_are_noted():
    assert "12 neighbours" in shown(list(near(12)[0].values()))[1].notes[0]


def test_two_neighbours_exchanged_are_wrong():
    rows, _ = near()
    swapped = [[several[1], several[0], *several[2:]] for several in rows.values()]
    judged = shown(swapped)
    assert right(judged) == [False, False] and "expected" in judged[0].where


def test_the_word_itself_costs_only_its_own_aspect():
    rows, _ = near(9)
    judged = shown([[row, *several] for row, several in rows.items()])
    assert right(judged) == [True, False] and judged[1].mistake.name == "the word as its own neighbour"


def test_what_cannot_be_told_apart_waits_for_a_person():
    assert right(shown(None, "done.")) == [None, None]
    with pytest.raises(Unreadable):
        shown(None)
