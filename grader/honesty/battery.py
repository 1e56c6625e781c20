"""All tests of a language model, in the order in which they must be asked.

What is new to the model can be shown to it once only, so the sample comes before the whole text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.data.dice import Real
from grader.honesty import calibration, evaluation, lengths, order, probabilities, repeats
from grader.honesty.drawn import ALIKE, UNPREDICTABLE, DrawnOn, alike, drawn_on, unpredictable
from grader.honesty.faults import WrongVersion
from grader.honesty.language import Hidden, Text
from grader.honesty.model import LanguageModel, Result, Subject
from grader.honesty.sample import Sample
from grader.honesty.score import FLOOR, LEARNT, Score, better_than_a_guess, not_below_the_floor

_SHORT_SENTENCES, _SHORT_CHARACTERS = 30, 300  # of the shorter of two parts
_FEWEST_PLACES = 1200  # that calibration is looked at; more of a longer text, so that it costs a share of a pass


@dataclass(frozen=True, eq=False)
class Examination:
    """What all tests found, and the score; None where the tokens' probabilities are not all there."""

    results: tuple[Result, ...]
    score: Score | None

    def about(self, subject: Subject) -> tuple[Result, ...]:
        return tuple(one for one in self.results if one.about is subject)


def examine(
    model: LanguageModel,
    hidden: Hidden,
    chance: np.random.Generator,
    seen: Text | None = None,
    more: Sequence[WrongVersion] = (),
) -> Examination:
    """Asks a model everything.

    seen: a text that it was trained on, in the same tokens; None where nobody knows one. more: known mistakes of the
    very perplexity function that is asked.
    """
    sample = Sample(hidden, chance)
    readings = repeats.read(model, sample)
    found = _Course(model, sample, readings, seen).examination() if readings else Examination(_no_log_probs(), None)
    # Last: what is put in the place of the student's model may stay behind in the student's own names.
    ours = evaluation.on_ours(model, hidden.tokens, chance, more)
    return replace(found, results=(*found.results, *ours))


def _no_log_probs() -> tuple[Result, ...]:
    why = "the model gives no log-probabilities"
    tests = (lengths.COUNTED, probabilities.SUMS, probabilities.AGREE, repeats.REPEATS, repeats.REMEMBERS,
             order.CAUSAL, UNPREDICTABLE, ALIKE, FLOOR, LEARNT, calibration.CALIBRATED, evaluation.OWN,
             evaluation.PARTS)  # fmt: skip
    return tuple(test.left_out(why) for test in tests)


@dataclass(frozen=True, eq=False)
class _Course:
    """One examination under way: the sample was read, the whole text was not."""

    model: LanguageModel
    sample: Sample
    readings: repeats.Readings
    seen: Text | None

    def examination(self) -> Examination:
        hidden = self.sample.hidden
        drawn = drawn_on(hidden, self.sample.chance)
        whole, told = self._in_any_order(hidden.text, drawn.text)
        texts = [hidden.text, *self._parts()]
        log_probs = [whole, *(one for text in texts[1:] for one in self._log_probs([text]))]
        counted = lengths.counted(hidden.tokens, [*self.sample.pieces, *texts], [*self.readings.log_probs, *log_probs])
        complete = all(len(one) == len(hidden.tokens.due(text)) for one, text in zip(log_probs, texts, strict=True))
        score = Score.of(hidden, log_probs[0]) if complete and not np.isnan(log_probs[0]).any() else None
        results = [
            counted,
            *self._probabilities(),
            repeats.repeats(self.readings),
            repeats.remembers(hidden.tokens, self.readings),
            self._causal(whole, drawn, told),
            unpredictable(drawn, told),
            alike(drawn, whole, told),
            *self._of_the_score(score),
            self._calibrated(),
            *self._own(texts[1:], log_probs[1:], complete),
        ]
        return Examination(tuple(results), score)

    def _log_probs(self, texts: list[Text]) -> list[Real]:
        answers = self.model.log_probs(texts)
        assert answers is not None  # it answered when the sample was read
        return answers

    def _in_any_order(self, one: Text, other: Text) -> tuple[Real, Real]:
        """What the model says of each; whoever peeks in one of them only can't tell which of them counts."""
        if self.sample.chance.random() < 0.5:
            return self._log_probs([one])[0], self._log_probs([other])[0]
        later = self._log_probs([other])[0]
        return self._log_probs([one])[0], later

    def _parts(self) -> list[Text]:
        """A short part of the text, a longer one, and both together: a tenth of the text at most."""
        tokens, text = self.sample.hidden.tokens, self.sample.hidden.text
        if tokens.end is None:
            length = max(60, len(text) // 10)
            cut = min(_SHORT_CHARACTERS, length // 5)
            return [text[:cut], text[cut:length], text[:length]]
        sentences = tokens.sentences(text)
        count = max(2, len(sentences) // 10)
        cut = min(_SHORT_SENTENCES, max(1, count // 5))
        first, second = (np.concatenate(part) for part in (sentences[:cut], sentences[cut:count] or sentences[:1]))
        return [first, second, np.concatenate([first, second])]

    def _probabilities(self) -> list[Result]:
        tokens = self.sample.hidden.tokens
        if self.readings.first is not None:
            rows = self.readings.first
            sums = probabilities.sum_to_one(tokens, self.sample.contexts, rows)
            if rows.shape != (len(self.sample.contexts), len(tokens.spelled)):
                return [sums, probabilities.AGREE.left_out("the distributions have another shape")]
            return [sums, probabilities.agree(self.sample, rows, self.readings.log_probs)]
        why = "the model gives no distributions"
        listed = probabilities.enumerated(self.model, self.sample)
        sums = probabilities.sum_to_one(tokens, *listed) if listed else probabilities.SUMS.left_out(why)
        return [sums, probabilities.AGREE.left_out(why)]

    def _causal(self, whole: Real, drawn: DrawnOn, told: Real) -> Result:
        sample = self.sample
        changed, cuts = order.other_endings(sample)
        return order.causal(
            sample.hidden.tokens,
            [*sample.pieces, sample.hidden.text],
            [*cuts, drawn.cut],
            [*self.readings.log_probs, whole],
            [*self._log_probs(changed), told],
        )

    def _of_the_score(self, score: Score | None) -> list[Result]:
        if score is None:
            return [test.left_out("some tokens have no log-probability") for test in (FLOOR, LEARNT)]
        return [not_below_the_floor(score), better_than_a_guess(score)]

    def _calibrated(self) -> Result:
        if self.seen is None:
            return calibration.CALIBRATED.left_out("its training text is not known here")
        most = max(_FEWEST_PLACES, self.sample.hidden.count // 12)
        return calibration.calibrated(self.model, self.sample.hidden.tokens, self.seen, self.sample.chance, most)

    def _own(self, texts: list[Text], log_probs: list[Real], complete: bool) -> list[Result]:
        tests = (evaluation.OWN, evaluation.PARTS)
        yours = self.model.perplexities(texts)
        if yours is None:
            return [test.left_out("there is no perplexity function to ask") for test in tests]
        if not complete:
            return [test.left_out("some tokens have no log-probability") for test in tests]
        return evaluation.on_their_own(self.sample.hidden.tokens, texts, log_probs, yours)
