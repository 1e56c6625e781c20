"""The door of derivations: a written answer, or one formula, judged step by step against what a question asks."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace

from grader.derivation.asked import Asked, names_asked_for
from grader.derivation.chains import find
from grader.derivation.expansion import expand
from grader.derivation.finding import own_macros
from grader.derivation.judged import Judged, JudgedChain, JudgedStep, Slip
from grader.derivation.judging.circumstances import Circumstances, circumstances
from grader.derivation.judging.doubts import Doubts
from grader.derivation.judging.own import named_classes, with_own_names
from grader.derivation.judging.regimes import Combined
from grader.derivation.judging.said import Said, Side, said, with_letters
from grader.derivation.judging.session import Session
from grader.derivation.macros import Macro, from_texts
from grader.derivation.printed import printed, readable
from grader.derivation.repair import counterexample, slips, slips_of_choice
from grader.derivation.span import NotRead
from grader.derivation.steps import Chain, Found, Unread
from grader.derivation.tokens import tokens, written
from grader.derivation.valuing.values import IllTyped
from grader.derivation.valuing.walks import names
from grader.derivation.verdicts import Status, StepVerdict
from grader.outcome import Finding
from grader.submission.answer import WrittenAnswer

log = logging.getLogger("grader")
#: Steps that are judged, and breaks that are explained; what comes after is for a person.
MOST_STEPS = 250
_OURS = StepVerdict(Status.NOT_READ, why="Reading this failed on our side; a person will read it.")
MOST_EXPLAINED = 6
_SHORT = 8  # characters of an expression within a sentence that is merely a name
_DISPLAYED = re.compile(r"\$|(?<!\\)\\[\[(]|\\begin\{(?:align|eqnarray|gather|equation|multline|displaymath|math)")


def judge_formula(asked: Asked, latex: str, seed: int = 0, explained: bool = True) -> Judged:
    """One formula, as it was typed: with or without dollars, one chain or several rows of an alignment.

    explained: whether slips and counterexamples are looked for, which takes longer than the verdicts.
    """
    text = latex if _DISPLAYED.search(latex) else f"$$\n{latex}\n$$"
    most_explained = MOST_EXPLAINED if explained else 0
    answer = WrittenAnswer(text, "markdown", "formula", 1 if text is latex else 0)
    return _best(asked, answer, seed, True, most_explained)


def judge_answer(asked: Asked, answer: WrittenAnswer, seed: int = 0) -> Judged:
    """A whole answer. Same answer, same question, same seed: the same verdicts and words."""
    return _best(asked, answer, seed, False, MOST_EXPLAINED)


def _best(asked: Asked, answer: WrittenAnswer, seed: int, alone: bool, most_explained: int) -> Judged:
    """The reading under which most of the answer holds, where the sheet leaves one open."""
    best = _Judging(asked, answer, seed, alone, most_explained).judged()
    for symbols in asked.otherwise:
        if best.rank[0] == 0:
            break
        otherwise = replace(asked, symbols=symbols, otherwise=())
        other = _Judging(otherwise, answer, seed, alone, most_explained).judged()
        best = other if other.rank < best.rank else best
    return best


class _Judging:
    def __init__(self, asked: Asked, answer: WrittenAnswer, seed: int, alone: bool, most_explained: int) -> None:
        self.asked = asked
        self.seed = seed
        self.alone = alone
        self.found: Found = find(answer)
        self.macros = from_texts((*own_macros.definitions(answer.definitions), *self.found.macros))
        self.answer = answer
        self.most_explained = most_explained
        self.explained = 0
        self.used = frozenset[str]()

    def judged(self) -> Judged:
        chains = [chain for chain in self.found.chains if self.alone or _says_something(chain)]
        own = with_own_names(self.asked.symbols, chains, self.macros, names_asked_for(self.asked))
        read = [said(chain, own.symbols, self.macros) for chain in chains]
        letters = named_classes(own.symbols, read)
        session = Session(self.asked, own.symbols, read, self.seed, self.alone)
        doubts = Doubts(self.answer, self.asked.symbols, len(self.asked.goals))
        made: list[JudgedChain] = []
        under = Circumstances()
        unread = list(self.found.unread)
        steps = 0
        for chain in read:
            steps += len(chain.sides)
            if steps > MOST_STEPS:
                unread.append(_too_many(chain))
                break
            under = circumstances(chain.chain.conditions, own.symbols, under, self.macros)
            one = doubts.looked_at(self._judged(session, chain, under, letters), chain, bool(under.scalars))
            # A lone expression within a sentence may be the answer; else it is only spoken of.
            if self.alone or len(chain.sides) > 1 or chain.chain.display or one.status is Status.HOLDS:
                made.append(one)
        return Judged(tuple(made), tuple(unread), (*own.taken, *letters.items()), self.used)

    def _judged(self, session: Session, chain: Said, under: Circumstances, letters: Mapping[str, str]) -> JudgedChain:
        """One chain. A fault of ours decides nothing about a student's formula: a person will read it."""
        try:
            one = self._chain(session, with_letters(chain, letters), under.with_letters(letters)) if letters else None
            # A letter that names the true class may still be any letter elsewhere.
            if one is None or one.status is not Status.HOLDS:
                plain = self._chain(session, chain, under)
                one = plain if one is None or plain.status is Status.HOLDS else one
            return one
        except Exception:  # a formula that nobody foresaw; the log keeps what went wrong
            log.exception("a formula could not be judged: %.500r", [side.step.latex for side in chain.sides])
            return JudgedChain(tuple(_step(side, _OURS, self.macros) for side in chain.sides))

    def _chain(self, session: Session, chain: Said, under: Circumstances) -> JudgedChain:
        result = session.verdict(chain, under)
        found, verdict = result.found, result.found.verdict
        steps = tuple(_step(side, step, self.macros) for side, step in zip(chain.sides, verdict.steps, strict=True))
        self.used |= frozenset[str]().union(*(names(side.tree) for side in chain.sides if side.tree is not None))
        slips, counterexample = self._explained(session, chain, result, under)
        last, left = chain.sides[-1].tree, chain.left.tree if len(chain.sides) > 1 else None
        return JudgedChain(
            steps,
            self._about(chain, session, result),
            verdict.first_wrong,
            verdict.rejoins,
            verdict.final_right,
            last is not None and all(aim.is_finished(last, left) for aim in found.aims),
            slips,
            counterexample,
            result.only,
            _when(chain, result),
            session.towards(chain, result),
        )

    def _about(self, chain: Said, session: Session, result: Combined) -> tuple[int, ...]:
        choice = session.chosen(chain)
        if choice is not None:
            return tuple(len(self.asked.goals) + number for number in choice.numbers)
        return tuple(aim.number for aim in result.found.aims)

    def _explained(
        self, session: Session, chain: Said, result: Combined, under: Circumstances
    ) -> tuple[tuple[Slip, ...], str]:
        """What went wrong at the first break, within the budget of an answer."""
        verdict, found = result.found.verdict, result.found
        if verdict.first_wrong is None or self.explained >= self.most_explained:
            return (), ""
        number = verdict.first_wrong + len(found.lines) - len(verdict.steps)
        if found.lines[number].tree is None or number == 0:
            return (), ""
        self.explained += 1
        choice = session.chosen(chain)
        target = None if verdict.by_component else found.target
        written = () if self.macros else tuple((side.tree, side.step.latex) for side in chain.sides if side.tree)
        try:
            if choice is not None:
                return slips_of_choice(session.usual(choice.numbers[0]), found.lines[number], written), ""
            question, others = session.question(result), session.others(result, under)
            named = slips(question, found.lines, number, target, found.relations, others, written)
            return named, "" if named else counterexample(question, found.lines, number, target, found.relations)
        except (NotRead, IllTyped):
            return (), ""  # a break that nobody can explain is still a break


def _says_something(chain: Chain) -> bool:
    """Whether a formula can be a claim or an answer; `$w$` and `$v_c$` within a sentence are neither."""
    return len(chain.steps) > 1 or (chain.display and bool(chain.left.latex.strip())) or len(chain.left.latex) > _SHORT


def _too_many(chain: Said) -> Unread:
    step = chain.left.step
    what = f"More than {MOST_STEPS} steps stand under one question; from here on a person will read them."
    return Unread(step.latex, step.line, Finding(what, f"{chain.chain.file}, line {step.line}", ""))


def _step(side: Side, verdict: StepVerdict, macros: Mapping[str, Macro]) -> JudgedStep:
    understood = "" if side.tree is None else printed(side.tree)
    latex = side.step.shown.strip()
    note = verdict.why or " ".join(verdict.notes)
    expanded = _expanded(latex, macros) if macros else ""
    return JudgedStep(
        side.relation, latex, side.step.line, verdict.status, note, understood, verdict.follows, expanded,
        "" if side.tree is None else readable(side.tree),
    )  # fmt: skip


def _expanded(latex: str, macros: Mapping[str, Macro]) -> str:
    """The formula as it prints for somebody who has none of the student's commands."""
    try:
        return written(expand(tokens(latex), macros))
    except NotRead:
        return ""


def _when(chain: Said, result: Combined) -> tuple[tuple[str, str], ...]:
    """The conditions that the chain was judged under, as the student wrote them or as the question asks it."""
    stated = [(each.words or "for", each.latex) for each in chain.chain.conditions if not each.carried]
    if result.found.restricted and not stated:
        stated = [("for", aim.goal.target.when) for aim in result.found.aims]
    if result.only and result.regime is not None:
        stated.append((f"for {result.only}", ""))
    return tuple(stated)
