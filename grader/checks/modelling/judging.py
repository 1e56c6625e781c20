"""From what the battery found to marks, a finding and evidence."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from grader.checks.attempt import Attempt
from grader.checks.modelling.driven_model import DrivenModel, put_in
from grader.code import CannotAnswer, OurFault, Theirs
from grader.data.plateaus import Plateau
from grader.honesty import evaluation
from grader.honesty.battery import Examination, examine
from grader.honesty.faults import Asked, WrongVersion
from grader.honesty.injected import Injected
from grader.honesty.language import Tokens
from grader.honesty.levels import advice_on, told
from grader.honesty.model import Result, Standing, Subject
from grader.honesty.reading import Numbered, numbered
from grader.honesty.score import Score
from grader.outcome import Evidence, Figures, Finding, Level, Outcome, Part, Scale, Verdict

if TYPE_CHECKING:
    from grader.checks.perplexity import Perplexity


def judged(check: "Perplexity", attempt: Attempt) -> Outcome:
    """The outcome of one check. Raises CannotAnswer where no model is there to be asked."""
    text = _text(check, attempt)
    model = DrivenModel(check, attempt, text)
    chance = attempt.draws.randomness("honesty")
    more = tuple(own_mistakes(check, attempt)) if attempt.explained else ()
    if text is None:
        found = Examination(tuple(evaluation.on_ours(model, _conventions(check), chance, more)), None)
    else:
        found = examine(model, text.hidden, chance, text.train, more)
    if model.trouble and check.parts == ("evaluation",):
        raise model.trouble
    return _Judging(check, text, found, model.trouble, attempt.student.notes(check.code_asked)).outcome()


def _text(check: "Perplexity", attempt: Attempt) -> Numbered | None:
    if not check.makes_a_model:
        return None
    used = attempt.texts.of(check.data)
    try:
        return numbered(used.corpus, check.vocabulary, check.tokens)
    except ValueError as trouble:
        raise OurFault(f"`data: {check.data}`: {trouble}") from trouble


def _conventions(check: "Perplexity") -> Tokens:
    """Those of the language that models of ours speak where there is no text."""
    return Tokens(()) if check.unit == "character" else Tokens(("</s>",), end=0)


def own_mistakes(check: "Perplexity", attempt: Attempt) -> Iterator[WrongVersion]:
    """The known mistakes of the reference's functions in the place of the student's, behind the same driver."""
    if not check.takes_ours:
        return
    for name in check.reference.values():
        for one in attempt.reference.mistakes(name):
            yield WrongVersion(one.name, one.sentence, one.advice, _gives(check, attempt, name, one.wrong))


def _gives(check: "Perplexity", attempt: Attempt, name: str, wrong: Callable[..., object]) -> Callable[[Asked], float]:
    functions = {one: attempt.reference.find(one) for one in check.reference.values()}
    code = attempt.reference.pretender({**functions, name: wrong})
    uses = {argument: Theirs((function,)) for argument, function in check.reference.items()}

    def gives(asked: Asked) -> float:
        if not isinstance(asked.model, Injected):
            return math.nan
        try:
            return put_in(check, code, asked.model, [asked.text], uses)[0]
        except CannotAnswer:
            return math.nan  # this mistake raises here, and the student's code did not

    return gives


@dataclass(frozen=True)
class _Judging:
    check: "Perplexity"
    text: Numbered | None
    found: Examination
    trouble: CannotAnswer | None
    noticed: tuple[str, ...]  # while finding the student's functions

    def outcome(self) -> Outcome:
        held = self._held
        doubt = next((one.finding for one in self._of_parts if one.standing is Standing.DOUBT), None)
        if doubt and held.get("honest", True):
            return Outcome(Verdict.NEEDS_PERSON, 0.0, doubt, self._evidence, self._notes,
                           (*self._flags, f"{doubt.what} ({doubt.where})"))  # fmt: skip
        points = self.check.points
        if isinstance(points, dict):
            parts = tuple(Part(name, value if held[name] else 0.0, value) for name, value in points.items())
            total = sum(part.points for part in parts)
            fraction = sum(part.earned for part in parts) / total if total else float(all(held.values()))
        else:
            parts, fraction = (), float(all(held.values()))
        if all(held[part] for part in (points if isinstance(points, dict) else held)):
            verdict = Verdict.PASSED
        else:
            verdict = Verdict.PARTIAL if fraction > 0 else Verdict.FAILED
        return Outcome(
            verdict,
            fraction,
            None if verdict is Verdict.PASSED else self._finding,
            self._evidence,
            self._notes,
            self._flags,
            parts,
            measured=self.found.score.measured if self.found.score else (),
        )

    @cached_property
    def _held(self) -> Mapping[str, bool]:
        honest = self._stands(Subject.MODEL)
        evaluated = self.trouble is None and self._stands(Subject.EVALUATION)
        each = {"honest": honest, "evaluation": evaluated, "threshold": honest and self._within}
        return {part: each[part] for part in self.check.parts}

    def _stands(self, subject: Subject) -> bool:
        """Whether no test fails, and some test holds: what was not looked at earns nothing."""
        found = {one.standing for one in self.found.about(subject)}
        return Standing.HELD in found and Standing.FAULT not in found

    def _faults(self, subject: Subject) -> list[Result]:
        return [one for one in self.found.about(subject) if one.broken]

    @cached_property
    def _bound(self) -> float | None:
        """The perplexity that is asked for on this text."""
        score, check = self.found.score, self.check
        if score is None or "threshold" not in check.parts:
            return None
        if score.oracle is not None:
            bound = check.at_most_ratio * score.oracle if check.at_most_ratio else check.at_most
        else:
            bound = check.at_most
        if bound is None:
            raise OurFault("the check has no `at_most`, which a real text needs: `at_most_ratio` is for synthetic ones")
        return bound

    @property
    def _within(self) -> bool:
        return self.found.score is not None and self._bound is not None and self.found.score.perplexity <= self._bound

    @property
    def _finding(self) -> Finding | None:
        """The first fault of a part that is lost, in the order in which they would mislead."""
        for subject, part in ((Subject.MODEL, "honest"), (Subject.EVALUATION, "evaluation")):
            if part in self._held and not self._held[part]:
                faults = self._faults(subject)
                first = faults[0].finding if faults else self.trouble.outcome.finding if self.trouble else None
                return _with_others(first, faults[1:])
        return self._too_high()

    def _too_high(self) -> Finding | None:
        score, bound = self.found.score, self._bound
        if score is None or bound is None:
            return None
        where = f"yours {score.perplexity:.4g}, asked for {bound:.4g} or less, on {score.hidden.count:,} tokens"
        what = "The perplexity on a text that the model has not seen is too high."
        standing = told(score.perplexity, self._levels)
        return Finding(
            f"{what} {standing}".rstrip(),
            where,
            advice_on(score.perplexity, self._levels),
            f"{what} {standing}".rstrip(),
        )

    @cached_property
    def _levels(self) -> tuple[Plateau, ...]:
        assert self.text is not None and self.found.score is not None
        return self.text.levels

    @property
    def _evidence(self) -> tuple[Evidence, ...]:
        tested = Figures("What was tested", tuple((one.test, _in_a_word(one)) for one in self._of_parts))
        scale = (self._scale(self.found.score),) if self.found.score else ()
        return (*scale, tested, *(self.trouble.outcome.evidence if self.trouble else ()))

    def _scale(self, score: Score) -> Scale:
        unknown = [("unknown words", f"{100 * score.hidden.unknown_share:.1f} %")]
        return Scale(
            "perplexity on text that your model has not seen",
            score.perplexity,
            tuple(Level(one.name, one.perplexity, one.meaning) for one in self._levels),
            self._bound,
            about=(
                ("tokens", f"{score.hidden.count:,}"),
                *(unknown if score.hidden.tokens.unknown is not None else []),
                ("nats per character", f"{score.nats_per_character:.4g}"),
            ),
        )

    @property
    def _of_parts(self) -> list[Result]:
        """The results that a part of this check is about."""
        asked = {Subject.MODEL: "honest", Subject.EVALUATION: "evaluation"}
        return [one for one in self.found.results if asked[one.about] in self.check.parts]

    @property
    def _notes(self) -> tuple[str, ...]:
        warned = [one.finding for one in self._of_parts if one.standing is Standing.WARNING and one.finding]
        left_out = [f"{one.test}: {one.why}" for one in self._of_parts if one.standing is Standing.LEFT_OUT]
        notes = [f"{finding.what} {finding.advice}" for finding in warned]
        if left_out:
            notes.append(f"Not looked at: {'; '.join(left_out)}.")
        return (*self.noticed, *notes)

    @property
    def _flags(self) -> tuple[str, ...]:
        warned = [one.finding for one in self._of_parts if one.standing is Standing.WARNING and one.finding]
        return tuple(f"{finding.what} ({finding.where})" for finding in warned)


def _with_others(first: Finding | None, others: list[Result]) -> Finding | None:
    """The first fault's finding, and how many more there are: the figures list them."""
    if first is None or not others:
        return first
    more = "One more test fails" if len(others) == 1 else f"{len(others)} more tests fail"
    return replace(first, advice=f"{first.advice} ({more}; see what was tested.)")


def _in_a_word(one: Result) -> str:
    if one.standing is Standing.HELD:
        return "holds"
    if one.standing is Standing.LEFT_OUT:
        return f"not looked at: {one.why}"
    finding = one.finding.what if one.finding else ""
    if one.standing is Standing.DOUBT:
        return f"for a person: {finding}"
    return f"{'does not hold' if one.broken else 'a warning, no mark lost'}: {finding}"
