"""Right answers, spoiled in every way of the repair list at every place: none may be taken for right.

usage: python benchmarks/derivation_mutants.py [--every 40] [--write]

The answers are the results of the four assignments' goals, and the steps of the tests' right chains. A spoiled answer
that is judged right is tried once more in worlds that nothing else draws: a true identity stays right there, anything
else is a false accept and is printed. One in so many of the wrong ones is explained, and counts as named where a slip
is told, as named right where it is what undoes the operator. Time is CPU time. `--write` keeps the figures in
benchmarks/results/derivation_mutants.md.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from grader.checks.derivation import Derivation  # noqa: E402 - after the path
from grader.derivation.compare import Line  # noqa: E402 - after the path
from grader.derivation.parse import parse  # noqa: E402 - after the path
from grader.derivation.printed import printed  # noqa: E402 - after the path
from grader.derivation.question import Question  # noqa: E402 - after the path
from grader.derivation.repair import slips  # noqa: E402 - after the path
from grader.derivation.span import NotRead  # noqa: E402 - after the path
from grader.derivation.verdicts import Status  # noqa: E402 - after the path
from grader.spec.load import load  # noqa: E402 - after the path
from tests.derivation.mutants import Answer, Mutant, answers, is_true, scrambled, spoiled, verdict  # noqa: E402 - after the path
from tests.derivation.right import RIGHT  # noqa: E402 - after the path

SCRAMBLED = 40


def declared() -> Iterator[Answer]:
    """The results of every goal of the shipped assignments that hold exactly; limits are the chains' business."""
    for path in sorted((ROOT / "specs").glob("*/assignment.yaml")):
        for question in load(path).questions:
            for check in question.checks:
                if isinstance(check, Derivation):
                    asked = check.asked()
                    for goal in asked.goals:
                        meaning = goal.target.meaning or goal.target.spelling
                        if isinstance(meaning, str):
                            yield Answer(asked.symbols, meaning, goal.result, goal.target.when)


def holds(answer: Answer) -> bool:
    """Whether an answer is one before it is spoiled."""
    try:
        whole = Mutant(answer, parse(answer.step, answer.symbols), "")
        return verdict(whole, Question(answer.symbols)).status is Status.HOLDS
    except NotRead:
        return False


class Counted:
    """What became of the mutants."""

    def __init__(self, every: int) -> None:
        self.every = every
        self.became: Counter[str] = Counter()
        self.false: list[str] = []
        self.spent: list[float] = []
        self._wrong = 0

    def take(self, mutant: Mutant, question: Question) -> None:
        """One more."""
        status = verdict(mutant, question).status
        self.became["random edits" if not mutant.slip else "operators of the list"] += 1
        if status is Status.HOLDS:
            true = is_true(mutant)
            self.became["true all the same" if true else "FALSE ACCEPT"] += 1
            if not true and mutant.tree is not None:
                self.false.append(f"`{mutant.answer.target}` = `{mutant.answer.step}`: {printed(mutant.tree)}")
        else:
            self.became["rejected" if status is Status.BREAKS else "not read"] += 1
        if status is Status.BREAKS and mutant.slip:
            self._wrong += 1
            if self._wrong % self.every == 0:
                self._explain(mutant, question)

    def _explain(self, mutant: Mutant, question: Question) -> None:
        target = parse(mutant.answer.target, mutant.answer.symbols)
        began = time.process_time()
        found = slips(question, [Line(target), Line(mutant.tree)], 1, target, mutant.answer.conditions)
        self.spent.append(time.process_time() - began)
        self.became["explained"] += 1
        self.became["named"] += bool(found)
        self.became["named right"] += mutant.slip in {part for slip in found for part in slip.kind.split(" and ")}


def measured(every: int) -> list[str]:
    """The page's lines."""
    right = [answer for answer in (*declared(), *answers(RIGHT)) if holds(answer)]
    counted = Counted(every)
    for answer in right:
        question = Question(answer.symbols)
        for mutant in (*spoiled(answer), *scrambled(answer, SCRAMBLED, 1)):
            counted.take(mutant, question)
    became, spent = counted.became, counted.spent
    rows = [
        f"| {what} | {became[what]:,} |" for what in ("operators of the list", "random edits", "rejected", "not read")
    ]
    rows += [f"| {what} | {became[what]:,} |" for what in ("true all the same", "FALSE ACCEPT")]
    rows += [f"| {what} | {became[what]:,} |" for what in ("explained", "named", "named right")]
    rows += [f"| CPU seconds of an explanation, median | {statistics.median(spent):.2f} |"]
    rows += [f"| CPU seconds of an explanation, most | {max(spent):.2f} |"]
    return [
        "# Spoiled derivations", "",
        f"`python benchmarks/derivation_mutants.py --every {every} --write`; {len(right)} right answers, one in "
        f"{every} of the wrong ones explained.", "", "| what | how many |", "|---|---:|", *rows, "", *counted.false, "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=40, help="explain one in so many of the wrong ones")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    text = "\n".join(measured(arguments.every))
    print(text)
    if arguments.write:
        (ROOT / "benchmarks/results/derivation_mutants.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
