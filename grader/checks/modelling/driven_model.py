"""A student's language model behind drivers, as the battery asks it. What comes back is looked at before it is used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.attempt import Attempt
from grader.code import CannotAnswer, Code
from grader.data.dice import Real
from grader.honesty.injected import Injected
from grader.honesty.language import Text
from grader.honesty.reading import Numbered
from grader.outcome import Finding, Verdict

if TYPE_CHECKING:
    from grader.checks.perplexity import Perplexity

#: What the student's evaluation ends with and a person or nobody can answer for: it costs no mark.
_NOBODYS = (Verdict.NEEDS_PERSON, Verdict.BROKEN)


@dataclass
class DrivenModel:
    """Asks through the drivers that a check names. Its model is made when it is first needed, once."""

    check: "Perplexity"
    attempt: Attempt
    text: Numbered | None  # None where no model is made
    code: Code
    #: Why the student's own perplexity function gave nothing; it is not asked again.
    trouble: CannotAnswer | None = None
    _made: list[Any] = field(default_factory=list)

    def log_probs(self, texts: Sequence[Text]) -> list[Real] | None:
        driver = self.check.answers.get("log_probs")
        return _arrays(self._asked(driver, list(texts)), len(texts), driver) if driver else None

    def distributions(self, contexts: Sequence[Text]) -> Real | None:
        driver = self.check.answers.get("distributions")
        return _array(self._asked(driver, list(contexts)), driver) if driver else None

    def perplexities(self, texts: Sequence[Text]) -> list[float] | None:
        driver = self.check.answers.get("perplexities")
        if not driver or self.trouble:
            return None
        try:
            return _numbers(self._asked(driver, list(texts)), len(texts), driver)
        except CannotAnswer as trouble:
            self._give_up(trouble)
            return None

    def injected(self, model: Injected, texts: Sequence[Text]) -> list[float] | None:
        driver = self.check.answers.get("injected")
        if not driver or self.trouble:
            return None
        try:
            return _numbers(put_in(self.check, self.code, driver, model, texts), len(texts), driver)
        except CannotAnswer as trouble:
            self._give_up(trouble)
            return None

    def _give_up(self, trouble: CannotAnswer) -> None:
        """The process may be gone with whatever it held, so the model is made again."""
        if trouble.outcome.verdict in _NOBODYS:
            raise trouble
        self.trouble = trouble
        self._made.clear()

    def _asked(self, driver: str, texts: list[Text]) -> Any:
        if not self._made:
            self._made.append(self.check.drive(self.attempt, language(self.text)).value)
        return self.check.drive(self.attempt, self._made[0], texts, driver=driver).value


def language(text: Numbered | None) -> dict[str, Any]:
    """What a driver is told of the text to learn from: never the hidden one."""
    if text is None:
        return {}
    told: dict[str, Any] = {
        "words": list(text.tokens.spelled),
        "end": text.tokens.end,
        "unknown": text.tokens.unknown,
        "train": text.train,
        "dev": text.dev,
    }
    return told if text.vectors is None else {**told, "vectors": text.vectors}


def put_in(
    check: "Perplexity",
    code: Code,
    driver: str,
    model: Injected,
    texts: Sequence[Text],
    uses: dict[str, Any] | None = None,
) -> Any:
    """What a perplexity function says of a model of ours. uses: other functions than the student's."""
    ours = {"words": list(model.tokens.spelled), "end": model.tokens.end, "after": model.after}
    given = {**(uses or check.theirs()), **check.settings}
    return code.drive(driver, ours, list(texts), seconds=check.seconds, **given).value


def _odd(driver: str | None, what: str) -> CannotAnswer:
    finding = Finding(
        "What came back from your model is not what we can compute with.",
        what,
        "A person will look at it. Compare what your functions return with the sheet: numbers, one for each token.",
        "What came back from your model is not what we can compute with.",
    )
    return CannotAnswer(Verdict.NEEDS_PERSON, finding, flags=(f"The driver `{driver}` gave back {what}.",))


def _array(value: Any, driver: str | None) -> Real:
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
        raise _odd(driver, f"a value of type {type(value).__name__} where an array of numbers is due")
    return np.asarray(value, dtype=np.float64)


def _arrays(value: Any, count: int, driver: str | None) -> list[Real]:
    if not isinstance(value, (list, tuple)) or len(value) != count:
        raise _odd(driver, "another number of answers than of questions")
    return [_array(one, driver).reshape(-1) for one in value]


def _numbers(value: Any, count: int, driver: str | None) -> list[float]:
    if not isinstance(value, (list, tuple)) or len(value) != count:
        raise _odd(driver, "another number of answers than of questions")
    numbers = [np.asarray(one) for one in value]
    if any(one.size != 1 or one.dtype.kind not in "fiu" for one in numbers):
        raise CannotAnswer(
            Verdict.FAILED,
            Finding(
                "The perplexity function returns no number.",
                "",
                "Return the perplexity itself, as one number, and not only print it.",
                "The perplexity function returns no number.",
            ),
        )
    return [float(one.reshape(())) for one in numbers]
