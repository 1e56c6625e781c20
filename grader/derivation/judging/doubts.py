"""Reasons to leave a verdict open once it was found: words around a formula that nobody read, names of two meanings."""

import re
from dataclasses import replace

from grader.derivation.judged import JudgedChain
from grader.derivation.judging.said import Said
from grader.derivation.symbols import Symbols
from grader.derivation.tree import Symbol
from grader.derivation.valuing.walks import names
from grader.derivation.verdicts import Status
from grader.submission.answer import WrittenAnswer

_ONLY = "This holds only for {}, and nothing that was read says so; a condition before it would."
_PREMISE = "The sheet leaves `{}` open; what you choose for it is no claim that could be right or wrong."
_OTHERWISE = "`{}` means something else on the sheet than what you chose for it; another letter would be read."
_SMALL_HERE = "What you chose is right for large numbers; words or signs beside it speak of small ones."
_IN_WORDS = "The words behind this say when it holds; written in mathematics, they would be read."
_SMALL = re.compile(
    r"\\ll(?![A-Za-z])|≪|<|\\lt(?![A-Za-z])|\b(?:small|tiny|close to (?:0|zero|\$0)|near (?:0|zero))", re.IGNORECASE
)
_OTHER = re.compile(r"\b(?:other|others|otherwise|else|rest|remaining)\b", re.IGNORECASE)
_NEAR = 30  # characters behind a formula that may belong to it
#: Words and signs with which a writer says for which numbers a line is meant.
_WHEN = re.compile(
    r"\b(?:if|when|whenever|for|where|case|large|larger|small|smaller|greater|less|longer|shorter|bigger|close|near|"
    r"suppose|assume|given|above|below|unless)\b|[<>≪≫]"
    r"|\\(?:ll|gg|lt|gt|le|leq|ge|geq|overset|underset|stackrel|xrightarrow)(?![A-Za-z])",
    re.IGNORECASE,
)


class Doubts:
    """The doubts about one answer's chains, which are asked for in order. goals: how many the question has."""

    def __init__(self, answer: WrittenAnswer, symbols: Symbols, goals: int) -> None:
        self._goals = goals
        self._lines = answer.text.split("\n")
        self._begins = answer.line
        self._open_names = frozenset(each.name for each in symbols.variables)
        self._regime = ""  # the limit in which lines hold that say nothing of limits: the same for all of them
        self._reused: dict[str, str] = {}  # the sheet's names that the student gave a meaning, as written

    def looked_at(self, found: JudgedChain, chain: Said, stated: bool) -> JudgedChain:
        """The verdict, or the same left open. stated: a condition on what moves was read and kept to."""
        if found.regime and not stated and found.status is Status.HOLDS:
            if self._speaks_of_when(chain) or found.regime != (self._regime or found.regime):
                return _open(found, _ONLY.format(found.regime), Status.HOLDS)
            self._regime = found.regime
        if found.status is Status.HOLDS and self._is_choice(found) and _SMALL.search(self._around(chain, 0)):
            return _open(found, _SMALL_HERE, Status.HOLDS)
        if found.status is not Status.BREAKS:
            return found
        if not chain.states_when and _OTHER.search(self._behind(chain)):
            return _open(found, _IN_WORDS, Status.BREAKS)
        left = chain.left.tree
        if isinstance(left, Symbol) and left.name in self._open_names and not found.about:
            written = chain.left.step.latex.strip()
            self._reused[left.name] = written
            return _open(found, _PREMISE.format(written), Status.BREAKS)
        met = frozenset[str]().union(*(names(side.tree) for side in chain.sides if side.tree is not None))
        for name, written in self._reused.items():
            if name in met:
                return _open(found, _OTHERWISE.format(written), Status.BREAKS)
        return found

    def _speaks_of_when(self, chain: Said) -> bool:
        """Whether words or signs around a formula say when it holds. A line before and one behind it may."""
        return _WHEN.search(self._around(chain, 1)) is not None

    def _is_choice(self, found: JudgedChain) -> bool:
        """Whether the chain says what the student chose for a name."""
        return any(number >= self._goals for number in found.about)

    def _around(self, chain: Said, more: int) -> str:
        """The lines that a chain stands on, and some before and behind."""
        first, last = chain.chain.lines
        return "\n".join(self._lines[max(0, first - self._begins - more) : last - self._begins + 1 + more])

    def _behind(self, chain: Said) -> str:
        """The words right behind a chain, on its last line."""
        last = chain.chain.steps[-1]
        line = self._lines[last.end_line - self._begins : last.end_line - self._begins + 1]
        return line[0][last.end_column - 1 : last.end_column + _NEAR] if line else ""


def _open(found: JudgedChain, why: str, status: Status) -> JudgedChain:
    """The steps of one status behind the left side are not decided."""
    steps = tuple(
        replace(step, status=Status.NOT_READ, note=why) if number and step.status is status else step
        for number, step in enumerate(found.steps)
    )
    final = None if found.steps[-1].status is status else found.final_right
    return replace(
        found, steps=steps, first_wrong=None, rejoins=None, final_right=final, slips=(), counterexample=""
    )  # fmt: skip
