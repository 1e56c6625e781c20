"""Every cheat is caught or warned of, and no honest model is: the battery as a whole, then what its tests say."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from grader.honesty.battery import Examination, examine
from grader.honesty.model import Standing, Subject
from tests.data.languages import character_chain
from tests.data.languages import dice as dice_of
from tests.honesty import students
from tests.honesty.cheats import CHEATS, HONEST, REMEMBERS, SKEWED, SUMS, UNIFORM, Cheat
from tests.honesty.students import Student, hidden_characters, hidden_words, world


def examined(student, hidden=None, seed=0):
    here = world()
    return examine(student, hidden or here.hidden, np.random.default_rng(seed), here.train)


@cache
def of_cheat(cheat: Cheat) -> Examination:
    return examined(cheat.in_world(world()))


def result(examination, test):
    return next(one for one in examination.results if one.test == test)


def words_of(found):
    return " | ".join([found.finding.what, found.finding.where, found.finding.advice])


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.made.__name__)
def test_every_cheat_is_caught_by_the_test_that_is_named(cheat):
    found = result(of_cheat(cheat), cheat.caught_by)
    assert found.standing is cheat.standing
    assert found.finding.what and found.finding.where and found.finding.advice


def test_a_temperature_is_warned_of_and_costs_nothing():
    cheat = next(one for one in CHEATS if one.made is students.Sharpened)
    assert not any(one.broken for one in of_cheat(cheat).results)


@pytest.mark.parametrize("honest", HONEST, ids=lambda made: made.__name__)
@pytest.mark.parametrize("seed", range(8))  # benchmarks/honesty.py goes through 20, on whole-sized languages
def test_an_honest_model_is_never_flagged(honest, seed):
    here = world(seed, train=6_000, hidden=2_000)
    model = honest(here.hidden.tokens, here.train)
    examination = examine(model, here.hidden, np.random.default_rng(seed), here.train)
    assert not [one for one in examination.results if one.standing in (Standing.FAULT, Standing.WARNING)]
    assert examination.score is not None


@pytest.mark.parametrize(
    ("made", "test", "sentence"),
    [
        (students.TwoToTheNats, UNIFORM, "raise 2 to the mean of natural logarithms"),
        (students.EToTheBits, UNIFORM, "`exp` of the mean of base-2 logarithms"),
        (students.MeanOfMeans, SKEWED, "average within each sentence first"),
        (students.MeanOfPerplexities, SKEWED, "mean of the perplexities of the single sentences"),
        (students.MeanProbability, SKEWED, "one over the mean of the probabilities"),
        (students.NoEnd, SKEWED, "leaves out the end of each sentence"),
        (students.OneTooMany, UNIFORM, "count n + 2 tokens"),
        (students.RaisesSmall, SKEWED, "raise probabilities below 1 %"),
        (students.HardCoded, UNIFORM, "same number whatever the model"),
        (students.SigmoidScores, SUMS, "the likeliest has 1"),
        (students.SharesUnknown, SUMS, "counted for each of them"),
        (students.Unnormalised, SUMS, "the same number in every context"),
        (students.PeeksWithState, REMEMBERS, "gives that text's own words higher probabilities"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_fault_is_named(made, test, sentence):
    cheat = next(one for one in CHEATS if one.made is made)
    assert sentence in words_of(result(of_cheat(cheat), test))


def test_the_fault_is_named_where_no_model_of_ours_can_be_put_in():
    class Sealed(students.MeanOfMeans):
        def injected(self, model, texts):
            return None

    examination = examined(Sealed(world().hidden.tokens, world().train))
    assert result(examination, UNIFORM).why == "no model of ours can be put in the place of yours"
    assert "average within each sentence first" in words_of(
        result(examination, "your perplexity is that of your own probabilities")
    )


def test_what_a_model_can_not_answer_is_left_out_and_said():
    class Silent(Student):
        rows_of_our_own = False

        def perplexities(self, texts):
            return None

        def injected(self, model, texts):
            return None

    examination = examined(Silent(world().hidden.tokens, world().train))
    left_out = {one.test: one.why for one in examination.results if one.standing is Standing.LEFT_OUT}
    assert len(left_out) == 7 and all(left_out.values())
    assert SUMS not in left_out  # all continuations were asked for one by one


def test_without_distributions_sums_are_found_by_asking_for_every_continuation():
    class Sealed(students.Unnormalised):
        rows_of_our_own = False

    found = result(examined(Sealed(world().hidden.tokens, world().train)), SUMS)
    assert found.broken and "1.25" in found.finding.where


def test_a_tiny_excess_of_the_sum_is_told_and_costs_nothing():
    class Epsilon(Student):
        def row(self, before):
            return super().row(before) + 1e-7

    found = result(examined(Epsilon(world().hidden.tokens, world().train)), SUMS)
    assert found.standing is Standing.WARNING and "1.000006" in found.finding.where


def test_a_perplexity_rounded_to_two_digits_is_right():
    class Rounds(Student):
        def perplexity(self, text):
            return round(super().perplexity(text), 2)

    examination = examined(Rounds(world().hidden.tokens, world().train))
    assert not any(one.broken for one in examination.about(Subject.EVALUATION))


def test_a_perplexity_that_is_one_part_in_two_hundred_off_is_wrong():
    class Off(Student):
        def perplexity(self, text):
            return super().perplexity(text) * 1.005

    examination = examined(Off(world().hidden.tokens, world().train))
    assert all(result(examination, test).broken for test in (UNIFORM, SKEWED))


def test_chance_in_an_evaluation_is_told_from_memory():
    class Dropout(Student):
        def __init__(self, tokens, train):
            super().__init__(tokens, train)
            self.chance = np.random.default_rng(1)

        def row(self, before):
            p = super().row(before) * self.chance.uniform(0.8, 1.2, size=len(self.tokens.spelled))
            return p / p.sum()

    examination = examined(Dropout(world().hidden.tokens, world().train))
    assert "model.eval()" in words_of(result(examination, "asked twice, it answers the same"))
    assert result(examination, "a text that was read once is as new the second time").standing is Standing.LEFT_OUT


def test_a_state_that_is_left_over_is_told_from_a_memory_of_the_text():
    class LeftOver(Student):
        """Is a little surer of frequent words once its evaluation has run."""

        evaluated = False

        def perplexity(self, text):
            self.evaluated = True
            return super().perplexity(text)

        def row(self, before):
            p = super().row(before)
            return 0.5 * p + 0.5 / len(p) if self.evaluated else p

    found = result(examined(LeftOver(world().hidden.tokens, world().train)), REMEMBERS)
    assert found.broken and "Begin every text with a fresh state" in words_of(found)


def test_what_our_models_leave_behind_does_no_harm():
    class KeepsOurs(Student):
        def injected(self, model, texts):
            found = super().injected(model, texts)
            self.table = np.full_like(self.table, 1 / len(self.table))
            return found

    examination = examined(KeepsOurs(world().hidden.tokens, world().train))
    assert not [one for one in examination.results if one.standing is not Standing.HELD]


def test_a_model_that_peeks_in_long_texts_only_is_caught():
    class PeeksInLongTexts(students.Peeks):
        def score(self, text):
            return super().score(text) if len(text) > 1000 else Student.score(self, text)

    found = result(examined(PeeksInLongTexts(world().hidden.tokens, world().train)), CHEATS[11].caught_by)
    assert found.broken


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (lambda scores: -scores, "above 0"),
        (lambda scores: np.where(np.arange(len(scores)) == 1, -np.inf, scores), "impossible"),
        (lambda scores: np.where(np.arange(len(scores)) == 1, np.nan, scores), "nan"),
        (lambda scores: np.append(scores, -1.0), "One word too many is scored in each sentence"),
        (lambda scores: np.concatenate([scores, scores]), "not the number of tokens"),
    ],
)
def test_numbers_that_are_no_log_probabilities_are_told(numbers, sentence):
    class Odd(Student):
        def log_probs(self, texts):
            return [numbers(one) for one in super().log_probs(texts)]

    examination = examined(Odd(world().hidden.tokens, world().train))
    assert sentence in words_of(result(examination, "every token has a probability"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [(lambda scores: scores / np.log(2), "to base 2"), (lambda scores: scores / np.log(10), "to base 10")],
)
def test_logarithms_of_another_base_are_told(changed, sentence):
    class OtherBase(Student):
        def log_probs(self, texts):
            return [changed(one) for one in super().log_probs(texts)]

    examination = examined(OtherBase(world().hidden.tokens, world().train))
    assert sentence in words_of(result(examination, "log-probabilities are logarithms of the probabilities"))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (lambda rows: rows[:, :-1], "another shape"),
        (lambda rows: -rows, "negative"),
        (lambda rows: rows * np.nan, "no finite numbers"),
    ],
)
def test_distributions_that_are_none_are_told(rows, sentence):
    class Odd(Student):
        def distributions(self, contexts):
            return rows(super().distributions(contexts))

    assert sentence in words_of(result(examined(Odd(world().hidden.tokens, world().train)), SUMS))


def characters():
    chain = character_chain()
    hidden = hidden_characters(chain, chain.text(3000, dice_of(2)))
    train = hidden_characters(chain, chain.text(20_000, dice_of(3))).text
    return hidden, train


def test_a_model_of_characters_is_examined_alike():
    hidden, train = characters()
    examination = examine(Student(hidden.tokens, train), hidden, np.random.default_rng(1), train)
    assert not [one for one in examination.results if one.standing is not Standing.HELD]
    assert 9.3 < examination.score.perplexity < 9.9 and examination.score.hidden.count == 2999


def test_the_mistakes_of_characters_are_named():
    class FirstCounted(Student):
        def perplexity(self, text):
            return float(np.exp(-self.score(text).sum() / len(text)))

    hidden, train = characters()
    examination = examine(FirstCounted(hidden.tokens, train), hidden, np.random.default_rng(1), train)
    assert "all characters, the first among them" in words_of(result(examination, UNIFORM))


def test_the_score_says_what_stands_beside_a_perplexity():
    here = world()
    score = examined(Student(here.hidden.tokens, here.train)).score
    measured = dict(score.measured)
    assert measured["tokens"] == len(here.hidden.text) and measured["lines"] == (here.hidden.text == 0).sum()
    assert measured["nats"] == pytest.approx(np.log(measured["perplexity"]) * measured["tokens"])
    assert measured["nats per character"] == pytest.approx(measured["nats"] / measured["characters"])
    assert measured["unknown share"] == 0
    assert 1 < score.ratio < 1.2


def test_the_floor_is_left_out_on_a_real_text():
    here = world()
    real = hidden_words(here.chain, here.hidden.text)
    real = replace(real, oracle=None)
    found = result(examined(Student(real.tokens, here.train), real), "no better than an honest model can be")
    assert found.standing is Standing.LEFT_OUT


@pytest.mark.parametrize("real", [False, True])
def test_numbers_that_are_made_up_in_the_first_long_text_only_are_caught(real):
    class MakesUp(Student):
        """Honest with whatever is short, and once with the beginning of what is long."""

        made_up = False

        def log_probs(self, texts):
            found = super().log_probs(texts)
            if len(texts[0]) > 1_000 and not self.made_up:
                self.made_up = True
                found[0][len(texts[0]) // 4 :] = -np.log(12.0)
            return found

    hidden = replace(world().hidden, oracle=None) if real else world().hidden
    seeds = range(6)  # which of two texts is the first is drawn
    ignorant = 1e9  # of which word goes with which
    made_up = [examined(MakesUp(hidden.tokens, world().train, ignorant), hidden, seed) for seed in seeds]
    found_out = [{one.standing for one in found.about(Subject.MODEL)} for found in made_up]
    assert all(Standing.FAULT in one or Standing.DOUBT in one for one in found_out)
    assert not all(Standing.FAULT in one for one in found_out) and any(Standing.FAULT in one for one in found_out)


def test_numbers_that_are_made_up_in_every_long_text_are_caught():
    class MakesUp(Student):
        def log_probs(self, texts):
            found = super().log_probs(texts)
            for text, one in zip(texts, found, strict=True):
                one[len(text) // 4 if len(text) > 1_000 else len(text) :] = -np.log(12.0)
            return found

    hidden = replace(world().hidden, oracle=None)
    found = result(examined(MakesUp(hidden.tokens, world().train), hidden), "what is drawn at random is not foreseen")
    assert found.broken and "which no model can" in found.finding.what
