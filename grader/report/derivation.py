"""A written derivation as its reader sees it: a word and a shape for each line, and what is said beneath it.

The same on paper and on a terminal. Knows no HTML, and nothing about mathematics.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

from grader.outcome import Derivation, DerivationChain, DerivationStep, UnreadFormula
from grader.report.maths import LONGEST
from grader.report.text import cut, one_line, width_of

MOST_LINES = 200  # of all chains together, and of what is unread; the rest stands in the student's own file
MOST_CHARACTERS = 100_000  # of LaTeX in those lines
LONGEST_SOURCE = 600  # characters of a stretch that was not read
WIDE = 150  # characters of LaTeX from which on a line hardly fits on paper

PERSON = "a person will read this"
ASIDE = "not read; no mark rests on it"
MARKED = "not read by the program"  # and a person, who read it, has marked it all
_GLYPHS = {"passed": "✓", "rejoins": "✓", "failed": "✗", "follows": "✗", "needs_person": "?"}


@dataclass(frozen=True)
class Line:
    """One expression. A left side that holds has no mark, for it claims nothing: word and shape are ""."""

    relation: str
    latex: str
    word: str
    shape: str
    tone: str
    remarks: tuple[tuple[str, str], ...]  # a leading word, which may be "", and what is said
    understood: str
    is_wide: bool


@dataclass(frozen=True)
class Chain:
    """One chain. goal: "" where its left side says already what it derives. place: "line 14"."""

    goal: str
    place: str
    lines: tuple[Line, ...]
    when: tuple[tuple[str, str], ...]  # conditions: words, and LaTeX or ""
    in_words: str  # for those who don't see it: "Derivation in answers.md, line 14: breaks at line 3 of 5"

    @property
    def was_understood(self) -> bool:
        """Whether any line of it says how it was read."""
        return any(line.understood for line in self.lines)


@dataclass(frozen=True)
class Written:
    """All that is shown of one derivation. missing: lines and formulas beyond what anyone reads."""

    file: str
    chains: tuple[Chain, ...]
    unread: tuple[UnreadFormula, ...]
    names: tuple[tuple[str, str], ...]
    missing: int
    left: str  # the word for what was not read

    @property
    def was_understood(self) -> bool:
        """Whether there is anything to unfold."""
        return bool(self.names) or any(chain.was_understood for chain in self.chains)


def written(found: Derivation, by_hand: bool = False) -> Written:
    """The derivation, ready to be looped over; `by_hand`: a person has marked it."""
    left = MARKED if by_hand else PERSON if found.waits else ASIDE  # once everything is decided, nobody reads the rest
    shown = tuple(islice(_within_bounds(found.chains), MOST_LINES))
    chains = tuple(
        _chain(chain, tuple(step for one, step in steps), found.file, left)
        for chain, steps in ((found.chains[n], each) for n, each in groupby(shown, key=itemgetter(0)))
    )
    missing = sum(len(chain.steps) for chain in found.chains) - len(shown) + max(0, len(found.unread) - MOST_LINES)
    unread = tuple(_shortened(each) for each in found.unread[:MOST_LINES])
    return Written(found.file, chains, unread, found.names[:MOST_LINES], missing, left)


def _within_bounds(chains: tuple[DerivationChain, ...]) -> Iterator[tuple[int, DerivationStep]]:
    """Each step with its chain's number, as long as a page can bear them."""
    room = MOST_CHARACTERS
    for number, chain in enumerate(chains):
        for step in chain.steps:
            room -= min(len(step.latex), LONGEST)
            if room < 0:
                return
            yield number, step


def is_all_right(found: Derivation) -> bool:
    """Whether every line holds and nothing is left to a person."""
    return not found.unread and all(step.verdict == "holds" for chain in found.chains for step in chain.steps)


def as_text(found: Derivation, width: int, by_hand: bool = False) -> Iterator[tuple[str, str]]:
    """Lines for a terminal, each with its tone: what was written cut to one line, remarks wrapped beneath."""
    shown = written(found, by_hand)
    for chain in shown.chains:
        when = "".join(f", {words} {latex}".rstrip() for words, latex in chain.when)
        yield cut(one_line(f"{found.file}, {chain.place}{when}"), width), "quiet"
        for line in chain.lines:
            yield from _line_as_text(line, width)
    for formula in shown.unread:
        yield cut(one_line(f"{found.file}, line {formula.line}"), width), "quiet"
        yield cut(f"? {one_line(formula.text)}", width), _left_tone(shown.left)
        said = (("", f"{shown.left}: {formula.why}"), ("try:", formula.advice if found.waits else ""))
        yield from (text for lead, words in said if words for text in _wrapped(lead, words, width))
    if shown.missing:
        yield f"{shown.missing:,} more lines stand in the file itself.", "quiet"


def _line_as_text(line: Line, width: int) -> Iterator[tuple[str, str]]:
    glyph = _GLYPHS.get(line.shape, " ")
    yield f"{glyph} {cut(one_line(f'{line.relation} {line.latex}'), width - 2)}", line.tone
    remarks = line.remarks
    if line.word not in ("", "holds"):
        first = remarks[0][1] if remarks and not remarks[0][0] else ""
        remarks = (("", f"{line.word}: {first}" if first else line.word), *remarks[1 if first else 0 :])
    for lead, words in remarks:
        yield from _wrapped(f"{lead}:" if lead else "", words, width)
    if line.shape == "failed" and line.understood:
        yield from _wrapped("read as:", line.understood, width)


def _wrapped(lead: str, words: str, width: int) -> list[tuple[str, str]]:
    begin = f"    {lead} " if lead else "    "
    rows = textwrap.wrap(one_line(words), width, initial_indent=begin, subsequent_indent=" " * width_of(begin),
                         break_on_hyphens=False)  # fmt: skip
    return [(row, "plain") for row in rows]


def _chain(chain: DerivationChain, steps: tuple[DerivationStep, ...], file: str, left: str) -> Chain:
    broken = _broken(chain)
    lines = tuple(_line(chain, number, step, broken, left) for number, step in enumerate(steps))
    goal = "" if _same(chain.goal, chain.steps[0].latex) else chain.goal
    place = f"line {chain.line}"
    in_words = f"Derivation in {one_line(file)}, {place}: {_summary(chain, broken, left)}"
    return Chain(goal, place, lines, chain.when, in_words)


def _broken(chain: DerivationChain) -> int | None:
    if chain.first_wrong is not None:
        return chain.first_wrong
    return next((number for number, step in enumerate(chain.steps) if step.verdict == "breaks"), None)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _summary(chain: DerivationChain, broken: int | None, left: str) -> str:
    count = len(chain.steps)
    if broken is not None:
        rejoins = f", rejoins at expression {chain.rejoins + 1}" if chain.rejoins is not None else ""
        return f"breaks at expression {broken + 1} of {count}{rejoins}"
    if any(step.verdict == "not_read" for step in chain.steps):
        return "a person will read part of it" if left == PERSON else "part of it was not read"
    return "every step holds"


def _line(chain: DerivationChain, number: int, step: DerivationStep, broken: int | None, left: str) -> Line:
    silent = number == 0 and not step.relation and step.verdict == "holds" and len(chain.steps) > 1
    word, shape, tone = ("", "", "plain") if silent else _mark(chain, number, step, broken, left)
    remarks = [("", step.note)] if step.note else []
    if number == broken:
        leads = ("either", "or") if len(chain.explanations) > 1 else ("why",)
        remarks += zip(leads, chain.explanations, strict=False)
        remarks += [("numbers", chain.counterexample)] if chain.counterexample else []
    return Line(step.relation, step.latex, word, shape, tone, tuple(remarks), step.understood, len(step.latex) > WIDE)


def _mark(
    chain: DerivationChain, number: int, step: DerivationStep, broken: int | None, left: str
) -> tuple[str, str, str]:
    """Word, shape and tone of one line."""
    if step.verdict == "not_read":
        return left, "needs_person", _left_tone(left)
    if step.verdict == "holds":
        return ("rejoins here", "rejoins", "good") if number == chain.rejoins else ("holds", "passed", "good")
    if number == broken:
        return "breaks here", "failed", "lost"
    if step.carried:
        return "follows from the wrong step", "follows", "plain"
    return "breaks too", "failed", "lost"


def _left_tone(left: str) -> str:
    return "waiting" if left == PERSON else "quiet"


def _shortened(formula: UnreadFormula) -> UnreadFormula:
    text = one_line(formula.text[: 2 * LONGEST_SOURCE])
    if len(text) <= LONGEST_SOURCE and len(formula.text) <= 2 * LONGEST_SOURCE:
        return UnreadFormula(formula.line, text, formula.why, formula.advice)
    return UnreadFormula(formula.line, f"{text[:LONGEST_SOURCE]} …", formula.why, formula.advice)
