"""The kind `accuracy`: right classifiers pass, near misses do not, and what the predictions look like is said."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from grader.checks.accuracies.looks import looks
from grader.checks.accuracies.measured import Measured
from grader.checks.accuracies.posed import Posed, pose
from grader.data.corpora import LabelledCorpus
from grader.data.resolve import Wanted
from grader.data.texts import Texts
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import ConfusionMatrix, Figures, Outcome, Scale, Verdict
from grader.submission.model import Submission
from grader.submission.python_file import read_python_file
from grader.submission.text import Text
from grader.wall.limits import Limits
from grader.wall.student import Student
from reference import foundations
from tests.checks.bench import FOUNDATIONS, attempt, check, given_of, said
from tests.slots import shared_slot

NAMES = {
    "features": "q4_sentiment.getSentenceFeatures",
    "regression": "q4_softmaxreg.softmaxRegression",
    "sgd": "q3_sgd.sgd",
}
RIGHT: dict[str, Callable[..., Any]] = {
    "features": foundations.sentence_feature,
    "regression": foundations.softmax_regression,
    "sgd": foundations.sgd,
}


@cache
def texts() -> Texts:
    return Texts({"sentences": Wanted(text="sst", stand_in="synthetic-sentences")}, None, Draws("a seed"))


def accuracy(**more: Any) -> Any:
    return check(
        """
        kind: accuracy
        driver: sentiment.classify
        settings: {strength: 1e-3, iterations: 60}
        data: sentences
        train: 1200
        hidden: 800
        """,
        uses=NAMES,
        reference={"features": "foundations.sentence_feature", "regression": "foundations.softmax_regression",
                   "sgd": "foundations.sgd"},
        **{"at_least": 0.45, **more},
    )  # fmt: skip


def outcome(one: Any = None, **functions: Callable[..., Any]) -> Outcome:
    """What the check says to a student with these functions and the reference's in the other places."""
    student = FOUNDATIONS.pretender({NAMES[name]: function for name, function in {**RIGHT, **functions}.items()})
    return judge(one or accuracy(), attempt(student, texts=texts()))


def regression_of(change: Callable[[Any], Any]) -> Callable[..., Any]:
    """Softmax regression on other labels than the ones it is given."""
    return lambda X, labels, W, reg=0.0, nopredictions=False: foundations.softmax_regression(X, change(labels), W, reg)


def test_a_right_classifier_passes_and_its_figures_are_kept_for_claims() -> None:
    found = outcome(accuracy(agreement=0.93))
    assert found.verdict is Verdict.PASSED and found.fraction == 1 and not found.flags
    measured = dict(found.measured)
    assert measured["n"] == 800 and 0.45 < measured["accuracy"] < 0.62
    assert set(measured) == {"accuracy", "dev accuracy", "train accuracy", "n"}  # and no figure of a text that is away
    scale, confusion, figures = found.evidence
    assert isinstance(scale, Scale) and [one.name for one in scale.levels] == [
        "random", "always the same", "best possible", "ours",
    ]  # fmt: skip
    assert isinstance(confusion, ConfusionMatrix) and sum(map(sum, confusion.counts)) == 800
    assert isinstance(figures, Figures) and ("predictions that are the same as ours", "100.0 %") in figures.rows


def momentum(f: Any, x0: Any, step: float, iterations: int, *rest: Any) -> Any:
    x, velocity = x0.copy(), np.zeros_like(x0)
    for _ in range(iterations):
        velocity = 0.9 * velocity - step * f(x)[1]
        x = x + velocity
    return x


def summed(X: Any, labels: Any, W: Any, reg: float = 0.0, nopredictions: bool = False) -> Any:
    cost, gradient = foundations.softmax_regression(X, labels, W, reg, nopredictions=True)  # type: ignore[misc]
    return cost * len(X), gradient * len(X)


@pytest.mark.parametrize(
    "functions",
    [
        {"sgd": momentum},
        {"sgd": lambda f, x0, step, iterations: foundations.sgd(f, x0, step, iterations)},
        {"regression": summed},
        {"features": lambda tokens, vectors, words: foundations.sentence_feature(tokens, vectors, words)[None, :]},
    ],
)
def test_right_alternatives_pass(functions: dict[str, Callable[..., Any]]) -> None:
    assert outcome(accuracy(agreement=0.93), **functions).verdict is Verdict.PASSED


def test_a_near_miss_is_for_a_person_where_a_right_model_is_known() -> None:
    def unique(tokens: Any, vectors: Any, words: list[str]) -> Any:
        return sum(vectors[tokens[word]] for word in set(words)) / len(words)

    found = outcome(accuracy(agreement=0.93), features=unique)
    assert found.verdict is Verdict.NEEDS_PERSON and found.fraction == 0
    assert "another class" in said(found) and "Nothing is lost" in said(found)


def test_half_the_sentence_is_too_little() -> None:
    found = outcome(features=lambda tokens, vectors, words: foundations.sentence_feature(tokens, vectors, words[:3]))
    assert found.verdict is Verdict.FAILED and "45.0 % are asked" in said(found)
    assert "800 texts, standard error 1." in said(found)


@pytest.mark.parametrize(
    ("functions", "words"),
    [
        ({"features": lambda tokens, vectors, words: vectors.mean(axis=0)}, "every text is given the same class"),
        ({"sgd": lambda f, x0, *rest: x0}, "every text is given the same class"),
        ({"regression": regression_of(lambda labels: np.minimum(labels + 1, 4))}, "one too high"),
        ({"regression": regression_of(lambda labels: 4 - labels)}, "counted from the other end"),
        ({"regression": regression_of(lambda labels: np.roll(labels, 1))}, "the labels of the text before"),
    ],
)
def test_a_plateau_is_named(functions: dict[str, Callable[..., Any]], words: str) -> None:
    found = outcome(**functions)
    assert found.verdict is Verdict.FAILED and words in said(found)
    assert found.finding and words in found.finding.category and "%" not in found.finding.category


def test_features_that_are_one_number_are_told_as_such() -> None:
    found = outcome(features=lambda tokens, vectors, words: np.sum([vectors[tokens[word]] for word in words]))
    assert found.verdict is Verdict.FAILED and "shape ()" in said(found) and "(50,)" in said(found)


def test_scores_that_are_no_numbers_are_told_as_such() -> None:
    found = outcome(sgd=lambda f, x0, *rest: x0 * np.nan)
    assert found.verdict is Verdict.FAILED and "no numbers" in said(found)


def test_just_below_what_is_asked_a_person_decides() -> None:
    reached = dict(outcome().measured)["accuracy"]
    assert outcome(accuracy(at_least=reached + 0.02)).verdict is Verdict.NEEDS_PERSON
    assert outcome(accuracy(at_least=reached + 0.1)).verdict is Verdict.FAILED


def test_hard_texts_cost_nothing_where_the_predictions_are_a_right_models() -> None:
    found = outcome(accuracy(at_least=0.9, agreement=0.93))
    assert found.verdict is Verdict.PASSED and "harder than usual" in said(found)


def test_a_share_for_each_text_and_none_for_one_that_is_used() -> None:
    assert outcome(accuracy(at_least={"sst": 0.99, "synthetic-sentences": 0.45})).verdict is Verdict.PASSED
    assert outcome(accuracy(at_least={"sst": 0.3})).verdict is Verdict.BROKEN


def test_above_what_is_plausible_the_instructor_is_told_and_nothing_is_lost() -> None:
    assert not outcome(accuracy(at_most={"sst": 0.4})).flags
    found = outcome(accuracy(at_most=0.4))
    assert found.verdict is Verdict.PASSED and "above 40.0 %" in found.flags[0]


def posed() -> tuple[LabelledCorpus, Posed]:
    corpus = texts().of("sentences").corpus
    assert isinstance(corpus, LabelledCorpus)
    return corpus, pose(corpus, Draws("a seed", "b"), 1200, 800)


def test_above_the_best_possible_labels_are_known_and_honest_models_never_are_suspected() -> None:
    corpus, one = posed()
    oracle = corpus.oracle
    assert oracle
    best = {part: np.array([np.argmax(oracle.posterior(each.words)) for each in given])
            for part, given in one.parts.items()}  # fmt: skip
    honest = Measured(corpus, one, best)
    assert not honest.too_good
    leaked = {part: np.where(np.arange(len(row)) % 3 == 0, honest.labels(part), row) for part, row in best.items()}
    assert Measured(corpus, one, leaked).too_good


def test_labels_and_their_order_stay_here() -> None:
    corpus, one = posed()
    assert one.asked[:800] == [list(each.words) for each in one.parts["test"]]
    assert [each.label for each in one.parts["test"]] != [each.label for each in corpus.test[:800]]
    assert pose(corpus, Draws("a seed", "b"), 1200, 800).asked == one.asked
    assert pose(corpus, Draws("another seed", "b"), 1200, 800).asked != one.asked


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (lambda labels: np.roll(labels, -1), "the text after"),
        (lambda labels: labels[::-1], "reverse order"),
        (np.sort, "sorted order"),
        (lambda labels: (labels + 2) % 5, "less than guessing"),
        (lambda labels: np.random.default_rng(1).permutation(labels), "nothing to do with the labels"),
        (lambda labels: np.where(labels == 2, 3, labels), "never predicted: “c”"),
    ],
)
def test_what_predictions_fit_instead_is_recognised(arrange: Callable[[Any], Any], words: str) -> None:
    labels = np.random.default_rng(0).integers(5, size=3000)
    seen = looks(arrange(labels), labels, labels, labels, "abcde", 0.9)
    assert seen and words in seen.what


OWN = {
    "q4_sentiment": """
        def getSentenceFeatures(tokens, wordVectors, sentence):
            return sum(wordVectors[tokens[word]] for word in sentence) / len(sentence)
        """,
    "q4_softmaxreg": """
        import numpy as np

        def softmaxRegression(features, labels, weights, regularization=0.0, nopredictions=False):
            scores = features.dot(weights)
            p = np.exp(scores - scores.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            rows = np.arange(len(labels))
            cost = -np.log(p[rows, labels]).mean() + regularization / 2 * np.sum(weights ** 2)
            p[rows, labels] -= 1
            return cost, features.T.dot(p) / len(labels) + regularization * weights
        """,
    "q3_sgd": """
        def sgd(f, x0, step, iterations, postprocessing=None, useSaved=False, PRINT_EVERY=10):
            x = x0
            for _ in range(iterations):
                x = x - step * f(x)[1]
            return x
        """,
}


def behind_the_wall(**files: str) -> Outcome:
    """What the check says to modules of these texts."""
    modules = [read_python_file(Text(dedent(text)), name, f"{name}.py", "") for name, text in files.items()]
    submission = Submission("alice", "small", Path(), tuple(modules))
    with Student(submission, given_of("word2vec-foundations"), Limits(), shared_slot()) as student:
        return judge(accuracy(agreement=0.93), attempt(student, texts=texts()))


def test_a_students_own_modules_are_trained_behind_the_wall() -> None:
    found = behind_the_wall(**OWN)
    assert found.verdict is Verdict.PASSED, said(found)
    assert dict(found.measured) == dict(outcome().measured)


def test_a_missing_function_is_said_to_be_missing() -> None:
    found = behind_the_wall(**{**OWN, "q4_sentiment": "def chooseBestModel(results):\n    return results[0]\n"})
    assert found.verdict is Verdict.FAILED and "`getSentenceFeatures`" in said(found)


def test_a_text_without_labels_is_ours() -> None:
    words = Texts({"sentences": Wanted(stand_in="synthetic-neighbours")}, None, Draws("a seed"))
    student = FOUNDATIONS.pretender({NAMES[name]: function for name, function in RIGHT.items()})
    found = judge(accuracy(), replace(attempt(student), texts=words))
    assert found.verdict is Verdict.BROKEN
