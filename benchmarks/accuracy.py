"""How accurate right and wrong classifiers are on the hidden sentences, seed by seed: what thresholds rest on.

usage: python benchmarks/accuracy.py [--data FOLDER] [--seeds 8] [--write]

The check of `specs/word2vec-foundations` is run with the reference's functions, with right alternatives and with wrong
ones in their place. The pass is to lie four standard deviations below the mean of the right ones.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, pstdev
from typing import Any

import numpy as np

from grader.checks.accuracy import Accuracy
from grader.checks.attempt import Attempt
from grader.checks.reference import Reference
from grader.data.texts import Texts
from grader.draws.draws import Draws
from grader.grading.judge import judge
from grader.outcome import Figures, Outcome
from grader.spec.find import find
from grader.spec.load import load
from grader.wall.given import GivenFiles
from reference import foundations

ROOT = Path(__file__).parent.parent
SLUG, QUESTION = "word2vec-foundations", "results"
RIGHT = {
    "features": foundations.sentence_feature,
    "regression": foundations.softmax_regression,
    "sgd": foundations.sgd,
}
Function = Callable[..., Any]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--data", type=Path)
    asked.add_argument("--seeds", type=int, default=8)
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    lines = [*table(options.data, options.seeds)]
    print("\n".join(lines))
    if options.write:
        name = "accuracy_real.md" if options.data else "accuracy.md"
        (ROOT / "benchmarks/results" / name).write_text("\n".join(lines) + "\n", "utf-8")


def table(data: Path | None, seeds: int) -> list[str]:
    """One row for each classifier."""
    assignment = load(find(SLUG, [ROOT / "specs"]).path)
    question = next(one for one in assignment.questions if one.id == QUESTION)
    check = next(one for one in question.checks if isinstance(one, Accuracy))
    wanted = {name: one.wanted for name, one in assignment.data.items()}
    texts = [Texts(wanted, data, Draws(f"benchmark {seed}", SLUG)) for seed in range(seeds)]
    lines = [f"# Accuracy of classifiers on {texts[0].of(check.data).name}", "",
             f"{seeds} seeds. Pass: {check.at_least}; agreement asked: {check.agreement}.", "",
             "| classifier | test | standard deviation | train | same as ours, least | verdicts | CPU, both |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    return [*lines, *(row(check, name, changed, texts) for name, changed in CLASSIFIERS.items())]


def row(check: Accuracy, name: str, changed: dict[str, Function], texts: list[Texts]) -> str:
    """One classifier under every seed."""
    started = time.process_time()
    outcomes = [outcome(check, {**RIGHT, **changed}, one, seed) for seed, one in enumerate(texts)]
    took = (time.process_time() - started) / len(texts)
    tests = [dict(one.measured).get("accuracy", 0.0) for one in outcomes]
    trains = [dict(one.measured).get("train accuracy", 0.0) for one in outcomes]
    verdicts = ", ".join(sorted({one.verdict.value for one in outcomes}))
    return (f"| {name} | {mean(tests):.3f} | {pstdev(tests):.4f} | {mean(trains):.3f} | "
            f"{min(map(agreement, outcomes)):.1f} % | {verdicts} | {took:.1f} s |")  # fmt: skip


def outcome(check: Accuracy, functions: dict[str, Function], texts: Texts, seed: int) -> Outcome:
    """What the check says to a student with these functions."""
    reference = Reference(GivenFiles(ROOT / "specs" / SLUG / "given"))
    student = reference.pretender({check.uses[name][0]: function for name, function in functions.items()})
    draws = Draws(f"benchmark {seed}", SLUG, QUESTION, check.title)
    return judge(check, Attempt(student, reference, draws, texts=texts))


def agreement(found: Outcome) -> float:
    """In percent; 0 where no predictions came back."""
    rows = [row for one in found.evidence if isinstance(one, Figures) for row in one.rows]
    return next((float(value.split()[0]) for name, value in rows if name.startswith("predictions that")), 0.0)


# ---- right alternatives
def momentum(f: Function, x0: Any, step: float, iterations: int, *rest: Any) -> Any:
    x, velocity = x0.copy(), np.zeros_like(x0)
    for _ in range(iterations):
        velocity = 0.9 * velocity - step * f(x)[1]
        x = x + velocity
    return x


def of_labels(change: Function, strength: float = 1.0, scale: Function = lambda X: 1.0) -> Function:
    """Softmax regression with other labels, another strength or another scale."""

    def regression(X: Any, labels: Any, W: Any, reg: float = 0.0, nopredictions: bool = False) -> Any:
        cost, gradient = foundations.softmax_regression(X, change(labels), W, strength * reg, nopredictions=True)  # type: ignore[misc]
        return cost * scale(X), gradient * scale(X)

    return regression


def same(labels: Any) -> Any:
    return labels


def of_words(change: Function) -> Function:
    """The mean of other rows than those of all words."""
    return lambda tokens, vectors, words: foundations.sentence_feature(tokens, vectors, change(words))


CLASSIFIERS: dict[str, dict[str, Function]] = {
    "the reference": {},
    "momentum in its sgd": {"sgd": momentum},
    "a summed cost": {"regression": of_labels(same, scale=len)},
    "ten times the penalty": {"regression": of_labels(same, strength=10.0)},
    "no penalty": {"regression": of_labels(same, strength=0.0)},
    "a quarter of the iterations": {"sgd": lambda f, x, step, n, *rest: foundations.sgd(f, x, step, n // 4)},
    "each word once": {"features": of_words(lambda words: sorted(set(words)))},
    "the sum of the words": {"features": lambda t, v, words: np.sum([v[t[word]] for word in words], axis=0)},
    "rows off by one": {"features": lambda t, v, words: np.mean([v[t[word] - 1] for word in words], axis=0)},
    "the first five words": {"features": of_words(lambda words: words[:5])},
    "the first word": {"features": of_words(lambda words: words[:1])},
    "one mean of everything": {"features": lambda t, v, words: np.full(v.shape[1], np.mean([v[t[w]] for w in words]))},
    "one step": {"sgd": lambda f, x, step, n, *rest: foundations.sgd(f, x, step, 1)},
    "uphill": {"sgd": lambda f, x, step, n, *rest: foundations.sgd(f, x, -step, n)},
    "labels of the sentence before": {"regression": of_labels(lambda labels: np.roll(labels, 1))},
    "labels in sorted order": {"regression": of_labels(np.sort)},
    "classes from 1": {"regression": of_labels(lambda labels: np.minimum(labels + 1, 4))},
}

if __name__ == "__main__":
    main()
