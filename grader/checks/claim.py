"""Check kind `claim`: numbers that an answer, a table or a notebook's output reports, held against what we measure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pydantic import Field

from grader.checks.attempt import Attempt
from grader.checks.base import CheckBase, Mistake, nearest
from grader.checks.claiming.asked import ClaimedQuantity, wrong_ranges
from grader.checks.claiming.aspects import Aspect, Option
from grader.checks.claiming.finding import Sought, reported
from grader.checks.claiming.judging import Case, JudgedClaim, Mark, judge
from grader.checks.essay import for_a_person
from grader.outcome import Answer, Claims, Finding, Outcome, Part, Verdict
from grader.submission.text import shown

Source = Literal["answer", "documents", "outputs"]

_COMPARES = re.compile(r"\b(?:better|worse|lower|higher|greater|smaller|larger|outperform\w*)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_CAP = 20_000  # characters that are searched for a comparison
_ADVICE = "Run the evaluation once more with the code and the files that you hand in, and report what it gives."


class Claim(CheckBase):
    """Finds reported numbers by the words around them. Only what was recomputed here earns or loses points."""

    kind: Literal["claim"]
    claims: dict[str, ClaimedQuantity] = Field(min_length=1)
    """The numbers that students report, each by the name that they read: `dev perplexity`."""
    aspects: dict[str, dict[str, list[str]]] = Field(min_length=1)
    """How a number's subject is told from the words near it: an aspect, its options, each one's spellings. A hyphen may
    be a space or nothing, a final `*` stands for any ending; an option without spellings holds where no other is
    named."""
    sources: list[Source] = ["answer", "documents", "outputs"]
    """Where it may stand, the first that has it decides: the answer under the question's label, any written document,
    a notebook's stored outputs."""
    rubric: dict[str, float] = {}
    """What the person looks for who decides about what could not be measured: the criterion and its points."""

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.claims)

    def mistakes(self) -> Iterator[Mistake]:
        yield from super().mistakes()
        for name, claim in self.claims.items():
            yield from self._unknown(name, claim)
        for name, what in wrong_ranges(self.claims):
            needs = frozenset({"claims*"})
            yield Mistake(("claims", name, "plausible"), what, "write the smaller one as `least`", needs)
        for aspect, options in self.aspects.items():
            if sum(not spellings for spellings in options.values()) > 1:
                what = f"two options of `{aspect}` have no spellings, so nothing tells them apart"
                yield Mistake(("aspects", aspect), what, "give all but one their spellings", frozenset({"aspects*"}))

    def _unknown(self, name: str, claim: ClaimedQuantity) -> Iterator[Mistake]:
        needs = frozenset({"aspects", "aspects*", "claims", "claims*"})
        for aspect, option in claim.about.items():
            key = ("claims", name, "about", aspect)
            if aspect not in self.aspects:
                advice = nearest(aspect, self.aspects) or "add it to `aspects`"
                yield Mistake(key, f"“{name}” is about `{aspect}`, which is none of the `aspects`", advice, needs)
            elif option not in self.aspects[aspect]:
                advice = nearest(option, self.aspects[aspect]) or f"add it to `{aspect}`"
                yield Mistake(key, f"`{option}` is no option of `{aspect}`", advice, needs)
        for aspect, options in self.aspects.items():
            if aspect not in claim.about and len(options) > 1:
                what = f"“{name}” does not say which `{aspect}` it is about"
                advice = f"add `{aspect}: {next(iter(options))}` to its `about`"
                yield Mistake(("claims", name), what, advice, needs)
        if claim.same_as and (claim.same_as not in self.claims or claim.same_as == name):
            advice = nearest(claim.same_as, [one for one in self.claims if one != name]) or "name another claim"
            what = f"`same_as: {claim.same_as}` is no other claim of this check"
            yield Mistake(("claims", name, "same_as"), what, advice, needs)
        if claim.recomputed and claim.measured is None:
            what = f"“{name}” is `recomputed` and is held against nothing"
            yield Mistake(("claims", name, "recomputed"), what, "add `measured: {check: …, name: …}`", needs)

    def run(self, attempt: Attempt) -> Outcome:
        """Decides where every claim can be; all else a person reads, with everything laid out."""
        numbers = reported(attempt, self._aspects(), self.sources)
        if not numbers:
            return for_a_person(attempt, tuple(self.rubric.items()))
        values = {name: self._value(claim, attempt.measured) for name, claim in self.claims.items()}
        judged = [
            judge(Case(name, claim, self._sought(claim), numbers, attempt.measured, _without(values, name)))
            for name, claim in self.claims.items()
        ]
        flags = (*self._unlike(judged), *self._uneven_units(judged, attempt))
        notes = tuple(one.note for one in judged if one.note)
        rows = Claims(tuple(one.row for one in judged))
        if any(one.mark is Mark.OPEN for one in judged):
            return self._waiting(judged, rows, attempt, flags)
        return self._decided(judged, rows, notes, flags)

    def _aspects(self) -> tuple[Aspect, ...]:
        return tuple(
            Aspect(name, tuple(Option(option, tuple(spellings)) for option, spellings in options.items()))
            for name, options in self.aspects.items()
        )

    def _sought(self, claim: ClaimedQuantity) -> Sought:
        options = {aspect: claim.about.get(aspect, next(iter(options))) for aspect, options in self.aspects.items()}
        return Sought(options, claim.share)

    def _value(self, claim: ClaimedQuantity, measured: Mapping[str, Mapping[str, float]]) -> float | None:
        return measured.get(claim.measured.check, {}).get(claim.measured.name) if claim.measured else None

    def _waiting(self, judged: list[JudgedClaim], rows: Claims, attempt: Attempt, flags: tuple[str, ...]) -> Outcome:
        waiting = [one for one in judged if one.mark is Mark.OPEN]
        rest = f" (and {len(waiting) - 1} more like it)" if len(waiting) > 1 else ""
        where = f"{waiting[0].row.yours}: {waiting[0].row.where}" if waiting[0].row.yours else ""
        finding = Finding(f"{waiting[0].why}{rest}; a person will read it.", where)
        answer = attempt.answer
        files = (*(answer.images if answer else ()), *attempt.attachments)
        read = Answer(answer.text if answer else "", files, tuple(self.rubric.items()))
        return Outcome(Verdict.NEEDS_PERSON, 0.0, finding, (rows, read), flags=flags)

    def _decided(
        self, judged: list[JudgedClaim], rows: Claims, notes: tuple[str, ...], flags: tuple[str, ...]
    ) -> Outcome:
        worth = self._points_by_claim()
        parts = tuple(
            Part(one.name, worth[one.name] * (one.mark is Mark.EARNED), worth[one.name])
            for one in judged
            if one.name in worth
        )
        lost = [one for one in judged if one.mark is Mark.LOST]
        if not lost:
            return Outcome(Verdict.PASSED, 1.0, None, (rows,), notes, flags, parts)
        fraction = sum(part.earned for part in parts) / (sum(part.points for part in parts) or 1.0)
        verdict = Verdict.PARTIAL if fraction else Verdict.FAILED
        return Outcome(verdict, fraction, self._loss(lost), (rows,), notes, flags, parts)

    def _loss(self, lost: Sequence[JudgedClaim]) -> Finding:
        rows = [one.row for one in lost]
        names = ", ".join(f"“{row.name}”" for row in rows)
        category = f"A reported number differs from what we measure: {names}."
        what = f"You report {rows[0].yours} for “{rows[0].name}”; we measure {rows[0].measured}."
        if len(rows) > 1:
            what = f"{len(rows)} of {len(self.claims)} reported numbers differ from what we measure: {names}."
        where = "; ".join(f"{row.name}: yours {row.yours} ({row.where}), measured {row.measured}" for row in rows)
        explained = " ".join(dict.fromkeys(row.explanation for row in rows if row.explanation))
        return Finding(what, where, explained or _ADVICE, category)

    def _points_by_claim(self) -> dict[str, float]:
        if isinstance(self.points, dict):
            return self.points
        return dict.fromkeys(self.claims, self.points / len(self.claims))

    def _unlike(self, judged: Sequence[JudgedClaim]) -> Iterator[str]:
        """Claims that must be the same number and are not."""
        found = {one.name: one.found.numbers for one in judged if one.found and len(one.found.numbers) == 1}
        for name, claim in self.claims.items():
            if name in found and claim.same_as in found:
                one, other = found[name][0], found[claim.same_as][0]
                if not one.same(other, claim.share):
                    yield (f"“{name}” and “{claim.same_as}” should be one number: {one.number.text} ({one.where}), "
                           f"{other.number.text} ({other.where}).")  # fmt: skip

    def _uneven_units(self, judged: Sequence[JudgedClaim], attempt: Attempt) -> Iterator[str]:
        """Numbers per word beside numbers per character, with the sentence that compares them where there is one."""
        by_unit: dict[str, str] = {}
        for one in judged:
            unit = self.claims[one.name].per
            if unit and one.row.yours:
                by_unit.setdefault(unit, one.name)
        if len(by_unit) > 1:
            names = ", ".join(f"“{name}” is per {unit}" for unit, name in by_unit.items())
            quote = self._comparison(attempt.answer.text if attempt.answer else "")
            said = f" The answer says: “{quote}”" if quote else ""
            yield f"{names}: such numbers can't be compared as they stand. See whether the answer does so.{said}"

    def _comparison(self, text: str) -> str:
        for sentence in _SENTENCE.split(text[:_CAP]):
            if _COMPARES.search(sentence):
                for aspect in self._aspects():
                    if len({option for _, _, option in aspect.named(sentence)}) > 1:
                        return shown(" ".join(sentence.split()), 200)
        return ""


def _without(values: Mapping[str, float | None], name: str) -> dict[str, float]:
    return {other: value for other, value in values.items() if value is not None and other != name}
