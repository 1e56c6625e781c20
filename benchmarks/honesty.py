"""The honesty battery on whole-sized languages: no honest model is flagged, every cheat is caught, and what it costs.

usage: python benchmarks/honesty.py [--seeds 20] [--write]

Each seed draws a training text and a hidden one from the synthetic words (500 types; 60,000 and 20,000 tokens). The
models are those of tests/honesty. Cost is CPU, against one pass: the model's log-probabilities of the hidden text. A
model that is slow at every token (a loop in Python that reads the whole context anew) is timed as well. `--write`
keeps the figures in benchmarks/results/honesty.md.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from grader.honesty.battery import Examination, examine  # noqa: E402
from grader.honesty.calibration import places, surprise  # noqa: E402
from grader.honesty.model import Standing  # noqa: E402
from tests.honesty import students  # noqa: E402
from tests.honesty.cheats import CHEATS, HONEST  # noqa: E402
from tests.honesty.students import Student, World, world  # noqa: E402

WORDS, TRAIN, HIDDEN = 500, 60_000, 20_000
GOAL_PASSES, GOAL_SECONDS = 3.0, 2.0


class Stepwise(Student):
    """Reads its whole context again for every distribution, a little matrix at a time, as a recurrent network does."""

    state = np.eye(64) * 0.5

    def row(self, before: np.ndarray) -> np.ndarray:
        if len(before) and self.current is self:
            end = np.flatnonzero(before == self.tokens.end)
            for _ in before[int(end[-1]) + 1 if len(end) else 0 :]:
                np.tanh(self.state @ self.state)
        return super().row(before)

    def score(self, text: np.ndarray) -> np.ndarray:
        """One step a token, as whoever carries a state does."""
        for _ in text:
            np.tanh(self.state @ self.state)
        rows = self.current
        previous = np.append(self.tokens.end or 0, text[:-1]) if rows is self else text[:-1]
        return np.log(self.table[previous, text]) if rows is self else super().score(text)


class Longer(students.Network):
    """The network, trained as long as a check trains it."""

    iterations = 3000


@dataclass(frozen=True)
class Row:
    """One model over all seeds."""

    name: str
    flagged: int
    ratios: tuple[float, ...]
    least: float  # of the calibration's standard errors
    most: float
    passes: tuple[float, ...]
    costs: tuple[float, ...]


def cpu(function, *arguments):
    began = time.process_time()
    value = function(*arguments)
    return time.process_time() - began, value


def examined(model: Student, here: World, seed: int) -> tuple[float, float, Examination]:
    """CPU of one pass, CPU of everything, and what was found."""
    one_pass, _ = cpu(model.log_probs, [here.hidden.text])
    everything, found = cpu(examine, model, here.hidden, np.random.default_rng(seed), here.train)
    return one_pass, everything, found


def flagged(found: Examination) -> list[str]:
    return [one.test for one in found.results if one.standing in (Standing.FAULT, Standing.WARNING)]


def honest(seeds: int) -> Iterator[Row]:
    for made in (*HONEST, Longer, Stepwise):
        count, ratios, scores, passes, costs = 0, [], [], [], []
        for seed in range(seeds):
            here = world(seed, WORDS, TRAIN, HIDDEN)
            model = made(here.hidden.tokens, here.train)
            one_pass, everything, found = examined(model, here, seed)
            count += bool(flagged(found))
            if flagged(found):
                print(made.__name__, seed, flagged(found), file=sys.stderr)
            assert found.score is not None
            ratios.append(found.score.ratio or 0.0)
            passes.append(one_pass)
            costs.append(everything)
            scores.append(calibration(model, here, seed))
        yield Row(made.__name__, count, tuple(ratios), min(scores), max(scores), tuple(passes), tuple(costs))


def calibration(model: Student, here: World, seed: int) -> float:
    """Standard errors by which it is too sure of its own training text, distributions or not."""
    contexts, following = places(here.hidden.tokens, here.train, np.random.default_rng(seed), max(1200, HIDDEN // 12))
    return surprise(np.array([model.row(context) for context in contexts]), following)[0]


def cheats(seeds: int) -> Iterator[str]:
    for cheat in CHEATS:
        caught, least = 0, np.inf
        for seed in range(seeds):
            here = world(seed, WORDS, TRAIN, HIDDEN)
            model = cheat.in_world(here)
            found = examine(model, here.hidden, np.random.default_rng(seed), here.train)
            by_name = {one.test: one.standing for one in found.results}
            caught += by_name[cheat.caught_by] is cheat.standing
            if cheat.standing is Standing.WARNING:
                least = min(least, calibration(model, here, seed))
        said = f" (at least {least:.1f} standard errors)" if np.isfinite(least) else ""
        yield f"| {cheat.made.__name__} | {cheat.caught_by}{said} | {caught} of {seeds} |"


def measured(seeds: int) -> Sequence[str]:
    """The page's lines."""
    rows = list(honest(seeds))
    worst = max((cost - GOAL_SECONDS) / one for row in rows for one, cost in zip(row.passes, row.costs, strict=True))
    slow = rows[-1]
    slow_ratio = float(np.median(np.array(slow.costs) / np.array(slow.passes)))
    return [
        "# The honesty battery", "",
        f"`python benchmarks/honesty.py --seeds {seeds} --write` on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.machine()}; one thread. {WORDS} types, {TRAIN:,} training tokens, "
        f"{HIDDEN:,} hidden ones.", "",
        "## Honest models", "",
        "| model | flagged | perplexity, of the oracle's | too sure, standard errors (warned above 4, and 0.1 nats) | "
        "one pass | battery |", "|---|---:|---:|---:|---:|---:|",
        *(f"| {row.name} | {row.flagged} of {seeds} | {min(row.ratios):.3f} to {max(row.ratios):.3f} | "
          f"{row.least:.1f} to {row.most:.1f} | {np.median(row.passes):.3f} s | {np.median(row.costs):.3f} s |"
          for row in rows), "",
        f"Goal: at most {GOAL_PASSES:g} passes and {GOAL_SECONDS:g} s, the evaluation itself among them. Worst: "
        f"{max(worst, 0):.2f} passes and {GOAL_SECONDS:g} s. Of the model whose every token costs most, "
        f"{slow_ratio:.2f} passes in all.", "",
        "## Cheats", "", "| cheat | the test that catches it | caught |", "|---|---|---:|", *cheats(seeds), "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = "\n".join(measured(chosen.seeds))
    print(text)
    if chosen.write:
        results = ROOT / "benchmarks/results"
        results.mkdir(exist_ok=True)
        (results / "honesty.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
