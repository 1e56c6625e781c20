"""The kind `perplexity`: a whole model and an evaluation alone, in this process and behind the wall."""

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from textwrap import dedent

import numpy as np
import pytest
from pydantic import ValidationError

import reference.language_models as lm
from grader.checks.attempt import Attempt
from grader.checks.perplexity import Perplexity
from grader.checks.reference import Reference
from grader.data.corpora import CharacterCorpus, Vectors, WordCorpus
from grader.data.resolve import Used
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Figures, Scale, Verdict
from grader.spec.yaml import read
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text
from grader.wall.given import GivenFiles
from grader.wall.limits import Limits
from grader.wall.student import Student
from reference.mistake import mistakes_of
from tests.checks.bench import said
from tests.data.languages import character_chain, dice, small_chain
from tests.slots import shared_slot

DRIVER = """
import numpy as np

class Ours:
    def __init__(self, language):
        self.after, self.end = language["after"], language["end"]
    def row(self, before):
        return self.after[before[-1] if len(before) else self.end or 0]

def model(corpus, train, **others):
    return {"model": train(len(corpus["spelled"]), corpus["text"].tolist(), corpus["end"])}

def log_probs(model, text, **others):
    return model.log_probs(text.tolist())

def distribution(model, context, **others):
    return model.row(context.tolist())

def perplexity(model, text, perplexity, **others):
    return perplexity(model, text.tolist())

def injected(language, text, perplexity, **others):
    return perplexity(Ours(language), text.tolist())
"""

#: The course's evaluation of the network, asked about a table: one-hot vectors, a saturated hidden layer.
NETWORK_DRIVER = """
import numpy as np

def injected(language, text, evaluate, **others):
    after, end = language["after"], language["end"]
    V = len(after)
    W1, b1 = 1000.0 * np.eye(V), np.full(V, -500.0)
    params = np.concatenate([W1.ravel(), b1, np.log(after).ravel(), np.zeros(V)])
    return evaluate(sentences(text, end), np.eye(V), [V, V, V], params)

def sentences(text, end):
    found, words = [], [end]
    for word in text.tolist():
        words.append(word)
        if word == end:
            found.append(words)
            words = [end]
    return found
"""

STUDENT = """
import math

class Bigram:
    def __init__(self, V, text, end):
        self.V, self.end = V, end
        self.counts = [[0] * V for _ in range(V)]
        self.often = [0.5] * V
        last = end or 0
        for word in text:
            self.counts[last][word] += 1
            self.often[word] += 1
            last = word
        self.all = sum(self.often)
        self.rows = [self.make(row) for row in self.counts]
    def make(self, row):
        total = sum(row) + 30
        return [(n + 30 * often / self.all) / total for n, often in zip(row, self.often)]
    def row(self, before):
        return self.rows[before[-1] if before else self.end or 0]
    def log_probs(self, text):
        start = 0 if self.end is not None else 1
        return [math.log(self.row(text[:i])[text[i]]) for i in range(start, len(text))]

def train(V, text, end):
    return Bigram(V, text, end)

def perplexity(model, text):
    start = 0 if model.end is not None else 1
    logs = [math.log(model.row(text[:i])[text[i]]) for i in range(start, len(text))]
    return math.exp(-sum(logs) / len(logs))
"""

SPEC = """
kind: perplexity
title: the bigram model
points: {honest: 2, evaluation: 2, threshold: 1}
data: words
driver: counting.model
answers: [log_probs, distribution, perplexity, injected]
uses: {train: lm.train, perplexity: lm.perplexity}
reference: {train: own.train, perplexity: own.perplexity}
at_most_ratio: 1.15
tokens: 1500
"""

EVALUATION = """
kind: perplexity
title: your evaluation
points: {evaluation: 2}
driver: network.injected
uses: {evaluate: q1d_neural_lm.eval_neural_lm}
reference: {evaluate: language_models.eval_neural_lm}
"""


def spec(text: str = SPEC, **more) -> Perplexity:
    """The check, with other keys; None takes one out."""
    data = {name: value for name, value in {**read(text.encode()).data, **more}.items() if value is not None}
    return Perplexity.model_validate_json(json.dumps(data), strict=True)


class Texts:
    """Stands for the assignment's texts."""

    def __init__(self, corpus, real=False):
        self.corpus, self.real = corpus, real

    def of(self, name):
        return Used(name, self.corpus, self.real, "A text for tests.")


@cache
def words():
    chain = small_chain()
    texts = [chain.sentences(chain.text(tokens, dice(seed))) for seed, tokens in ((1, 15_000), (2, 500), (3, 4_000))]
    return WordCorpus(*texts, vectors=Vectors(chain.words, chain.vectors), oracle=chain)


@cache
def characters():
    chain = character_chain()
    return CharacterCorpus(*(chain.text(length, dice(length)) for length in (15_000, 500, 3_000)), oracle=chain)


def real_words():
    """The same words, and nobody knows the language."""
    corpus = words()
    return WordCorpus(corpus.train, corpus.dev, corpus.test)


@cache
def own_reference() -> Reference:
    folder = Path(mkdtemp(prefix="perplexity-"))
    (folder / "drivers").mkdir()
    (folder / "drivers/counting.py").write_text(DRIVER, "utf-8")
    (folder / "drivers/network.py").write_text(NETWORK_DRIVER, "utf-8")
    (folder / "reference.py").write_text(STUDENT, "utf-8")
    return Reference(GivenFiles(folder / "given"), folder / "reference.py")


def functions(source: str = STUDENT) -> dict:
    module: dict = {}
    exec(dedent(source), module)
    return {"lm.train": module["train"], "lm.perplexity": module["perplexity"]}


def outcome_of(check, student, corpus=None, real=False):
    reference = own_reference()
    texts = Texts(corpus or words(), real)
    return judge(check, Attempt(student, reference, Draws("a seed", "it"), texts=texts))


def outcome(source: str = STUDENT, check=None, corpus=None, real=False):
    return outcome_of(check or spec(), own_reference().pretender(functions(source)), corpus, real)


@cache
def right():
    return outcome()


def earned(found):
    return {part.name: part.earned for part in found.parts}


def evidence(found, kind):
    return next(one for one in found.evidence if isinstance(one, kind))


def test_accepts_an_honest_model_and_shows_where_it_stands():
    found = right()
    assert found.verdict is Verdict.PASSED and found.fraction == 1 and not found.notes and not found.flags
    scale = evidence(found, Scale)
    assert [level.name for level in scale.levels] == ["oracle", "unigram", "uniform", "reversed"]
    assert scale.levels[0].value < scale.yours < scale.bound < scale.levels[1].value
    assert dict(scale.about).keys() == {"tokens", "nats per character"}
    assert {said for _, said in evidence(found, Figures).rows} == {"holds"}
    assert dict(found.measured)["perplexity"] == scale.yours


def behind_the_wall(source):
    submission = Submission("alice", "small", Path(), (read_python_file(Text(source), "lm", "lm.py", ""),))
    limits = Limits(**{"call": 20.0, "import": 5.0})
    with Student(submission, own_reference()._given, limits, shared_slot()) as student:
        return outcome_of(spec(), student)


def test_behind_the_wall_it_comes_to_the_same():
    found = behind_the_wall(STUDENT)
    assert found.verdict is Verdict.PASSED
    assert found.measured == right().measured


def test_an_evaluation_that_ends_the_process_costs_its_own_part_only():
    ends = STUDENT.replace("return math.exp(-sum(logs) / len(logs))", "import os; os._exit(3)")
    assert earned(behind_the_wall(ends)) == {"honest": 2, "evaluation": 0, "threshold": 1}


def test_rejects_a_model_that_is_one_percent_short_of_the_bound():
    measured = dict(right().measured)["perplexity"]
    best = evidence(right(), Scale).bound / 1.15
    assert outcome(check=spec(at_most_ratio=1.001 * measured / best)).verdict is Verdict.PASSED
    found = outcome(check=spec(at_most_ratio=0.99 * measured / best))
    assert found.verdict is Verdict.PARTIAL and earned(found) == {"honest": 2, "evaluation": 2, "threshold": 0}
    assert "too high" in said(found) and "asked for" in said(found)


def test_a_model_that_learnt_no_context_is_told_that_it_is_as_good_as_a_unigram():
    found = outcome(STUDENT.replace("self.counts[last][word] += 1", "pass"))
    assert found.verdict is Verdict.PARTIAL
    assert "does as well as a unigram" in said(found) and "Nothing of the word before" in said(found)
    assert "does as well as a unigram" in found.finding.category


def test_a_wrong_evaluation_costs_its_own_part_and_is_named():
    found = outcome(STUDENT.replace("return math.exp(-sum(logs) / len(logs))", "return 2 ** (-sum(logs) / len(logs))"))
    assert earned(found) == {"honest": 2, "evaluation": 0, "threshold": 1}
    assert "raise 2 to the mean of natural logarithms" in said(found)
    assert "3 more tests fail" in said(found)
    assert dict(found.measured)["perplexity"] == dict(right().measured)["perplexity"]


def test_an_evaluation_that_raises_costs_its_own_part_only():
    found = outcome(STUDENT.replace("return math.exp(-sum(logs) / len(logs))", "raise KeyError('x')"))
    assert earned(found) == {"honest": 2, "evaluation": 0, "threshold": 1}
    assert "KeyError" in said(found)


def test_an_evaluation_that_only_prints_is_told():
    found = outcome(STUDENT.replace("return math.exp(-sum(logs) / len(logs))", "print(7)"))
    assert earned(found)["evaluation"] == 0 and "and not only print it" in said(found)


def test_a_model_that_is_no_distribution_earns_no_threshold_however_low_its_number():
    found = outcome(STUDENT.replace("+ 30 * often / self.all) / total", "+ 30 * often / self.all) / total * 1.25"))
    assert earned(found) == {"honest": 0, "evaluation": 2, "threshold": 0}
    assert "the same number in every context" in said(found)


def test_a_model_that_looks_ahead_is_caught():
    peeks = STUDENT.replace(
        "return [math.log(self.row(text[:i])[text[i]]) for i in range(start, len(text))]",
        "return [math.log(self.row(text[:i])[text[i]]) / (2 if text[i + 1:] else 1) for i in range(start, len(text))]",
    )
    found = outcome(peeks)
    assert earned(found)["honest"] == 0 and earned(found)["threshold"] == 0


def test_what_comes_back_in_an_odd_shape_is_for_a_person():
    odd = STUDENT.replace("return [math.log(self.row(text[:i])[text[i]])", "return ['x' for _ in [0]] or [0")
    found = behind_the_wall(odd)
    assert found.verdict is Verdict.NEEDS_PERSON and found.flags


def test_a_model_that_knows_nothing_earns_nothing_for_its_honesty():
    nothing = STUDENT.replace("return [(n + 30 * often / self.all) / total for n, often in zip(row, self.often)]",
                              "return [1 / self.V] * self.V")  # fmt: skip
    found = outcome(nothing)
    assert earned(found) == {"honest": 0, "evaluation": 2, "threshold": 0}
    assert "no better than a guess" in said(found)


def test_one_number_of_points_is_earned_whole():
    assert outcome(check=spec(points=5)).fraction == 1
    wrong = STUDENT.replace("return math.exp(-sum(logs) / len(logs))", "return 2 ** (-sum(logs) / len(logs))")
    assert outcome(wrong, spec(points=5)).fraction == 0


def test_characters_are_judged_alike():
    found = outcome(check=spec(at_most_ratio=2.8), corpus=characters())
    assert found.verdict is Verdict.PASSED, said(found)
    assert [level.name for level in evidence(found, Scale).levels][:3] == ["oracle", "order 1", "order 0"]
    found = outcome(check=spec(at_most_ratio=1.2), corpus=characters())
    assert "sees the last character only" in said(found) and "batch and time" in said(found)


def test_a_real_text_is_held_to_its_own_bound_with_counted_levels():
    corpus = real_words()
    found = outcome(check=spec(vocabulary=40, at_most=20), corpus=corpus, real=True)
    assert found.verdict is Verdict.PASSED
    scale = evidence(found, Scale)
    assert [level.name for level in scale.levels] == ["uniform", "unigram", "bigram"]
    assert dict(scale.about)["unknown words"].endswith("%")
    assert dict(found.measured)["unknown share"] > 0
    assert "nobody knows the best possible model" in found.notes[0]


def test_a_real_text_without_a_bound_is_nobodys_loss():
    found = outcome(check=spec(), corpus=real_words(), real=True)
    assert found.verdict is Verdict.BROKEN and "at_most" in found.flags[0]


def test_two_runs_say_the_same():
    assert outcome() == right()


def evaluation(function):
    student = own_reference().pretender({"q1d_neural_lm.eval_neural_lm": function})
    return outcome_of(spec(EVALUATION), student)


def test_the_reference_passes_an_evaluation_alone():
    found = evaluation(lm.eval_neural_lm)
    assert found.verdict is Verdict.PASSED and found.measured == ()


@pytest.mark.parametrize("mistake", mistakes_of(lm.eval_neural_lm), ids=lambda mistake: mistake.name)
def test_every_known_mistake_of_the_evaluation_is_caught_and_named(mistake):
    found = evaluation(mistake.wrong)
    assert found.verdict is Verdict.FAILED
    assert found.finding.what == mistake.sentence
    assert mistake.advice in found.finding.advice


def test_an_evaluation_alone_that_raises_ends_as_it_ended():
    def raises(*arguments):
        raise IndexError("no")

    assert evaluation(raises).verdict is Verdict.CRASHED


def test_keys_that_do_not_fit_together_are_told():
    def told(**more):
        return [mistake.what for mistake in spec(**more).mistakes()]

    assert told() == []
    assert any("no model is made" in what for what in told(answers=None))
    assert any("no text is named" in what for what in told(data=None))
    assert any("log-probabilities" in what for what in told(answers=["perplexity"]))
    assert any("`points` names `honesty`" in what for what in told(points={"honesty": 1}))
    with pytest.raises(ValidationError):
        spec(answers=["logprobs"])


def test_the_hidden_text_never_crosses():
    seen = []

    def train(V, text, end):
        seen.append(len(text))
        return functions()["lm.train"](V, text, end)

    reference = own_reference()
    student = reference.pretender({**functions(), "lm.train": train})
    outcome_of(spec(), student)
    total = sum(len(sentence) + 1 for sentence in words().train)
    assert seen == [total] and np.isfinite(total)


def test_what_could_not_be_looked_at_earns_nothing():
    """A driver function that is missing is our fault, and no pass."""
    found = outcome_of(spec(EVALUATION, driver="network.missing"), own_reference().pretender({
        "q1d_neural_lm.eval_neural_lm": lm.eval_neural_lm}))  # fmt: skip
    assert found.verdict is Verdict.BROKEN
