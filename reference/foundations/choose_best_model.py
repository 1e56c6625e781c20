"""The choice of a model by its accuracy on the dev set, and how it is misread."""

from collections.abc import Mapping, Sequence
from typing import Any

from reference.mistake import mistake

#: One trained model: "reg" its strength, "train", "dev" and "test" its accuracies, and what else the course keeps.
Result = Mapping[str, Any]


def choose_best_model(results: Sequence[Result]) -> Result:
    """The result with the best dev accuracy; the first of them where several are equal.

    The training set rewards a model for remembering it, and the test set must stay unseen to judge the choice, so the
    dev set decides.

    results: at least one. Returns one of them, unchanged.
    Source: assignment 1, question 4; Goodfellow, Bengio & Courville, "Deep Learning", section 5.3.
    """
    return max(results, key=lambda result: float(result["dev"]))


@mistake(
    of=choose_best_model,
    name="chosen by training accuracy",
    sentence="You choose the model with the best accuracy on the training set.",
    advice="Choose by `dev`: the training accuracy is best where the model is least regularised.",
)
def by_train(results: Sequence[Result]) -> Result:
    return max(results, key=lambda result: float(result["train"]))


@mistake(
    of=choose_best_model,
    name="chosen by test accuracy",
    sentence="You choose the model with the best accuracy on the test set, which then no longer judges the choice.",
    advice="Choose by `dev` and look at `test` once, afterwards.",
)
def by_test(results: Sequence[Result]) -> Result:
    return max(results, key=lambda result: float(result["test"]))


@mistake(
    of=choose_best_model,
    name="the lowest dev accuracy",
    sentence="You choose the model with the lowest dev accuracy.",
    advice="An accuracy is better where it is higher: take the maximum.",
)
def worst(results: Sequence[Result]) -> Result:
    return min(results, key=lambda result: float(result["dev"]))


@mistake(
    of=choose_best_model,
    name="the strength for the model",
    sentence="You return the best model's strength of regularisation instead of its whole result.",
    advice="Return the dictionary itself, not its `reg` entry.",
)
def strength_only(results: Sequence[Result]) -> float:
    return float(choose_best_model(results)["reg"])


@mistake(
    of=choose_best_model,
    name="the accuracy for the model",
    sentence="You return the best dev accuracy instead of the result that has it.",
    advice="Keep the dictionary beside its accuracy, or use `max` with a `key`.",
)
def accuracy_only(results: Sequence[Result]) -> float:
    return float(choose_best_model(results)["dev"])


@mistake(
    of=choose_best_model,
    name="the last result",
    sentence="You return the last result whatever its accuracy.",
    advice="Compare each result's `dev` with the best so far, and update that best as well as the model.",
)
def last(results: Sequence[Result]) -> Result:
    return results[-1]
