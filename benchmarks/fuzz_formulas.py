"""Mutated and random formulas: judging raises nothing, hangs nowhere and stays small, whatever a student writes.

usage: python benchmarks/fuzz_formulas.py [--seconds 300] [--seed 1] [--write]

Every example of every derivation check of the shipped assignments is spoiled token by token (deleted, swapped,
repeated, exchanged for another, spliced with another example, wrapped), or replaced by random bytes, and judged as a
formula or, one in eight, as a whole answer. A child does it, with 2 GiB of address space and ten seconds of CPU an
item; what it dies of is a find like an exception, more than five seconds, or more than 512 MiB above its beginning.
Each find is printed with its text. `--write` keeps the figures in benchmarks/results/fuzz_formulas.md.
"""

import argparse
import gc
import logging
import multiprocessing
import os
import random
import re
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from grader.checks.derivation import Derivation  # noqa: E402 - after the path
from grader.derivation.answer import judge_answer, judge_formula  # noqa: E402 - after the path
from grader.derivation.asked import Asked  # noqa: E402 - after the path
from grader.spec.load import load  # noqa: E402 - after the path
from grader.submission.answer import WrittenAnswer  # noqa: E402 - after the path

ADDRESS_SPACE = 2 << 30
LONGEST_CPU = 10
SLOW_CPU = 5.0
LARGE = 512 << 20
SHOWN = 600  # characters of a text that a find shows
#: Items that one child judges: what a leak would add up to stays bounded, and a death costs little.
ITEMS_OF_A_CHILD = 400

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z0-9]|\s+|.", re.DOTALL)
_STRAY = (
    r"\frac", r"\sum", r"\prod", r"\partial", r"\hat", r"\text", r"\left(", r"\right)", r"\begin{cases}",
    r"\end{cases}", r"\begin{bmatrix}", r"\end{bmatrix}", r"\begin{aligned}", r"\\", "&", r"\dots", r"\cdots",
    r"\vdots", r"\top", "^", "_", "{", "}", "(", ")", "[", "]", "|", r"\|", "=", r"\approx", r"\neq", r"\leq", "<",
    ">", "+", "-", "/", "*", "'", ",", ";", ":", "!", "%", "#1", "$", "$$", "~", "0", "1", "2", "10^{400}", "-1",
    r"\infty", r"\sqrt", r"\log", r"\exp", r"\mathbb{1}", r"\delta_{ij}", r"\nabla_", r"\odot", r"\otimes",
    r"\quad", r"\text{for }", r"\text{otherwise}", r"\def\q{\q}", r"\newcommand{\q}[1]{#1#1}", r"\q", r"\sigma",
    r"\tanh", "I", "e", "i", "j", "k", "w", "x", "y", "n", "\u0177", "\u2211", "\u2202", "\u1d40", "\u0302",
    "\u200b", "\x00", "\ud800",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One text that a check's author wrote, and what it is tried against."""

    asked: Asked
    text: str


def examples() -> list[Example]:
    """Every right and wrong chain, result and target of the shipped assignments."""
    found = []
    for path in sorted((ROOT / "specs").glob("*/assignment.yaml")):
        for question in load(path).questions:
            for check in question.checks:
                if isinstance(check, Derivation):
                    asked = check.asked()
                    texts = [*check.examples.right, *(wrong.chain for wrong in check.examples.wrong)]
                    texts += [f"{goal.target.spelling} = {goal.result}" for goal in asked.goals]
                    texts += [f"{each.name} = {usual}" for each in asked.properties for usual in each.usual]
                    found += [Example(asked, text) for text in texts]
    return found


def spoiled(text: str, others: list[Example], chance: random.Random) -> str:
    """The text after one to four edits."""
    tokens = _TOKEN.findall(text)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        at = chance.randrange(len(tokens) + 1)
        to = min(len(tokens), at + chance.choice((1, 1, 1, 2, 4, 8)))
        match chance.randrange(8):
            case 0:
                del tokens[at:to]
            case 1:
                tokens[at:to] = tokens[at:to][::-1]
            case 2:
                tokens[at:at] = [chance.choice(_STRAY)]
            case 3:
                tokens[at:to] = [chance.choice(_STRAY)]
            case 4:
                tokens[at:to] = tokens[at:to] * chance.choice((2, 2, 3, 50))
            case 5:
                other = _TOKEN.findall(chance.choice(others).text)
                begin = chance.randrange(len(other))
                tokens[at:to] = other[begin : begin + chance.randrange(1, 20)]
            case 6 if tokens:
                first, second = chance.randrange(len(tokens)), chance.randrange(len(tokens))
                tokens[first], tokens[second] = tokens[second], tokens[first]
            case _:
                before, behind = chance.choice(((r"\frac{", "}{2}"), ("(", ")"), (r"\sum_i ", ""), (r"e^{", "}"),
                                                (r"\hat{", "}"), (r"\left|", r"\right|"), ("_{", "}"), (r"\text{", "}"),
                                                (r"\frac{\partial}{\partial x}[", "]"), ("{", "}^{-1}")))  # fmt: skip
                tokens[at:to] = [before * (deep := chance.choice((1, 1, 2, 40))), *tokens[at:to], behind * deep]
    return "".join(tokens)


def items(chance: random.Random, known: list[Example]) -> Iterator[tuple[int, bool, str]]:
    """Endlessly: which example's question, whether as a whole answer, and the text."""
    while True:
        number = chance.randrange(len(known))
        kind = chance.randrange(40)
        if kind == 0:
            text = chance.randbytes(chance.randrange(1, 2000)).decode("latin-1")
        elif kind == 1:
            text = "".join(chance.choice(_STRAY) for _ in range(chance.randrange(1, 300)))
        else:
            text = spoiled(known[number].text, known, chance)
        whole = chance.randrange(8) == 0
        yield number, whole, f"Some words.\n\n$${text}$$\n\nMore words $x$.\n" if whole else text


class Told(logging.Handler):
    """What judging caught and only told the log is a find, too."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.faults.append("".join(traceback.format_exception(*record.exc_info)[-2:]) if record.exc_info else "")


def judge(example: Example, whole: bool, text: str) -> str:
    """What became of one text: verdicts of its chains in one word."""
    if whole:
        judged = judge_answer(example.asked, WrittenAnswer(text, "markdown", "answers.md", 1))
    else:
        judged = judge_formula(example.asked, text)
    found = {chain.status.value for chain in judged.chains}
    return next((each for each in ("breaks", "not_read", "holds") if each in found), "nothing")


def child(known: list[Example], asks: Connection, parents: Connection) -> None:
    """Judges what it is sent until there is no more, or no parent. Out of CPU, it is gone."""
    parents.close()
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    signal.signal(signal.SIGVTALRM, lambda *_: os._exit(3))
    sys.setrecursionlimit(1000)
    gc.freeze()
    told = Told()
    logging.getLogger().addHandler(told)
    while True:
        try:
            item = asks.recv()
        except EOFError:
            return
        if item is None:
            return
        number, whole, text = item
        began, before = time.process_time(), _peak()
        told.faults.clear()
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST_CPU)
        try:
            outcome, fault = judge(known[number], whole, text), ""
            if told.faults:
                outcome, fault = "RAISED", told.faults[0]
        except Exception:
            outcome, fault = "RAISED", "".join(traceback.format_exc().splitlines(True)[-3:])
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        asks.send((outcome, fault, time.process_time() - began, _peak() - before))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


class Children:
    """One child at a time; a new one where the old one died or has judged enough."""

    def __init__(self, known: list[Example]) -> None:
        self.known = known
        self.context = multiprocessing.get_context("fork")
        self.left = 0

    def judged(self, item: tuple[int, bool, str]) -> tuple[str, str, float, int]:
        """What became of one item, why it failed, its CPU seconds, and by how much the peak of memory grew."""
        if not self.left:
            self.asks, theirs = self.context.Pipe()
            self.process = self.context.Process(target=child, args=(self.known, theirs, self.asks), daemon=True)
            self.process.start()
            theirs.close()
            self.left = ITEMS_OF_A_CHILD
        self.left -= 1
        try:
            self.asks.send(item)
            found: tuple[str, str, float, int] = self.asks.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            self.left = 0
            return "DIED", f"exit code {self.process.exitcode}", float(LONGEST_CPU), 0
        if not self.left:
            self.asks.send(None)
            self.process.join()
        return found


def measured(seconds: float, seed: int) -> list[str]:
    """The page's lines. Finds are printed as they come."""
    chance, known = random.Random(seed), examples()
    children = Children(known)
    became: Counter[str] = Counter()
    spent, slowest, largest = 0.0, 0.0, 0
    for item in items(chance, known):
        if spent > seconds:
            break
        outcome, fault, cpu, grown = children.judged(item)
        became[outcome] += 1
        spent, slowest, largest = spent + cpu, max(slowest, cpu), max(largest, grown)
        if fault or cpu > SLOW_CPU or grown > LARGE:
            became["FINDS"] += 1
            goals = ", ".join(goal.target.name for goal in known[item[0]].asked.goals)
            print(f"FIND {outcome} {cpu:.1f} s, {grown >> 20} MiB, {goals}: {item[2][:SHOWN]!r}\n{fault}", flush=True)
    became.setdefault("FINDS", 0)
    rows = [f"| {what} | {count:,} |" for what, count in sorted(became.items())]
    rows += [f"| slowest, CPU seconds | {slowest:.1f} |", f"| most memory that one took, MiB | {largest >> 20} |"]
    return [
        "# Mutated formulas", "",
        f"`python benchmarks/fuzz_formulas.py --seconds {seconds:.0f} --seed {seed} --write`: {spent:.0f} s of CPU.",
        "", "| what | how many |", "|---|---:|", *rows, "",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    text = "\n".join(measured(wanted.seconds, wanted.seed))
    print(text)
    if wanted.write:
        (ROOT / "benchmarks/results/fuzz_formulas.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
