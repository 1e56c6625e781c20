"""Every known mistake of the torch references before `module` and `training`: who catches it, and what it costs.

usage: python benchmarks/training.py [--seeds 3] [--write]

The right models are trained over several seeds, on languages of their own, so that the margin to each threshold can be
seen; each mistake under the first seed. Seconds are CPU of one thread. `--write` keeps the figures in
benchmarks/results/training.md.
"""

import argparse
import platform
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402

from grader.checks.attempt import Attempt  # noqa: E402
from grader.data.resolve import Wanted  # noqa: E402
from grader.data.texts import Texts  # noqa: E402
from grader.draws.draws import Draws  # noqa: E402
from grader.grading.judge import judge  # noqa: E402
from grader.outcome import Outcome  # noqa: E402
from tests.checks.bench import check  # noqa: E402
from tests.checks.modelled import REFERENCE, module  # noqa: E402

TRAININGS = {
    "gru": """
        kind: training
        driver: gru.trained
        uses: {train: chars.train, Model: chars.OurModel, window_loss: chars.window_loss}
        reference:
          train: language_models.characters.train
          Model: language_models.characters.OurModel
          window_loss: language_models.characters.window_loss
        data: text
        measures: perplexity
        at_most_ratio: 1.16
        tokens: 5000
        settings: {iterations: 300}
        short: {iterations: 8}
        resets_gradients: true
    """,
    "dan": """
        kind: training
        driver: dan.trained
        uses: {train: q4_DAN.train, Model: q4_DAN.DAN}
        reference: {train: language_models.deep_averaging.train, Model: language_models.deep_averaging.DAN}
        data: text
        measures: accuracy
        at_least: 0.90
        settings: {epochs: 3}
        short: {epochs: 1, most: 320}
        resets_gradients: true
    """,
    "cbow": """
        kind: training
        driver: cbow.trained
        uses: {train: cbow.train, Model: cbow.CBOWNegativeSampling, Noise: cbow.Noise}
        reference:
          train: cbow.learning.train
          Model: cbow.learning.CBOWNegativeSampling
          Noise: cbow.learning.Noise
        data: text
        measures: association
        at_least: 0.90
        gap_at_most: 0.45
        settings: {epochs: 5, batch: 500, rate: 0.02}
        short: {epochs: 1}
        resets_gradients: true
    """,
}
LANGUAGES = {"gru": "synthetic-characters", "dan": "synthetic-reviews", "cbow": "synthetic-neighbours"}
#: Reads a batch as time, so that a step costs as much as all texts of the batch: `module` has it in a second.
TOO_SLOW = {"texts taken for time"}


@dataclass(frozen=True)
class Row:
    model: str
    name: str
    module: Outcome | None
    training: Outcome | None
    seconds: tuple[float, float]

    @property
    def figures(self) -> str:
        if self.training is None:
            return "not trained"
        shown = ("perplexity", "accuracy", "association", "gap")
        return ", ".join(f"{name} {value:.4g}" for name, value in self.training.measured if name in shown) or "none"

    @property
    def caught(self) -> str:
        found = []
        if self.module is not None and self.module.fraction < 1:
            found.append("module: " + ", ".join(part.name for part in self.module.parts if not part.earned))
        if self.training is not None and self.training.fraction < 1:
            what = self.training.finding.what.replace("\n\n", " ") if self.training.finding else ""
            found.append(f"training: {what}")
        return "; ".join(found) or "nothing"

    def __str__(self) -> str:
        module, training = self.seconds
        return f"| {self.model} | {self.name} | {self.figures} | {self.caught} | {module:.1f} + {training:.1f} |"


def timed(asked: Any, theirs: Mapping[str, Any], texts: Texts | None, seed: str) -> tuple[Outcome, float]:
    functions = {
        spellings[0]: theirs.get(name) or REFERENCE.find(asked.reference[name])
        for name, spellings in asked.uses.items()
    }
    draws = Draws(seed, "benchmark", "one", asked.kind)
    attempt = Attempt(REFERENCE.pretender(functions), REFERENCE, draws, texts=texts or Texts())
    started = time.process_time()
    return judge(asked, attempt), time.process_time() - started


def texts_of(model: str, seed: str) -> Texts:
    texts = Texts({"text": Wanted(stand_in=LANGUAGES[model])}, None, Draws(seed))
    texts.of("text")  # drawn here, so that it is in nobody's time
    return texts


def rows(seeds: int) -> Iterator[Row]:
    for model, text in TRAININGS.items():
        training, invariants = check(text), module(model)
        timed(invariants, {}, None, "warm")
        for number in range(seeds):
            yield row(model, f"right, seed {number}", training, invariants, {}, str(number))
        for name in dict.fromkeys([*training.reference, *invariants.reference]):
            function = training.reference.get(name) or invariants.reference[name]
            for mistake in REFERENCE.mistakes(function):
                yield row(model, mistake.name, training, invariants, {name: mistake.wrong}, "0")


def row(model: str, name: str, training: Any, invariants: Any, theirs: Mapping[str, Any], seed: str) -> Row:
    before = after = 0.0
    first = second = None
    if not theirs or set(theirs) & set(invariants.uses):
        first, before = timed(invariants, theirs, None, seed)
    if name not in TOO_SLOW and (not theirs or set(theirs) & set(training.uses)):
        second, after = timed(training, theirs, texts_of(model, seed), seed)
    return Row(model, name, first, second, (before, after))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    torch.set_num_threads(1)
    head = ["| model | what | measured | caught by | CPU s, module + training |", "|---|---|---|---|---|"]
    found = []
    for one in rows(given.seeds):
        print(one, flush=True)
        found.append(one)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)
    missed = [one.name for one in found if not one.name.startswith("right") and one.caught == "nothing"]
    last = f"Peak memory of the whole sweep: {peak:.0f} MiB. Caught by neither: {', '.join(missed) or 'none'}."
    print(last)
    if given.write:
        title = f"# Known mistakes of trained models\n\n`python benchmarks/training.py --seeds {given.seeds} --write`, "
        title += f"Python {platform.python_version()}, torch {torch.__version__.partition('+')[0]}, one thread.\n"
        text = "\n".join([title, *head, *map(str, found), "", last, ""])
        (ROOT / "benchmarks" / "results" / "training.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
