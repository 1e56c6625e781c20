"""Assignment 4: what the trained scores reach on several seeds, right and with every known mistake, and what it costs.

    OMP_NUM_THREADS=1 python benchmarks/cbow.py

The threshold in specs/cbow/assignment.yaml stands about four deviations below the least that the reference reaches.
Exits 1 where the reference passes none of its checks with room to spare: below the threshold on any seed.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

from grader.checks.attempt import Attempt
from grader.checks.reference import functions_of
from grader.draws.draws import Draws
from grader.grading.desk import Desk
from grader.grading.judge import judge
from grader.grading.seed import Seed
from grader.spec.find import find
from grader.spec.load import load
from reference.cbow import learning
from reference.mistake import mistakes_of

SPECS = Path(__file__).parent.parent / "specs"
SEEDS = [f"benchmark {number}" for number in range(10)]
Function = Callable[..., Any]


def outcomes(seed: str, train: Function, model: Function) -> Iterator[tuple[str, Any, float]]:
    """Every check of the code: its title, the outcome, seconds of CPU."""
    found = find("cbow", [SPECS])
    desk = Desk.of(load(found.path, functions_of(None)), found, Seed(seed, secret=True))
    student = desk.reference.pretender({"cbow.train": train, "cbow.CBOWNegativeSampling": model})
    for question in desk.assignment.questions:
        for check in question.checks:
            if check.kind in ("training", "behaviour") and question.id == "training":
                started = time.process_time()
                draws = Draws(seed, "cbow", question.id, check.title)
                outcome = judge(check, Attempt(student, desk.reference, draws, texts=desk.texts))
                yield check.title, outcome, time.process_time() - started


def main() -> int:
    torch.set_num_threads(1)
    reached, noise, least = [], [], 1.0
    for seed in SEEDS:
        for title, outcome, seconds in outcomes(seed, learning.train_epoch, learning.CBOWNegativeSampling):
            figures = {**dict(outcome.measured), **dict(pair for one in outcome.evidence if hasattr(one, "rows")
                                                       for pair in one.rows)}  # fmt: skip
            print(f"{seed}: {title}: {outcome.verdict}, {seconds:.1f} s, {figures}", flush=True)
            if "association" in figures:
                reached.append(float(figures["association"]))
            if any("deviation" in name for name in figures):
                noise.append(figures["greatest deviation from counts^0.75"])
            least = min(least, outcome.fraction)
    print(f"association: {statistics.mean(reached):.3f} ± {statistics.stdev(reached):.3f}, least {min(reached):.3f}")
    print(f"greatest deviation of a word's count, by seed: {', '.join(noise)}")
    for mistake in mistakes_of(learning.train_epoch):
        said = [f"{title}: {outcome.verdict} {outcome.fraction:.2f} {dict(outcome.measured)}"
                for title, outcome, _ in outcomes(SEEDS[0], mistake.wrong, learning.CBOWNegativeSampling)]  # fmt: skip
        print(f"{mistake.name}: {'; '.join(said)}", flush=True)
    return 0 if least == 1.0 else 1


if __name__ == "__main__":
    sys.exit(main())
