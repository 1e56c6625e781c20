"""A student's language model behind drivers, as the battery asks it. What comes back is looked at before it is used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.code import CannotAnswer, Code, Given
from grader.data.dice import Real
from grader.honesty.injected import Injected
from grader.honesty.language import Text
from grader.honesty.reading import Numbered
from grader.outcome import Finding, Verdict
from grader.wall.deaths import without_values

if TYPE_CHECKING:
    from grader.checks.perplexity import Perplexity

#: What the student's evaluation ends with and a person or nobody can answer for: it costs no mark.
_NOBODYS = (Verdict.NEEDS_PERSON, Verdict.BROKEN)


@dataclass
class DrivenModel:
    """Asks through the driver functions that a check names. Its model is made when it is first needed, once."""

    check: "Perplexity"
    attempt: Attempt
    text: Numbered | None  # None where no model is made
    #: Why the student's own perplexity function gave nothing; it is not asked again.
    trouble: CannotAnswer | None = None
    _made: list[Any] = field(default_factory=list)

    def log_probs(self, texts: Sequence[Text]) -> list[Real] | None:
        if "log_probs" not in self.check.answers:
            return None
        value = self._asked("arrays", "log_probs", texts)
        if not isinstance(value, (list, tuple)) or len(value) != len(texts):
            raise _odd("log_probs", "another number of answers than of questions")
        return [_array(one, "log_probs").reshape(-1) for one in value]

    def distributions(self, contexts: Sequence[Text]) -> Real | None:
        if "distribution" not in self.check.answers:
            return None
        return _array(self._asked("stacked", "distribution", contexts), "distribution")

    def perplexities(self, texts: Sequence[Text]) -> list[float] | None:
        if "perplexity" not in self.check.answers or self.trouble:
            return None
        try:
            return _numbers(self._asked("numbers", "perplexity", texts), len(texts))
        except CannotAnswer as trouble:
            self._give_up(trouble)
            return None

    def injected(self, model: Injected, texts: Sequence[Text]) -> list[float] | None:
        if not self.check.takes_ours or self.trouble:
            return None
        try:
            return put_in(self.check, self.attempt.student, model, texts)
        except CannotAnswer as trouble:
            self._give_up(trouble)
            return None

    def _give_up(self, trouble: CannotAnswer) -> None:
        """The process may be gone with whatever it held, so the model is made again."""
        if trouble.outcome.verdict in _NOBODYS:
            raise trouble
        self.trouble = trouble
        self._made.clear()

    def _asked(self, shared: str, name: str, texts: Sequence[Text]) -> Any:
        """One crossing: the driver's function of that name on many texts."""
        if not self._made:
            made = self.check.drive(self.attempt, corpus_of(self.text)).value
            self._made.append(made.get("model") if isinstance(made, dict) else made)
        asked = (Given(self.check.beside(name)), self._made[0], list(texts))
        try:
            return self.check.drive(self.attempt, *asked, driver=f"language.{shared}").value
        except CannotAnswer as trouble:  # its words may be the hidden text's, which no student reads
            raise without_values(trouble) from None


def corpus_of(text: Numbered | None) -> dict[str, Any]:
    """What a driver is told of the text to learn from: never the hidden one."""
    if text is None:
        return {}
    return {
        "text": text.train,
        "dev": text.dev,
        "spelled": list(text.tokens.spelled),
        "end": text.tokens.end,
        "unknown": text.tokens.unknown,
        "vectors": text.vectors,
    }


def put_in(
    check: "Perplexity", code: Code, model: Injected, texts: Sequence[Text], uses: dict[str, Any] | None = None
) -> list[float]:
    """What a perplexity function says of a model of ours. uses: other functions than the student's.

    Raises CannotAnswer.
    """
    ours = {"spelled": list(model.tokens.spelled), "end": model.tokens.end, "after": model.after}
    given = {**(uses or check.theirs()), **check.settings}
    function = Given(check.beside("injected"))
    reply = code.drive("language.numbers", function, ours, list(texts), seconds=check.seconds, **given)
    return _numbers(reply.value, len(texts))


def _odd(name: str, what: str) -> CannotAnswer:
    said = "What came back from your model is not what we can compute with."
    advice = "A person will look at it. Compare what your functions return with the sheet: numbers, one for each token."
    flag = f"The driver's `{name}` gave back {what}."
    return CannotAnswer(Verdict.NEEDS_PERSON, Finding(said, what, advice, said), flags=(flag,))


def _array(value: Any, name: str) -> Real:
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
        raise _odd(name, f"a value of type {type(value).__name__} where an array of numbers is due")
    return np.asarray(value, dtype=np.float64)


def _numbers(value: Any, count: int) -> list[float]:
    """What a perplexity function gave for so many texts."""
    if not isinstance(value, (list, tuple)) or len(value) != count:
        raise _odd("perplexity", "another number of answers than of questions")
    if any(type(one) not in (int, float) for one in value):
        said = "The perplexity function returns no number."
        advice = "Return the perplexity itself, as one number, and not only print it."
        raise CannotAnswer(Verdict.FAILED, Finding(said, "", advice, said))
    return [float(one) for one in value]
