"""How right our verdicts are on derivations that were written by people who had not seen the program.

usage: python benchmarks/derivation_corpus.py [--write]

Every line of tests/derivation/corpus: false accepts, false rejects, how many get a verdict, whether the first wrong
step is the right one, how many breaks are explained, and the CPU time of each. An answer has a verdict where all of it
was read. `--write` keeps the figures in benchmarks/results/derivation_corpus.md.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from grader.derivation.verdicts import Status  # noqa: E402 - after the path
from tests.derivation.corpora import SLUGS, Verdict, corpus, judged  # noqa: E402 - after the path


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    written = parser.parse_args().write
    found: list[Verdict] = []
    seconds: list[float] = []
    for told in corpus():
        begun = time.process_time()
        found.append(judged(told, explained=True))
        seconds.append(time.process_time() - begun)
        if found[-1].is_false_accept or found[-1].is_false_reject:
            kind = "false accept" if found[-1].is_false_accept else "false reject"
            print(f"{kind}: {told.name}: {told.formula or told.answer}")
    text = "\n".join(_rows(found, sorted(seconds)))
    print(text)
    if written:
        (ROOT / "benchmarks/results/derivation_corpus.md").write_text(f"{_HEAD}\n{text}\n", "utf-8")


_HEAD = """# Verdicts on derivations in many voices

`python benchmarks/derivation_corpus.py --write`; formulas as `grade formula` judges them, answers as grading does.
"""


def _rows(found: list[Verdict], seconds: list[float]) -> list[str]:
    rows = [
        "| | derivations | false accepts | false rejects | formulas with a verdict | answers with one "
        "| first wrong step right | breaks explained |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, part in [*((slug, [one for one in found if one.told.slug == slug]) for slug in SLUGS), ("all", found)]:
        broken = [one for one in part if one.status is Status.BREAKS and one.told.formula and not one.told.holds]
        first = sum(one.first_wrong == one.told.first_wrong for one in broken)
        cells = [
            name, len(part), sum(one.is_false_accept for one in part), sum(one.is_false_reject for one in part),
            _decided([one for one in part if one.told.formula]), _decided([one for one in part if one.told.answer]),
            f"{first} of {len(broken)}",
            f"{sum(bool(one.explanation) for one in broken)} of {len(broken)}",
        ]  # fmt: skip
        rows.append(f"| {' | '.join(map(str, cells))} |")
    middle, high = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
    cost = f"median {middle:.3f}, 95 % {high:.3f}, most {seconds[-1]:.2f}"
    return [*rows, "", f"CPU seconds each, explanations included: {cost}."]


def _decided(part: list[Verdict]) -> str:
    return f"{sum(one.status is not Status.NOT_READ for one in part) / len(part):.1%} of {len(part)}"


if __name__ == "__main__":
    main()
